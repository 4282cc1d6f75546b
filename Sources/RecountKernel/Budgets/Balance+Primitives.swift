// The primitives that every operation on a budget is made of. Each keeps B1, B2 and B3 if its
// precondition holds; `docs/format.md` states who checks it.

extension Balance {
    /// The most that may be charged after crediting `credit`: what is available then, and debt up
    /// to the bound of funded + debt.
    ///
    /// - Precondition: `credit` is at most `reserved`.
    @inline(__always)
    func chargeable(afterCredit credit: UInt64) -> UInt64 {
        // Whether the credit pays debt or becomes available, the sum is the same.
        // Bound: B1 and B2 hold, so funded + debt is below 2^63, and available + credit is at most funded + debt.
        Self.maximum &- funded &- debt &+ available &+ credit
    }

    /// Whether funding `amount` keeps funded + debt within its bound.
    func allowsFunding(_ amount: UInt64) -> Bool {
        let paid = min(debt, amount)
        // Bound: funded + debt is below 2^63, the amount below 2^48.
        return funded &+ amount &+ (debt &- paid) <= Self.maximum
    }

    /// Adds budget: pays debt first, the rest becomes available.
    mutating func fund(_ amount: UInt64) {
        funded += amount
        credit(amount)
    }

    /// Takes out available budget.
    mutating func withdraw(_ amount: UInt64) {
        available -= amount
        withdrawn += amount
    }

    /// Keeps available budget aside.
    @inline(__always)
    mutating func hold(_ amount: UInt64) {
        available -= amount
        reserved += amount
    }

    /// Gives back what was kept aside.
    @inline(__always)
    mutating func releaseHold(_ amount: UInt64) {
        reserved -= amount
        credit(amount)
    }

    /// Spends what was kept aside.
    mutating func spendHold(_ amount: UInt64) {
        reserved -= amount
        spent += amount
    }

    /// Gives back what was kept aside, then spends from what is available; the rest becomes debt.
    @inline(__always)
    mutating func charge(_ amount: UInt64, releasing hold: UInt64) {
        reserved -= hold
        // As a credit and then a charge would, since never both debt and available are above 0 (B3).
        let owed = debt + amount
        let owned = available + hold
        let paid = min(owed, owned)
        // Bound: paid is at most either.
        debt = owed &- paid
        available = owned &- paid
        spent += amount
    }

    @inline(__always)
    private mutating func credit(_ amount: UInt64) {
        let paid = min(debt, amount)
        // Bound: paid is at most either.
        debt &-= paid
        available += amount &- paid
    }
}
