extension LockTable {
    /// Gives a lease another expiry, earlier or later, from now on.
    mutating func renew(
        _ reference: LeaseReference, lease: Milliseconds, of tenant: Slot, tenants: borrowing Table<TenantEntry>,
        at moment: Moment
    ) throws(Refusal) -> Decision {
        try checkLease(lease, of: reference.resource, at: moment.time)
        let slot = try knownLease(reference, tenant: tenants[tenant].key.id)
        let token = leases[slot].token
        guard reference.token == token else { throw Self.staleToken(reference, current: token) }
        let due = Self.leaseDue(lease, index: 0, at: moment)
        leases[slot].due = due
        leaseDues.update(slot, key: due)
        return .lockAcquired(leases[slot].grant)
    }

    /// Gives up a lease once.
    mutating func release(
        _ reference: LeaseReference, of tenant: Slot, tenants: borrowing Table<TenantEntry>
    ) throws(Refusal) -> FrequentDecision {
        let slot = try knownLease(reference, tenant: tenants[tenant].key.id)
        guard leases[slot].release(token: reference.token) else {
            throw Self.staleToken(reference, current: leases[slot].token)
        }
        let holdCount = leases[slot].holdCount
        if holdCount == 0 { end(slot, tenants: tenants) }
        return .lockReleased(holdCount: holdCount)
    }

    /// Takes back what an agent waits with.
    mutating func cancel(
        _ agent: LockAgent, of tenant: Slot, tenants: borrowing Table<TenantEntry>
    ) throws(Refusal) -> Decision {
        let slot = waiter(agent, tenant: tenants[tenant].key.id)
        guard !slot.isNone else { throw Refusal(.notWaiting) }
        giveUp(slot, tenants: tenants)
        return .accepted
    }

    /// Ends the lease that falls due first, whatever its count, and returns the consequence.
    ///
    /// - Precondition: a lease exists.
    mutating func expireFirstLease(tenants: borrowing Table<TenantEntry>) -> Decision {
        guard let first = leaseDues.first else { preconditionFailure() }
        let key = leases[first.slot].key
        let resource = resources[key.resource].key
        let reference = LeaseReference(resource: resource.id, agent: key.agent, token: leases[first.slot].token)
        end(first.slot, tenants: tenants)
        return .leaseExpired(LeaseExpiry(tenant: resource.tenant, lease: reference))
    }

    /// Ends the request that gives up first and returns the consequence.
    ///
    /// - Precondition: a waiting request exists.
    mutating func expireFirstWait(tenants: borrowing Table<TenantEntry>) -> Decision {
        guard let first = waiterDues.first else { preconditionFailure() }
        let entry = waiters[first.slot]
        let resource = resources[entry.resource].id
        giveUp(first.slot, tenants: tenants)
        return .waitExpired(WaitExpiry(tenant: entry.key.tenant, resource: resource, agent: entry.agent))
    }

    /// Takes a request out of its queue and of everything that finds it.
    mutating func removeWaiter(_ slot: Slot, tenants: borrowing Table<TenantEntry>) {
        let (resource, tenant) = (waiters[slot].resource, waiters[slot].tenant)
        resources[resource].waiters.remove(slot, in: waiters)
        waiterDues.remove(slot)
        waiters.remove(slot)
        tenants[tenant].used.locks -= 1
    }

    private mutating func giveUp(_ slot: Slot, tenants: borrowing Table<TenantEntry>) {
        let resource = waiters[slot].resource
        removeWaiter(slot, tenants: tenants)
        settle(resource)
    }

    @inline(__always)
    private mutating func end(_ slot: Slot, tenants: borrowing Table<TenantEntry>) {
        let (resource, tenant) = (leases[slot].key.resource, leases[slot].tenant)
        resources[resource].holders.remove(slot, in: leases)
        leaseDues.remove(slot)
        leases.remove(slot)
        tenants[tenant].used.locks -= 1
        settle(resource)
    }

    @inline(__always)
    private func knownLease(_ reference: LeaseReference, tenant: TenantID) throws(Refusal) -> Slot {
        let resource = resources.find(TenantScopedKey(tenant: tenant, id: reference.resource))
        let slot = resource.isNone ? .none : lease(of: reference.agent, on: resource)
        guard !slot.isNone else { throw Refusal(.unknownLease) }
        return slot
    }

    private static func staleToken(_ reference: LeaseReference, current: UInt64) -> Refusal {
        Refusal(.staleToken, .count(needed: reference.token, limit: current))
    }
}
