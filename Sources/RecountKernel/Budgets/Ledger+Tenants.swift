extension Ledger {
    /// Opens a tenant with quotas.
    mutating func openTenant(
        _ id: TenantID, quotas: TenantQuotas, at moment: Moment
    ) throws(Refusal) -> Decision {
        try checkSize(of: quotas)
        let known = tenants.find(TenantEntry.Key(id: id))
        if !known.isNone {
            guard tenants[known].openingQuotas == quotas else { throw Refusal(.conflict) }
            return .duplicate(Duplicate(sequence: tenants[known].openedBy, present: .tenantOpen))
        }
        guard !tenants.isFull else { throw Refusal.full(limits.tenants) }
        try grant(quotas, insteadOf: .zero, else: .full)
        _ = tenants.insert(TenantEntry(id: id, openedBy: moment.sequence, quotas: quotas))
        return .accepted
    }

    /// Replaces a tenant's quotas.
    mutating func setQuotas(_ quotas: TenantQuotas, of tenant: Slot) throws(Refusal) -> Decision {
        try checkSize(of: quotas)
        let used = tenants[tenant].used
        try checkUse(used.accounts, within: quotas.accounts)
        try checkUse(used.reservations, within: quotas.reservations)
        try checkUse(used.transfers, within: quotas.transfers)
        try checkUse(used.locks, within: quotas.locks)
        try grant(quotas, insteadOf: tenants[tenant].quotas, else: .overTable)
        tenants[tenant].quotas = quotas
        return .accepted
    }

    /// Opens an account under a parent or as a root.
    mutating func openAccount(
        _ opening: AccountOpening, of tenant: Slot, at moment: Moment
    ) throws(Refusal) -> Decision {
        let key = AccountEntry.Key(tenant: tenants[tenant].key.id, id: opening.account)
        let known = accounts.find(key)
        if !known.isNone { return try repeatedOpening(opening, of: known) }
        let parent = try openParent(of: opening, tenant: key.tenant)
        let depth = parent.isNone ? 0 : accounts[parent].depth
        guard depth < AccountEntry.maximumDepth else { throw Refusal(.tooDeep, .account(accounts[parent].key.id)) }
        guard tenants[tenant].used.accounts < tenants[tenant].quotas.accounts else {
            throw Refusal.full(tenants[tenant].quotas.accounts)
        }
        _ = accounts.insert(
            AccountEntry(
                key: key, openedBy: moment.sequence, parent: parent, depth: depth + 1,
                exposureLimit: opening.exposureLimit))
        tenants[tenant].used.accounts += 1
        if !parent.isNone { accounts[parent].openChildCount += 1 }
        return .accepted
    }

    /// Replaces an account's exposure limit.
    mutating func setExposureLimit(
        _ limit: ExposureLimit, account id: AccountID, of tenant: Slot
    ) throws(Refusal) -> Decision {
        let slot = try openAccount(id, of: tenants[tenant].key.id)
        let dimensions = Dimension.all
        for index in 0..<3 {
            let reserved = accounts[slot].balances[dimensions[index]].reserved
            guard limit.allows(reserved, in: dimensions[index]) else {
                throw Refusal(
                    .belowUse, .budget(id, dimensions[index], needed: reserved, limit: limit[dimensions[index]] ?? 0))
            }
        }
        accounts[slot].exposureLimit = limit
        return .accepted
    }

    /// Closes an account that holds and owes nothing and has no open child.
    mutating func closeAccount(_ id: AccountID, of tenant: Slot) throws(Refusal) -> Decision {
        let slot = try openAccount(id, of: tenants[tenant].key.id)
        guard accounts[slot].holdCount == 0 else { throw Refusal(.hasHold, .account(id)) }
        guard accounts[slot].expiredCount == 0 else { throw Refusal(.hasExpiredReservation, .account(id)) }
        let dimensions = Dimension.all
        for index in 0..<3 where accounts[slot].balances[dimensions[index]].debt > 0 {
            throw remainder(.hasDebt, id, dimensions[index], accounts[slot].balances[dimensions[index]].debt)
        }
        for index in 0..<3 where accounts[slot].balances[dimensions[index]].available > 0 {
            throw remainder(.hasAvailable, id, dimensions[index], accounts[slot].balances[dimensions[index]].available)
        }
        guard accounts[slot].openChildCount == 0 else { throw Refusal(.hasOpenChild, .account(id)) }
        accounts[slot].state = .closed
        let parent = accounts[slot].parent
        if !parent.isNone { accounts[parent].openChildCount -= 1 }
        return .accepted
    }

    private func remainder(_ reason: Refusal.Reason, _ id: AccountID, _ dimension: Dimension, _ found: UInt64)
        -> Refusal
    {
        Refusal(reason, .budget(id, dimension, needed: 0, limit: found))
    }

    private func repeatedOpening(_ opening: AccountOpening, of known: Slot) throws(Refusal) -> Decision {
        let parent = accounts[known].parent
        let sameParent = parent.isNone ? opening.parent == nil : opening.parent == accounts[parent].key.id
        guard sameParent, accounts[known].openingExposureLimit == opening.exposureLimit else {
            throw Refusal(.conflict)
        }
        let present: Duplicate.PresentState = accounts[known].state == .open ? .accountOpen : .accountClosed
        return .duplicate(Duplicate(sequence: accounts[known].openedBy, present: present))
    }

    private mutating func openParent(of opening: AccountOpening, tenant: TenantID) throws(Refusal) -> Slot {
        guard let parent = opening.parent else { return .none }
        return try openAccount(parent, of: tenant)
    }

    private func checkSize(of quotas: TenantQuotas) throws(Refusal) {
        try checkSize(quotas.accounts, limit: limits.accounts)
        try checkSize(quotas.reservations, limit: limits.reservations)
        try checkSize(quotas.transfers, limit: limits.transfers)
        try checkSize(quotas.locks, limit: limits.locks)
    }

    private func checkSize(_ quota: UInt32, limit: UInt32) throws(Refusal) {
        guard quota <= limit else {
            throw Refusal(.tooLarge, .count(needed: quota.widened, limit: limit.widened))
        }
    }

    private func checkUse(_ used: UInt32, within quota: UInt32) throws(Refusal) {
        guard used <= quota else { throw Refusal(.belowUse, .count(needed: used.widened, limit: quota.widened)) }
    }

    /// Moves `granted` from old to new quotas if all tables can hold the sum.
    private mutating func grant(
        _ new: TenantQuotas, insteadOf old: TenantQuotas, else reason: Refusal.Reason
    ) throws(Refusal) {
        // Bound: `granted` contains `old`, and sums of two counts below 2^29 fit.
        let sum = TenantQuotas(
            accounts: granted.accounts &- old.accounts &+ new.accounts,
            reservations: granted.reservations &- old.reservations &+ new.reservations,
            transfers: granted.transfers &- old.transfers &+ new.transfers,
            locks: granted.locks &- old.locks &+ new.locks)
        try checkGrant(sum.accounts, limit: limits.accounts, else: reason)
        try checkGrant(sum.reservations, limit: limits.reservations, else: reason)
        try checkGrant(sum.transfers, limit: limits.transfers, else: reason)
        try checkGrant(sum.locks, limit: limits.locks, else: reason)
        granted = sum
    }

    private func checkGrant(_ sum: UInt32, limit: UInt32, else reason: Refusal.Reason) throws(Refusal) {
        guard sum <= limit else { throw Refusal(reason, .count(needed: sum.widened, limit: limit.widened)) }
    }
}
