// The primitives that every operation on a budget is made of. Each keeps B1, B2 and B3 if its
// precondition holds; `docs/format.md` states who checks it.

extension Balance {
    /// The most that may be charged after crediting `credit`: what is available then, and debt up
    /// to the bound of funded + debt.
    ///
    /// - Precondition: `credit` is at most `reserved`.
    @inline(__always)
    func chargeable(afterCredit credit: UInt64) -> UInt64 {
        var trial = self
        trial.credit(credit)
        // Bound: B1 and B2 hold in `self`, so funded + debt is below 2^63, and what is available
        // with the credit is at most funded + debt.
        return Self.maximum &- trial.funded &- trial.debt &+ trial.available
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

    /// Spends from what is available; the rest becomes debt.
    @inline(__always)
    mutating func charge(_ amount: UInt64) {
        let taken = min(available, amount)
        available -= taken
        debt += amount - taken
        spent += amount
    }

    @inline(__always)
    private mutating func credit(_ amount: UInt64) {
        let paid = min(debt, amount)
        debt -= paid
        available += amount - paid
    }
}
