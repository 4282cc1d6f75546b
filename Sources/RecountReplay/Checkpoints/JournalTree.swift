import Glibc
import RecountDigest
import RecountJournal
import SystemPackage

/// The tree over the stamps of a journal, built by reading it. Frames, stamps and chain are checked on the way;
/// the decisions are not executed again, which is what `Verification` does.
public struct JournalTree {
    /// The tree of the records that were read.
    public private(set) var frontier: TreeFrontier
    /// How the journal ends; nil if its end was not reached.
    public let tail: JournalTail?

    /// How the journal stands to the tree that it was compared with; nil if there was none.
    public let standing: CheckpointStanding?

    private let path: FilePath
    private var lastSegment: String?

    /// Reads a journal up to a record, or to its end. O(records), memory O(log records) beside a batch; from a
    /// snapshot O(records after it), with memory for a kernel.
    ///
    /// - Parameters:
    ///   - path: the journal's directory. It may be open for writing meanwhile.
    ///   - access: its keys, and its archive if the tree is to be built from the first record.
    ///   - start: where reading begins; the tree that a snapshot holds is then taken as it is.
    ///   - last: the last record that is wanted; the journal may end before it.
    ///   - earlier: a tree that the journal is to be compared with, of no fewer records than a snapshot that reading
    ///     begins with.
    ///   - progress: is given, after every batch, how much was read.
    ///   - body: is given each record, which it must not keep, and its leaf's hash.
    public init(
        ofJournalAt path: FilePath, access: JournalAccess = JournalAccess(), from start: JournalStart = .genesis,
        upTo last: UInt64 = .max, comparingWith earlier: TreeHead? = nil,
        progress: (VerificationProgress) -> Void = { _ in },
        forEach body: (JournalRecord, TreeHash) -> Void = { _, _ in }
    ) throws(JournalError) {
        let reader: JournalReader
        let prefix: TreeFrontier
        switch start {
        case .genesis:
            reader = try JournalReader(at: path, access: access)
            prefix = TreeFrontier()
        case .snapshot:
            let replay = try JournalReplay(at: path, access: access, from: start)
            reader = replay.reader
            prefix = replay.frontier
        }
        self.path = path
        frontier = prefix
        var comparison = earlier.flatMap { CheckpointComparison($0, after: prefix) }
        while frontier.size < last, let batch = try reader.nextBatch() {
            for position in 0..<batch.count where frontier.size < last {
                let record = batch[position]
                let leaf = TreeHash(ofStamp: record.stamp)
                frontier.append(leaf)
                comparison?.append(record.stamp)
                body(record, leaf)
            }
            lastSegment = batch.segment
            progress(VerificationProgress(readByteCount: reader.readByteCount, byteCount: reader.byteCount))
        }
        tail = reader.tail
        standing = comparison?.standing
    }

    /// The tree of the records that were read, as a checkpoint states it. O(log size).
    public var head: TreeHead { TreeHead(size: frontier.size, root: frontier.root) }

    /// Makes what was read durable, so that no power failure takes away what is about to be signed: a reader may see
    /// a batch that its writer has not synced yet. Earlier batches are: none is written before the one before it is.
    public func makeDurable() throws(JournalError) {
        guard let lastSegment else { return }
        try Self.sync(path.appending(lastSegment))
        try Self.sync(path)
    }

    private static func sync(_ path: FilePath) throws(JournalError) {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: .closeOnExec)
            try file.closeAfter {
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            throw .system(SystemFailure(operation: "sync", path: path.string, errno: error as? Errno ?? .ioError))
        }
    }
}
