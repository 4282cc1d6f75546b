import RecountKernel

extension ReferenceBudgets {
    mutating func settle(_ spending: Spending, _ tenant: UInt64) -> Decision {
        guard let index = find(spending.id, of: tenant) else { return .refused(.unknownReservation) }
        let known = reservations[index]
        switch known.state {
        case .settled, .settledLate:
            guard spending.total.numbers == known.spent else { return .refused(.finished, .reservation(known.state)) }
            return duplicate(index, of: known.spentBy)
        case .released, .charged: return .refused(.finished, .reservation(known.state))
        case .open, .expired: break
        }
        if let below = below(spending.total, index) { return below }
        let charged = (0..<3).map { spending.total.numbers[$0] - known.spent[$0] }
        let credited = known.state == .open ? known.rest : [0, 0, 0]
        if let overflow = book(charged, afterCredit: credited, on: touched(by: known.named, tenant)) {
            return overflow
        }
        count(charged, tenant)
        reservations[index].spent = spending.total.numbers
        reservations[index].spentBy = sequence
        finish(index, as: known.state == .open ? .settled : .settledLate)
        return .settled(known.state == .open ? .settled : .settledLate)
    }

    mutating func charge(_ charge: Charge, _ tenant: UInt64) -> Decision {
        let named = charge.accounts.numbers
        if let known = known(charge.id, .charge, named, charge.amounts, 0, tenant) { return known }
        if let refusal = refusal(ofUsing: named, tenant) { return refusal }
        if charge.amounts.isZero { return .refused(.zeroAmount) }
        let before = accounts
        let touched = touched(by: named, tenant)
        if let overflow = book(charge.amounts.numbers, afterCredit: [0, 0, 0], on: touched) { return overflow }
        if let full = fullOfReservations(tenant) {
            accounts = before
            return full
        }
        remember(charge.id, .charge, named, charge.amounts, 0, tenant)
        reservations[reservations.count - 1].spent = charge.amounts.numbers
        finish(reservations.count - 1, as: .charged)
        count(charge.amounts.numbers, tenant)
        return .accepted
    }

    /// Releases a hold by credit, then charges: on all accounts, or on none and the refusal.
    private mutating func book(_ amounts: Numbers, afterCredit hold: Numbers, on touched: [Int]) -> Decision? {
        let before = accounts
        for index in touched {
            for (position, dimension) in Dimension.inOrder.enumerated() {
                var balance = accounts[index].balances[position]
                balance.reserved -= hold[position]
                balance.credit(hold[position])
                // The most that a charge can be: what is available, then debt up to the bound.
                let most = balance.available + largestBalance - balance.funded - balance.debt
                balance.charge(amounts[position])
                if balance.funded + balance.debt > largestBalance {
                    let id = AccountID(accounts[index].id)
                    accounts = before
                    return .refused(
                        .overflow,
                        .budget(id, dimension, needed: UInt64(amounts[position]), limit: UInt64(most)))
                }
                accounts[index].balances[position] = balance
            }
        }
        return nil
    }
}
