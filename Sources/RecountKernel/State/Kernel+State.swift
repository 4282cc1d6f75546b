// The state in its canonical form (docs/format.md, "State"): what later answers depend on, and nothing
// else. Equal histories give equal bytes whatever the hash seed and the platform.

extension Kernel {
    /// How many bytes `writeState` writes. O(n log n) for n entries in all tables.
    public func stateByteCount() -> UInt64 {
        written(to: StateMeasure()).byteCount
    }

    /// Writes the canonical bytes of the state. O(n log n) for n entries in all tables.
    ///
    /// - Returns: how many bytes were written, `stateByteCount()`.
    /// - Throws: if `output` is too small.
    @discardableResult
    public func writeState(into output: UnsafeMutableRawBufferPointer) throws(EncodingError) -> Int {
        // Bound: what the memory holds in a platform's address space also fits there once written.
        let needed = Int(truncatingIfNeeded: stateByteCount())
        guard output.count >= needed else {
            throw EncodingError(neededByteCount: needed, offeredByteCount: output.count)
        }
        _ = written(to: StateCopy(output))
        return needed
    }

    /// The BLAKE2b-256 digest of the canonical bytes of the state. O(n log n) for n entries in all tables.
    public func stateDigest() -> Digest {
        var engine = written(
            to: Blake2b(
                outputByteCount: Digest.byteCount, key: UnsafeRawBufferPointer(start: nil, count: 0),
                personal: DigestDomain.state.personal))
        return engine.finishDigest()
    }

    /// Hands the canonical bytes of the state to an output.
    func written<Output: StateOutput>(to output: Output) -> Output {
        order.tenants.sort(ledger.tenants)
        order.accounts.sort(ledger.accounts)
        order.reservations.sort(ledger.reservations)
        order.transfers.sort(ledger.transfers)
        order.resources.sort(locks.resources)
        var writer = StateWriter(output)
        writer.write { $0.stateHeader(StateHeader(sequence: sequence, time: time, limits: limits)) }
        policies.write(to: &writer)
        writer.count(ledger.tenants.count)
        var cursor = StateCursor()
        for position in 0..<ledger.tenants.count {
            write(ledger.tenants[Slot(rawValue: order.tenants[position])], from: &cursor, to: &writer)
        }
        return writer.output
    }

    private func write<Output: StateOutput>(
        _ tenant: TenantEntry, from cursor: inout StateCursor, to writer: inout StateWriter<Output>
    ) {
        writer.write { $0.tenantHead(tenant) }
        for position in cursor.accounts.take(tenant.used.accounts) {
            let account = ledger.accounts[Slot(rawValue: order.accounts[position])]
            writer.write { $0.account(account, parent: id(of: account.parent)) }
        }
        writer.write { $0.tenantQuotas(tenant) }
        writer.count(tenant.used.reservations)
        for position in cursor.reservations.take(tenant.used.reservations) {
            write(reservation: Slot(rawValue: order.reservations[position]), to: &writer)
        }
        writer.count(tenant.used.transfers)
        for position in cursor.transfers.take(tenant.used.transfers) {
            let transfer = ledger.transfers[Slot(rawValue: order.transfers[position])]
            writer.write { $0.transfer(transfer, account: ledger.accounts[transfer.account].key.id) }
        }
        let resourceCount = resourceCount(of: tenant.key.id, from: cursor.resources)
        writer.count(resourceCount)
        for position in cursor.resources.take(resourceCount) {
            write(locks.resources[Slot(rawValue: order.resources[position])], to: &writer)
        }
    }

    private func id(of account: Slot) -> AccountID? {
        account.isNone ? nil : ledger.accounts[account].key.id
    }

    private func write<Output: StateOutput>(reservation slot: Slot, to writer: inout StateWriter<Output>) {
        let entry = ledger.reservations[slot]
        let setBy = entry.state == .open ? ledger.expiries.key(of: slot).setBy : 0
        writer.write { $0.reservation(entry, accounts: accounts(entry.accounts), expirySetBy: setBy) }
    }

    /// How many of the sorted resources from a position on are a tenant's.
    private func resourceCount(of tenant: TenantID, from cursor: StateCursor.Position) -> UInt32 {
        var end = cursor.position
        // Bound: at most as many as there are resources.
        while end < locks.resources.count,
            locks.resources[Slot(rawValue: order.resources[end])].key.tenant == tenant
        {
            end &+= 1
        }
        return end &- cursor.position
    }

    private func write<Output: StateOutput>(_ resource: ResourceEntry, to writer: inout StateWriter<Output>) {
        writer.write { $0.identifier(resource.id) }
        writer.count(resource.holders.count)
        var holder = resource.holders.first
        while !holder.isNone {
            let lease = locks.leases[holder]
            writer.write { $0.lease(lease) }
            holder = lease.links.next
        }
        writer.count(resource.waiters.count)
        var waiting = resource.waiters.first
        while !waiting.isNone {
            let waiter = locks.waiters[waiting]
            writer.write { $0.waiter(waiter) }
            waiting = waiter.links.next
        }
    }
}

/// How far the sorted entries of each table are written.
struct StateCursor {
    struct Position {
        private(set) var position: UInt32 = 0

        /// The positions of the next `count` entries.
        mutating func take(_ count: UInt32) -> Range<UInt32> {
            let start = position
            // Bound: at most as many as the table has entries.
            position &+= count
            return start..<position
        }
    }

    var accounts = Position()
    var reservations = Position()
    var transfers = Position()
    var resources = Position()
}
