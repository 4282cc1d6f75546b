import RecountKernel
import SystemPackage

/// How a journal ends.
public enum JournalTail: Equatable, Sendable {
    /// With a whole batch, or a header.
    case clean
    /// Within a batch or header that begins at this place and has `byteCount` bytes there. Everything
    /// before it is a valid journal.
    case incomplete(JournalLocation, byteCount: UInt64)
}

/// Reads a journal batch by batch without a lock, also while another writes it: it sees what was
/// there when it was opened. It checks everything but the decisions: frames, lengths, sequences,
/// stamps, zero sectors, the chain. Memory is bounded by the largest batch.
///
/// It changes nothing, and it only tells an incomplete last batch from damage; what to cut is the
/// writer's business.
public final class JournalReader {
    /// The journal's directory.
    public let path: FilePath
    /// The header of the segment that reading begins with.
    public let header: JournalHeader
    /// How the journal ends; nil until the last batch was read.
    public private(set) var tail: JournalTail?
    /// The last record that was read and the chain value after it.
    public var head: JournalHead { segment.head }
    /// The chain value after all that was read, the header of a segment without records included.
    public var chain: Digest { segment.chain }

    /// How many bytes the segments to be read had when it was opened.
    public let byteCount: UInt64
    /// How many of them were read.
    public private(set) var readByteCount: UInt64 = 0

    let files: JournalFiles
    /// The snapshots that were there before the segments were listed, which therefore reach as far.
    let snapshotNames: [SequenceName]
    private var following: ArraySlice<SegmentFile>
    private(set) var segment: SegmentReader
    private var storage = BatchStorage()
    private var failure: JournalError?

    /// Opens a journal at its first segment and checks its header.
    public convenience init(at path: FilePath, access: JournalAccess = JournalAccess()) throws(JournalError) {
        try self.init(JournalFiles(path, access), after: nil)
    }

    /// Opens a journal at its first segment, or at the one that follows a snapshot.
    init(_ files: JournalFiles, after snapshot: SnapshotHeader?) throws(JournalError) {
        self.files = files
        path = files.directory.path
        snapshotNames = try files.directory.contents().snapshots
        let first = (snapshot?.head.sequence ?? 0) + 1
        let segments = try files.segments(from: first)
        segment = try Self.open(segments.first, first, files, after: snapshot.map { .snapshot($0) } ?? .nothing)
        header = segment.header
        following = segments.dropFirst()
        var byteCount = segment.endOffset
        for file in following { byteCount += try file.open(.read).byteCount() }
        self.byteCount = byteCount
    }

    /// - Throws: `archived` instead of what is wrong, if the segment that should begin at `first` was archived.
    private static func open(
        _ segment: SegmentFile?, _ first: UInt64, _ files: JournalFiles, after previous: SegmentPredecessor
    ) throws(JournalError) -> SegmentReader {
        if segment?.name.sequence != first, let entry = try files.archiveEntry(at: first) {
            throw .archived(path: files.directory.path.string, sequence: first, destination: entry.destination)
        }
        guard let segment else {
            let name = SequenceName(.segment, first)
            throw .corrupt(
                JournalCorruption(
                    .length, at: JournalLocation(segment: name.description, offset: 0), expected: "a segment",
                    found: "no such file"))
        }
        return try SegmentReader(segment, after: previous, files.access)
    }

    /// Whether no segment follows the one that is being read.
    var isInLastSegment: Bool { following.isEmpty }

    /// The next batch, checked; nil at the end, and `tail` then says how the journal ends.
    /// O(bytes of the batch).
    ///
    /// - Throws: what is wrong and where; every later call throws the same.
    public func nextBatch() throws(JournalError) -> JournalBatch? {
        if !isKnownUniquelyReferenced(&storage) { storage = BatchStorage() }
        storage.removeAll()
        return try nextBatch(into: storage)
    }

    /// The next batch as `nextBatch()` gives it, added to a storage.
    func nextBatch(into storage: BatchStorage) throws(JournalError) -> JournalBatch? {
        if let failure { throw failure }
        do throws(JournalError) {
            return try advance(storage)
        } catch {
            failure = error
            throw error
        }
    }

    /// Whether the journal, read to its end, has the records before every snapshot that lies in its directory and the
    /// segment after it: a snapshot is written only once both are durable. A damaged one still counts by its name.
    ///
    /// - Throws: `shortened`.
    public func checkSnapshotsAreCovered() throws(JournalError) {
        guard let last = snapshotNames.last else { return }
        // The segment counts only with a whole header: opening would remove any other.
        if head.sequence >= last.sequence, segment.name.sequence > last.sequence { return }
        throw .shortened(snapshot: last.description, found: head)
    }

    private func advance(_ storage: BatchStorage) throws(JournalError) -> JournalBatch? {
        while tail == nil {
            switch try segment.next(into: storage) {
            case .batch(let batch):
                readByteCount += UInt64(batch.byteCount)
                return batch
            case .end: try openNextSegment()
            case .incomplete(let byteCount): try endWithin(byteCount)
            }
        }
        return nil
    }

    private func openNextSegment() throws(JournalError) {
        guard let next = following.popFirst() else {
            tail = .clean
            return
        }
        do throws(JournalError) {
            segment = try Self.open(
                next, segment.head.sequence + 1, files, after: .segment(segment.header, segment.head))
        } catch .unfinishedCreation(let location, let byteCount) where following.isEmpty {
            tail = .incomplete(location, byteCount: byteCount)
        }
    }

    private func endWithin(_ byteCount: UInt64) throws(JournalError) {
        let location = JournalLocation(segment: segment.name.description, offset: segment.offset)
        guard isInLastSegment else {
            throw .corrupt(
                JournalCorruption(
                    .length, at: location, expected: "a whole batch before the next segment",
                    found: "\(byteCount) bytes of one"))
        }
        try TailInspection(self).checkNothingFollows()
        tail = .incomplete(location, byteCount: byteCount)
    }
}
