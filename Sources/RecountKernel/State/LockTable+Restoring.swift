extension LockTable {
    /// Reads the resources of a tenant with their leases and queues.
    mutating func restore(
        _ reader: inout ByteReader, of tenant: Slot, tenants: borrowing Table<TenantEntry>, at moment: Moment
    ) throws(DecodingError) {
        let quota = tenants[tenant].quotas.locks
        var previous: LockResource?
        for _ in 0..<(try reader.count(upTo: quota)) {
            let start = reader.position
            let id = try reader.ascending(after: previous) { reader throws(DecodingError) in try reader.identifier() }
            let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: id)
            let resource = resources.insert(ResourceEntry(key: key))
            try restoreLeases(&reader, on: resource, of: tenant, tenants: tenants, at: moment)
            try restoreQueue(&reader, of: resource, tenant: tenant, tenants: tenants, at: moment)
            guard settlesAgain(resource) else { throw DecodingError(.inconsistent, at: start) }
            previous = id
        }
    }

    private mutating func restoreLeases(
        _ reader: inout ByteReader, on resource: Slot, of tenant: Slot, tenants: borrowing Table<TenantEntry>,
        at moment: Moment
    ) throws(DecodingError) {
        var previousToken: UInt64?
        // Bound: what is used never exceeds the quota, here and below.
        for _ in 0..<(try reader.count(upTo: tenants[tenant].quotas.locks &- tenants[tenant].used.locks)) {
            let start = reader.position
            let record = try reader.leaseRecord(after: previousToken, at: moment)
            guard record.isConsistent, lease(of: record.agent, on: resource).isNone,
                resources[resource].holders.isEmpty || joins(record.mode, resource)
            else { throw DecodingError(.inconsistent, at: start) }
            let slot = insertLease(of: record.agent, on: resource, record.mode, until: record.due, tenant: tenant)
            leases[slot].token = record.token
            leases[slot].holdCount = record.holdCount
            leases[slot].superseded = record.superseded
            tenants[tenant].used.locks += 1
            previousToken = record.token
        }
    }

    /// Whether a lease can stand beside those that a resource has (L1).
    private func joins(_ mode: LockMode, _ resource: Slot) -> Bool {
        !mode.conflicts(with: leases[resources[resource].holders.first].mode)
    }

    private mutating func restoreQueue(
        _ reader: inout ByteReader, of resource: Slot, tenant: Slot, tenants: borrowing Table<TenantEntry>,
        at moment: Moment
    ) throws(DecodingError) {
        let key = resources[resource].key
        for _ in 0..<(try reader.count(upTo: tenants[tenant].quotas.locks &- tenants[tenant].used.locks)) {
            let start = reader.position
            let agent = try reader.identifier()
            let mode = try reader.lockMode()
            let lease = try reader.time()
            let deadline = try reader.time()
            let due = DueKey(due: deadline.rawValue, setBy: try reader.sequence(upTo: moment))
            let held = self.lease(of: agent, on: resource)
            // Only an upgrade waits for what it holds, and it waits first.
            let waitsForOwn = !held.isNone
            guard waiter(agent, tenant: key.tenant).isNone, lease != .zero,
                !waitsForOwn
                    || mode == .exclusive && leases[held].mode == .shared && resources[resource].waiters.isEmpty
            else { throw DecodingError(.inconsistent, at: start) }
            let slot = waiters.insert(
                WaiterEntry(
                    key: TenantScopedKey(tenant: key.tenant, id: agent), tenant: tenant, resource: resource, mode: mode,
                    lease: lease, due: due))
            waiterDues.insert(slot, key: due)
            resources[resource].waiters.append(slot, in: waiters)
            tenants[tenant].used.locks += 1
        }
    }

    /// Notes that the first request of a restored queue can go on.
    ///
    /// - Returns: false if nobody holds or awaits the resource, or a promotion is pending elsewhere.
    private mutating func settlesAgain(_ resource: Slot) -> Bool {
        if resources[resource].waiters.isEmpty { return !resources[resource].holders.isEmpty }
        if !canPromote(resource) { return true }
        guard promotable.isNone else { return false }
        promotable = resource
        return true
    }
}

/// A lease as a state has it.
private struct LeaseRecord {
    let agent: LockAgent
    let mode: LockMode
    let token: UInt64
    let holdCount: UInt32
    let due: DueKey
    let superseded: SupersededToken?

    /// Whether the fields can stand together.
    var isConsistent: Bool {
        guard holdCount > 0 else { return false }
        guard let superseded else { return true }
        return mode == .exclusive && superseded.token < token && superseded.releaseCount > 0
            && superseded.releaseCount <= holdCount
    }
}

extension ByteReader {
    fileprivate mutating func leaseRecord(
        after previousToken: UInt64?, at moment: Moment
    ) throws(DecodingError) -> LeaseRecord {
        let agent = try identifier()
        let mode = try lockMode()
        let token = try ascending(after: previousToken) { reader throws(DecodingError) in
            try reader.sequence(upTo: moment)
        }
        let holdCount = try integer(UInt32.self)
        let expiry = try time()
        let setBy = try sequence(upTo: moment)
        let due = DueKey(due: expiry.rawValue, setBy: setBy, index: try integer(UInt32.self))
        let tagOffset = position
        switch try byte() {
        case 0:
            return LeaseRecord(
                agent: agent, mode: mode, token: token, holdCount: holdCount, due: due, superseded: nil)
        case 1:
            let old = SupersededToken(token: try sequence(upTo: moment), releaseCount: try integer(UInt32.self))
            return LeaseRecord(
                agent: agent, mode: mode, token: token, holdCount: holdCount, due: due, superseded: old)
        default: throw DecodingError(.unknownTag, at: tagOffset)
        }
    }
}
