import RecountKernel

/// Keeps the leases from the records alone, without a kernel's table, and checks what each record says
/// of them: that exclusive leases stand alone (L1), that tokens strictly increase (L2), when leases
/// end (L4) and how often they are held.
///
/// It holds the leases that are open, which the kernel's limits bound. A step costs O(log leases of a resource).
package struct LockAuditor {
    private var resources: [ResourceKey: LeaseBook] = [:]

    /// Begins without a lease.
    package init() {}

    /// - Parameter kernel: where the audit begins; the leases that it has then are taken as they are.
    package init(of kernel: borrowing Kernel) {
        var keys: [ResourceKey] = []
        kernel.forEachResource { keys.append(ResourceKey(tenant: $0.tenant, resource: $0.resource)) }
        for key in keys {
            var book = LeaseBook()
            kernel.forEachHolder(of: key.resource, tenant: key.tenant) { book.put(AuditedLease($0)) }
            if !book.isEmpty { resources[key] = book }
        }
    }

    /// Takes one step and checks the leases that it touches.
    package mutating func audit(_ step: Step, _ command: Command?) throws(LockViolation) {
        switch step.decision {
        case .leaseExpired(let expiry): try end(expiry, at: step)
        case .lockPromoted(let promotion):
            let key = ResourceKey(tenant: promotion.tenant, resource: promotion.resource)
            // How long the request was to hold it stands in an earlier record, which is not kept.
            try give(key, promotion.agent, promotion.mode, earliestExpiry: nil, promotion.grant, at: step)
        case .lockAcquired(let grant): if let command { try audit(command, grant, at: step) }
        case .lockReleased(let holdCount): if let command { try audit(command, holdCount, at: step) }
        case .admitted(let admission): if let command { try audit(command, admission, at: step) }
        default: return
        }
    }

    /// Checks that nothing is held longer than the records say. O(resources · log leases).
    package mutating func auditAll(at time: Milliseconds) throws(LockViolation) {
        for index in resources.indices { try checkNoneEnds(index, before: time) }
    }

    private mutating func audit(
        _ command: Command, _ grant: LeaseGrant, at step: Step
    ) throws(LockViolation) {
        let tenant = command.header.tenant
        switch command.body {
        case .acquireLock(let request):
            let key = ResourceKey(tenant: tenant, resource: request.resource)
            try give(key, request.agent, request.mode, earliestExpiry: step.time + request.lease, grant, at: step)
        case .renewLock(let reference, let lease):
            try renew(ResourceKey(tenant: tenant, resource: reference.resource), reference, lease, grant, at: step)
        default: return
        }
    }

    private mutating func audit(
        _ command: Command, _ holdCount: UInt32, at step: Step
    ) throws(LockViolation) {
        guard case .releaseLock(let reference) = command.body else { return }
        let key = ResourceKey(tenant: command.header.tenant, resource: reference.resource)
        try release(key, reference, holdCount, at: step)
    }

    private mutating func audit(
        _ command: Command, _ admission: Admission, at step: Step
    ) throws(LockViolation) {
        guard admission.leaseCount > 0, case .admit(let request) = command.body else { return }
        let header = request.header
        for position in 0..<admission.leaseCount {
            let lease = admission.lease(at: position)
            let lock = header.locks[Int(position)]
            let key = ResourceKey(tenant: command.header.tenant, resource: lease.resource)
            try give(key, header.agent, lock.mode, earliestExpiry: step.time + lock.lease, lease.grant, at: step)
        }
    }

    /// - Parameter earliestExpiry: when a new lease ends; nil if the record does not tell.
    private mutating func give(
        _ key: ResourceKey, _ agent: LockAgent, _ mode: LockMode, earliestExpiry: Milliseconds?, _ grant: LeaseGrant,
        at step: Step
    ) throws(LockViolation) {
        let index = resources.index(forKey: key)
        if let index { try checkNoneIsOver(index, before: step) }
        let held = index.flatMap { resources.values[$0][agent] }
        let isCovered = held.map { $0.mode == .exclusive || $0.mode == mode } ?? false
        let checked = Checked(key: key, agent: agent)
        try checked.equal(.fencing, isCovered ? held?.token ?? 0 : step.sequence, grant.token)
        try checked.equal(.holdCount, UInt64(held?.holdCount ?? 0) + 1, UInt64(grant.holdCount))
        if let earliestExpiry {
            let expiry = max(held?.expiry ?? .zero, earliestExpiry)
            try checked.equal(.expiry, expiry.rawValue, grant.expiry.rawValue)
        }
        let lease = AuditedLease(
            agent: agent, mode: isCovered ? held?.mode ?? mode : mode, token: grant.token, expiry: grant.expiry,
            holdCount: grant.holdCount)
        guard let index else {
            var book = LeaseBook()
            book.put(lease)
            resources[key] = book
            return
        }
        resources.values[index].put(lease)
        guard resources.values[index].hasExclusive else { return }
        try checked.equal(.exclusion, 0, UInt64(resources.values[index].count - 1))
    }

    private mutating func renew(
        _ key: ResourceKey, _ reference: LeaseReference, _ lease: Milliseconds, _ grant: LeaseGrant, at step: Step
    ) throws(LockViolation) {
        let checked = Checked(key: key, agent: reference.agent)
        let index = resources.index(forKey: key)
        if let index { try checkNoneIsOver(index, before: step) }
        guard let index, var held = resources.values[index][reference.agent] else {
            return try checked.equal(.holdCount, 0, UInt64(grant.holdCount))
        }
        try checked.equal(.fencing, held.token, grant.token)
        try checked.equal(.holdCount, UInt64(held.holdCount), UInt64(grant.holdCount))
        try checked.equal(.expiry, (step.time + lease).rawValue, grant.expiry.rawValue)
        held.expiry = grant.expiry
        resources.values[index].put(held)
    }

    private mutating func release(
        _ key: ResourceKey, _ reference: LeaseReference, _ holdCount: UInt32, at step: Step
    ) throws(LockViolation) {
        let checked = Checked(key: key, agent: reference.agent)
        let index = resources.index(forKey: key)
        if let index { try checkNoneIsOver(index, before: step) }
        guard let index, var held = resources.values[index][reference.agent] else {
            return try checked.equal(.fencing, 0, reference.token)
        }
        // A lease that was upgraded may also be released by the token that it had before.
        if reference.token > held.token { try checked.equal(.fencing, held.token, reference.token) }
        try checked.equal(.holdCount, UInt64(held.holdCount) - 1, UInt64(holdCount))
        if holdCount == 0 { return end(index, reference.agent) }
        held.holdCount = holdCount
        resources.values[index].put(held)
    }

    private mutating func end(_ expiry: LeaseExpiry, at step: Step) throws(LockViolation) {
        let key = ResourceKey(tenant: expiry.tenant, resource: expiry.lease.resource)
        let checked = Checked(key: key, agent: expiry.lease.agent)
        guard let index = resources.index(forKey: key), let held = resources.values[index][expiry.lease.agent] else {
            return try checked.equal(.fencing, 0, expiry.lease.token)
        }
        try checked.equal(.fencing, held.token, expiry.lease.token)
        try checked.equal(.expiry, held.expiry.rawValue, step.time.rawValue)
        end(index, expiry.lease.agent)
    }

    private mutating func end(_ index: Dictionary<ResourceKey, LeaseBook>.Index, _ agent: LockAgent) {
        resources.values[index].remove(agent)
        if resources.values[index].isEmpty { resources.remove(at: index) }
    }

    /// Before a command everything that is due by its time has ended; a promotion comes before leases
    /// that end at the same moment.
    private mutating func checkNoneIsOver(
        _ index: Dictionary<ResourceKey, LeaseBook>.Index, before step: Step
    ) throws(LockViolation) {
        switch step.origin {
        case .command: try checkNoneEnds(index, before: Milliseconds(step.time.rawValue + 1))
        case .consequence: try checkNoneEnds(index, before: step.time)
        }
    }

    private mutating func checkNoneEnds(
        _ index: Dictionary<ResourceKey, LeaseBook>.Index, before time: Milliseconds
    ) throws(LockViolation) {
        guard let lease = resources.values[index].first(), lease.expiry < time else { return }
        try Checked(key: resources[index].key, agent: lease.agent).equal(.expiry, lease.expiry.rawValue, time.rawValue)
    }
}

/// A resource among those of all tenants.
private struct ResourceKey: Hashable {
    let tenant: TenantID
    let resource: LockResource

    func hash(into hasher: inout Hasher) {
        hasher.combine(tenant.rawValue)
        hasher.combine(resource.high)
        hasher.combine(resource.low)
    }
}

/// The lease that a check is about.
private struct Checked {
    let key: ResourceKey
    let agent: LockAgent

    func equal(_ property: LockViolation.Property, _ expected: UInt64, _ found: UInt64) throws(LockViolation) {
        guard expected != found else { return }
        throw LockViolation(
            property: property, tenant: key.tenant, resource: key.resource, agent: agent, expected: expected,
            found: found)
    }
}

/// Bound: times in records and leases are at most 2^53.
private func + (time: Milliseconds, span: Milliseconds) -> Milliseconds {
    Milliseconds(time.rawValue + span.rawValue)
}
