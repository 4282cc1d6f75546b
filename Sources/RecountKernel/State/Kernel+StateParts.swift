// The parts that a state is written in, one after the other. A state digest takes all of them, a state
// root some of them on their own.

extension Kernel {
    /// Brings the entries of all tables into the order in which a state lists them.
    func sortEntries() {
        order.tenants.sort(ledger.tenants)
        order.accounts.sort(ledger.accounts)
        order.reservations.sort(ledger.reservations)
        order.transfers.sort(ledger.transfers)
        order.resources.sort(locks.resources)
    }

    /// What comes before the number of tenants.
    func writeGlobal<Output: StateOutput>(to writer: inout StateWriter<Output>) {
        writer.write { $0.stateHeader(StateHeader(sequence: sequence, time: time, limits: limits)) }
        policies.write(to: &writer)
    }

    /// A tenant from its id up to and including its last account.
    func writeAccounts<Output: StateOutput>(
        of tenant: TenantEntry, from cursor: inout StateCursor, to writer: inout StateWriter<Output>
    ) {
        writer.write { $0.tenantHead(CommittedTenant(tenant)) }
        for position in cursor.accounts.take(tenant.used.accounts) {
            let account = ledger.accounts[Slot(rawValue: order.accounts[position])]
            writer.write { $0.account(CommittedAccount(account, parent: id(of: account.parent))) }
        }
    }

    /// A tenant from the sequence that opened it on.
    func writeRest<Output: StateOutput>(
        of tenant: TenantEntry, from cursor: inout StateCursor, to writer: inout StateWriter<Output>
    ) {
        writer.write { $0.tenantQuotas(tenant) }
        writer.count(tenant.used.reservations)
        for position in cursor.reservations.take(tenant.used.reservations) {
            write(reservation: Slot(rawValue: order.reservations[position]), to: &writer)
        }
        writer.count(tenant.used.transfers)
        for position in cursor.transfers.take(tenant.used.transfers) {
            let transfer = ledger.transfers[Slot(rawValue: order.transfers[position])]
            writer.write { $0.transfer(transfer, account: ledger.accounts[transfer.account].key.id) }
        }
        let resourceCount = resourceCount(of: tenant.key.id, from: cursor.resources)
        writer.count(resourceCount)
        for position in cursor.resources.take(resourceCount) {
            write(locks.resources[Slot(rawValue: order.resources[position])], to: &writer)
        }
    }

    /// Passes over the entries of a tenant that is not written.
    func skip(_ tenant: TenantEntry, in cursor: inout StateCursor) {
        _ = cursor.accounts.take(tenant.used.accounts)
        _ = cursor.reservations.take(tenant.used.reservations)
        _ = cursor.transfers.take(tenant.used.transfers)
        _ = cursor.resources.take(resourceCount(of: tenant.key.id, from: cursor.resources))
    }

    private func id(of account: Slot) -> AccountID? {
        account.isNone ? nil : ledger.accounts[account].key.id
    }

    private func write<Output: StateOutput>(reservation slot: Slot, to writer: inout StateWriter<Output>) {
        let entry = ledger.reservations[slot]
        let setBy = entry.state == .open ? ledger.expiries.key(of: slot).setBy : 0
        writer.write { $0.reservation(entry, accounts: accounts(entry.accounts), expirySetBy: setBy) }
    }

    /// How many of the sorted resources from a position on are a tenant's.
    private func resourceCount(of tenant: TenantID, from cursor: StateCursor.Position) -> UInt32 {
        var end = cursor.position
        // Bound: at most as many as there are resources.
        while end < locks.resources.count,
            locks.resources[Slot(rawValue: order.resources[end])].key.tenant == tenant
        {
            end &+= 1
        }
        return end &- cursor.position
    }

    private func write<Output: StateOutput>(_ resource: ResourceEntry, to writer: inout StateWriter<Output>) {
        writer.write { $0.identifier(resource.id) }
        writer.count(resource.holders.count)
        var holder = resource.holders.first
        while !holder.isNone {
            let lease = locks.leases[holder]
            writer.write { $0.lease(lease) }
            holder = lease.links.next
        }
        writer.count(resource.waiters.count)
        var waiting = resource.waiters.first
        while !waiting.isNone {
            let waiter = locks.waiters[waiting]
            writer.write { $0.waiter(waiter) }
            waiting = waiter.links.next
        }
    }
}
