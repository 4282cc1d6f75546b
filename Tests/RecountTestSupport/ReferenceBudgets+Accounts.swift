import RecountKernel

extension ReferenceBudgets {
    mutating func openTenant(_ id: UInt64, _ quotas: TenantQuotas) -> Decision {
        if let tooLarge = tooLarge(quotas) { return tooLarge }
        if let known = tenants.first(where: { $0.id == id }) {
            guard known.openingQuotas == quotas else { return .refused(.conflict) }
            return .duplicate(Duplicate(sequence: known.openedBy, present: .tenantOpen))
        }
        if let full = full(tenants.count, limits.tenants) { return full }
        if let full = overTable(tenants.map(\.quotas) + [quotas], .full) { return full }
        tenants.append(ReferenceTenant(id: id, openedBy: sequence, openingQuotas: quotas, quotas: quotas))
        return .accepted
    }

    mutating func setQuotas(_ quotas: TenantQuotas, _ id: UInt64) -> Decision {
        if let tooLarge = tooLarge(quotas) { return tooLarge }
        for (used, quota) in zip(use(of: id), counts(quotas)) where used > quota {
            return .refused(.belowUse, .count(needed: used, limit: quota))
        }
        let others = tenants.filter { $0.id != id }.map(\.quotas)
        if let overTable = overTable(others + [quotas], .overTable) { return overTable }
        for index in tenants.indices where tenants[index].id == id { tenants[index].quotas = quotas }
        return .accepted
    }

    mutating func openAccount(_ opening: AccountOpening, _ tenant: UInt64) -> Decision {
        let parent = opening.parent?.rawValue
        if let known = find(opening.account.rawValue, tenant) {
            guard accounts[known].parent == parent, accounts[known].openingLimit == opening.exposureLimit else {
                return .refused(.conflict)
            }
            return .duplicate(
                Duplicate(
                    sequence: accounts[known].openedBy,
                    present: accounts[known].isClosed ? .accountClosed : .accountOpen))
        }
        if let parent {
            if let refusal = refusal(ofUsing: [parent], tenant) { return refusal }
            // The depth of the parent is the number of accounts from it to its root.
            if touched(by: [parent], tenant).count >= 4 { return .refused(.tooDeep, .account(AccountID(parent))) }
        }
        let used = accounts.count { $0.tenant == tenant }
        if let full = full(used, quotas(of: tenant).accounts) { return full }
        accounts.append(
            ReferenceAccount(
                tenant: tenant, id: opening.account.rawValue, parent: parent, openedBy: sequence,
                openingLimit: opening.exposureLimit, limit: opening.exposureLimit))
        return .accepted
    }

    mutating func setLimit(_ id: UInt64, _ limit: ExposureLimit, _ tenant: UInt64) -> Decision {
        if let refusal = refusal(ofUsing: [id], tenant) { return refusal }
        guard let index = find(id, tenant) else { fatalError("account \(id) is unknown") }
        for (position, dimension) in Dimension.inOrder.enumerated() {
            let reserved = accounts[index].balances[position].reserved
            if let highest = limit[dimension], reserved > highest {
                return .refused(
                    .belowUse, .budget(AccountID(id), dimension, needed: UInt64(reserved), limit: highest))
            }
        }
        accounts[index].limit = limit
        return .accepted
    }

    mutating func close(_ id: UInt64, _ tenant: UInt64) -> Decision {
        if let refusal = refusal(ofUsing: [id], tenant) { return refusal }
        guard let index = find(id, tenant) else { fatalError("account \(id) is unknown") }
        if touches(index, .open) { return .refused(.hasHold, .account(AccountID(id))) }
        if touches(index, .expired) { return .refused(.hasExpiredReservation, .account(AccountID(id))) }
        if let debt = remainder(id, of: index, \.debt) { return .refused(.hasDebt, debt) }
        if let available = remainder(id, of: index, \.available) { return .refused(.hasAvailable, available) }
        if accounts.contains(where: { $0.tenant == tenant && $0.parent == id && !$0.isClosed }) {
            return .refused(.hasOpenChild, .account(AccountID(id)))
        }
        accounts[index].isClosed = true
        return .accepted
    }

    private func touches(_ account: Int, _ state: ReservationState) -> Bool {
        reservations.contains {
            $0.state == state && $0.tenant == accounts[account].tenant
                && touched(by: $0.named, $0.tenant).contains(account)
        }
    }

    private func remainder(
        _ id: UInt64, of index: Int, _ term: KeyPath<ReferenceBalance, Int128>
    ) -> Refusal.Detail? {
        for (position, dimension) in Dimension.inOrder.enumerated() {
            let found = accounts[index].balances[position][keyPath: term]
            if found > 0 { return .budget(AccountID(id), dimension, needed: 0, limit: UInt64(found)) }
        }
        return nil
    }

    // Quotas.

    private func counts(_ quotas: TenantQuotas) -> [UInt64] {
        [UInt64(quotas.accounts), UInt64(quotas.reservations), UInt64(quotas.transfers)]
    }

    private var tables: [UInt64] {
        [UInt64(limits.accounts), UInt64(limits.reservations), UInt64(limits.transfers)]
    }

    /// Accounts, reservations and transfers of a tenant.
    func use(of tenant: UInt64) -> [UInt64] {
        [
            UInt64(accounts.count { $0.tenant == tenant }), UInt64(reservations.count { $0.tenant == tenant }),
            UInt64(transfers.count { $0.tenant == tenant }),
        ]
    }

    private func tooLarge(_ quotas: TenantQuotas) -> Decision? {
        for (quota, table) in zip(counts(quotas), tables) where quota > table {
            return .refused(.tooLarge, .count(needed: quota, limit: table))
        }
        return nil
    }

    private func overTable(_ quotas: [TenantQuotas], _ reason: Refusal.Reason) -> Decision? {
        for position in 0..<3 {
            let sum = quotas.reduce(0) { $0 + counts($1)[position] }
            if sum > tables[position] { return .refused(reason, .count(needed: sum, limit: tables[position])) }
        }
        return nil
    }
}
