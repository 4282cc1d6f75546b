import RecountKernel

extension ReferenceBudgets {
    mutating func reserve(_ wanted: Reservation, _ tenant: UInt64) -> Decision {
        let named = wanted.accounts.numbers
        let expiry = wanted.expiry.rawValue
        if let known = known(wanted.id, .reserve, named, wanted.amounts, expiry, tenant) { return known }
        if let refusal = refusal(ofUsing: named, tenant) { return refusal }
        if wanted.amounts.isZero { return .refused(.zeroAmount) }
        guard expiry > time else { return .refused(.expiryNotInFuture, .count(needed: expiry, limit: time)) }
        let touched = touched(by: named, tenant)
        for index in touched {
            for (position, dimension) in Dimension.inOrder.enumerated() where wanted.amounts.numbers[position] > 0 {
                let amount = wanted.amounts.numbers[position]
                if let refusal = refusal(ofHolding: amount, position, dimension, on: accounts[index]) {
                    return refusal
                }
            }
        }
        if let full = fullOfReservations(tenant) { return full }
        for index in touched {
            for position in 0..<3 {
                accounts[index].balances[position].available -= wanted.amounts.numbers[position]
                accounts[index].balances[position].reserved += wanted.amounts.numbers[position]
            }
        }
        remember(wanted.id, .reserve, named, wanted.amounts, expiry, tenant)
        return .accepted
    }

    mutating func draw(_ spending: Spending, _ tenant: UInt64) -> Decision {
        guard let index = find(spending.id, of: tenant) else { return .refused(.unknownReservation) }
        if let finished = finished(index) { return finished }
        if let below = below(spending.total, index) { return below }
        let known = reservations[index]
        for (position, dimension) in Dimension.inOrder.enumerated()
        where spending.total.numbers[position] > known.amounts[position] {
            return .refused(
                .aboveReserved,
                .amount(dimension, needed: spending.total[dimension], limit: UInt64(known.amounts[position])))
        }
        if spending.total.numbers == known.spent { return duplicate(index, of: known.spentBy) }
        let drawn = (0..<3).map { spending.total.numbers[$0] - known.spent[$0] }
        for account in touched(by: known.named, tenant) {
            for position in 0..<3 {
                accounts[account].balances[position].reserved -= drawn[position]
                accounts[account].balances[position].spent += drawn[position]
            }
        }
        count(drawn, tenant)
        reservations[index].spent = spending.total.numbers
        reservations[index].spentBy = sequence
        return .accepted
    }

    mutating func extend(_ id: Identifier128, _ expiry: UInt64, _ tenant: UInt64) -> Decision {
        guard let index = find(id, of: tenant) else { return .refused(.unknownReservation) }
        if let finished = finished(index) { return finished }
        guard expiry > time else { return .refused(.expiryNotInFuture, .count(needed: expiry, limit: time)) }
        reservations[index].expiry = expiry
        reservations[index].expirySetBy = sequence
        return .accepted
    }

    mutating func release(_ id: Identifier128, _ tenant: UInt64) -> Decision {
        guard let index = find(id, of: tenant) else { return .refused(.unknownReservation) }
        if let finished = finished(index) { return finished }
        creditRest(of: index)
        finish(index, as: .released)
        return .accepted
    }

    private func refusal(
        ofHolding amount: Int128, _ position: Int, _ dimension: Dimension, on account: ReferenceAccount
    ) -> Decision? {
        let balance = account.balances[position]
        let id = AccountID(account.id)
        if balance.debt > 0 {
            return .refused(.inDebt, .budget(id, dimension, needed: UInt64(amount), limit: UInt64(balance.debt)))
        }
        if balance.available < amount {
            return .refused(
                .insufficient, .budget(id, dimension, needed: UInt64(amount), limit: UInt64(balance.available)))
        }
        if let limit = account.limit[dimension], balance.reserved + amount > limit {
            return .refused(
                .exposureLimit,
                .budget(id, dimension, needed: UInt64(balance.reserved + amount), limit: limit))
        }
        return nil
    }

    private func finished(_ index: Int) -> Decision? {
        let state = reservations[index].state
        return state == .open ? nil : .refused(.finished, .reservation(state))
    }

    // Shared with settle and charge.

    func below(_ total: Amounts, _ index: Int) -> Decision? {
        for (position, dimension) in Dimension.inOrder.enumerated()
        where total.numbers[position] < reservations[index].spent[position] {
            return .refused(
                .belowDrawn,
                .amount(
                    dimension, needed: total[dimension], limit: UInt64(reservations[index].spent[position])))
        }
        return nil
    }

    func known(
        _ id: Identifier128, _ kind: CommandKind, _ named: [UInt64], _ amounts: Amounts, _ expiry: UInt64,
        _ tenant: UInt64
    ) -> Decision? {
        guard let index = find(id, of: tenant) else { return nil }
        let known = reservations[index]
        guard known.kind == kind, known.named == named, known.amounts == amounts.numbers,
            known.openingExpiry == expiry
        else { return .refused(.conflict) }
        return duplicate(index, of: known.openedBy)
    }

    func duplicate(_ index: Int, of original: UInt64) -> Decision {
        let known = reservations[index]
        return .duplicate(of: original, known.state, expiry: known.expiry, spent: .of(known.spent))
    }

    func fullOfReservations(_ tenant: UInt64) -> Decision? {
        full(reservations.count { $0.tenant == tenant }, quotas(of: tenant).reservations)
    }

    mutating func remember(
        _ id: Identifier128, _ kind: CommandKind, _ named: [UInt64], _ amounts: Amounts, _ expiry: UInt64,
        _ tenant: UInt64
    ) {
        reservations.append(
            ReferenceReservation(
                tenant: tenant, id: id, kind: kind, named: named, amounts: amounts.numbers, openingExpiry: expiry,
                openedBy: sequence, state: .open, expiry: expiry, expirySetBy: sequence, spent: [0, 0, 0],
                spentBy: sequence))
    }

    /// Counts a charge for the tenant, once.
    mutating func count(_ amounts: Numbers, _ tenant: UInt64) {
        for index in tenants.indices where tenants[index].id == tenant {
            for position in 0..<3 { tenants[index].spent[position] += amounts[position] }
        }
    }

    mutating func finish(_ index: Int, as state: ReservationState) {
        reservations[index].state = state
        reservations[index].finishedBy = sequence
        reservations[index].finishedAt = time
    }

    /// Releases the rest of an open hold.
    mutating func creditRest(of index: Int) {
        let known = reservations[index]
        for account in touched(by: known.named, known.tenant) {
            for position in 0..<3 {
                accounts[account].balances[position].reserved -= known.rest[position]
                accounts[account].balances[position].credit(known.rest[position])
            }
        }
    }
}
