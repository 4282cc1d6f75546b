// What a seal commits to, and what it takes to show a tenant's part of it to somebody
// (docs/format.md, "State root").

/// A tenant's place in a state root.
public struct TenantLeaf: Equatable, Sendable, BitwiseCopyable {
    /// The tenant.
    public let tenant: TenantID
    /// Its salted leaf, which shows nothing of it.
    public let digest: Digest
}

/// What makes a tenant's leaf out of the canonical bytes of its accounts: see `StateCommitment.leaf`.
public struct TenantOpening: Equatable, Sendable {
    /// What kept the leaf from being guessed: whoever has it can try what the leaf may be of.
    public let salt: Digest
    /// The digest of the tenant's canonical bytes behind its accounts.
    public let rest: Digest
    /// How many bytes were written: the tenant's id, spending and accounts.
    public let accountsByteCount: Int
}

extension Kernel {
    /// The root over the state as it stands: what a seal that was the last step has decided.
    /// O(n log n) for n entries in all tables.
    public func stateRoot() -> Digest {
        sortEntries()
        var tree = TenantTree()
        var cursor = StateCursor()
        for position in 0..<ledger.tenants.count { tree.append(leaf(ofTenantAt: position, from: &cursor)) }
        return StateCommitment.root(global: globalDigest(), tenants: tree.root())
    }

    /// The digest of the state's canonical bytes before its tenants: sequence, time, limits and policies.
    /// O(models of all policies).
    public func globalDigest() -> Digest {
        var writer = StateWriter(Blake2b(in: .global))
        writeGlobal(to: &writer)
        return writer.output.finishDigest()
    }

    /// Writes the leaves of all tenants by ascending id. O(n log n) for n entries in all tables.
    ///
    /// - Returns: how many, `tenantCount`.
    /// - Precondition: `output` has room for them.
    @discardableResult
    public func writeTenantLeaves(into output: UnsafeMutableBufferPointer<TenantLeaf>) -> Int {
        precondition(output.count >= tenantCount)
        sortEntries()
        var cursor = StateCursor()
        for position in 0..<ledger.tenants.count {
            let tenant = ledger.tenants[Slot(rawValue: order.tenants[position])].key.id
            let digest = leaf(ofTenantAt: position, from: &cursor)
            output.initializeElement(at: position.offset, to: TenantLeaf(tenant: tenant, digest: digest))
        }
        return tenantCount
    }

    /// How many bytes `writeOpening` writes, or nil if the tenant was not opened. O(n log n) for n
    /// entries in all tables.
    public func openingByteCount(of tenant: TenantID) -> UInt64? {
        sortEntries()
        guard var place = place(of: tenant) else { return nil }
        var writer = StateWriter(StateMeasure())
        writeAccounts(of: ledger.tenants[place.slot], from: &place.cursor, to: &writer)
        return writer.output.byteCount
    }

    /// Writes a tenant's canonical bytes from its id up to and including its last account.
    /// O(n log n) for n entries in all tables.
    ///
    /// - Returns: what makes the tenant's leaf together with these bytes, or nil if it was not opened.
    /// - Throws: if `output` is too small.
    public func writeOpening(
        of tenant: TenantID, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingError) -> TenantOpening? {
        guard let byteCount = openingByteCount(of: tenant), var place = place(of: tenant) else { return nil }
        // Bound: what the memory holds in a platform's address space also fits there once written.
        let needed = Int(truncatingIfNeeded: byteCount)
        guard output.count >= needed else {
            throw EncodingError(neededByteCount: needed, offeredByteCount: output.count)
        }
        var writer = StateWriter(StateCopy(output))
        writeAccounts(of: ledger.tenants[place.slot], from: &place.cursor, to: &writer)
        return TenantOpening(
            salt: saltSecret.salt(of: tenant), rest: restDigest(of: ledger.tenants[place.slot], from: &place.cursor),
            accountsByteCount: needed)
    }

    private func leaf(ofTenantAt position: UInt32, from cursor: inout StateCursor) -> Digest {
        let tenant = ledger.tenants[Slot(rawValue: order.tenants[position])]
        var engine = Blake2b(in: .leaf)
        engine.update(saltSecret.salt(of: tenant.key.id))
        var writer = StateWriter(engine)
        writeAccounts(of: tenant, from: &cursor, to: &writer)
        writer.output.update(restDigest(of: tenant, from: &cursor))
        return writer.output.finishDigest()
    }

    private func restDigest(of tenant: TenantEntry, from cursor: inout StateCursor) -> Digest {
        var writer = StateWriter(Blake2b(in: .rest))
        writeRest(of: tenant, from: &cursor, to: &writer)
        return writer.output.finishDigest()
    }

    /// Where a tenant stands, with the sorted entries of those before it taken; nil if it was not opened.
    private func place(of tenant: TenantID) -> (slot: Slot, cursor: StateCursor)? {
        var cursor = StateCursor()
        for position in 0..<ledger.tenants.count {
            let slot = Slot(rawValue: order.tenants[position])
            if ledger.tenants[slot].key.id == tenant { return (slot, cursor) }
            skip(ledger.tenants[slot], in: &cursor)
        }
        return nil
    }
}
