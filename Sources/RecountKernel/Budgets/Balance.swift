/// One dimension of an account's budget. After every step B1 holds:
/// funded + debt = withdrawn + available + reserved + spent ≤ 2^63 − 1 (B2),
/// and debt > 0 only where available = 0 (B3).
public struct Balance: Equatable, Sendable, BitwiseCopyable {
    /// The largest value of each term, and of funded + debt: 2^63 − 1.
    public static let maximum: UInt64 = 0x7fff_ffff_ffff_ffff

    /// All that ever came in.
    public internal(set) var funded: UInt64 = 0
    /// All that ever went out unspent.
    public internal(set) var withdrawn: UInt64 = 0
    /// All that was ever spent.
    public internal(set) var spent: UInt64 = 0
    /// What may be reserved, withdrawn or charged.
    public internal(set) var available: UInt64 = 0
    /// What open reservations hold.
    public internal(set) var reserved: UInt64 = 0
    /// What was spent beyond the budget.
    public internal(set) var debt: UInt64 = 0

    /// Nothing at all.
    public init() {}

    /// Makes a balance of its terms, whether or not they add up: `isConserved` tells.
    public init(
        funded: UInt64, withdrawn: UInt64, spent: UInt64, available: UInt64, reserved: UInt64, debt: UInt64
    ) {
        self.funded = funded
        self.withdrawn = withdrawn
        self.spent = spent
        self.available = available
        self.reserved = reserved
        self.debt = debt
    }

    /// Whether B1, B2 and B3 hold.
    public var isConserved: Bool {
        guard funded <= Self.maximum, debt <= Self.maximum &- funded else { return false }
        let (first, overflowed1) = withdrawn.addingReportingOverflow(available)
        let (second, overflowed2) = reserved.addingReportingOverflow(spent)
        let (uses, overflowed3) = first.addingReportingOverflow(second)
        // Bound: funded + debt is at most 2^63 − 1 here.
        return !overflowed1 && !overflowed2 && !overflowed3 && uses == funded &+ debt && (debt == 0 || available == 0)
    }
}
