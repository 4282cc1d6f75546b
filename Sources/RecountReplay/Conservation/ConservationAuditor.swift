import RecountKernel

/// Adds up holds, charges and transfers from the records alone and compares the sums with what the
/// kernel has after every step: B1–B5 of the accounts that the step touched, and of all at the end.
///
/// Its memory is bounded by the kernel's tables. A step allocates nothing, apart from tables that grow.
package struct ConservationAuditor {
    private var accounts: AuditedAccounts
    private var reservations: [ReservationKey: AuditedReservation] = [:]
    private let reservationLimit: Int

    /// - Parameter kernel: where the audit begins; what it has then is taken as it is.
    package init(of kernel: borrowing Kernel) {
        reservationLimit = 2 * Int(kernel.limits.reservations)
        accounts = AuditedAccounts(of: kernel)
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
        reservations[key] = AuditedReservation(
            accounts: accounts.numbers(of: standing.accounts, key.tenant), hold: hold, spent: standing.spent)
    }

    /// Takes one step into the sums and checks what it touched.
    package mutating func audit(
        command: Command?, decision: Decision, kernel: borrowing Kernel
    ) throws(ConservationViolation) {
        accounts.touchNone()
        switch decision.kind {
        case .accepted: if let command { take(command) }
        case .settled: if let command { settle(command) }
        case .admitted: if let command { admit(command, decision) }
        case .reservationExpired: try expire(decision)
        default: return
        }
        try accounts.checkTouched(kernel)
        if reservations.count > reservationLimit { dropForgotten(kernel) }
    }

    /// Checks every account and tenant that the kernel has, also those that no record touched.
    package func auditAll(kernel: borrowing Kernel) throws(ConservationViolation) {
        try accounts.checkAll(kernel)
    }

    /// Takes a command that was accepted.
    private mutating func take(_ command: Command) {
        let tenant = command.header.tenant
        switch command.body {
        case .openTenant: accounts.open(tenant)
        case .openAccount(let opening): accounts.open(opening, tenant)
        case .fund(let transfer): accounts.fund(transfer, tenant)
        case .withdraw(let transfer): accounts.withdraw(transfer, tenant)
        case .reserve(let reservation):
            reserve(
                ReservationKey(tenant: tenant, id: reservation.id), reservation.accounts, reservation.amounts)
        case .draw(let spending): spend(spending, tenant, .keepOpen)
        case .release(let id): release(ReservationKey(tenant: tenant, id: id))
        case .charge(let charge):
            accounts.touch(accounts.numbers(of: charge.accounts, tenant))
            accounts.spend(charge.amounts)
        default: return
        }
    }

    private mutating func settle(_ command: Command) {
        if case .settle(let spending) = command.body { spend(spending, command.header.tenant, .finish) }
    }

    private mutating func admit(_ command: Command, _ decision: Decision) {
        guard case .admit(let request) = command.body, case .admitted(let admission) = decision else { return }
        let header = request.header
        reserve(
            ReservationKey(tenant: command.header.tenant, id: header.reservation), header.accounts, admission.reserved)
    }

    private mutating func reserve(_ key: ReservationKey, _ list: AccountList, _ amounts: Amounts) {
        let numbers = accounts.numbers(of: list, key.tenant)
        accounts.touch(numbers)
        accounts.hold(amounts)
        reservations[key] = AuditedReservation(accounts: numbers, hold: amounts, spent: .zero)
    }

    private mutating func expire(_ decision: Decision) throws(ConservationViolation) {
        guard case .reservationExpired(let expiry) = decision,
            let index = reservations.index(forKey: ReservationKey(tenant: expiry.tenant, id: expiry.reservation))
        else { return }
        let reservation = reservations.values[index]
        guard reservation.hold == expiry.released else { throw Self.violation(by: expiry, of: reservation.hold) }
        accounts.touch(reservation.accounts)
        accounts.free(reservation.hold)
        reservations.values[index].hold = .zero
    }

    /// What is wrong with an expiry that gave back something else than a hold, by the first dimension that differs.
    private static func violation(by expiry: ReservationExpiry, of hold: Amounts) -> ConservationViolation {
        let dimension = [Dimension.calls, .tokens].first { hold[$0] != expiry.released[$0] } ?? .cost
        return ConservationViolation(
            property: .released, tenant: expiry.tenant, account: nil, dimension: dimension,
            expected: UInt128(hold[dimension]), found: UInt128(expiry.released[dimension]))
    }

    private mutating func release(_ key: ReservationKey) {
        guard let reservation = reservations.removeValue(forKey: key) else { return }
        accounts.touch(reservation.accounts)
        accounts.free(reservation.hold)
    }

    private enum Aftermath { case keepOpen, finish }

    private mutating func spend(_ spending: Spending, _ tenant: TenantID, _ aftermath: Aftermath) {
        guard let index = reservations.index(forKey: ReservationKey(tenant: tenant, id: spending.id)) else { return }
        let reservation = reservations.values[index]
        guard let charged = spending.total.subtractingIfLess(reservation.spent) else { return }
        accounts.touch(reservation.accounts)
        accounts.spend(charged)
        switch aftermath {
        case .keepOpen:
            accounts.free(charged)
            reservations.values[index].spent = spending.total
            reservations.values[index].hold = reservation.hold.subtractingIfLess(charged) ?? .zero
        case .finish:
            accounts.free(reservation.hold)
            reservations.remove(at: index)
        }
    }

    /// Lets go of expired reservations that the kernel has forgotten: they can no longer be settled.
    private mutating func dropForgotten(_ kernel: borrowing Kernel) {
        var kept: [ReservationKey: AuditedReservation] = [:]
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

/// A reservation that is open, or expired and may still be settled.
private struct AuditedReservation {
    let accounts: AccountNumbers
    var hold: Amounts
    var spent: Amounts
}

extension Amounts {
    /// `self − other`, or nil if `other` is more in any dimension.
    fileprivate func subtractingIfLess(_ other: Amounts) -> Amounts? {
        guard other.values.calls <= values.calls, other.values.tokens <= values.tokens,
            other.values.cost <= values.cost
        else { return nil }
        return Amounts(
            calls: values.calls - other.values.calls, tokens: values.tokens - other.values.tokens,
            cost: values.cost - other.values.cost)
    }
}
