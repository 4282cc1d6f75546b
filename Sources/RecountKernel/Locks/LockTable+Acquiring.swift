extension LockTable {
    /// Gives a lease, or more of one, or queues the request.
    mutating func acquire(
        _ request: LockRequest, of tenant: Slot, tenants: borrowing Table<TenantEntry>, at moment: Moment
    ) throws(Refusal) -> FrequentDecision {
        var allowance = LockAllowance(tenants[tenant])
        let outcome = try judge(request, &allowance, at: moment)
        tenants[tenant].used.locks = allowance.used
        switch outcome {
        case .queued(let resource):
            let position = resources[resource].waiters.count
            let waiter = insertWaiter(request, for: resource, of: tenant, tenant: allowance.tenant, at: moment)
            resources[resource].waiters.append(waiter, in: waiters)
            return .lockQueued(position: position)
        case .upgradeQueued(let resource, _):
            let waiter = insertWaiter(request, for: resource, of: tenant, tenant: allowance.tenant, at: moment)
            resources[resource].waiters.prepend(waiter, in: waiters)
            return .lockQueued(position: 0)
        default:
            let due = Self.leaseDue(request.lease, index: 0, at: moment)
            return .lockAcquired(give(outcome, request, until: due, of: tenant, tenant: allowance.tenant))
        }
    }

    /// Whether an admission could take all of its locks at once, as if each were tried in order. Each
    /// resource is listed once and no try waits, so all that an earlier lock changes for a later one is
    /// how much of the quota is left.
    mutating func checkTry(
        _ locks: AdmissionHeader.Locks, agent: LockAgent, of tenant: Slot, tenants: borrowing Table<TenantEntry>,
        at moment: Moment
    ) throws(Refusal) {
        var allowance = LockAllowance(tenants[tenant])
        for index in 0..<locks.count {
            _ = try judge(LockRequest(trying: locks[index], agent: agent), &allowance, at: moment)
        }
    }

    /// Takes the lock at an index of an admission, all of which `checkTry` has accepted in this step.
    mutating func take(
        _ lock: AdmissionLock, index: UInt32, agent: LockAgent, of tenant: Slot,
        tenants: borrowing Table<TenantEntry>, at moment: Moment
    ) -> LeaseGrant {
        let request = LockRequest(trying: lock, agent: agent)
        var allowance = LockAllowance(tenants[tenant])
        let outcome: LockOutcome
        do throws(Refusal) {
            outcome = try judge(request, &allowance, at: moment)
        } catch {
            preconditionFailure()
        }
        tenants[tenant].used.locks = allowance.used
        let due = Self.leaseDue(lock.lease, index: index, at: moment)
        return give(outcome, request, until: due, of: tenant, tenant: allowance.tenant)
    }

    /// When a lease that is given now ends by itself: never after the end of time, so that a lease
    /// that a long wait has brought close to it is shorter.
    @inline(__always)
    static func leaseDue(_ lease: Milliseconds, index: UInt32, at moment: Moment) -> DueKey {
        // Bound: both are at most 2^53.
        let due = min(moment.time.rawValue &+ lease.rawValue, Milliseconds.maximum.rawValue)
        return DueKey(due: due, setBy: moment.sequence, index: index)
    }

    /// Carries out an outcome that does not wait.
    @inline(__always)
    private mutating func give(
        _ outcome: LockOutcome, _ request: LockRequest, until due: DueKey, of slot: Slot, tenant: TenantID
    ) -> LeaseGrant {
        switch outcome {
        case .heldAgain(let lease):
            leases[lease].holdAgain(until: due)
            leaseDues.update(lease, key: leases[lease].due)
            return leases[lease].grant
        case .upgraded(let lease):
            upgrade(lease, until: due)
            return leases[lease].grant
        case .free(let hash):
            let key = TenantScopedKey(tenant: tenant, id: request.resource)
            let resource = resources.insert(ResourceEntry(key: key), hash: hash)
            let lease = insertLease(of: request.agent, on: resource, request.mode, until: due, tenant: slot)
            return leases[lease].grant
        case .granted(let resource):
            let lease = insertLease(of: request.agent, on: resource, request.mode, until: due, tenant: slot)
            return leases[lease].grant
        case .queued, .upgradeQueued: preconditionFailure()
        }
    }

    /// Makes a shared lease exclusive, under the token of the step that `due` names.
    mutating func upgrade(_ lease: Slot, until due: DueKey) {
        leases[lease].upgrade(until: due)
        leaseDues.update(lease, key: leases[lease].due)
    }

    /// Adds a lease that its tenant's use already counts, last in the order of leases given.
    mutating func insertLease(
        of agent: LockAgent, on resource: Slot, _ mode: LockMode, until due: DueKey, tenant: Slot
    ) -> Slot {
        let lease = leases.insert(
            LeaseEntry(
                key: LeaseEntry.Key(agent: agent, resource: resource), tenant: tenant, mode: mode, token: due.setBy,
                due: due))
        leaseDues.insert(lease, key: due)
        resources[resource].holders.append(lease, in: leases)
        return lease
    }

    /// Adds a waiting request that is not in its queue yet.
    private mutating func insertWaiter(
        _ request: LockRequest, for resource: Slot, of slot: Slot, tenant: TenantID, at moment: Moment
    ) -> Slot {
        // Bound: the wait was checked to end within the end of time.
        let due = DueKey(due: moment.time.rawValue &+ request.wait.rawValue, setBy: moment.sequence)
        let waiter = waiters.insert(
            WaiterEntry(
                key: TenantScopedKey(tenant: tenant, id: request.agent), tenant: slot, resource: resource,
                mode: request.mode, lease: request.lease, due: due))
        waiterDues.insert(waiter, key: due)
        return waiter
    }
}

extension LockRequest {
    /// A lock of an admission, which never waits.
    fileprivate init(trying lock: AdmissionLock, agent: LockAgent) {
        self.init(resource: lock.resource, agent: agent, mode: lock.mode, lease: lock.lease)
    }
}
