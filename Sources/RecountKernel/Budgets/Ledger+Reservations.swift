extension Ledger {
    /// Keeps budget aside on every account that the reservation touches.
    @inline(__always)
    mutating func reserve(
        _ reservation: Reservation, of tenant: Slot, at moment: Moment
    ) throws(Refusal) -> FrequentDecision {
        let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: reservation.id)
        let known = reservations.search(key)
        guard known.slot.isNone else { return .duplicate(try repeated(reservation, as: known.slot)) }
        let slots = try openAccounts(reservation.accounts, of: key.tenant)
        guard !reservation.amounts.isZero else { throw Refusal(.zeroAmount) }
        try checkExpiry(reservation.expiry, at: moment)
        let touched = touched(by: slots)
        try checkRoom(for: reservation.amounts, on: touched, of: tenant)
        open(
            ReservationEntry(
                reserving: reservation, admissionDigest: nil, key: key, tenant: tenant, slots: slots,
                by: moment.sequence),
            hash: known.hash, on: touched)
        return .accepted
    }

    /// Whether an expiry is after the present time.
    @inline(__always)
    func checkExpiry(_ expiry: Milliseconds, at moment: Moment) throws(Refusal) {
        guard expiry > moment.time else {
            throw Refusal(.expiryNotInFuture, .count(needed: expiry.rawValue, limit: moment.time.rawValue))
        }
    }

    /// Whether so much may be reserved on every touched account, and remembered. Changes nothing; mutating so
    /// that the ledger is read where it is, and not from a copy of all its fields.
    mutating func checkRoom(for amounts: Amounts, on touched: TouchedAccounts, of tenant: Slot) throws(Refusal) {
        for position in 0..<touched.count { try checkRoom(for: amounts, on: touched[position]) }
        try checkReservationQuota(of: tenant)
    }

    /// Opens a reservation that `checkRoom` has accepted.
    ///
    /// - Parameters:
    ///   - hash: of its key, which a search has not found.
    ///   - touched: by its accounts.
    @inline(__always)
    mutating func open(_ entry: ReservationEntry, hash: KeyHash, on touched: TouchedAccounts) {
        let slot = insert(entry, hash: hash)
        expiries.insert(slot, key: DueKey(due: entry.expiry.rawValue, setBy: entry.openedBy))
        for position in 0..<touched.count { hold(entry.amounts, on: touched[position]) }
    }

    /// Spends part of a hold: the reservation's total so far.
    mutating func draw(_ spending: Spending, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        let slot = try reservation(spending.id, of: tenant)
        try checkOpen(slot)
        let (amounts, drawn) = (reservations[slot].amounts, reservations[slot].spent)
        try checkNotBelow(drawn, spending.total)
        let dimensions = Dimension.all
        for index in 0..<3 {
            let dimension = dimensions[index]
            guard spending.total[dimension] <= amounts[dimension] else {
                throw Refusal(
                    .aboveReserved, .amount(dimension, needed: spending.total[dimension], limit: amounts[dimension]))
            }
        }
        let draw = spending.total.subtracting(drawn)
        guard !draw.isZero else { return .duplicate(duplicate(of: reservations[slot].spentBy, slot)) }
        let touched = touched(by: reservations[slot].accounts)
        for position in 0..<touched.count {
            accounts[touched[position]].balances.calls.spendHold(draw.values.calls)
            accounts[touched[position]].balances.tokens.spendHold(draw.values.tokens)
            accounts[touched[position]].balances.cost.spendHold(draw.values.cost)
        }
        tenants[tenant].spend(draw)
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
        releaseHold(reservations[slot].hold, on: touched(by: reservations[slot].accounts))
        expiries.remove(slot)
        finish(slot, as: .released, at: moment)
        return .accepted
    }

    /// Spends without a reservation; a finished one is left behind, to answer for the id.
    mutating func charge(_ charge: Charge, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: charge.id)
        let known = reservations.search(key)
        guard known.slot.isNone else { return .duplicate(try repeated(charge, as: known.slot)) }
        let slots = try openAccounts(charge.accounts, of: key.tenant)
        guard !charge.amounts.isZero else { throw Refusal(.zeroAmount) }
        let touched = touched(by: slots)
        try checkCharge(charge.amounts, afterCredit: .zero, on: touched)
        try checkReservationQuota(of: tenant)
        let slot = insert(
            ReservationEntry(charging: charge, key: key, tenant: tenant, slots: slots, by: moment.sequence),
            hash: known.hash)
        for position in 0..<touched.count { book(charge.amounts, releasing: .zero, on: touched[position]) }
        tenants[tenant].spend(charge.amounts)
        finish(slot, as: .charged, at: moment)
        return .accepted
    }

    /// The slot of a reservation of a tenant.
    @inline(__always)
    func reservation(_ id: Identifier128, of tenant: Slot) throws(Refusal) -> Slot {
        let slot = reservations.find(TenantScopedKey(tenant: tenants[tenant].key.id, id: id))
        guard !slot.isNone else { throw Refusal(.unknownReservation) }
        return slot
    }

    @inline(__always)
    private func checkOpen(_ slot: Slot) throws(Refusal) {
        let state = reservations[slot].state
        guard state == .open else { throw Refusal(.finished, .reservation(state)) }
    }

    /// Whether a total contains what was drawn.
    @inline(__always)
    func checkNotBelow(_ drawn: Amounts, _ total: Amounts) throws(Refusal) {
        let dimensions = Dimension.all
        for index in 0..<3 where total[dimensions[index]] < drawn[dimensions[index]] {
            throw Refusal(
                .belowDrawn,
                .amount(dimensions[index], needed: total[dimensions[index]], limit: drawn[dimensions[index]]))
        }
    }

    /// The answer to a command that repeats the one of `sequence` on a reservation.
    func duplicate(of sequence: UInt64, _ slot: Slot) -> Duplicate {
        reservations[slot].duplicate(of: sequence)
    }

    @inline(__always)
    private func checkReservationQuota(of tenant: Slot) throws(Refusal) {
        let quota = tenants[tenant].quotas.reservations
        guard tenants[tenant].used.reservations < quota else { throw Refusal.full(quota) }
    }

    /// Calls, then tokens, then cost: debt, then what is available, then the exposure limit.
    @inline(__always)
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

    @inline(__always)
    private func hold(_ amounts: Amounts, on slot: Slot) {
        accounts[slot].balances.calls.hold(amounts.values.calls)
        accounts[slot].balances.tokens.hold(amounts.values.tokens)
        accounts[slot].balances.cost.hold(amounts.values.cost)
        accounts[slot].holdCount += 1
    }

    /// The answer to a reservation whose id is remembered.
    @inline(__always)
    private func repeated(_ reservation: Reservation, as known: Slot) throws(Refusal) -> Duplicate {
        let entry = reservations[known]
        guard entry.origin == .reserve, entry.amounts == reservation.amounts, entry.openingExpiry == reservation.expiry,
            names(entry.accounts, reservation.accounts)
        else { throw Refusal(.conflict) }
        return entry.duplicate(of: entry.openedBy)
    }

    /// The answer to a charge whose id is remembered.
    private func repeated(_ charge: Charge, as known: Slot) throws(Refusal) -> Duplicate {
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

    @inline(__always)
    private mutating func insert(_ entry: ReservationEntry, hash: KeyHash) -> Slot {
        tenants[entry.tenant].used.reservations += 1
        return reservations.insert(entry, hash: hash)
    }
}
