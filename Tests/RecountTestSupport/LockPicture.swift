import RecountKernel

/// All leases and queues at one moment, as a kernel tells them or a model has them.
package struct LockPicture: Equatable {
    /// A lease.
    package struct Lease: Equatable {
        package var agent: LockAgent
        package var mode: LockMode
        package var grant: LeaseGrant
        package var superseded: SupersededToken?
    }

    /// A waiting request.
    package struct Request: Equatable {
        package var agent: LockAgent
        package var mode: LockMode
        package var lease: Milliseconds
        package var deadline: Milliseconds
        package var queuedBy: UInt64
        package var isUpgrade: Bool
    }

    /// A resource with its leases in the order in which they were given and its queue.
    package struct Resource: Equatable {
        package var tenant: TenantID
        package var id: LockResource
        package var holders: [Lease] = []
        package var queue: [Request] = []
    }

    /// By tenant and id.
    package var resources: [Resource] = []

    /// What a resource has; nothing if it is free.
    package func resource(_ id: LockResource, of tenant: TenantID) -> Resource {
        resources.first { $0.id == id && $0.tenant == tenant } ?? Resource(tenant: tenant, id: id)
    }

    /// Orders the resources.
    package mutating func sort() {
        resources.sort { ($0.tenant, $0.id) < ($1.tenant, $1.id) }
    }
}

extension LockPicture {
    /// What a kernel's queries tell.
    package init(_ kernel: borrowing Kernel) {
        var found: [ResourceState] = []
        kernel.forEachResource { found.append($0) }
        for state in found {
            var resource = Resource(tenant: state.tenant, id: state.resource)
            kernel.forEachHolder(of: state.resource, tenant: state.tenant) { lease in
                resource.holders.append(
                    Lease(agent: lease.agent, mode: lease.mode, grant: lease.grant, superseded: lease.superseded))
            }
            kernel.forEachWaiter(of: state.resource, tenant: state.tenant) { waiter in
                resource.queue.append(
                    Request(
                        agent: waiter.agent, mode: waiter.mode, lease: waiter.lease, deadline: waiter.deadline,
                        queuedBy: waiter.queuedBy, isUpgrade: waiter.isUpgrade))
            }
            if resource.holders.count != state.holderCount || resource.queue.count != state.waiterCount {
                fatalError("\(state) where the kernel lists \(resource)")
            }
            resources.append(resource)
        }
        sort()
    }
}

extension LockMode {
    /// By definition: anything with exclusive.
    package func excludes(_ other: LockMode) -> Bool {
        switch (self, other) {
        case (.shared, .shared): false
        case (.exclusive, _), (_, .exclusive): true
        }
    }
}

extension LockPicture {
    /// Whether the first request of a queue conflicts with no other agent's lease.
    package static func isHeadGrantable(_ resource: Resource) -> Bool {
        guard let head = resource.queue.first else { return false }
        return !resource.holders.contains { $0.agent != head.agent && $0.mode.excludes(head.mode) }
    }

    /// Whom an agent with a request at a place in a queue waits for, by definition: every other holder and
    /// every earlier request whose mode conflicts.
    package static func agentsAwaited(by request: Request, at place: Int, on resource: Resource) -> [LockAgent] {
        let holders = resource.holders.filter { $0.agent != request.agent && $0.mode.excludes(request.mode) }
        let earlier = resource.queue[..<place].filter { $0.mode.excludes(request.mode) }
        return holders.map(\.agent) + earlier.map(\.agent)
    }

    /// Whether an agent of a tenant waits for itself, over any number of others.
    package func waitsForItself(_ agent: LockAgent, tenant: TenantID) -> Bool {
        var reached: [LockAgent] = []
        var open = awaited(by: agent, tenant: tenant)
        while let next = open.popLast() {
            if next == agent { return true }
            if reached.contains(next) { continue }
            reached.append(next)
            open += awaited(by: next, tenant: tenant)
        }
        return false
    }

    private func awaited(by agent: LockAgent, tenant: TenantID) -> [LockAgent] {
        var awaited: [LockAgent] = []
        for resource in resources where resource.tenant == tenant {
            for (place, request) in resource.queue.enumerated() where request.agent == agent {
                awaited += Self.agentsAwaited(by: request, at: place, on: resource)
            }
        }
        return awaited
    }
}
