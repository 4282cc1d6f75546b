extension Ledger {
    /// Books a reservation's actual spending: the rest of its hold is credited, then what was not
    /// yet drawn is charged. After expiry there is no hold left to credit.
    @inline(__always)
    mutating func settle(
        _ spending: Spending, of tenant: Slot, at moment: Moment
    ) throws(Refusal) -> FrequentDecision {
        let slot = try reservation(spending.id, of: tenant)
        let state = reservations[slot].state
        switch state {
        case .settled, .settledLate:
            guard spending.total == reservations[slot].spent else { throw Refusal(.finished, .reservation(state)) }
            return .duplicate(duplicate(of: reservations[slot].spentBy, slot))
        case .released, .charged: throw Refusal(.finished, .reservation(state))
        case .open, .expired: break
        }
        let drawn = reservations[slot].spent
        try checkNotBelow(drawn, spending.total)
        let isLate = state == .expired
        let hold = isLate ? .zero : reservations[slot].hold
        let touched = touched(by: reservations[slot].accounts)
        let charged = spending.total.subtracting(drawn)
        try checkCharge(charged, afterCredit: hold, on: touched)
        if isLate {
            leaveExpired(slot, on: touched)
        } else {
            leaveOpen(slot, on: touched)
        }
        for position in 0..<touched.count { book(charged, releasing: hold, on: touched[position]) }
        tenants[tenant].spend(charged)
        reservations[slot].spent = spending.total
        reservations[slot].spentBy = moment.sequence
        finish(slot, as: isLate ? .settledLate : .settled, at: moment)
        return .settled(isLate ? .settledLate : .settled)
    }

    /// Ends the reservation that falls due first and returns the consequence.
    ///
    /// - Precondition: an open reservation exists.
    mutating func expireFirst(at moment: Moment) -> Decision {
        guard let first = expiries.first else { preconditionFailure() }
        let slot = first.slot
        let released = reservations[slot].hold
        expiries.remove(slot)
        let touched = touched(by: reservations[slot].accounts)
        releaseHold(released, on: touched)
        for position in 0..<touched.count { accounts[touched[position]].expiredCount += 1 }
        finish(slot, as: .expired, at: moment)
        let key = reservations[slot].key
        return .reservationExpired(ReservationExpiry(tenant: key.tenant, reservation: key.id, released: released))
    }

    /// Credits the rest of an open reservation's hold on every account it touches.
    @inline(__always)
    func releaseHold(_ hold: Amounts, on touched: TouchedAccounts) {
        for position in 0..<touched.count {
            accounts[touched[position]].balances.calls.releaseHold(hold.values.calls)
            accounts[touched[position]].balances.tokens.releaseHold(hold.values.tokens)
            accounts[touched[position]].balances.cost.releaseHold(hold.values.cost)
            accounts[touched[position]].holdCount -= 1
        }
    }

    /// Charges an account that was checked to have room for it, after giving back the rest of a hold on it.
    @inline(__always)
    func book(_ amounts: Amounts, releasing hold: Amounts, on slot: Slot) {
        accounts[slot].balances.calls.charge(amounts.values.calls, releasing: hold.values.calls)
        accounts[slot].balances.tokens.charge(amounts.values.tokens, releasing: hold.values.tokens)
        accounts[slot].balances.cost.charge(amounts.values.cost, releasing: hold.values.cost)
    }

    /// Whether a charge keeps every touched account within its bounds.
    @inline(__always)
    func checkCharge(
        _ amounts: Amounts, afterCredit credit: Amounts, on touched: TouchedAccounts
    ) throws(Refusal) {
        let dimensions = Dimension.all
        for position in 0..<touched.count {
            for index in 0..<3 {
                let dimension = dimensions[index]
                let chargeable = accounts[touched[position]].balances[dimension]
                    .chargeable(afterCredit: credit[dimension])
                guard amounts[dimension] <= chargeable else {
                    let id = accounts[touched[position]].key.id
                    throw Refusal(
                        .overflow, .budget(id, dimension, needed: amounts[dimension], limit: chargeable))
                }
            }
        }
    }

    /// Marks a reservation as finished now, and last in the order of being forgotten.
    @inline(__always)
    mutating func finish(_ slot: Slot, as state: ReservationState, at moment: Moment) {
        reservations[slot].state = state
        reservations[slot].finishedBy = moment.sequence
        reservations[slot].finishedAt = moment.time
        finishedReservations.append(slot)
        expectForgetting(of: moment.time)
    }

    /// Takes an open reservation that is to be settled out of those that fall due.
    @inline(__always)
    private mutating func leaveOpen(_ slot: Slot, on touched: TouchedAccounts) {
        for position in 0..<touched.count { accounts[touched[position]].holdCount -= 1 }
        expiries.remove(slot)
    }

    /// Takes an expired reservation that is to be settled out of the finished ones.
    private mutating func leaveExpired(_ slot: Slot, on touched: TouchedAccounts) {
        for position in 0..<touched.count { accounts[touched[position]].expiredCount -= 1 }
        finishedReservations.remove(slot)
    }
}
