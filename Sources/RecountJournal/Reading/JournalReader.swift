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
    /// The header of the first segment.
    public let header: JournalHeader
    /// How the journal ends; nil until the last batch was read.
    public private(set) var tail: JournalTail?
    /// The last record that was read and the chain value after it.
    public var head: JournalHead { segment.head }

    /// How many bytes its segments had when it was opened.
    public let byteCount: UInt64
    /// How many of them were read.
    public private(set) var readByteCount: UInt64 = 0

    private let directory: JournalDirectory
    private var following: ArraySlice<SegmentName>
    private(set) var segment: SegmentReader
    private var failure: JournalError?

    /// Opens a journal and checks its first header.
    public convenience init(at path: FilePath) throws(JournalError) {
        try self.init(JournalDirectory(path))
    }

    init(_ directory: JournalDirectory) throws(JournalError) {
        self.directory = directory
        path = directory.path
        let segments = try directory.segments()
        segment = try SegmentReader(segments[0], in: directory, after: nil)
        header = segment.header
        following = segments.dropFirst()
        var byteCount = segment.endOffset
        for name in following { byteCount += try directory.open(name, .readOnly).byteCount() }
        self.byteCount = byteCount
    }

    /// Whether no segment follows the one that is being read.
    var isInLastSegment: Bool { following.isEmpty }

    /// The next batch, checked; nil at the end, and `tail` then says how the journal ends.
    /// O(bytes of the batch).
    ///
    /// - Throws: what is wrong and where; every later call throws the same.
    public func nextBatch() throws(JournalError) -> JournalBatch? {
        if let failure { throw failure }
        do throws(JournalError) {
            return try advance()
        } catch {
            failure = error
            throw error
        }
    }

    private func advance() throws(JournalError) -> JournalBatch? {
        while tail == nil {
            switch try segment.next() {
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
        guard let name = following.popFirst() else {
            tail = .clean
            return
        }
        do throws(JournalError) {
            segment = try SegmentReader(name, in: directory, after: segment)
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
