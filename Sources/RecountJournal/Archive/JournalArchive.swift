import RecountKernel
import SystemPackage

/// What an archive took.
public struct ArchiveReport: Equatable, Sendable {
    /// File names of the segments that were moved, in order.
    public let segments: [String]
    /// How many bytes they have.
    public let byteCount: UInt64
    /// The snapshot that the journal begins with from now on.
    public let snapshot: SnapshotHeader
}

/// Moves the beginning of a journal to another directory: segments that end before a snapshot, which opening
/// does not need. What went where is recorded in the journal's directory.
///
/// Each segment is copied, the copy read back and made durable, the record made durable, and only then the segment
/// removed: whenever this is cut off, the journal is whole here or with the archive, and doing it again completes it.
/// It needs no lock of the journal, since a writer changes its last segment alone.
public enum JournalArchive {
    /// Bytes that are copied at once.
    private static let pieceByteCount = 0x10_0000

    /// Moves the segments before the oldest good snapshot that is not before a sequence.
    ///
    /// - Parameters:
    ///   - path: the journal's directory.
    ///   - destination: a directory, made if it is not there; a journal's archive is always the same one.
    ///   - sequence: what the snapshot must at least include.
    /// - Throws: `locked` if another archive runs; `unusableArchive`; `unexpectedFile` if the destination holds
    ///   something else; `missingSnapshot`; `corrupt` if a copy is not what was read; `system`.
    public static func move(
        from path: FilePath, access: JournalAccess = JournalAccess(), to destination: FilePath,
        from sequence: UInt64 = 1,
        progress: (String) -> Void = { _ in }
    ) throws(JournalError) -> ArchiveReport {
        let directory = try JournalDirectory(path, in: access.fileSystem)
        let archive = try JournalDirectory.create(destination, in: access.fileSystem)
        try archive.lock()
        try checkDestination(archive, of: directory)
        try archive.syncParent()
        guard let snapshot = try oldestGoodSnapshot(in: directory, access, from: sequence) else {
            throw .missingSnapshot(path: path.string, sequence: sequence)
        }
        var moved: [String] = []
        var byteCount: UInt64 = 0
        // Segments begin where snapshots are, so one that begins before it ends before it.
        for name in try directory.contents().segments where name.sequence <= snapshot.head.sequence {
            progress(name.description)
            byteCount += try move(name, from: directory, to: archive)
            moved.append(name.description)
        }
        return ArchiveReport(segments: moved, byteCount: byteCount, snapshot: snapshot)
    }

    private static func oldestGoodSnapshot(
        in directory: JournalDirectory, _ access: JournalAccess, from sequence: UInt64
    ) throws(JournalError) -> SnapshotHeader? {
        let contents = try directory.contents()
        let starts = Set(contents.segments.map(\.sequence))
        for name in contents.snapshots where name.sequence >= sequence && starts.contains(name.sequence + 1) {
            if let snapshot = try? SnapshotFile.read(name, in: directory, keys: access.keys) { return snapshot.header }
        }
        return nil
    }

    /// An archive holds segments of one journal and nothing else.
    private static func checkDestination(
        _ archive: JournalDirectory, of directory: JournalDirectory
    ) throws(JournalError) {
        let path = archive.path.string
        guard archive.path.lexicallyNormalized() != directory.path.lexicallyNormalized() else {
            throw .unusableArchive(path: path, reason: "it is the journal itself")
        }
        guard path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) else {
            throw .unusableArchive(path: path, reason: "its name has control characters")
        }
        for name in try archive.names() {
            let whole =
                name.hasSuffix(JournalContents.partialSuffix)
                ? String(name.dropLast(JournalContents.partialSuffix.count)) : name
            guard SequenceName(whole)?.kind == .segment else {
                throw .unexpectedFile(path: archive.path.string, name: name)
            }
        }
    }

    /// - Returns: the segment's length.
    private static func move(
        _ name: SequenceName, from directory: JournalDirectory, to archive: JournalDirectory
    ) throws(JournalError) -> UInt64 {
        let source = try directory.open(name, .read)
        let digest = try copy(source, to: archive, as: name)
        let byteCount = try source.byteCount()
        guard try self.digest(of: archive.open(name, .read)) == digest else {
            throw .corrupt(
                JournalCorruption(
                    .archive, at: JournalLocation(segment: name.description, offset: 0),
                    expected: "a copy of digest \(hexadecimal(digest))", found: "another"))
        }
        try archive.sync()
        var record = try ArchiveRecord(in: directory)
        record.add(
            ArchiveEntry(segment: name, byteCount: byteCount, digest: digest, destination: archive.path.string))
        try record.write(in: directory)
        try directory.remove(name)
        try directory.sync()
        return byteCount
    }

    /// Copies a segment, unless a whole copy is there. Its bytes are durable when this returns, its name only with
    /// the next sync of the archive, which a copy that is there may never have had.
    ///
    /// - Returns: the digest of its bytes.
    private static func copy(
        _ source: OpenFile, to archive: JournalDirectory, as name: SequenceName
    ) throws(JournalError) -> Digest {
        let names = try archive.names()
        if names.contains(name.description) { return try digest(of: source) }
        let partial = name.description + JournalContents.partialSuffix
        if names.contains(partial) { try archive.remove(partial) }
        let target = try archive.open(partial, .create)
        var offset: UInt64 = 0
        let digest = try digest(of: source) { piece throws(JournalError) in
            try target.write(piece, at: offset)
            offset += UInt64(piece.count)
        }
        try target.sync()
        try archive.rename(partial, to: name.description)
        return digest
    }

    /// The digest of a segment's bytes, each piece of which is handed on.
    private static func digest(
        of file: OpenFile, _ take: (UnsafeRawBufferPointer) throws(JournalError) -> Void = { _ in }
    ) throws(JournalError) -> Digest {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: pieceByteCount, alignment: 16)
        defer { buffer.deallocate() }
        var engine = JournalKey?.none.engine(personal: JournalDomain.segment.personal)
        var offset: UInt64 = 0
        while true {
            let count = try file.read(into: buffer, at: offset)
            if count == 0 { return engine.finishDigest() }
            let piece = UnsafeRawBufferPointer(buffer).piece(0..<count)
            engine.update(piece)
            try take(piece)
            offset += UInt64(count)
        }
    }
}
