import RecountKernel

@testable import RecountReplay

/// What `ConservationAuditor` does, said as plainly as it can be: everything is found by its id whenever it is needed,
/// and what a reservation touches is listed once and kept.
struct ReferenceConservation {
    private var accounts: [AccountKey: ReferenceSums] = [:]
    private var reservations: [ReservationKey: ReferenceReservation] = [:]
    private var tenants: [UInt64: PerDimension<UInt128>] = [:]
    private let reservationLimit: Int

    /// - Parameter kernel: where the audit begins; what it has then is taken as it is.
    init(of kernel: borrowing Kernel) {
        reservationLimit = 2 * Int(kernel.limits.reservations)
        for position in 0..<kernel.accountCount {
            let account = kernel.account(at: position)
            accounts[AccountKey(tenant: account.tenant, id: account.id)] = ReferenceSums(account)
        }
        for position in 0..<kernel.tenantCount {
            let tenant = kernel.tenant(at: position)
            tenants[tenant.id.rawValue] = PerDimension(
                calls: tenant.spent.calls.value, tokens: tenant.spent.tokens.value, cost: tenant.spent.cost.value)
        }
        var open: [(ReservationKey, ReservationStanding)] = []
        kernel.forEachReservation { tenant, id, standing in
            open.append((ReservationKey(tenant: tenant, id: id), standing))
        }
        for (key, standing) in open { take(key, standing) }
    }

    /// Takes a reservation that is open, or expired and may still be settled.
    private mutating func take(_ key: ReservationKey, _ standing: ReservationStanding) {
        let hold: Amounts?
        switch standing.state {
        case .open: hold = standing.amounts.subtractingIfLess(standing.spent)
        case .expired: hold = .zero
        case .settled, .settledLate, .released, .charged: hold = nil
        }
        guard let hold else { return }
        reservations[key] = ReferenceReservation(
            touched: touched(by: standing.accounts, of: key.tenant), hold: hold, spent: standing.spent)
    }

    /// Takes one step into the sums and checks what it touched.
    mutating func audit(
        command: Command?, decision: Decision, kernel: borrowing Kernel
    ) throws(ConservationViolation) {
        let touched = try take(command: command, decision: decision)
        for key in touched { try check(key, kernel) }
        if let tenant = touched.first?.tenant { try checkTenant(tenant, kernel) }
        if reservations.count > reservationLimit { dropForgotten(kernel) }
    }

    /// Checks every account and tenant that the kernel has, also those that no record touched.
    func auditAll(kernel: borrowing Kernel) throws(ConservationViolation) {
        for position in 0..<kernel.accountCount {
            let account = kernel.account(at: position)
            try check(AccountKey(tenant: account.tenant, id: account.id), kernel)
        }
        for position in 0..<kernel.tenantCount { try checkTenant(kernel.tenant(at: position).id, kernel) }
    }

    /// - Returns: the accounts that the step touched.
    private mutating func take(
        command: Command?, decision: Decision
    ) throws(ConservationViolation) -> [AccountKey] {
        if case .reservationExpired(let expiry) = decision { return try take(expiry) }
        guard let command else { return [] }
        let tenant = command.header.tenant
        switch (command.body, decision) {
        case (.openAccount(let opening), .accepted):
            let key = AccountKey(tenant: tenant, id: opening.account)
            accounts[key] = ReferenceSums(parent: opening.parent)
            return [key]
        case (.fund(let transfer), .accepted): return add(transfer, to: \.funded, tenant)
        case (.withdraw(let transfer), .accepted): return add(transfer, to: \.withdrawn, tenant)
        case (.reserve(let reservation), .accepted): return take(reservation, tenant)
        case (.draw(let spending), .accepted): return spend(spending, tenant, .keepOpen)
        case (.settle(let spending), .settled): return spend(spending, tenant, .finish)
        case (.release(let id), .accepted): return release(ReservationKey(tenant: tenant, id: id))
        case (.charge(let charge), .accepted): return take(charge, tenant)
        case (.admit(let request), .admitted(let admission)):
            let header = request.header
            return take(
                Reservation(
                    id: header.reservation, accounts: header.accounts, amounts: admission.reserved,
                    expiry: header.expiry), tenant)
        default: return []
        }
    }

    private mutating func add(
        _ transfer: Transfer, to sum: WritableKeyPath<ReferenceSums, PerDimension<UInt128>>, _ tenant: TenantID
    ) -> [AccountKey] {
        let key = AccountKey(tenant: tenant, id: transfer.account)
        accounts[key, default: ReferenceSums(parent: nil)][keyPath: sum].add(transfer.amounts)
        return [key]
    }

    private mutating func take(_ reservation: Reservation, _ tenant: TenantID) -> [AccountKey] {
        let touched = touched(by: reservation.accounts, of: tenant)
        for key in touched { accounts[key]?.held.add(reservation.amounts) }
        reservations[ReservationKey(tenant: tenant, id: reservation.id)] = ReferenceReservation(
            touched: touched, hold: reservation.amounts, spent: .zero)
        return touched
    }

    private mutating func take(_ charge: Charge, _ tenant: TenantID) -> [AccountKey] {
        let touched = touched(by: charge.accounts, of: tenant)
        for key in touched { accounts[key]?.spent.add(charge.amounts) }
        tenants[tenant.rawValue, default: PerDimension(repeating: 0)].add(charge.amounts)
        return touched
    }

    private mutating func take(_ expiry: ReservationExpiry) throws(ConservationViolation) -> [AccountKey] {
        let key = ReservationKey(tenant: expiry.tenant, id: expiry.reservation)
        guard var reservation = reservations[key] else { return [] }
        for dimension in [Dimension.calls, .tokens, .cost]
        where reservation.hold[dimension] != expiry.released[dimension] {
            throw ConservationViolation(
                property: .released, tenant: expiry.tenant, account: nil, dimension: dimension,
                expected: UInt128(reservation.hold[dimension]), found: UInt128(expiry.released[dimension]))
        }
        for key in reservation.touched { accounts[key]?.held.subtract(reservation.hold) }
        reservation.hold = .zero
        reservations[key] = reservation
        return reservation.touched
    }

    private mutating func release(_ key: ReservationKey) -> [AccountKey] {
        guard let reservation = reservations.removeValue(forKey: key) else { return [] }
        for key in reservation.touched { accounts[key]?.held.subtract(reservation.hold) }
        return reservation.touched
    }

    private enum Aftermath { case keepOpen, finish }

    private mutating func spend(_ spending: Spending, _ tenant: TenantID, _ aftermath: Aftermath) -> [AccountKey] {
        let key = ReservationKey(tenant: tenant, id: spending.id)
        guard var reservation = reservations[key],
            let charged = spending.total.subtractingIfLess(reservation.spent)
        else { return [] }
        let freed: Amounts
        switch aftermath {
        case .keepOpen: freed = charged
        case .finish: freed = reservation.hold
        }
        for key in reservation.touched {
            accounts[key]?.held.subtract(freed)
            accounts[key]?.spent.add(charged)
        }
        tenants[tenant.rawValue, default: PerDimension(repeating: 0)].add(charged)
        reservation.spent = spending.total
        reservation.hold = reservation.hold.subtractingIfLess(freed) ?? .zero
        reservations[key] = aftermath == .finish ? nil : reservation
        return reservation.touched
    }

    private func touched(by list: AccountList, of tenant: TenantID) -> [AccountKey] {
        var touched: [AccountKey] = []
        for position in 0..<list.count {
            var next: AccountID? = list[position]
            while let id = next {
                let key = AccountKey(tenant: tenant, id: id)
                if touched.contains(key) { break }
                touched.append(key)
                next = accounts[key]?.parent
            }
        }
        return touched
    }

    private func check(_ key: AccountKey, _ kernel: borrowing Kernel) throws(ConservationViolation) {
        guard let state = kernel.account(key.id, of: key.tenant) else { return }
        // An account that no record opened can have nothing.
        let sums = accounts[key] ?? ReferenceSums(parent: nil)
        for dimension in [Dimension.calls, .tokens, .cost] {
            let balance = state.balances[dimension]
            let pairs: [(ConservationViolation.Property, UInt128, UInt64)] = [
                (.reserved, sums.held[dimension], balance.reserved), (.spent, sums.spent[dimension], balance.spent),
                (.transfers, sums.funded[dimension], balance.funded),
                (.transfers, sums.withdrawn[dimension], balance.withdrawn),
            ]
            for (property, expected, found) in pairs where expected != UInt128(found) {
                throw ConservationViolation(
                    property: property, tenant: key.tenant, account: key.id, dimension: dimension,
                    expected: expected, found: UInt128(found))
            }
            guard balance.isConserved else {
                let uses = [balance.withdrawn, balance.available, balance.reserved, balance.spent]
                throw ConservationViolation(
                    property: .balance, tenant: key.tenant, account: key.id, dimension: dimension,
                    expected: UInt128(balance.funded) + UInt128(balance.debt),
                    found: uses.reduce(0) { $0 + UInt128($1) })
            }
        }
    }

    private func checkTenant(_ tenant: TenantID, _ kernel: borrowing Kernel) throws(ConservationViolation) {
        guard let state = kernel.tenant(tenant) else { return }
        let sums = tenants[tenant.rawValue] ?? PerDimension(repeating: 0)
        for dimension in [Dimension.calls, .tokens, .cost] where sums[dimension] != state.spent[dimension].value {
            throw ConservationViolation(
                property: .tenantSpent, tenant: tenant, account: nil, dimension: dimension,
                expected: sums[dimension], found: state.spent[dimension].value)
        }
    }

    /// Lets go of expired reservations that the kernel has forgotten: they can no longer be settled.
    private mutating func dropForgotten(_ kernel: borrowing Kernel) {
        var kept: [ReservationKey: ReferenceReservation] = [:]
        for (key, reservation) in reservations where kernel.reservation(key.id, of: key.tenant) != nil {
            kept[key] = reservation
        }
        reservations = kept
    }
}

/// A reservation among those of all tenants.
private struct ReservationKey: Hashable {
    let tenant: TenantID
    let id: Identifier128

    func hash(into hasher: inout Hasher) {
        hasher.combine(tenant.rawValue)
        hasher.combine(id.high)
        hasher.combine(id.low)
    }
}

/// What the records add up to on an account.
private struct ReferenceSums {
    let parent: AccountID?
    var funded = PerDimension<UInt128>(repeating: 0)
    var withdrawn = PerDimension<UInt128>(repeating: 0)
    var held = PerDimension<UInt128>(repeating: 0)
    var spent = PerDimension<UInt128>(repeating: 0)

    init(parent: AccountID?) {
        self.parent = parent
    }

    /// What an account has.
    init(_ account: AccountState) {
        self.init(parent: account.parent)
        for dimension in [Dimension.calls, .tokens, .cost] {
            let balance = account.balances[dimension]
            funded[dimension] = UInt128(balance.funded)
            withdrawn[dimension] = UInt128(balance.withdrawn)
            held[dimension] = UInt128(balance.reserved)
            spent[dimension] = UInt128(balance.spent)
        }
    }
}

/// A reservation that is open, or expired and may still be settled.
private struct ReferenceReservation {
    let touched: [AccountKey]
    var hold: Amounts
    var spent: Amounts
}

extension PerDimension<UInt128> {
    /// Wraps: a test may go on after a violation that left less than zero.
    fileprivate mutating func add(_ amounts: Amounts) {
        calls &+= UInt128(amounts[.calls])
        tokens &+= UInt128(amounts[.tokens])
        cost &+= UInt128(amounts[.cost])
    }

    /// Wraps below zero, which no check then lets pass.
    fileprivate mutating func subtract(_ amounts: Amounts) {
        calls &-= UInt128(amounts[.calls])
        tokens &-= UInt128(amounts[.tokens])
        cost &-= UInt128(amounts[.cost])
    }
}

extension Amounts {
    /// `self − other`, or nil if `other` is more in any dimension.
    fileprivate func subtractingIfLess(_ other: Amounts) -> Amounts? {
        guard other[.calls] <= self[.calls], other[.tokens] <= self[.tokens], other[.cost] <= self[.cost] else {
            return nil
        }
        return Amounts(
            calls: self[.calls] - other[.calls], tokens: self[.tokens] - other[.tokens],
            cost: self[.cost] - other[.cost])
    }
}
