extension Ledger {
    /// Adds budget to an account.
    mutating func fund(_ transfer: Transfer, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        if let answer = try repeated(transfer, .fund, of: tenant) { return answer }
        let slot = try openAccount(transfer.account, of: tenants[tenant].key.id)
        guard !transfer.amounts.isZero else { throw Refusal(.zeroAmount) }
        let dimensions = Dimension.all
        for index in 0..<3 {
            let balance = accounts[slot].balances[dimensions[index]]
            guard balance.allowsFunding(transfer.amounts[dimensions[index]]) else {
                throw Refusal(
                    .overflow,
                    .budget(
                        transfer.account, dimensions[index], needed: transfer.amounts[dimensions[index]],
                        limit: Balance.maximum - balance.funded))
            }
        }
        try remember(transfer, .fund, account: slot, of: tenant, at: moment)
        accounts[slot].balances.calls.fund(transfer.amounts.values.calls)
        accounts[slot].balances.tokens.fund(transfer.amounts.values.tokens)
        accounts[slot].balances.cost.fund(transfer.amounts.values.cost)
        return .accepted
    }

    /// Takes available budget out of an account.
    mutating func withdraw(_ transfer: Transfer, of tenant: Slot, at moment: Moment) throws(Refusal) -> Decision {
        if let answer = try repeated(transfer, .withdraw, of: tenant) { return answer }
        let slot = try openAccount(transfer.account, of: tenants[tenant].key.id)
        guard !transfer.amounts.isZero else { throw Refusal(.zeroAmount) }
        let dimensions = Dimension.all
        for index in 0..<3 {
            let available = accounts[slot].balances[dimensions[index]].available
            let needed = transfer.amounts[dimensions[index]]
            guard needed <= available else {
                throw Refusal(
                    .insufficient, .budget(transfer.account, dimensions[index], needed: needed, limit: available))
            }
        }
        try remember(transfer, .withdraw, account: slot, of: tenant, at: moment)
        accounts[slot].balances.calls.withdraw(transfer.amounts.values.calls)
        accounts[slot].balances.tokens.withdraw(transfer.amounts.values.tokens)
        accounts[slot].balances.cost.withdraw(transfer.amounts.values.cost)
        return .accepted
    }

    /// The answer to an id that is remembered, or nil.
    private func repeated(
        _ transfer: Transfer, _ direction: TransferEntry.Direction, of tenant: Slot
    ) throws(Refusal) -> Decision? {
        let known = transfers.find(TenantScopedKey(tenant: tenants[tenant].key.id, id: transfer.id))
        guard !known.isNone else { return nil }
        let entry = transfers[known]
        let account = accounts[entry.account].key.id
        guard entry.direction == direction, account == transfer.account, entry.amounts == transfer.amounts else {
            throw Refusal(.conflict)
        }
        return .duplicate(Duplicate(sequence: entry.finishedBy, present: .transferred))
    }

    private mutating func remember(
        _ transfer: Transfer, _ direction: TransferEntry.Direction, account: Slot, of tenant: Slot, at moment: Moment
    ) throws(Refusal) {
        let quota = tenants[tenant].quotas.transfers
        guard tenants[tenant].used.transfers < quota else { throw Refusal.full(quota) }
        let slot = transfers.insert(
            TransferEntry(
                key: TenantScopedKey(tenant: tenants[tenant].key.id, id: transfer.id), tenant: tenant,
                direction: direction, account: account, amounts: transfer.amounts, finishedBy: moment.sequence,
                finishedAt: moment.time))
        finishedTransfers.append(slot)
        expectForgetting(of: moment.time)
        tenants[tenant].used.transfers += 1
    }
}
