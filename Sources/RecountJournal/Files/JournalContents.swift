import SystemPackage

/// The files of a journal's directory.
struct JournalContents {
    /// The record of segments that were moved elsewhere (docs/format.md, "Archive").
    static let archiveRecord = "archive"
    /// Ends the name of a file that is being written and has no meaning yet.
    static let partialSuffix = ".partial"

    /// By ascending sequence; at least one.
    private(set) var segments: [SequenceName] = []
    /// By ascending sequence.
    private(set) var snapshots: [SequenceName] = []
    /// What a writer left behind that died while it wrote a snapshot or an archive's record.
    private(set) var partialFiles: [String] = []
    /// Whether segments were moved elsewhere.
    private(set) var hasArchiveRecord = false

    /// - Throws: `unexpectedFile` for the first name that is no part of a journal, `emptyDirectory`.
    init(_ names: [String], in path: FilePath) throws(JournalError) {
        for name in names {
            if let understood = SequenceName(name) {
                switch understood.kind {
                case .segment: segments.append(understood)
                case .snapshot: snapshots.append(understood)
                }
            } else if name == Self.archiveRecord {
                hasArchiveRecord = true
            } else if Self.isPartial(name) {
                partialFiles.append(name)
            } else {
                throw .unexpectedFile(path: path.string, name: name)
            }
        }
        if segments.isEmpty { throw .emptyDirectory(path: path.string) }
        segments.sort()
        snapshots.sort()
    }

    private static func isPartial(_ name: String) -> Bool {
        guard name.hasSuffix(partialSuffix) else { return false }
        let whole = String(name.dropLast(partialSuffix.count))
        return whole == archiveRecord || SequenceName(whole) != nil
    }
}
