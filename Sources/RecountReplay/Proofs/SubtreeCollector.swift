import RecountDigest
import RecountJournal

/// Takes the roots of some subtrees while the leaves of a tree pass by once.
///
/// The subtrees are disjoint, so only one is being built at any time: memory is O(log size + subtrees).
struct SubtreeCollector: Sendable {
    private struct Subtree {
        let leaves: Range<UInt64>
        /// Where its root is wanted among those of the others.
        let position: Int
    }

    /// What is still to come, the next at the end.
    private var pending: [Subtree]
    private var current: TreeFrontier
    private var nextLeaf: UInt64
    private var found: [TreeHash?]

    /// Starts with the first leaf, or after those of a prefix.
    ///
    /// - Parameters:
    ///   - subtrees: ranges of leaves, disjoint, none empty, each beginning at a multiple of the smallest power of
    ///     two that is no less than its count, as all subtrees of RFC 6962 do.
    ///   - prefix: the frontier of the leaves that have passed.
    /// - Returns: nil if a subtree's part of the prefix cannot be told from the frontier: none that begins at
    ///   or after the prefix's end is such a one, nor any in a proof about leaves there.
    init?(_ subtrees: [Range<UInt64>], after prefix: TreeFrontier = TreeFrontier()) {
        let ordered = subtrees.enumerated().sorted { $0.element.lowerBound > $1.element.lowerBound }
        pending = ordered.map { Subtree(leaves: $0.element, position: $0.offset) }
        found = [TreeHash?](repeating: nil, count: subtrees.count)
        current = TreeFrontier()
        nextLeaf = prefix.size
        while let next = pending.last, next.leaves.lowerBound < prefix.size {
            guard let part = prefix.part(of: next.leaves) else { return nil }
            current = part
            finishIfComplete()
            if nextLeaf < next.leaves.upperBound { break }
        }
    }

    /// Takes the next leaf. O(log size), one hash on average, none outside the subtrees.
    mutating func append(_ leaf: TreeHash) {
        defer { nextLeaf += 1 }
        guard let next = pending.last, next.leaves.contains(nextLeaf) else { return }
        current.append(leaf)
        finishIfComplete()
    }

    /// The roots in the order in which the subtrees were given; nil while leaves of them are still to come.
    var roots: [TreeHash]? { pending.isEmpty ? found.compactMap { $0 } : nil }

    private mutating func finishIfComplete() {
        guard let next = pending.last, current.size == next.leaves.leafCount else { return }
        found[next.position] = current.root
        pending.removeLast()
        current = TreeFrontier()
    }
}

extension TreeFrontier {
    /// The frontier of a subtree's leaves alone, as far as this tree has them. O(log size).
    ///
    /// - Returns: nil if the subtrees of this frontier do not add up to that part.
    fileprivate func part(of leaves: Range<UInt64>) -> TreeFrontier? {
        let part = leaves.clamped(to: 0..<size)
        var roots: [TreeHash] = []
        var covered: UInt64 = 0
        var rest = size
        var start: UInt64 = 0
        for root in subtreeRoots {
            let count = UInt64(1) << UInt64(63 - rest.leadingZeroBitCount)
            if part.lowerBound <= start, start + count <= part.upperBound {
                roots.append(root)
                covered += count
            }
            start += count
            rest -= count
        }
        guard covered == part.leafCount else { return nil }
        return TreeFrontier(size: covered, subtreeRoots: roots)
    }
}

extension Range<UInt64> {
    /// How many leaves a range has. `count` is an `Int` and ends at half of what sequences may reach.
    var leafCount: UInt64 { upperBound - lowerBound }

    /// The two halves of a subtree of at least two leaves: the left one is the largest complete tree that leaves
    /// something to the right (RFC 6962, section 2.1).
    var halves: (left: Range<UInt64>, right: Range<UInt64>) {
        let middle = lowerBound + UInt64(1) << UInt64((leafCount - 1).bitLength - 1)
        return (lowerBound..<middle, middle..<upperBound)
    }
}

extension UInt64 {
    /// How many bits the number has without leading zeros; 0 for 0.
    var bitLength: Int { bitWidth - leadingZeroBitCount }
}
