import RecountKernel

extension ReferenceLocks {
    /// Answers a request, as the lock at `index` of its command.
    package mutating func acquire(
        _ request: LockRequest, _ tenant: TenantID, index: UInt32
    ) throws(Refusal) -> Decision {
        try checkTimes(request)
        if let waiting = resourceAwaited(by: request.agent, tenant) {
            throw Refusal(.alreadyQueued, .resource(waiting.id))
        }
        let resource = picture.resource(request.resource, of: tenant)
        let own = resource.holders.first { $0.agent == request.agent }
        let others = resource.holders.filter { $0.agent != request.agent }
        if let own, own.mode == .exclusive || request.mode == .shared || others.isEmpty {
            try checkCount(own)
            return .lockAcquired(holdAgain(own, request, tenant, index: index))
        }
        if own != nil, let rival = resource.queue.first(where: { $0.isUpgrade }) {
            throw Refusal(.upgradePending, .holder(request.resource, rival.agent))
        }
        let conflicting = others.first { $0.mode.excludes(request.mode) }
        if own == nil, conflicting == nil, resource.queue.isEmpty {
            try checkQuota(tenant)
            return .lockAcquired(give(request.agent, request.mode, request.lease, resource.id, tenant, index: index))
        }
        if request.wait == .zero {
            throw Refusal(
                .lockHeld, .holder(request.resource, conflicting?.agent ?? resource.queue[0].agent))
        }
        return try queue(request, tenant, isUpgrade: own != nil, at: own == nil ? resource.queue.count : 0)
    }

    private func checkTimes(_ request: LockRequest) throws(Refusal) {
        try checkLease(request.lease.rawValue, request.resource)
        let wait = request.wait.rawValue
        let limit = min(limits.maximumWait.rawValue, Milliseconds.maximum.rawValue - time)
        if wait > limit { throw Refusal(.waitTooLong, .duration(request.resource, needed: wait, limit: limit)) }
    }

    private func checkQuota(_ tenant: TenantID) throws(Refusal) {
        for quota in quotas where quota.tenant == tenant && use(of: tenant) >= Int(quota.locks) {
            throw Refusal(.full, .count(needed: UInt64(quota.locks) + 1, limit: UInt64(quota.locks)))
        }
    }

    private func checkCount(_ lease: LockPicture.Lease) throws(Refusal) {
        if lease.grant.holdCount == .max {
            throw Refusal(.full, .count(needed: 0x1_0000_0000, limit: 0xffff_ffff))
        }
    }

    /// One more of a lease, exclusive if that is asked for.
    private mutating func holdAgain(
        _ own: LockPicture.Lease, _ request: LockRequest, _ tenant: TenantID, index: UInt32
    ) -> LeaseGrant {
        var lease = own
        if own.mode == .shared, request.mode == .exclusive {
            lease.superseded = SupersededToken(token: own.grant.token, releaseCount: own.grant.holdCount)
            lease.mode = .exclusive
            lease.grant.token = sequence
        }
        lease.grant.holdCount += 1
        let expiry = min(time + request.lease.rawValue, Milliseconds.maximum.rawValue)
        if expiry >= own.grant.expiry.rawValue {
            lease.grant.expiry = Milliseconds(expiry)
            expirySetBy[LeaseName(tenant, request.resource, request.agent)] = (sequence, index)
        }
        let held = lease
        change(request.resource, tenant) { resource in
            for place in resource.holders.indices where resource.holders[place].agent == held.agent {
                resource.holders[place] = held
            }
        }
        return lease.grant
    }

    /// A new lease.
    private mutating func give(
        _ agent: LockAgent, _ mode: LockMode, _ length: Milliseconds, _ resource: LockResource, _ tenant: TenantID,
        index: UInt32
    ) -> LeaseGrant {
        let expiry = min(time + length.rawValue, Milliseconds.maximum.rawValue)
        let grant = LeaseGrant(token: sequence, expiry: Milliseconds(expiry), holdCount: 1)
        change(resource, tenant) {
            $0.holders.append(LockPicture.Lease(agent: agent, mode: mode, grant: grant, superseded: nil))
        }
        expirySetBy[LeaseName(tenant, resource, agent)] = (sequence, index)
        return grant
    }

    private mutating func queue(
        _ request: LockRequest, _ tenant: TenantID, isUpgrade: Bool, at place: Int
    ) throws(Refusal) -> Decision {
        let waiting = LockPicture.Request(
            agent: request.agent, mode: request.mode, lease: request.lease,
            deadline: Milliseconds(time + request.wait.rawValue), queuedBy: sequence, isUpgrade: isUpgrade)
        var queued = self
        queued.change(request.resource, tenant) { $0.queue.insert(waiting, at: place) }
        let cycle = firstCycle(request.agent, from: request.resource, tenant)
        guard queued.picture.waitsForItself(request.agent, tenant: tenant) == (cycle != nil) else {
            fatalError("the order of the search disagrees with the graph at \(picture)")
        }
        if let cycle { throw Refusal(.wouldDeadlock, .holder(cycle.resource, cycle.agent)) }
        try checkQuota(tenant)
        if isUpgrade,
            let own = picture.resource(request.resource, of: tenant).holders.first(where: {
                $0.agent == request.agent
            })
        {
            try checkCount(own)
        }
        self = queued
        return .lockQueued(position: UInt32(place))
    }

    /// Which cycle is told: resources breadth first from the one asked for, by the holders that wait
    /// elsewhere, in the order in which they were given their leases. Whether there is one at all is
    /// decided by the graph.
    private func firstCycle(
        _ agent: LockAgent, from start: LockResource, _ tenant: TenantID
    ) -> (resource: LockResource, agent: LockAgent)? {
        var visited = [start]
        var next = 0
        while next < visited.count {
            for holder in picture.resource(visited[next], of: tenant).holders where holder.agent != agent {
                guard let awaited = resourceAwaited(by: holder.agent, tenant) else { continue }
                if awaited.holders.contains(where: { $0.agent == agent }) { return (awaited.id, holder.agent) }
                if !visited.contains(awaited.id) { visited.append(awaited.id) }
            }
            next += 1
        }
        return nil
    }
}

extension ReferenceLocks {
    /// Gives the first request of a resource's queue what it waits for.
    mutating func promote(_ resource: LockPicture.Resource) -> Decision {
        let (tenant, request) = (resource.tenant, resource.queue[0])
        change(resource.id, tenant) { $0.queue.removeFirst() }
        let grant: LeaseGrant
        if let own = resource.holders.first(where: { $0.agent == request.agent }) {
            let upgrade = LockRequest(
                resource: resource.id, agent: request.agent, mode: request.mode, lease: request.lease)
            grant = holdAgain(own, upgrade, tenant, index: 0)
        } else {
            grant = give(request.agent, request.mode, request.lease, resource.id, tenant, index: 0)
        }
        return .lockPromoted(
            LockPromotion(
                tenant: tenant, resource: resource.id, agent: request.agent, mode: request.mode, grant: grant))
    }
}
