import RecountContext
import RecountKernel

/// A fragment of a context file, before its section is known: sections may come after it in the text.
struct ContextFragmentReader {
    private enum SectionReference {
        case id(SectionID)
        case name(String)
    }

    private(set) var document: FragmentDocument
    /// The file that has its text.
    private(set) var path: String?

    private let offset: Int
    private var text: String?
    private var section: SectionReference?
    private var sectionOffset = 0
    private var tokens: UInt32?
    private var cutPoints: [CutPoint]?

    /// Reads a fragment; its id is its position, from 1, where it states none.
    static func read(
        _ reader: inout DocumentReader, position: UInt64
    ) throws(DocumentError) -> ContextFragmentReader {
        var fields = ContextFragmentReader(position: position, offset: reader.valueOffset)
        try reader.object { reader, key throws(DocumentError) in try fields.readMember(key, &reader) }
        try fields.complete(reader)
        return fields
    }

    private init(position: UInt64, offset: Int) {
        document = FragmentDocument(id: FragmentID(position), section: SectionID(0), text: "")
        self.offset = offset
    }

    private mutating func readMember(
        _ key: String, _ reader: inout DocumentReader
    ) throws(DocumentError) -> DocumentReader.Member {
        switch key {
        case "id": document.id = FragmentID(try reader.integer())
        case "section": try readSection(&reader)
        case "text": text = try reader.string()
        case "file": path = try reader.string()
        case "priority": document.priority = try reader.integer()
        case "order": document.order = try reader.integer()
        case "required": document.necessity = try reader.boolean() ? .required : .optional
        case "truncatable": document.divisibility = try reader.boolean() ? .truncatable : .whole
        case "stable": document.stability = try reader.boolean() ? .stable : .changing
        case "group": document.group = GroupID(try reader.integer())
        case "tokens": tokens = try reader.integer()
        case "cut_points": cutPoints = try reader.array(limit: Int(Fragment.maximumCutCount), Self.readCutPoint)
        default: return .unknown
        }
        return .known
    }

    private mutating func readSection(_ reader: inout DocumentReader) throws(DocumentError) {
        sectionOffset = reader.valueOffset
        section = try reader.peekKind() == .string ? .name(try reader.string()) : .id(SectionID(try reader.integer()))
    }

    private static func readCutPoint(_ reader: inout DocumentReader) throws(DocumentError) -> CutPoint {
        let start = reader.valueOffset
        var tokens: UInt32?
        var byteOffset: UInt64?
        try reader.object { reader, key throws(DocumentError) in
            switch key {
            case "tokens": tokens = try reader.integer()
            case "bytes": byteOffset = try reader.integer(upTo: UInt64(Int.max))
            default: return .unknown
            }
            return .known
        }
        return CutPoint(
            tokens: try reader.require(tokens, "tokens", from: start),
            // Bound: read up to Int.max.
            byteOffset: Int(try reader.require(byteOffset, "bytes", from: start)))
    }

    private mutating func complete(_ reader: DocumentReader) throws(DocumentError) {
        switch (text, path) {
        case (let text?, nil): document.text = text
        case (nil, .some): break
        case (nil, nil): throw reader.error(.missingEither("text", "file"), at: offset)
        case (.some, .some): throw reader.error(.bothPresent("text", "file"), at: offset)
        }
        switch (tokens, cutPoints) {
        case (nil, nil): break
        case (nil, .some): throw reader.error(.missingBeside(key: "tokens", other: "cut_points"), at: offset)
        case (.some, nil) where document.divisibility == .truncatable:
            throw reader.error(.missingBeside(key: "cut_points", other: "tokens"), at: offset)
        case (let tokens?, let points): document.count = .counted(tokens: tokens, cutPoints: points ?? [])
        }
    }

    /// The fragment with its section, which must be among those of the file.
    func resolved(
        in sections: SectionNames, _ position: Int, _ reader: DocumentReader
    ) throws(DocumentError) -> FragmentDocument {
        var document = document
        switch section {
        case .id(let id):
            guard sections.contains(id) else {
                throw unknownSection(.unknownNumber(UInt64(id.rawValue), list: Self.list), position, reader)
            }
            document.section = id
        case .name(let name):
            guard let id = sections.id(named: name) else {
                throw unknownSection(.unknownName(name, list: Self.list), position, reader)
            }
            document.section = id
        case nil:
            guard let only = sections.only else {
                throw located(.missing(key: "section"), at: offset, "fragments[\(position)]", reader)
            }
            document.section = only
        }
        return document
    }

    private static let list = "\"sections\""

    private func unknownSection(
        _ problem: DocumentError.Problem, _ position: Int, _ reader: DocumentReader
    ) -> DocumentError {
        located(problem, at: sectionOffset, "fragments[\(position)].section", reader)
    }

    private func located(
        _ problem: DocumentError.Problem, at offset: Int, _ path: String, _ reader: DocumentReader
    ) -> DocumentError {
        var error = reader.error(problem, at: offset)
        error.path = path
        return error
    }
}
