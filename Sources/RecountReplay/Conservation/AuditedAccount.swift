import RecountKernel

/// An account with what the records add up to on it.
struct AuditedAccount {
    let key: AccountKey
    let tenantNumber: Int
    /// The number of the account above it.
    let parent: Int?
    /// Whether a record says that it is there.
    var isOpen: Bool
    /// The last step that touched it.
    var touchedBy: UInt64 = 0
    var sums = PerDimension(repeating: AccountSums())

    init(key: AccountKey, tenantNumber: Int, parent: Int?, isOpen: Bool) {
        self.key = key
        self.tenantNumber = tenantNumber
        self.parent = parent
        self.isOpen = isOpen
    }

    /// Takes what an account has.
    mutating func take(_ state: AccountState) {
        sums = PerDimension(
            calls: AccountSums(state.balances.calls), tokens: AccountSums(state.balances.tokens),
            cost: AccountSums(state.balances.cost))
    }

    /// Compares the sums with what a kernel has, and checks B1, B2 and B3 of that.
    func check(_ state: AccountState) throws(ConservationViolation) {
        try check(.calls, sums.calls, state.balances.calls)
        try check(.tokens, sums.tokens, state.balances.tokens)
        try check(.cost, sums.cost, state.balances.cost)
    }

    private func check(
        _ dimension: Dimension, _ sums: AccountSums, _ balance: Balance
    ) throws(ConservationViolation) {
        try require(.reserved, dimension, sums.held, balance.reserved)
        try require(.spent, dimension, sums.spent, balance.spent)
        try require(.transfers, dimension, sums.funded, balance.funded)
        try require(.transfers, dimension, sums.withdrawn, balance.withdrawn)
        guard balance.isConserved else {
            let uses = [balance.withdrawn, balance.available, balance.reserved, balance.spent]
            throw violation(
                .balance, dimension, expected: UInt128(balance.funded) + UInt128(balance.debt),
                found: uses.reduce(0) { $0 + UInt128($1) })
        }
    }

    private func require(
        _ property: ConservationViolation.Property, _ dimension: Dimension, _ expected: UInt128, _ found: UInt64
    ) throws(ConservationViolation) {
        guard expected == UInt128(found) else {
            throw violation(property, dimension, expected: expected, found: UInt128(found))
        }
    }

    private func violation(
        _ property: ConservationViolation.Property, _ dimension: Dimension, expected: UInt128, found: UInt128
    ) -> ConservationViolation {
        ConservationViolation(
            property: property, tenant: key.tenant, account: key.id, dimension: dimension, expected: expected,
            found: found)
    }
}

/// An account among those of all tenants.
struct AccountKey: Hashable {
    let tenant: TenantID
    let id: AccountID

    func hash(into hasher: inout Hasher) {
        hasher.combine(tenant.rawValue)
        hasher.combine(id.rawValue)
    }
}

/// What the records add up to in one dimension of an account.
struct AccountSums {
    var funded: UInt128 = 0
    var withdrawn: UInt128 = 0
    var held: UInt128 = 0
    var spent: UInt128 = 0

    init() {}

    /// What an account has.
    init(_ balance: Balance) {
        funded = UInt128(balance.funded)
        withdrawn = UInt128(balance.withdrawn)
        held = UInt128(balance.reserved)
        spent = UInt128(balance.spent)
    }
}

extension PerDimension<AccountSums> {
    mutating func change(by amounts: Amounts, _ change: (inout AccountSums, UInt128) -> Void) {
        change(&calls, UInt128(amounts.values.calls))
        change(&tokens, UInt128(amounts.values.tokens))
        change(&cost, UInt128(amounts.values.cost))
    }
}

/// A tenant with what the records say that it spent.
struct AuditedTenant {
    let id: TenantID
    private var spent = PerDimension<UInt128>(repeating: 0)

    init(id: TenantID) {
        self.id = id
    }

    /// Takes what a tenant has.
    mutating func take(_ state: TenantState) {
        spent = PerDimension(
            calls: state.spent.calls.value, tokens: state.spent.tokens.value, cost: state.spent.cost.value)
    }

    mutating func add(_ amounts: Amounts) {
        spent.calls += UInt128(amounts.values.calls)
        spent.tokens += UInt128(amounts.values.tokens)
        spent.cost += UInt128(amounts.values.cost)
    }

    /// Compares the spending with what a kernel has: B5.
    func check(_ state: TenantState) throws(ConservationViolation) {
        try check(.calls, spent.calls, state.spent.calls.value)
        try check(.tokens, spent.tokens, state.spent.tokens.value)
        try check(.cost, spent.cost, state.spent.cost.value)
    }

    private func check(
        _ dimension: Dimension, _ expected: UInt128, _ found: UInt128
    ) throws(ConservationViolation) {
        guard expected == found else {
            throw ConservationViolation(
                property: .tenantSpent, tenant: id, account: nil, dimension: dimension, expected: expected,
                found: found)
        }
    }
}
