import RecountDigest
import RecountJournal
import RecountKernel

/// How a journal stands to a checkpoint.
public enum CheckpointStanding: Equatable, Sendable {
    /// Its first records are those that the checkpoint was made of: since then it only grew, if at all.
    case contained
    /// It ends before the checkpoint's last record.
    case shortened(lastRecord: UInt64)
    /// It has that many records, but not those: it was changed or forked.
    case otherHistory(root: TreeHash)
}

/// Compares a journal with a checkpoint's tree while its records pass by.
public struct CheckpointComparison: Sendable {
    private let head: TreeHead
    private var tree: TreeFrontier
    private var rootThere: TreeHash?

    /// Starts with the first record, or after those of a prefix.
    ///
    /// - Returns: nil if the checkpoint is of fewer records than the prefix has: its root cannot be told from there.
    public init?(_ head: TreeHead, after prefix: TreeFrontier = TreeFrontier()) {
        guard prefix.size <= head.size else { return nil }
        self.head = head
        tree = prefix
        takeRoot()
    }

    /// Takes the next record's stamp. O(log size), and O(1) behind the checkpoint's last record.
    public mutating func append(_ stamp: Digest) {
        guard rootThere == nil else { return }
        tree.append(stamp)
        takeRoot()
    }

    /// How the journal stands if it ends here.
    public var standing: CheckpointStanding {
        guard let rootThere else { return .shortened(lastRecord: tree.size) }
        return rootThere == head.root ? .contained : .otherHistory(root: rootThere)
    }

    private mutating func takeRoot() {
        if tree.size == head.size { rootThere = tree.root }
    }
}
