extension Ledger {
    /// Books a reservation's actual spending: the rest of its hold is credited, then what was not
    /// yet drawn is charged. After expiry there is no hold left to credit.
    mutating func settle(_ spending: Spending, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        let slot = try reservation(spending.id, of: tenant)
        let entry = reservations[slot]
        switch entry.state {
        case .settled, .settledLate:
            if spending.total == entry.spent { return entry.duplicate(of: entry.spentBy) }
            throw Refusal(.finished, .reservation(entry.state))
        case .released, .charged: throw Refusal(.finished, .reservation(entry.state))
        case .open, .expired: break
        }
        try checkNotBelowDrawn(spending.total, entry)
        let isLate = entry.state == .expired
        let touched = touched(by: entry.accounts)
        let charged = spending.total.subtracting(entry.spent)
        try checkCharge(charged, afterCredit: isLate ? .zero : entry.hold, on: touched)
        leave(slot, lateOn: touched)
        for position in 0..<touched.count { book(charged, on: touched[position]) }
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
        releaseHold(of: slot)
        let touched = touched(by: reservations[slot].accounts)
        for position in 0..<touched.count { accounts[touched[position]].expiredCount += 1 }
        finish(slot, as: .expired, at: moment)
        let key = reservations[slot].key
        return .reservationExpired(ReservationExpiry(tenant: key.tenant, reservation: key.id, released: released))
    }

    /// Credits the rest of an open reservation's hold on every account it touches.
    func releaseHold(of slot: Slot) {
        let hold = reservations[slot].hold
        let touched = touched(by: reservations[slot].accounts)
        for position in 0..<touched.count {
            accounts[touched[position]].balances.calls.releaseHold(hold.values.calls)
            accounts[touched[position]].balances.tokens.releaseHold(hold.values.tokens)
            accounts[touched[position]].balances.cost.releaseHold(hold.values.cost)
            accounts[touched[position]].holdCount -= 1
        }
    }

    /// Charges an account that was checked to have room for it.
    func book(_ amounts: Amounts, on slot: Slot) {
        accounts[slot].balances.calls.charge(amounts.values.calls)
        accounts[slot].balances.tokens.charge(amounts.values.tokens)
        accounts[slot].balances.cost.charge(amounts.values.cost)
    }

    /// Whether a charge keeps every touched account within its bounds.
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
    mutating func finish(_ slot: Slot, as state: ReservationState, at moment: Moment) {
        reservations[slot].state = state
        reservations[slot].finishedBy = moment.sequence
        reservations[slot].finishedAt = moment.time
        finishedReservations.append(slot)
    }

    /// Takes a reservation that is to be settled out of what holds it: the accounts' holds and the
    /// expiries while open, the finished ones after it has expired.
    private mutating func leave(_ slot: Slot, lateOn touched: TouchedAccounts) {
        if reservations[slot].state == .open {
            releaseHold(of: slot)
            expiries.remove(slot)
        } else {
            for position in 0..<touched.count { accounts[touched[position]].expiredCount -= 1 }
            finishedReservations.remove(slot)
        }
    }
}
