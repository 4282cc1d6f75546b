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
        var engine = written(to: Blake2b(in: .state))
        return engine.finishDigest()
    }

    /// Hands the canonical bytes of the state to an output.
    func written<Output: StateOutput>(to output: Output) -> Output {
        sortEntries()
        var writer = StateWriter(output)
        writeGlobal(to: &writer)
        writer.count(ledger.tenants.count)
        var cursor = StateCursor()
        for position in 0..<ledger.tenants.count {
            let tenant = ledger.tenants[Slot(rawValue: order.tenants[position])]
            writeAccounts(of: tenant, from: &cursor, to: &writer)
            writeRest(of: tenant, from: &cursor, to: &writer)
        }
        return writer.output
    }
}
