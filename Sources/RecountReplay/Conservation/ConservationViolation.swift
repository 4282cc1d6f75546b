import RecountKernel

/// A property of budgets that does not hold after a step.
public struct ConservationViolation: Error, Equatable, Sendable {
    /// The properties.
    public enum Property: String, Sendable {
        /// funded + debt = withdrawn + available + reserved + spent, every term in range, and no debt
        /// beside available budget (B1, B2, B3).
        case balance = "B1-B3"
        /// Reserved is the sum of the open holds (B4).
        case reserved = "B4"
        /// Spent is the sum of the charges (B5).
        case spent = "B5"
        /// Funded and withdrawn are the sums of the transfers.
        case transfers = "transfers"
        /// What the tenant spent is the sum of its charges, each once.
        case tenantSpent = "tenant spent"
        /// What an expired reservation gave back is what it still held.
        case released = "released"
    }

    /// The property.
    public let property: Property
    /// The tenant.
    public let tenant: TenantID
    /// The account; nil where the tenant itself is meant.
    public let account: AccountID?
    /// The dimension.
    public let dimension: Dimension
    /// What the sums over the records give.
    public let expected: UInt128
    /// What the kernel has.
    public let found: UInt128
}
