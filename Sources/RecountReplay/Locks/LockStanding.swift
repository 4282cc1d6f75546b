import RecountKernel

/// A resource that is held or waited for, as it stands at one moment.
public struct LockStanding: Equatable, Sendable {
    /// The tenant.
    public let tenant: TenantID
    /// The resource.
    public let resource: LockResource
    /// The leases, in the order in which they were given.
    public let holders: [LeaseState]
    /// The requests that wait, the first to be served first.
    public let waiters: [WaiterState]

    /// Reads a kernel. O(holders + waiters).
    init(_ resource: LockResource, of tenant: TenantID, in kernel: borrowing Kernel) {
        self.tenant = tenant
        self.resource = resource
        var holders: [LeaseState] = []
        kernel.forEachHolder(of: resource, tenant: tenant) { holders.append($0) }
        self.holders = holders
        var waiters: [WaiterState] = []
        kernel.forEachWaiter(of: resource, tenant: tenant) { waiters.append($0) }
        self.waiters = waiters
    }

    /// Every resource that is held or waited for, by tenant and resource.
    static func all(in kernel: borrowing Kernel, ofTenant tenant: TenantID?) -> [LockStanding] {
        var keys: [(TenantID, LockResource)] = []
        kernel.forEachResource { state in
            if tenant == nil || tenant == state.tenant { keys.append((state.tenant, state.resource)) }
        }
        keys.sort { $0.0 != $1.0 ? $0.0 < $1.0 : $0.1 < $1.1 }
        var standings: [LockStanding] = []
        for (tenant, resource) in keys { standings.append(LockStanding(resource, of: tenant, in: kernel)) }
        return standings
    }
}
