import RecountDigest
import RecountJournal
import RecountKernel

/// Proof that a record's stamp is a leaf of a tree (the "Merkle audit path" of RFC 6962, section 2.1.1).
///
/// The number of hashes follows from the record and the size, so a proof with another is none.
public struct InclusionProof: Equatable, Sendable {
    /// The record's sequence, from 1; it is leaf `record` − 1.
    public let record: UInt64
    /// How many leaves the tree has.
    public let treeSize: UInt64
    /// The siblings on the way from the leaf to the root, at most 64.
    public let hashes: [TreeHash]

    /// Makes a proof of its parts. Whether it proves anything, `verify` tells.
    ///
    /// - Throws: `noSuchRecord`, `wrongHashCount`.
    public init(record: UInt64, treeSize: UInt64, hashes: [TreeHash]) throws(ProofError) {
        guard record >= 1, record <= treeSize else { throw .noSuchRecord(record: record, treeSize: treeSize) }
        let expected = Self.hashCount(record: record, treeSize: treeSize)
        guard hashes.count == expected else { throw .wrongHashCount(expected: expected, found: hashes.count) }
        self.record = record
        self.treeSize = treeSize
        self.hashes = hashes
    }

    /// Checks that a record with this stamp is where the proof says. O(log size).
    ///
    /// - Throws: `otherSize`, `notIncluded`.
    public func verify(_ stamp: Digest, in head: TreeHead) throws(ProofError) {
        try verify(TreeHash(ofStamp: stamp), in: head)
    }

    /// Checks that a leaf is where the proof says. O(log size).
    ///
    /// - Throws: `otherSize`, `notIncluded`.
    public func verify(_ leaf: TreeHash, in head: TreeHead) throws(ProofError) {
        guard treeSize == head.size else { throw .otherSize(proven: treeSize, given: head.size) }
        guard root(of: leaf) == head.root else { throw .notIncluded }
    }

    /// The root that the leaf and the hashes lead to (RFC 9162, section 2.1.3.2; that neither too few nor too
    /// many hashes are there was checked before).
    private func root(of leaf: TreeHash) -> TreeHash {
        var index = record - 1
        var last = treeSize - 1
        var root = leaf
        for hash in hashes {
            if index & 1 == 1 || index == last {
                root = TreeHash(left: hash, right: root)
                // A subtree that is the last of an odd number rises without a sibling.
                let levels = index == 0 ? 0 : UInt64(index.trailingZeroBitCount)
                index >>= levels
                last >>= levels
            } else {
                root = TreeHash(left: root, right: hash)
            }
            index >>= 1
            last >>= 1
        }
        return root
    }

    /// One hash for each level up to where the ways to the leaf and to the last leaf join, and above it one for
    /// each step to the right.
    private static func hashCount(record: UInt64, treeSize: UInt64) -> Int {
        let index = record - 1
        let joined = (index ^ (treeSize - 1)).bitLength
        return joined + (index >> UInt64(joined)).nonzeroBitCount
    }
}

/// Makes an inclusion proof while the leaves of a tree pass by once.
public struct InclusionProofCollector: Sendable {
    private let record: UInt64
    private let treeSize: UInt64
    private var siblings: SubtreeCollector

    /// Starts with the first leaf, or after those of a prefix.
    ///
    /// - Parameters:
    ///   - record: the sequence of the record, from 1.
    ///   - treeSize: how many leaves the tree has.
    ///   - prefix: the frontier of the leaves that have passed, all before the record.
    /// - Throws: `noSuchRecord`, also if the record is in the prefix.
    public init(
        record: UInt64, treeSize: UInt64, after prefix: TreeFrontier = TreeFrontier()
    ) throws(ProofError) {
        guard record >= 1, record <= treeSize, record > prefix.size,
            let siblings = SubtreeCollector(Self.siblings(of: record - 1, in: treeSize), after: prefix)
        else { throw .noSuchRecord(record: record, treeSize: treeSize) }
        self.record = record
        self.treeSize = treeSize
        self.siblings = siblings
    }

    /// Takes the next leaf. O(log size).
    public mutating func append(_ leaf: TreeHash) { siblings.append(leaf) }

    /// The proof; nil while leaves that it needs are still to come.
    public var proof: InclusionProof? {
        guard let hashes = siblings.roots else { return nil }
        return try? InclusionProof(record: record, treeSize: treeSize, hashes: hashes)
    }

    /// The subtrees beside the way from a leaf to the root, the lowest first (PATH of RFC 6962, section 2.1.1).
    private static func siblings(of index: UInt64, in treeSize: UInt64) -> [Range<UInt64>] {
        var siblings: [Range<UInt64>] = []
        var subtree = 0..<treeSize
        while subtree.leafCount > 1 {
            let (left, right) = subtree.halves
            subtree = left.contains(index) ? left : right
            siblings.append(left.contains(index) ? right : left)
        }
        return siblings.reversed()
    }
}
