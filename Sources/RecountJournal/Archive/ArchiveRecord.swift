import RecountDigest
import RecountKernel

/// Where one segment went.
struct ArchiveEntry: Equatable {
    /// The segment.
    let segment: SequenceName
    /// How many bytes it has.
    let byteCount: UInt64
    /// The digest of all of them.
    let digest: Digest
    /// The directory that it was moved to.
    let destination: String
}

/// The record of the segments that were archived, a text: so that who looks for the beginning of a journal learns
/// where it is. Layout: docs/format.md, "Archive".
struct ArchiveRecord {
    private static let firstLine = "recount archive 1"
    /// The most that is read: over a hundred thousand segments.
    private static let maximumByteCount = 0x100_0000

    /// By the sequences of the segments.
    private(set) var entries: [ArchiveEntry]

    /// Reads a journal's record; empty if it has none.
    init(in directory: JournalDirectory) throws(JournalError) {
        entries = []
        guard try directory.names().contains(JournalContents.archiveRecord) else { return }
        let file = try directory.open(JournalContents.archiveRecord, .read)
        let byteCount = try file.byteCount()
        guard byteCount <= Self.maximumByteCount else {
            throw Self.damage(line: 1, expected: "at most \(Self.maximumByteCount) bytes", found: "\(byteCount)")
        }
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(byteCount), alignment: 16)
        defer { bytes.deallocate() }
        let count = try file.read(into: bytes, at: 0)
        try parse(UnsafeRawBufferPointer(bytes).piece(0..<count))
    }

    /// Takes an entry, in the place of one of the same segment.
    mutating func add(_ entry: ArchiveEntry) {
        entries.removeAll { $0.segment == entry.segment }
        entries.append(entry)
        entries.sort { $0.segment < $1.segment }
    }

    /// Writes the record, and makes it durable before it takes the place of the one before.
    func write(in directory: JournalDirectory) throws(JournalError) {
        let partial = JournalContents.archiveRecord + JournalContents.partialSuffix
        if try directory.names().contains(partial) { try directory.remove(partial) }
        let file = try directory.open(partial, .create)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 16)
        defer { bytes.deallocate() }
        bytes.copyBytes(from: text.utf8)
        try file.write(UnsafeRawBufferPointer(bytes), at: 0)
        try file.sync()
        try directory.rename(partial, to: JournalContents.archiveRecord)
        try directory.sync()
    }

    private var text: String {
        let lines = entries.map { "\($0.segment) \($0.byteCount) \(hexadecimal($0.digest)) \($0.destination)\n" }
        let body = Self.firstLine + "\n" + lines.joined()
        return body + hexadecimal(Self.digest(of: body)) + "\n"
    }

    private mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(JournalError) {
        let found = String(decoding: bytes, as: UTF8.self)
        let lines = found.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        guard lines.first == Self.firstLine[...] else {
            throw Self.damage(line: 1, expected: Self.firstLine, found: "\(lines.first ?? "")")
        }
        for (position, line) in lines.dropFirst().dropLast().enumerated() {
            guard let entry = Self.entry(line) else {
                throw Self.damage(
                    line: position + 2, expected: "segment, bytes, digest and destination", found: "\(line)")
            }
            entries.append(entry)
        }
        // What is read must be what would be written: this checks the digest and the order as well.
        guard text == found else {
            throw Self.damage(line: lines.count, expected: "the digest of the lines before", found: "another")
        }
    }

    private static func entry(_ line: Substring) -> ArchiveEntry? {
        let fields = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard fields.count == 4, let segment = SequenceName(String(fields[0])), segment.kind == .segment,
            let byteCount = UInt64(fields[1]), let digest = [UInt8](hexadecimal: String(fields[2])),
            digest.count == Digest.byteCount
        else { return nil }
        return ArchiveEntry(
            segment: segment, byteCount: byteCount, digest: digest.withUnsafeBytes { $0.digest(at: 0) },
            destination: String(fields[3]))
    }

    private static func digest(of body: String) -> Digest {
        var engine = JournalKey?.none.engine(personal: JournalDomain.archive.personal)
        var body = body
        body.withUTF8 { engine.update(UnsafeRawBufferPointer($0)) }
        return engine.finishDigest()
    }

    private static func damage(line: Int, expected: String, found: String) -> JournalError {
        let location = JournalLocation(segment: JournalContents.archiveRecord, offset: 0)
        return .corrupt(
            JournalCorruption(.archive, at: location, expected: "in line \(line) \(expected)", found: found))
    }
}
