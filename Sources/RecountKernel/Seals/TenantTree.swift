/// The tree over the tenants' leaves, of the shape of RFC 6962 (section 2.1): split at the largest power
/// of two below the number of leaves. It keeps the roots of perfect subtrees alone, one for each bit of
/// that number, as a binary counter keeps its digits.
struct TenantTree {
    /// As many as the greatest number of tenants, 2^28, has bits.
    private static var levelCount: UInt32 { 29 }

    /// The root of the perfect subtree of 2^level leaves, where the number of leaves has that bit.
    private var roots = InlineArray<29, Digest>(repeating: .zero)
    private var leafCount: UInt32 = 0

    /// Adds a leaf behind the others. O(1) amortised.
    ///
    /// - Precondition: there are fewer than 2^28.
    mutating func append(_ leaf: Digest) {
        precondition(leafCount < KernelLimits.maximumCount)
        var node = leaf
        var level: UInt32 = 0
        // Bound: the number of leaves is below 2^28, so bit 28 of it is 0.
        while has(level) {
            node = StateCommitment.branch(roots[level.offset], node)
            level &+= 1
        }
        roots[level.offset] = node
        leafCount &+= 1
    }

    /// The root of the whole tree. O(log leaves).
    func root() -> Digest {
        var root: Digest?
        // What stands to the right is smaller, and is joined first.
        for level in 0..<Self.levelCount where has(level) {
            root = root.map { StateCommitment.branch(roots[level.offset], $0) } ?? roots[level.offset]
        }
        return root ?? StateCommitment.noTenants
    }

    private func has(_ level: UInt32) -> Bool { leafCount &>> level & 1 == 1 }
}
