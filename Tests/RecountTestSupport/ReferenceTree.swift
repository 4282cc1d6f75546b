/// The tree of RFC 6962, section 2.1, by its recursive definitions, all leaves in memory.
public struct ReferenceTree<Hash: Sendable>: Sendable {
    private let leaves: [Hash]
    private let empty: Hash
    private let node: @Sendable (Hash, Hash) -> Hash

    /// - Parameters:
    ///   - leaves: the hashes of the leaves.
    ///   - empty: the hash of a tree without leaves.
    ///   - node: the hash of two subtrees.
    public init(leaves: [Hash], empty: Hash, node: @escaping @Sendable (Hash, Hash) -> Hash) {
        self.leaves = leaves
        self.empty = empty
        self.node = node
    }

    /// MTH(D[range]).
    public func root(_ range: Range<Int>) -> Hash {
        if range.isEmpty { return empty }
        if range.count == 1 { return leaves[range.lowerBound] }
        let middle = Self.middle(range)
        return node(root(range.lowerBound..<middle), root(middle..<range.upperBound))
    }

    /// PATH(index − range's start, D[range]).
    public func path(to index: Int, in range: Range<Int>) -> [Hash] {
        if range.count == 1 { return [] }
        let middle = Self.middle(range)
        let left = range.lowerBound..<middle
        let right = middle..<range.upperBound
        return index < middle ? path(to: index, in: left) + [root(right)] : path(to: index, in: right) + [root(left)]
    }

    /// PROOF(older, D[0..<newer]).
    public func consistency(from older: Int, to newer: Int) -> [Hash] {
        older == 0 || older == newer ? [] : subproof(older, 0..<newer, isKnown: true)
    }

    /// SUBPROOF(end − range's start, D[range], isKnown).
    private func subproof(_ end: Int, _ range: Range<Int>, isKnown: Bool) -> [Hash] {
        if end == range.upperBound { return isKnown ? [] : [root(range)] }
        let middle = Self.middle(range)
        let left = range.lowerBound..<middle
        let right = middle..<range.upperBound
        if end <= middle { return subproof(end, left, isKnown: isKnown) + [root(right)] }
        return subproof(end, right, isKnown: false) + [root(left)]
    }

    /// Where a range of at least two leaves is split: after the largest power of two below their number.
    private static func middle(_ range: Range<Int>) -> Int {
        var power = 1
        while 2 * power < range.count { power *= 2 }
        return range.lowerBound + power
    }
}
