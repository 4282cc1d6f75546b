import RecountKernel

extension ReferenceLocks {
    /// What can fall due, in the order in which it is taken.
    private enum Event {
        case promotion(LockPicture.Resource)
        case leaseEnd(LockPicture.Resource, LockPicture.Lease)
        case waitEnd(LockPicture.Resource, LockPicture.Request)
    }

    /// When the next consequence falls due.
    package var nextDue: UInt64? { nextEvent?.due }

    /// The first consequence that is due by a time, or nil.
    package mutating func nextConsequence(until limit: UInt64) -> Step? {
        guard let next = nextEvent, next.due <= horizon(limit) else { return nil }
        begin(at: next.due)
        let decision: Decision
        switch next.event {
        case .promotion(let resource): decision = promote(resource)
        case .leaseEnd(let resource, let lease):
            change(resource.id, resource.tenant) { $0.holders.removeAll { $0.agent == lease.agent } }
            let reference = LeaseReference(resource: resource.id, agent: lease.agent, token: lease.grant.token)
            decision = .leaseExpired(LeaseExpiry(tenant: resource.tenant, lease: reference))
        case .waitEnd(let resource, let request):
            change(resource.id, resource.tenant) { $0.queue.removeAll { $0.agent == request.agent } }
            decision = .waitExpired(
                WaitExpiry(tenant: resource.tenant, resource: resource.id, agent: request.agent))
        }
        return Step(sequence: sequence, time: Milliseconds(time), origin: .consequence, decision: decision)
    }

    /// The steps that last set when each lease ends.
    package var stepsThatSetExpiries: [UInt64] {
        picture.resources.flatMap { resource in
            resource.holders.map { stepThatSetExpiry(of: $0.agent, on: resource) }
        }
    }

    /// The step that last set when a lease ends.
    package func stepThatSetExpiry(of agent: LockAgent, on resource: LockPicture.Resource) -> UInt64 {
        setting(of: agent, on: resource).sequence
    }

    private func setting(
        of agent: LockAgent, on resource: LockPicture.Resource
    ) -> (sequence: UInt64, index: UInt32) {
        guard let setting = expirySetBy[LeaseName(resource.tenant, resource.id, agent)] else {
            fatalError("nothing has set when the lease of \(agent) on \(resource) ends")
        }
        return setting
    }

    private var nextEvent: (due: UInt64, event: Event)? {
        let grantable = picture.resources.filter { LockPicture.isHeadGrantable($0) }
        if grantable.count > 1 { fatalError("two queues could go on at once: \(grantable)") }
        if let resource = grantable.first { return (time, .promotion(resource)) }
        var due: [(due: UInt64, kind: Int, setBy: UInt64, index: UInt32, event: Event)] = []
        for resource in picture.resources {
            for lease in resource.holders {
                let setBy = setting(of: lease.agent, on: resource)
                due.append(
                    (lease.grant.expiry.rawValue, 0, setBy.sequence, setBy.index, .leaseEnd(resource, lease)))
            }
            for request in resource.queue {
                due.append((request.deadline.rawValue, 1, request.queuedBy, 0, .waitEnd(resource, request)))
            }
        }
        let first = due.min { ($0.due, $0.kind, $0.setBy, $0.index) < ($1.due, $1.kind, $1.setBy, $1.index) }
        return first.map { ($0.due, $0.event) }
    }
}
