extension Ledger {
    /// Keeps budget aside on every account that the reservation touches.
    mutating func reserve(
        _ reservation: Reservation, of tenant: Slot, at moment: Moment
    ) throws(Refusal) -> Decision {
        let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: reservation.id)
        if let answer = try repeated(reservation, key: key) { return answer }
        let slots = try openAccounts(reservation.accounts, of: key.tenant)
        guard !reservation.amounts.isZero else { throw Refusal(.zeroAmount) }
        try checkExpiry(reservation.expiry, at: moment)
        try checkRoom(for: reservation.amounts, on: slots, of: tenant)
        open(
            ReservationEntry(
                reserving: reservation, admissionDigest: nil, key: key, tenant: tenant, slots: slots,
                by: moment.sequence))
        return .accepted
    }

    /// Whether an expiry is after the present time.
    func checkExpiry(_ expiry: Milliseconds, at moment: Moment) throws(Refusal) {
        guard expiry > moment.time else {
            throw Refusal(.expiryNotInFuture, .count(needed: expiry.rawValue, limit: moment.time.rawValue))
        }
    }

    /// Whether so much may be reserved on every account that a list touches, and remembered.
    func checkRoom(
        for amounts: Amounts, on slots: BoundedList<4, Slot>, of tenant: Slot
    ) throws(Refusal) {
        let touched = touched(by: slots)
        for position in 0..<touched.count { try checkRoom(for: amounts, on: touched[position]) }
        try checkReservationQuota(of: tenant)
    }

    /// Opens a reservation that `checkRoom` has accepted.
    mutating func open(_ entry: ReservationEntry) {
        let slot = insert(entry)
        expiries.insert(slot, key: DueKey(due: entry.expiry.rawValue, setBy: entry.openedBy))
        let touched = touched(by: entry.accounts)
        for position in 0..<touched.count { hold(entry.amounts, on: touched[position]) }
    }

    /// Spends part of a hold: the reservation's total so far.
    mutating func draw(_ spending: Spending, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        let slot = try reservation(spending.id, of: tenant)
        try checkOpen(slot)
        let entry = reservations[slot]
        try checkNotBelowDrawn(spending.total, entry)
        let dimensions = Dimension.all
        for index in 0..<3 {
            let dimension = dimensions[index]
            guard spending.total[dimension] <= entry.amounts[dimension] else {
                throw Refusal(
                    .aboveReserved,
                    .amount(dimension, needed: spending.total[dimension], limit: entry.amounts[dimension]))
            }
        }
        let drawn = spending.total.subtracting(entry.spent)
        guard !drawn.isZero else { return entry.duplicate(of: entry.spentBy) }
        let touched = touched(by: entry.accounts)
        for position in 0..<touched.count {
            accounts[touched[position]].balances.calls.spendHold(drawn.values.calls)
            accounts[touched[position]].balances.tokens.spendHold(drawn.values.tokens)
            accounts[touched[position]].balances.cost.spendHold(drawn.values.cost)
        }
        tenants[tenant].spend(drawn)
        reservations[slot].spent = spending.total
        reservations[slot].spentBy = moment.sequence
        return .accepted
    }

    /// Gives an open reservation another expiry.
    mutating func extend(
        _ id: Identifier128, expiry: Milliseconds, of tenant: Slot, at moment: Moment
    ) throws(Refusal) -> Decision {
        let slot = try reservation(id, of: tenant)
        try checkOpen(slot)
        try checkExpiry(expiry, at: moment)
        reservations[slot].expiry = expiry
        expiries.update(slot, key: DueKey(due: expiry.rawValue, setBy: moment.sequence))
        return .accepted
    }

    /// Gives up an open reservation: the rest of its hold is credited.
    mutating func release(_ id: Identifier128, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        let slot = try reservation(id, of: tenant)
        try checkOpen(slot)
        releaseHold(of: slot)
        expiries.remove(slot)
        finish(slot, as: .released, at: moment)
        return .accepted
    }

    /// Spends without a reservation; a finished one is left behind, to answer for the id.
    mutating func charge(_ charge: Charge, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: charge.id)
        if let answer = try repeated(charge, key: key) { return answer }
        let slots = try openAccounts(charge.accounts, of: key.tenant)
        guard !charge.amounts.isZero else { throw Refusal(.zeroAmount) }
        let touched = touched(by: slots)
        try checkCharge(charge.amounts, afterCredit: .zero, on: touched)
        try checkReservationQuota(of: tenant)
        let slot = insert(
            ReservationEntry(charging: charge, key: key, tenant: tenant, slots: slots, by: moment.sequence))
        for position in 0..<touched.count { book(charge.amounts, on: touched[position]) }
        tenants[tenant].spend(charge.amounts)
        finish(slot, as: .charged, at: moment)
        return .accepted
    }

    /// The slot of a reservation of a tenant.
    func reservation(_ id: Identifier128, of tenant: Slot) throws(Refusal) -> Slot {
        let slot = reservations.find(TenantScopedKey(tenant: tenants[tenant].key.id, id: id))
        guard !slot.isNone else { throw Refusal(.unknownReservation) }
        return slot
    }

    private func checkOpen(_ slot: Slot) throws(Refusal) {
        let state = reservations[slot].state
        guard state == .open else { throw Refusal(.finished, .reservation(state)) }
    }

    func checkNotBelowDrawn(_ total: Amounts, _ entry: ReservationEntry) throws(Refusal) {
        let dimensions = Dimension.all
        for index in 0..<3 where total[dimensions[index]] < entry.spent[dimensions[index]] {
            throw Refusal(
                .belowDrawn,
                .amount(dimensions[index], needed: total[dimensions[index]], limit: entry.spent[dimensions[index]]))
        }
    }

    private func checkReservationQuota(of tenant: Slot) throws(Refusal) {
        let quota = tenants[tenant].quotas.reservations
        guard tenants[tenant].used.reservations < quota else { throw Refusal.full(quota) }
    }

    /// Calls, then tokens, then cost: debt, then what is available, then the exposure limit.
    private func checkRoom(for amounts: Amounts, on slot: Slot) throws(Refusal) {
        let id = accounts[slot].key.id
        let dimensions = Dimension.all
        for index in 0..<3 {
            let dimension = dimensions[index]
            let needed = amounts[dimension]
            if needed == 0 { continue }
            let balance = accounts[slot].balances[dimension]
            if balance.debt > 0 { throw Refusal(.inDebt, .budget(id, dimension, needed: needed, limit: balance.debt)) }
            if needed > balance.available {
                throw Refusal(.insufficient, .budget(id, dimension, needed: needed, limit: balance.available))
            }
            // Bound: reserved is below 2^63, the amount below 2^48.
            let exposure = balance.reserved &+ needed
            guard accounts[slot].exposureLimit.allows(exposure, in: dimension) else {
                throw Refusal(
                    .exposureLimit,
                    .budget(
                        id, dimension, needed: exposure, limit: accounts[slot].exposureLimit[dimension] ?? .max))
            }
        }
    }

    private func hold(_ amounts: Amounts, on slot: Slot) {
        accounts[slot].balances.calls.hold(amounts.values.calls)
        accounts[slot].balances.tokens.hold(amounts.values.tokens)
        accounts[slot].balances.cost.hold(amounts.values.cost)
        accounts[slot].holdCount += 1
    }

    private func repeated(_ reservation: Reservation, key: TenantScopedKey) throws(Refusal) -> Decision? {
        let known = reservations.find(key)
        guard !known.isNone else { return nil }
        let entry = reservations[known]
        guard entry.origin == .reserve, entry.amounts == reservation.amounts, entry.openingExpiry == reservation.expiry,
            names(entry.accounts, reservation.accounts)
        else { throw Refusal(.conflict) }
        return entry.duplicate(of: entry.openedBy)
    }

    private func repeated(_ charge: Charge, key: TenantScopedKey) throws(Refusal) -> Decision? {
        let known = reservations.find(key)
        guard !known.isNone else { return nil }
        let entry = reservations[known]
        guard entry.origin == .charge, entry.amounts == charge.amounts, names(entry.accounts, charge.accounts) else {
            throw Refusal(.conflict)
        }
        return entry.duplicate(of: entry.openedBy)
    }

    private func names(_ slots: BoundedList<4, Slot>, _ list: AccountList) -> Bool {
        guard slots.count == list.count else { return false }
        for position in 0..<list.count where accounts[slots[position]].key.id != list[position] { return false }
        return true
    }

    private mutating func insert(_ entry: ReservationEntry) -> Slot {
        tenants[entry.tenant].used.reservations += 1
        return reservations.insert(entry)
    }
}
