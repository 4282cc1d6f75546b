/// The leases and queues of all tenants. Every operation either refuses and changes nothing, or keeps
/// L1–L6 of docs/format.md.
///
/// Each tenant's quota bounds its leases and waiting requests together, and the quotas' sum is at most
/// `KernelLimits.locks`, so none of the tables is ever full where a quota has room; a resource is kept
/// only while it has a lease or a request.
struct LockTable: ~Copyable {
    let limits: KernelLimits
    var leases: Table<LeaseEntry>
    var waiters: Table<WaiterEntry>
    var resources: Table<ResourceEntry>
    /// Leases by expiry.
    var leaseDues: DueHeap
    /// Waiting requests by deadline.
    var waiterDues: DueHeap
    /// The resource whose first request can be given what it waits for, or none: see
    /// `LockTable+Promotion.swift` for why there is never a second one.
    var promotable = Slot.none

    /// Takes the memory of all tables from the region.
    ///
    /// - Returns: nil while measuring.
    init?(limits: KernelLimits, seed: HashSeed, region: inout Region) {
        let leases = Table<LeaseEntry>(capacity: limits.locks, seed: seed, region: &region)
        let waiters = Table<WaiterEntry>(capacity: limits.locks, seed: seed, region: &region)
        let resources = Table<ResourceEntry>(capacity: limits.locks, seed: seed, region: &region)
        let leaseDues = DueHeap(capacity: limits.locks, region: &region)
        let waiterDues = DueHeap(capacity: limits.locks, region: &region)
        guard let leases, let waiters, let resources, let leaseDues, let waiterDues else { return nil }
        self.limits = limits
        self.leases = leases
        self.waiters = waiters
        self.resources = resources
        self.leaseDues = leaseDues
        self.waiterDues = waiterDues
    }

    /// Whether a queue's first request can be given what it waits for.
    var isPromotionDue: Bool { !promotable.isNone }

    /// When the first lease falls due; nil if there is none.
    var nextLeaseDue: Milliseconds? { leaseDues.first.map { Milliseconds($0.key.due) } }

    /// When the first waiting request gives up; nil if there is none.
    var nextWaitDue: Milliseconds? { waiterDues.first.map { Milliseconds($0.key.due) } }

    /// The slot of an agent's lease of a resource, or none. O(1) expected; without a search where at most
    /// one agent holds the resource.
    @inline(__always)
    func lease(of agent: LockAgent, on resource: Slot) -> Slot {
        let first = resources[resource].holders.first
        if first.isNone || leases[first].key.agent == agent { return first }
        return resources[resource].hasSoleHolder
            ? .none : leases.find(LeaseEntry.Key(agent: agent, resource: resource))
    }

    /// The slot of what an agent waits with, or none.
    @inline(__always)
    func waiter(_ agent: LockAgent, tenant: TenantID) -> Slot {
        waiters.find(TenantScopedKey(tenant: tenant, id: agent))
    }
}
