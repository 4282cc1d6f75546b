/// Why a kernel cannot be made of the canonical bytes of a state.
public enum RestoreError: Error, Equatable, Sendable {
    /// The kernel's memory does not do.
    case memory(KernelError)
    /// The bytes are no state: what is wrong, and the offset of the field, the entry, or the first byte
    /// that the state they describe would be written with otherwise (docs/format.md, "State").
    case malformed(DecodingErrorCode, offset: UInt64)
}

extension Kernel {
    /// The limits that a state was written under, so that memory for it can be taken. O(1).
    public static func limits(ofState state: UnsafeRawBufferPointer) throws(RestoreError) -> KernelLimits {
        var reader = ByteReader(state)
        return try locating(&reader) { reader throws(DecodingError) in try reader.stateHeader().limits }
    }

    /// Makes a kernel that answers every command as the one whose state was written would. O(n log n) for
    /// n entries in all tables, and O(bytes) of memory.
    ///
    /// The bytes are checked to be canonical and consistent: budgets to be conserved and to match the open
    /// reservations, leases not to conflict, quotas to be kept. Whether a history leads to them cannot be
    /// checked here: compare the state's digest with one that is known.
    ///
    /// - Parameters:
    ///   - state: not needed any more afterwards.
    ///   - memory: `requiredByteCount(for:)` bytes for `limits(ofState:)`, from a multiple of 64 on.
    ///   - hashSeed: random for each journal; need not be the one of the kernel that wrote the state.
    ///   - saltSecret: the one of the kernel that wrote the state, or state roots will differ.
    public static func restored(
        from state: UnsafeRawBufferPointer, memory: UnsafeMutableRawBufferPointer, hashSeed: HashSeed,
        saltSecret: SaltSecret
    ) throws(RestoreError) -> Kernel {
        var reader = ByteReader(state)
        let header = try locating(&reader) { reader throws(DecodingError) in try reader.stateHeader() }
        var kernel = try empty(memory: memory, hashSeed: hashSeed, saltSecret: saltSecret, header: header)
        try locating(&reader) { reader throws(DecodingError) in try kernel.restore(&reader) }
        let comparison = kernel.written(to: StateComparison(state))
        guard comparison.isEqual else {
            throw .malformed(.inconsistent, offset: (comparison.firstDifference ?? state.count).widened)
        }
        return kernel
    }

    /// A kernel at the moment of a state, with nothing in its tables.
    private static func empty(
        memory: UnsafeMutableRawBufferPointer, hashSeed: HashSeed, saltSecret: SaltSecret, header: StateHeader
    ) throws(RestoreError) -> Kernel {
        do throws(KernelError) {
            var kernel = try Kernel(
                memory: memory, limits: header.limits, initialTime: header.time, hashSeed: hashSeed,
                saltSecret: saltSecret)
            kernel.sequence = header.sequence
            return kernel
        } catch {
            throw .memory(error)
        }
    }

    private mutating func restore(_ reader: inout ByteReader) throws(DecodingError) {
        try policies.restore(&reader)
        let tenantCount = try reader.count(upTo: limits.tenants)
        var previous = TenantID.none
        for _ in 0..<tenantCount {
            let start = reader.position
            let tenant = try ledger.restoreTenant(&reader, after: previous, at: moment)
            previous = ledger.tenants[tenant].key.id
            try ledger.restoreReservations(&reader, of: tenant, at: moment)
            try ledger.restoreTransfers(&reader, of: tenant, at: moment)
            try locks.restore(&reader, of: tenant, tenants: ledger.tenants, at: moment)
            guard ledger.accountsAreConsistent(ofLast: tenant) else { throw DecodingError(.inconsistent, at: start) }
        }
        try reader.end()
        guard ledger.queueFinished(by: order) else { throw reader.error(.inconsistent) }
    }

    /// What `read` reads, with the offset of an error in full: it lies less than 2^32 bytes before where
    /// reading stopped.
    private static func locating<Value>(
        _ reader: inout ByteReader, _ read: (inout ByteReader) throws(DecodingError) -> Value
    ) throws(RestoreError) -> Value {
        do throws(DecodingError) {
            return try read(&reader)
        } catch {
            // Wraps as the offsets themselves do.
            let distance = reader.position &- error.offset
            throw .malformed(error.code, offset: reader.offset.widened &- distance.widened)
        }
    }
}
