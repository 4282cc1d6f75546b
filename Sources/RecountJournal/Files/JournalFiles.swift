import SystemPackage

/// The files of one journal: those in its directory and those that were archived, as far as they are given.
final class JournalFiles {
    let directory: JournalDirectory
    let access: JournalAccess
    private let archive: JournalDirectory?

    convenience init(_ path: FilePath, _ access: JournalAccess) throws(JournalError) {
        try self.init(JournalDirectory(path, in: access.fileSystem), access)
    }

    init(_ directory: JournalDirectory, _ access: JournalAccess) throws(JournalError) {
        self.directory = directory
        self.access = access
        if let path = access.archive {
            archive = try JournalDirectory(path, in: access.fileSystem)
        } else {
            archive = nil
        }
    }

    /// The segments from a sequence on, in order; what is both here and in the archive is read here.
    func segments(from sequence: UInt64) throws(JournalError) -> [SegmentFile] {
        var found = try directory.contents().segments.map { SegmentFile(name: $0, directory: directory) }
        if let archive {
            let names = Set(found.map(\.name.sequence))
            found += try archive.names().compactMap { SequenceName($0) }
                .filter { $0.kind == .segment && !names.contains($0.sequence) }
                .map { SegmentFile(name: $0, directory: archive) }
        }
        return found.filter { $0.name.sequence >= sequence }.sorted { $0.name < $1.name }
    }

    /// What says where a segment went that should begin at a sequence; nil if nothing does.
    func archiveEntry(at sequence: UInt64) throws(JournalError) -> ArchiveEntry? {
        guard try directory.contents().hasArchiveRecord else { return nil }
        return try ArchiveRecord(in: directory).entries.first { $0.segment.sequence == sequence }
    }
}

/// A segment and where it lies.
struct SegmentFile {
    let name: SequenceName
    let directory: JournalDirectory

    func open(_ mode: FileOpening) throws(JournalError) -> OpenFile { try directory.open(name, mode) }
}
