import RecountDigest
import RecountKernel

/// The RFC 6962 tree over the stamps of a journal's records, as far as appending to it and its root
/// need it: the roots of its largest complete subtrees, one for each bit that is set in its size.
///
/// The record with sequence *s* is leaf *s* − 1, and its stamp's 32 bytes are the leaf's data. The tree
/// of a journal has as many leaves as its last record's sequence says.
public struct TreeFrontier: Equatable, Sendable {
    /// How many leaves the tree has.
    public private(set) var size: UInt64
    /// The roots of the complete subtrees that the tree is made of, from left to right, so the largest
    /// first. There are as many as bits are set in `size`, at most 64.
    public private(set) var subtreeRoots: [TreeHash]

    /// The tree without leaves.
    public init() {
        size = 0
        subtreeRoots = []
    }

    /// Makes a frontier of its parts.
    ///
    /// - Returns: nil if there are not as many roots as bits are set in the size.
    public init?(size: UInt64, subtreeRoots: [TreeHash]) {
        guard subtreeRoots.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtreeRoots = subtreeRoots
    }

    /// Appends a record's stamp as a leaf. O(log size), and two hashes on average.
    ///
    /// - Precondition: the tree has fewer than 2^64 − 1 leaves.
    public mutating func append(_ stamp: Digest) {
        append(TreeHash(ofStamp: stamp))
    }

    /// Appends a leaf by its hash. O(log size), and one hash on average.
    ///
    /// - Precondition: the tree has fewer than 2^64 − 1 leaves.
    public mutating func append(_ leaf: TreeHash) {
        precondition(size < .max, "a tree has at most 2^64 - 1 leaves")
        var root = leaf
        // Each bit at the end of the size is a complete subtree as large as the one that grows.
        for _ in 0..<(~size).trailingZeroBitCount {
            root = TreeHash(left: subtreeRoots.removeLast(), right: root)
        }
        subtreeRoots.append(root)
        size += 1
    }

    /// The root of the tree ("Merkle Tree Hash" of RFC 6962, section 2.1). O(log size).
    public var root: TreeHash {
        guard var root = subtreeRoots.last else { return .emptyTree }
        for left in subtreeRoots.dropLast().reversed() { root = TreeHash(left: left, right: root) }
        return root
    }
}

extension TreeHash {
    /// The hash of the leaf that a record is: its data are the 32 bytes of the stamp. O(1).
    public init(ofStamp stamp: Digest) {
        self = withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { bytes in
            bytes.store(stamp, at: 0)
            return TreeHash(ofLeaf: UnsafeRawBufferPointer(bytes))
        }
    }
}
