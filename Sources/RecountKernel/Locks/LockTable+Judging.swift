// What a request would come to. Nothing here changes the state; what is mutating is so for the tables to
// be read where they are, and not from a copy of all their fields.

extension LockTable {
    /// What becomes of a request, or the first reason against it, in the specified order. O(1) expected;
    /// where the request is not granted, O(leases of the tenant).
    ///
    /// - Parameter allowance: the tenant's; what the request needs is taken out of it.
    @inline(__always)
    mutating func judge(
        _ request: LockRequest, _ allowance: inout LockAllowance, at moment: Moment
    ) throws(Refusal) -> LockOutcome {
        try checkLease(request.lease, of: request.resource, at: moment.time)
        try checkWait(request, at: moment.time)
        let waiting = waiter(request.agent, tenant: allowance.tenant)
        guard waiting.isNone else {
            throw Refusal(.alreadyQueued, .resource(resources[waiters[waiting].resource].id))
        }
        let outcome = try outcome(of: request, tenant: allowance.tenant, by: moment.sequence)
        try allowance.take(outcome)
        try checkCount(of: outcome)
        return outcome
    }

    /// Whether a lease has a length that the limits and the end of time allow.
    @inline(__always)
    func checkLease(_ lease: Milliseconds, of resource: LockResource, at time: Milliseconds) throws(Refusal) {
        guard lease != .zero else { throw Refusal(.zeroLease, .resource(resource)) }
        let limit = min(limits.maximumLease, remainder(of: time))
        guard lease <= limit else {
            throw Refusal(.leaseTooLong, .duration(resource, needed: lease.rawValue, limit: limit.rawValue))
        }
    }

    @inline(__always)
    private func checkWait(_ request: LockRequest, at time: Milliseconds) throws(Refusal) {
        let limit = min(limits.maximumWait, remainder(of: time))
        guard request.wait <= limit else {
            throw Refusal(
                .waitTooLong, .duration(request.resource, needed: request.wait.rawValue, limit: limit.rawValue))
        }
    }

    @inline(__always)
    private func remainder(of time: Milliseconds) -> Milliseconds {
        // Bound: the kernel's time is at most 2^53.
        Milliseconds(Milliseconds.maximum.rawValue &- time.rawValue)
    }

    @inline(__always)
    private mutating func outcome(
        of request: LockRequest, tenant: TenantID, by sequence: UInt64
    ) throws(Refusal) -> LockOutcome {
        let known = resources.search(TenantScopedKey(tenant: tenant, id: request.resource))
        let resource = known.slot
        if resource.isNone { return .free(resource: known.hash) }
        let lease = lease(of: request.agent, on: resource)
        if !lease.isNone {
            if leases[lease].mode == .exclusive || request.mode == .shared { return .heldAgain(lease: lease) }
            if resources[resource].hasSoleHolder { return .upgraded(lease: lease) }
            if let rival = pendingUpgrade(of: resource) {
                throw Refusal(.upgradePending, .holder(request.resource, rival))
            }
        } else if resources[resource].waiters.isEmpty, conflictingHolder(with: request, on: resource).isNone {
            return .granted(resource: resource)
        }
        if request.wait == .zero {
            throw Refusal(.lockHeld, .holder(request.resource, obstacle(to: request, on: resource)))
        }
        if let cycle = cycle(closedBy: request.agent, waitingFor: resource, by: sequence) {
            throw Refusal(.wouldDeadlock, .holder(cycle.resource, cycle.waiter))
        }
        return lease.isNone ? .queued(resource: resource) : .upgradeQueued(resource: resource, lease: lease)
    }

    /// The agent at the head of a queue if it holds the resource too: it waits to hold it alone.
    private func pendingUpgrade(of resource: Slot) -> LockAgent? {
        let head = resources[resource].waiters.first
        guard !head.isNone, isUpgrade(head) else { return nil }
        return waiters[head].agent
    }

    /// Whether a waiting agent holds what it waits for. Only the head of a queue can: an upgrade goes
    /// there, and none is queued before it while it is one.
    func isUpgrade(_ waiter: Slot) -> Bool {
        !lease(of: waiters[waiter].agent, on: waiters[waiter].resource).isNone
    }

    /// The first holder, in the order in which leases were given, that keeps a request from being
    /// granted, or none. The agent's own lease is no obstacle.
    private func conflictingHolder(with request: LockRequest, on resource: Slot) -> Slot {
        var holder = resources[resource].holders.first
        // Bound: one round for each holder. All holders have the same mode, since an exclusive one is
        // alone, so this ends after the first that is another agent's.
        while !holder.isNone {
            if leases[holder].key.agent != request.agent {
                return leases[holder].mode.conflicts(with: request.mode) ? holder : .none
            }
            holder = leases[holder].links.next
        }
        return .none
    }

    /// Who is first in the way of a request that is not granted: a holder, else the first in the queue.
    private func obstacle(to request: LockRequest, on resource: Slot) -> LockAgent {
        let holder = conflictingHolder(with: request, on: resource)
        return holder.isNone ? waiters[resources[resource].waiters.first].agent : leases[holder].key.agent
    }

    /// Whether a lease that will be held once more can count that. A waiting agent cannot hold anything
    /// once more in the meantime, so an upgrade that has room when it is queued has room when it is given.
    @inline(__always)
    private func checkCount(of outcome: LockOutcome) throws(Refusal) {
        let lease: Slot
        switch outcome {
        case .free, .granted, .queued: return
        case .heldAgain(let held), .upgraded(let held), .upgradeQueued(_, let held): lease = held
        }
        let limit = UInt32.max
        guard leases[lease].holdCount < limit else {
            // Bound: a 32-bit number and 1.
            throw Refusal(.full, .count(needed: limit.widened &+ 1, limit: limit.widened))
        }
    }
}
