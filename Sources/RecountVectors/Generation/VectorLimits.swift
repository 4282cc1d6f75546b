import RecountKernel

/// Limits drawn for a group, small enough that everything runs full.
struct VectorLimits {
    let limits: KernelLimits

    /// Draws limits.
    static func draw(_ random: inout SeededRandom) -> VectorLimits {
        VectorLimits(
            limits: .vectors(
                tenants: random.small(2...3), accounts: random.small(8...24), reservations: random.small(10...24),
                transfers: random.small(8...24), policies: random.small(2...4), models: random.small(8...24),
                locks: random.small(8...24), fragments: random.small(6...12),
                maximumAdvance: random.number(100...1_000), retention: random.pick([0, 20, 100]),
                maximumLease: random.number(80...500), maximumWait: random.number(80...500)))
    }
}
