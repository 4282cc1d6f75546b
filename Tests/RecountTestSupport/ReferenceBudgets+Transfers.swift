import RecountKernel

extension ReferenceBudgets {
    mutating func fund(_ transfer: Transfer, _ tenant: UInt64) -> Decision {
        if let known = known(transfer, .fund, tenant) { return known }
        if let refusal = refusal(ofUsing: [transfer.account.rawValue], tenant) { return refusal }
        if transfer.amounts.isZero { return .refused(.zeroAmount) }
        guard let index = find(transfer.account.rawValue, tenant) else { fatalError("the account is unknown") }
        for (position, dimension) in Dimension.inOrder.enumerated() {
            let amount = transfer.amounts.numbers[position]
            var after = accounts[index].balances[position]
            let most = largestBalance - after.funded
            after.funded += amount
            after.credit(amount)
            if after.funded + after.debt > largestBalance {
                return .refused(
                    .overflow,
                    .budget(transfer.account, dimension, needed: UInt64(amount), limit: UInt64(most)))
            }
        }
        if let full = remember(transfer, .fund, tenant) { return full }
        for position in 0..<3 {
            accounts[index].balances[position].funded += transfer.amounts.numbers[position]
            accounts[index].balances[position].credit(transfer.amounts.numbers[position])
        }
        return .accepted
    }

    mutating func withdraw(_ transfer: Transfer, _ tenant: UInt64) -> Decision {
        if let known = known(transfer, .withdraw, tenant) { return known }
        if let refusal = refusal(ofUsing: [transfer.account.rawValue], tenant) { return refusal }
        if transfer.amounts.isZero { return .refused(.zeroAmount) }
        guard let index = find(transfer.account.rawValue, tenant) else { fatalError("the account is unknown") }
        for (position, dimension) in Dimension.inOrder.enumerated() {
            let amount = transfer.amounts.numbers[position]
            let available = accounts[index].balances[position].available
            if amount > available {
                return .refused(
                    .insufficient,
                    .budget(transfer.account, dimension, needed: UInt64(amount), limit: UInt64(available)))
            }
        }
        if let full = remember(transfer, .withdraw, tenant) { return full }
        for position in 0..<3 {
            accounts[index].balances[position].withdrawn += transfer.amounts.numbers[position]
            accounts[index].balances[position].available -= transfer.amounts.numbers[position]
        }
        return .accepted
    }

    private func known(_ transfer: Transfer, _ kind: CommandKind, _ tenant: UInt64) -> Decision? {
        guard let known = transfers.first(where: { $0.tenant == tenant && $0.transfer.id == transfer.id }) else {
            return nil
        }
        guard known.kind == kind, known.transfer == transfer else { return .refused(.conflict) }
        return .duplicate(Duplicate(sequence: known.finishedBy, present: .transferred))
    }

    private mutating func remember(_ transfer: Transfer, _ kind: CommandKind, _ tenant: UInt64) -> Decision? {
        if let full = full(transfers.count { $0.tenant == tenant }, quotas(of: tenant).transfers) { return full }
        transfers.append(
            ReferenceTransfer(tenant: tenant, transfer: transfer, kind: kind, finishedBy: sequence, finishedAt: time))
        return nil
    }
}
