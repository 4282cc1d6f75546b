// Why one place for a pending promotion suffices. Only the end of a lease or the removal of a request
// can let a queue's first request through: a granted, re-entrant or upgraded lease takes away from
// others, and a request is queued only where it has to wait. Each step ends leases and requests of one
// resource at most. While a promotion is due, `Kernel.nextEvent` puts it before everything else and
// `Kernel.step` takes no command, so the next step promotes on that same resource, and so on until its
// first request has to wait. Hence no step finds a promotion pending on another resource; `settle`
// asserts it.

extension LockTable {
    /// Gives the first request of the queue that can go on what it waits for, and returns the consequence.
    ///
    /// - Precondition: a promotion is due.
    mutating func promoteFirst(at moment: Moment, tenants: borrowing Table<TenantEntry>) -> Decision {
        let resource = promotable
        precondition(!resource.isNone)
        promotable = .none
        let entry = waiters[resources[resource].waiters.first]
        removeWaiter(resources[resource].waiters.first, tenants: tenants)
        let due = Self.leaseDue(entry.lease, index: 0, at: moment)
        let lease: Slot
        if resources[resource].holders.isEmpty || entry.mode == .shared {
            // The request's place in the quota becomes the lease's, so there is room.
            tenants[entry.tenant].used.locks += 1
            lease = insertLease(of: entry.agent, on: resource, entry.mode, until: due, tenant: entry.tenant)
        } else {
            lease = resources[resource].holders.first
            precondition(leases[lease].key.agent == entry.agent)
            upgrade(lease, until: due)
        }
        settle(resource)
        return .lockPromoted(
            LockPromotion(
                tenant: entry.key.tenant, resource: resources[resource].id, agent: entry.agent,
                mode: leases[lease].mode, grant: leases[lease].grant))
    }

    /// Removes a resource that nobody holds or awaits any more, or notes that the first request of its
    /// queue can go on. Follows every end of a lease and every removal of a request.
    @inline(__always)
    mutating func settle(_ resource: Slot) {
        precondition(promotable.isNone)
        if resources[resource].waiters.isEmpty {
            if resources[resource].holders.isEmpty { resources.remove(resource) }
        } else if canPromote(resource) {
            promotable = resource
        }
    }

    /// Whether the first request of a queue conflicts with no holder other than its own agent.
    @inline(__always)
    func canPromote(_ resource: Slot) -> Bool {
        let holder = resources[resource].holders.first
        if holder.isNone { return true }
        let head = resources[resource].waiters.first
        if waiters[head].mode == .shared { return leases[holder].mode == .shared }
        return resources[resource].hasSoleHolder && leases[holder].key.agent == waiters[head].agent
    }
}
