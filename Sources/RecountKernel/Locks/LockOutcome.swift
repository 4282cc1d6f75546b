/// What becomes of a request for a lock that is not refused.
enum LockOutcome {
    /// The agent holds the resource well enough: its lease counts one more.
    case heldAgain(lease: Slot)
    /// The agent is the only one to hold the resource, shared: its lease becomes exclusive.
    case upgraded(lease: Slot)
    /// A new lease of what nobody holds or awaits; the hash finds a place for the resource.
    case free(resource: KeyHash)
    /// A new lease beside others, or of what was just given back.
    case granted(resource: Slot)
    /// The agent holds the resource shared with others, and waits before all who do not hold it.
    case upgradeQueued(resource: Slot, lease: Slot)
    /// The agent waits behind all others.
    case queued(resource: Slot)
}

/// How much of a tenant's quota is left for leases and waiting requests.
struct LockAllowance {
    let tenant: TenantID
    let quota: UInt32
    var used: UInt32

    init(_ entry: TenantEntry) {
        tenant = entry.key.id
        quota = entry.quotas.locks
        used = entry.used.locks
    }

    /// Takes an outcome's new lease or request out of the allowance.
    mutating func take(_ outcome: LockOutcome) throws(Refusal) {
        switch outcome {
        case .heldAgain, .upgraded: return
        case .free, .granted, .upgradeQueued, .queued:
            guard used < quota else { throw Refusal.full(quota) }
            // Bound: quotas are below 2^29.
            used &+= 1
        }
    }
}
