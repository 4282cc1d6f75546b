import RecountContext
import RecountKernel

/// The members of a context file read so far.
struct ContextFileReader {
    private var tokenLimit: UInt64?
    private var outputTokens: UInt64 = 0
    private var mode = AssemblyMode.cutoff
    private var estimate = TokenProfile.english.estimate
    private var separator = ContextDocument.Separator.emptyLine
    private var sections: [SectionDocument]?
    private var fragments: [ContextFragmentReader]?

    static func read(
        _ reader: inout DocumentReader, _ overrides: ContextFile.Overrides
    ) throws(DocumentError) -> ContextFile {
        var fields = ContextFileReader()
        let start = reader.valueOffset
        try reader.object { reader, key throws(DocumentError) in try fields.readMember(key, &reader) }
        return try fields.build(reader, from: start, overrides)
    }

    private mutating func readMember(
        _ key: String, _ reader: inout DocumentReader
    ) throws(DocumentError) -> DocumentReader.Member {
        switch key {
        case "token_limit": tokenLimit = try reader.integer(upTo: Tokens.maximum.rawValue)
        case "output_tokens": outputTokens = try reader.integer(upTo: Tokens.maximum.rawValue)
        case "mode": mode = try reader.assemblyMode()
        case "tokens": estimate = try reader.tokenEstimate()
        case "separator": separator = try reader.separator()
        case "sections": sections = try reader.sections()
        case "fragments": fragments = try Self.readFragments(&reader)
        default: return .unknown
        }
        return .known
    }

    private static func readFragments(
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> [ContextFragmentReader] {
        var ids = UniqueNames(what: "the fragment id")
        var position: UInt64 = 0
        return try reader.array(limit: Int(Fragment.maximumCount)) { reader throws(DocumentError) in
            position += 1
            let start = reader.valueOffset
            let fragment = try ContextFragmentReader.read(&reader, position: position)
            try ids.insert("\(fragment.document.id.rawValue)", reader, at: start)
            return fragment
        }
    }

    private consuming func build(
        _ reader: DocumentReader, from start: Int, _ overrides: ContextFile.Overrides
    ) throws(DocumentError) -> ContextFile {
        let limit = try reader.require(
            overrides.tokenLimit ?? tokenLimit.map { Tokens($0) }, "token_limit", from: start)
        let sections = sections ?? [SectionDocument(id: SectionID(1), name: "context", renderOrder: 1)]
        var document = ContextDocument(
            tokenLimit: limit, outputTokens: overrides.outputTokens ?? Tokens(outputTokens), mode: mode,
            estimate: overrides.estimate ?? estimate, separator: separator, sections: sections, fragments: [])
        let names = SectionNames(sections)
        var textFiles: [ContextFile.TextFile] = []
        for (position, fragment) in try reader.require(fragments, "fragments", from: start).enumerated() {
            document.fragments.append(try fragment.resolved(in: names, position, reader))
            if let path = fragment.path { textFiles.append(ContextFile.TextFile(position: position, path: path)) }
        }
        return ContextFile(document: document, textFiles: textFiles)
    }
}

extension DocumentReader {
    fileprivate mutating func assemblyMode() throws(DocumentError) -> AssemblyMode {
        let start = valueOffset
        switch try string() {
        case "cutoff": return .cutoff
        case "greedy": return .greedy
        case let name: throw error(.unknownName(name, list: "\"cutoff\", \"greedy\""), at: start)
        }
    }

    /// A profile's name, or `{"numerator": …, "denominator": …}`.
    fileprivate mutating func tokenEstimate() throws(DocumentError) -> TokenEstimate {
        let start = valueOffset
        if try peekKind() == .string {
            let name = try string()
            guard let profile = TokenProfile(rawValue: name) else {
                let names = TokenProfile.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
                throw error(.unknownName(name, list: names), at: start)
            }
            return profile.estimate
        }
        var numerator: UInt32?
        var denominator: UInt32?
        try object { reader, key throws(DocumentError) in
            switch key {
            case "numerator": numerator = try reader.positiveInteger()
            case "denominator": denominator = try reader.positiveInteger()
            default: return .unknown
            }
            return .known
        }
        let estimate = TokenEstimate(
            numerator: try require(numerator, "numerator", from: start),
            denominator: try require(denominator, "denominator", from: start))
        guard let estimate else { preconditionFailure("both are above 0") }
        return estimate
    }

    private mutating func positiveInteger() throws(DocumentError) -> UInt32 {
        let start = valueOffset
        let value: UInt32 = try integer()
        guard value > 0 else {
            throw error(.json(.notAnInteger(.negative, minimum: 1, maximum: UInt64(UInt32.max))), at: start)
        }
        return value
    }

    /// A text, or `{"text": …, "tokens": …}`.
    fileprivate mutating func separator() throws(DocumentError) -> ContextDocument.Separator {
        if try peekKind() == .string { return ContextDocument.Separator(text: try string()) }
        let start = valueOffset
        var text: String?
        var tokens: UInt32?
        try object { reader, key throws(DocumentError) in
            switch key {
            case "text": text = try reader.string()
            case "tokens": tokens = try reader.integer()
            default: return .unknown
            }
            return .known
        }
        return ContextDocument.Separator(text: try require(text, "text", from: start), countedTokens: tokens)
    }

    fileprivate mutating func sections() throws(DocumentError) -> [SectionDocument] {
        var ids = UniqueNames(what: "the section id")
        var names = UniqueNames(what: "the section")
        var position: UInt32 = 0
        return try array(limit: Int(ContextSection.maximumCount)) { reader throws(DocumentError) in
            position += 1
            let start = reader.valueOffset
            let section = try reader.section(position: position)
            try ids.insert("\(section.id.rawValue)", reader, at: start)
            if !section.name.isEmpty { try names.insert("\"\(section.name)\"", reader, at: start) }
            return section
        }
    }

    /// A section; its id and render order are its position from 1 where it states none.
    private mutating func section(position: UInt32) throws(DocumentError) -> SectionDocument {
        var section = SectionDocument(id: SectionID(position), renderOrder: position)
        try object { reader, key throws(DocumentError) in
            switch key {
            case "id": section.id = SectionID(try reader.integer())
            case "name": section.name = try reader.name()
            case "priority": section.priority = try reader.integer()
            case "render_order": section.renderOrder = try reader.integer()
            case "cap": section.cap = Tokens(try reader.integer())
            default: return .unknown
            }
            return .known
        }
        return section
    }
}
