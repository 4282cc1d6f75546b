import RecountDigest
import RecountJournal

/// Proof that the leaves of an older tree are the first leaves of a newer one, so that nothing was changed or
/// taken away (RFC 6962, section 2.1.2).
///
/// The number of hashes follows from the two sizes, so a proof with another is none. Between equal sizes, and
/// from a tree without leaves, there is nothing to prove, and no hash.
public struct ConsistencyProof: Equatable, Sendable {
    /// How many leaves the older tree has.
    public let olderSize: UInt64
    /// How many leaves the newer tree has, no fewer.
    public let newerSize: UInt64
    /// Roots of subtrees, the lowest first, at most 65.
    public let hashes: [TreeHash]

    /// Makes a proof of its parts. Whether it proves anything, `verify` tells.
    ///
    /// - Throws: `wrongOrder`, `wrongHashCount`.
    public init(olderSize: UInt64, newerSize: UInt64, hashes: [TreeHash]) throws(ProofError) {
        guard olderSize <= newerSize else { throw .wrongOrder(olderSize: olderSize, newerSize: newerSize) }
        let expected = Self.hashCount(olderSize: olderSize, newerSize: newerSize)
        guard hashes.count == expected else { throw .wrongHashCount(expected: expected, found: hashes.count) }
        self.olderSize = olderSize
        self.newerSize = newerSize
        self.hashes = hashes
    }

    /// Checks that the newer tree begins with the older one. O(log size).
    ///
    /// - Throws: `otherSize`, `otherOlderTree`, `otherNewerTree`.
    public func verify(from older: TreeHead, to newer: TreeHead) throws(ProofError) {
        guard olderSize == older.size else { throw .otherSize(proven: olderSize, given: older.size) }
        guard newerSize == newer.size else { throw .otherSize(proven: newerSize, given: newer.size) }
        if olderSize == 0 {
            guard older.root == .emptyTree else { throw .otherOlderTree }
            guard newerSize > 0 || newer.root == .emptyTree else { throw .otherNewerTree }
            return
        }
        let roots = roots(from: older.root)
        guard roots.older == older.root else { throw .otherOlderTree }
        guard roots.newer == newer.root else { throw .otherNewerTree }
    }

    /// The two roots that the hashes lead to (RFC 9162, section 2.1.4.2; that neither too few nor too many
    /// hashes are there was checked before).
    private func roots(from olderRoot: TreeHash) -> (older: TreeHash, newer: TreeHash) {
        var path = hashes[...]
        // An older tree that is complete is a subtree of the newer one, so its root needs no place in the proof.
        let start = olderSize.nonzeroBitCount == 1 || olderSize == newerSize ? olderRoot : path.removeFirst()
        var (older, newer) = (start, start)
        var index = olderSize - 1
        var last = newerSize - 1
        let complete = UInt64((~index).trailingZeroBitCount)
        index >>= complete
        last >>= complete
        for hash in path {
            if index & 1 == 1 || index == last {
                older = TreeHash(left: hash, right: older)
                newer = TreeHash(left: hash, right: newer)
                let levels = index == 0 ? 0 : UInt64(index.trailingZeroBitCount)
                index >>= levels
                last >>= levels
            } else {
                newer = TreeHash(left: newer, right: hash)
            }
            index >>= 1
            last >>= 1
        }
        return (older, newer)
    }

    /// As many as an inclusion proof of the last leaf of the older tree in the newer one has, from the subtree on
    /// that ends with it, which itself is the first where it is not the whole older tree.
    private static func hashCount(olderSize: UInt64, newerSize: UInt64) -> Int {
        if olderSize == 0 || olderSize == newerSize { return 0 }
        let index = olderSize - 1
        let joined = (index ^ (newerSize - 1)).bitLength
        let first = olderSize.nonzeroBitCount == 1 ? 0 : 1
        return first + joined - olderSize.trailingZeroBitCount + (index >> UInt64(joined)).nonzeroBitCount
    }
}

/// Makes a consistency proof while the leaves of the newer tree pass by once.
public struct ConsistencyProofCollector: Sendable {
    private let olderSize: UInt64
    private let newerSize: UInt64
    private var subtrees: SubtreeCollector

    /// Starts with the first leaf, or after those of a prefix.
    ///
    /// - Parameters:
    ///   - olderSize: how many leaves the older tree has.
    ///   - newerSize: how many leaves the newer tree has, no fewer.
    ///   - prefix: the frontier of the leaves that have passed, no more than the older tree has.
    /// - Throws: `wrongOrder`, also if the prefix is longer than the older tree.
    public init(
        olderSize: UInt64, newerSize: UInt64, after prefix: TreeFrontier = TreeFrontier()
    ) throws(ProofError) {
        guard olderSize <= newerSize, prefix.size <= olderSize,
            let subtrees = SubtreeCollector(Self.subtrees(olderSize, newerSize), after: prefix)
        else { throw .wrongOrder(olderSize: max(olderSize, prefix.size), newerSize: newerSize) }
        self.olderSize = olderSize
        self.newerSize = newerSize
        self.subtrees = subtrees
    }

    /// Takes the next leaf. O(log size).
    public mutating func append(_ leaf: TreeHash) { subtrees.append(leaf) }

    /// The proof; nil while leaves that it needs are still to come.
    public var proof: ConsistencyProof? {
        guard let hashes = subtrees.roots else { return nil }
        return try? ConsistencyProof(olderSize: olderSize, newerSize: newerSize, hashes: hashes)
    }

    /// The subtrees whose roots make the proof, the lowest first (SUBPROOF of RFC 6962, section 2.1.2).
    private static func subtrees(_ olderSize: UInt64, _ newerSize: UInt64) -> [Range<UInt64>] {
        if olderSize == 0 { return [] }
        var subtrees: [Range<UInt64>] = []
        var subtree = 0..<newerSize
        while olderSize < subtree.upperBound {
            let (left, right) = subtree.halves
            subtree = olderSize <= left.upperBound ? left : right
            subtrees.append(olderSize <= left.upperBound ? right : left)
        }
        if subtree.lowerBound > 0 { subtrees.append(subtree) }
        return subtrees.reversed()
    }
}
