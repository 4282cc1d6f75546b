import RecountKernel

/// A second reading of the locks in docs/format.md, as plain as can be: lists of resources, leases and requests, and
/// everything by its definition. It shares the kernel's commands and decisions, not a line of how it
/// decides.
///
/// It knows locks, the opening of tenants and their quotas of locks; all else is outside of it.
package struct ReferenceLocks {
    package let limits: KernelLimits
    /// The sequence of the last step.
    package private(set) var sequence: UInt64 = 0
    /// The model's time in milliseconds.
    package private(set) var time: UInt64
    /// What is held and awaited.
    package var picture = LockPicture()
    /// Number of leases and requests that each tenant may have, in the order of opening.
    package private(set) var quotas: [(tenant: TenantID, locks: UInt32)] = []
    /// Which step, and which place in its command, last set each lease's expiry.
    var expirySetBy: [LeaseName: (sequence: UInt64, index: UInt32)] = [:]

    struct LeaseName: Hashable {
        let tenant: UInt64
        let resource: UInt64
        let agent: UInt64

        init(_ tenant: TenantID, _ resource: LockResource, _ agent: LockAgent) {
            (self.tenant, self.resource, self.agent) = (tenant.rawValue, resource.low, agent.low)
        }
    }

    /// A model without tenants.
    package init(limits: KernelLimits, initialTime: UInt64 = 0) {
        self.limits = limits
        time = initialTime
    }

    /// The answer to a well-formed command.
    package mutating func step(_ command: Command) throws(StepError) -> Step {
        let commandTime = command.header.time.rawValue
        if let due = nextDue, due <= horizon(commandTime) { throw .consequencesDue }
        let latest = time + limits.maximumAdvance.rawValue
        begin(at: commandTime > latest ? time : commandTime)
        let decision: Decision
        do throws(Refusal) {
            if commandTime > latest { throw Refusal(.timeJump, .count(needed: commandTime, limit: latest)) }
            decision = try answer(command.body, command.header.tenant)
        } catch {
            decision = .refused(error)
        }
        return Step(sequence: sequence, time: Milliseconds(time), origin: .command, decision: decision)
    }

    func horizon(_ limit: UInt64) -> UInt64 {
        limit > time + limits.maximumAdvance.rawValue ? time : max(time, limit)
    }

    mutating func begin(at newTime: UInt64) {
        sequence += 1
        time = max(time, newTime)
    }

    /// Begins a step at the present time whose parts are taken one by one.
    package mutating func beginStep() {
        begin(at: time)
    }

    private mutating func answer(_ body: CommandBody, _ tenant: TenantID) throws(Refusal) -> Decision {
        switch body {
        case .tick: return .accepted
        case .openTenant(let opened):
            quotas.append((tenant, opened.locks))
            return .accepted
        default: break
        }
        guard let place = quotas.firstIndex(where: { $0.tenant == tenant }) else { throw Refusal(.unknownTenant) }
        switch body {
        case .setQuotas(let new):
            let used = use(of: tenant)
            guard used <= Int(new.locks) else {
                throw Refusal(.belowUse, .count(needed: UInt64(used), limit: UInt64(new.locks)))
            }
            quotas[place].locks = new.locks
            return .accepted
        case .acquireLock(let request): return try acquire(request, tenant, index: 0)
        case .renewLock(let reference, let lease): return try renew(reference, lease.rawValue, tenant)
        case .releaseLock(let reference): return try release(reference, tenant)
        case .cancelWait(let agent):
            guard let waiting = resourceAwaited(by: agent, tenant) else { throw Refusal(.notWaiting) }
            change(waiting.id, tenant) { $0.queue.removeAll { $0.agent == agent } }
            return .accepted
        default: fatalError("the model of locks knows no \(body)")
        }
    }

    /// Leases and requests of a tenant.
    package func use(of tenant: TenantID) -> Int {
        picture.resources.filter { $0.tenant == tenant }.map { $0.holders.count + $0.queue.count }.reduce(0, +)
    }

    func resourceAwaited(by agent: LockAgent, _ tenant: TenantID) -> LockPicture.Resource? {
        picture.resources.first { $0.tenant == tenant && $0.queue.contains { $0.agent == agent } }
    }

    /// Changes a resource, which stays in the picture only while someone holds or awaits it. A request of an
    /// agent that no longer holds the resource is no upgrade any more.
    mutating func change(_ id: LockResource, _ tenant: TenantID, _ edit: (inout LockPicture.Resource) -> Void) {
        var resource = picture.resource(id, of: tenant)
        picture.resources.removeAll { $0.tenant == tenant && $0.id == id }
        edit(&resource)
        for place in resource.queue.indices {
            let agent = resource.queue[place].agent
            resource.queue[place].isUpgrade = resource.holders.contains { $0.agent == agent }
        }
        if !resource.holders.isEmpty || !resource.queue.isEmpty { picture.resources.append(resource) }
        picture.sort()
    }

    private mutating func renew(
        _ reference: LeaseReference, _ lease: UInt64, _ tenant: TenantID
    ) throws(Refusal) -> Decision {
        try checkLease(lease, reference.resource)
        let grant = try held(reference, tenant).grant
        if grant.token != reference.token {
            throw Refusal(.staleToken, .count(needed: reference.token, limit: grant.token))
        }
        let renewed = LeaseGrant(
            token: grant.token, expiry: Milliseconds(time + lease), holdCount: grant.holdCount)
        change(reference.resource, tenant) { resource in
            for place in resource.holders.indices where resource.holders[place].agent == reference.agent {
                resource.holders[place].grant = renewed
            }
        }
        expirySetBy[LeaseName(tenant, reference.resource, reference.agent)] = (sequence, 0)
        return .lockAcquired(renewed)
    }

    private mutating func release(_ reference: LeaseReference, _ tenant: TenantID) throws(Refusal) -> Decision {
        var lease = try held(reference, tenant)
        let isOld = lease.superseded.map { $0.token == reference.token && $0.releaseCount > 0 } ?? false
        guard isOld || lease.grant.token == reference.token else {
            throw Refusal(.staleToken, .count(needed: reference.token, limit: lease.grant.token))
        }
        lease.grant.holdCount -= 1
        if isOld { lease.superseded?.releaseCount -= 1 }
        if let old = lease.superseded, old.releaseCount > lease.grant.holdCount {
            lease.superseded?.releaseCount = lease.grant.holdCount
        }
        let left = lease
        change(reference.resource, tenant) { resource in
            for place in resource.holders.indices where resource.holders[place].agent == left.agent {
                resource.holders[place] = left
            }
            resource.holders.removeAll { $0.grant.holdCount == 0 }
        }
        return .lockReleased(holdCount: lease.grant.holdCount)
    }

    private func held(_ reference: LeaseReference, _ tenant: TenantID) throws(Refusal) -> LockPicture.Lease {
        let resource = picture.resource(reference.resource, of: tenant)
        guard let lease = resource.holders.first(where: { $0.agent == reference.agent }) else {
            throw Refusal(.unknownLease)
        }
        return lease
    }

    func checkLease(_ lease: UInt64, _ resource: LockResource) throws(Refusal) {
        if lease == 0 { throw Refusal(.zeroLease, .resource(resource)) }
        let limit = min(limits.maximumLease.rawValue, Milliseconds.maximum.rawValue - time)
        if lease > limit { throw Refusal(.leaseTooLong, .duration(resource, needed: lease, limit: limit)) }
    }
}
