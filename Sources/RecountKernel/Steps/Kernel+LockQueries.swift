// What a host may read of locks. Nothing here changes the state or enters a decision.

/// A resource that someone holds or waits for.
public struct ResourceState: Equatable, Sendable {
    /// Its tenant.
    public let tenant: TenantID
    /// Its id.
    public let resource: LockResource
    /// The number of agents that hold it.
    public let holderCount: UInt32
    /// The number of agents that wait for it.
    public let waiterCount: UInt32
}

/// A lease as it stands.
public struct LeaseState: Equatable, Sendable {
    /// Who holds it.
    public let agent: LockAgent
    /// How.
    public let mode: LockMode
    /// Its token, expiry and count.
    public let grant: LeaseGrant
    /// The token that it had before it was upgraded, while it was.
    public let superseded: SupersededToken?
}

/// A waiting request as it stands.
public struct WaiterState: Equatable, Sendable {
    /// Who waits.
    public let agent: LockAgent
    /// How it would hold the resource.
    public let mode: LockMode
    /// How long its lease will last from when it is given.
    public let lease: Milliseconds
    /// When it gives up.
    public let deadline: Milliseconds
    /// The sequence of the record that queued it.
    public let queuedBy: UInt64
    /// Whether the agent holds the resource shared, and waits to hold it alone.
    public let isUpgrade: Bool
}

extension Kernel {
    /// The number of leases of all tenants. O(1).
    public var leaseCount: Int { locks.leases.count.offset }

    /// The number of requests of all tenants that wait for a lock. O(1).
    public var waiterCount: Int { locks.waiters.count.offset }

    /// Calls `body` with every resource that is held or awaited, in an order that depends on the
    /// commands alone but is otherwise unspecified. O(the most resources at any time so far).
    public func forEachResource<Failure: Error>(
        _ body: (ResourceState) throws(Failure) -> Void
    ) throws(Failure) {
        for number in 0..<locks.resources.usedSlots {
            let entry = locks.resources[Slot(rawValue: number)]
            // Free slots have no tenant.
            if entry.key.tenant == .none { continue }
            try body(
                ResourceState(
                    tenant: entry.key.tenant, resource: entry.id, holderCount: entry.holders.count,
                    waiterCount: entry.waiters.count))
        }
    }

    /// Calls `body` with every lease of a resource, in the order in which they were given, which is
    /// that of their tokens. O(holders).
    public func forEachHolder<Failure: Error>(
        of resource: LockResource, tenant: TenantID, _ body: (LeaseState) throws(Failure) -> Void
    ) throws(Failure) {
        let slot = locks.resources.find(TenantScopedKey(tenant: tenant, id: resource))
        var holder = slot.isNone ? .none : locks.resources[slot].holders.first
        while !holder.isNone {
            let entry = locks.leases[holder]
            try body(
                LeaseState(agent: entry.key.agent, mode: entry.mode, grant: entry.grant, superseded: entry.superseded))
            holder = entry.links.next
        }
    }

    /// Calls `body` with every request that waits for a resource, the first to be served first.
    /// O(waiters).
    public func forEachWaiter<Failure: Error>(
        of resource: LockResource, tenant: TenantID, _ body: (WaiterState) throws(Failure) -> Void
    ) throws(Failure) {
        let slot = locks.resources.find(TenantScopedKey(tenant: tenant, id: resource))
        var waiter = slot.isNone ? .none : locks.resources[slot].waiters.first
        while !waiter.isNone {
            let entry = locks.waiters[waiter]
            try body(
                WaiterState(
                    agent: entry.agent, mode: entry.mode, lease: entry.lease, deadline: Milliseconds(entry.due.due),
                    queuedBy: entry.due.setBy, isUpgrade: locks.isUpgrade(waiter)))
            waiter = entry.links.next
        }
    }
}
