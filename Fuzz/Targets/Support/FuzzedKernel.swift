import RecountKernel

/// A kernel in memory of its own that no kernel has written: what it forgets to write shows, because the next
/// one finds other bytes there.
final class FuzzedKernel {
    /// No input may ask for more memory than this.
    static let maximumByteCount = 1 << 20

    var kernel: Kernel
    private let memory: UnsafeMutableRawBufferPointer

    private init(_ memory: UnsafeMutableRawBufferPointer, _ kernel: consuming Kernel) {
        self.memory = memory
        self.kernel = kernel
    }

    /// A kernel without steps.
    convenience init(limits: KernelLimits = .fuzzed, filling byte: UInt8 = 0xa5) throws(PropertyViolation) {
        let memory = Self.memory(for: limits, filling: byte)
        do throws(KernelError) {
            let seed = HashSeed(first: UInt64(byte), second: 2)
            let kernel = try Kernel(
                memory: memory, limits: limits, initialTime: .zero, hashSeed: seed, saltSecret: .fuzzed)
            self.init(memory, kernel)
        } catch {
            memory.deallocate()
            throw PropertyViolation("memory of the size that a kernel asks for: \(error)")
        }
    }

    /// A kernel of a state.
    ///
    /// - Throws: why the bytes are none.
    convenience init(
        restoring state: UnsafeRawBufferPointer, limits: KernelLimits, filling byte: UInt8 = 0x5a
    ) throws(RestoreError) {
        let memory = Self.memory(for: limits, filling: byte)
        do throws(RestoreError) {
            let seed = HashSeed(first: UInt64(byte), second: 3)
            let kernel = try Kernel.restored(from: state, memory: memory, hashSeed: seed, saltSecret: .fuzzed)
            self.init(memory, kernel)
        } catch {
            memory.deallocate()
            throw error
        }
    }

    deinit { memory.deallocate() }

    private static func memory(for limits: KernelLimits, filling byte: UInt8) -> UnsafeMutableRawBufferPointer {
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(Kernel.requiredByteCount(for: limits)), alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: byte)
        return memory
    }

    /// The canonical bytes of its state.
    var stateBytes: [UInt8] {
        get throws(PropertyViolation) {
            var bytes = [UInt8](repeating: 0xa5, count: Int(kernel.stateByteCount()))
            let kernel = self
            let written = bytes.withUnsafeMutableBytes { try? kernel.kernel.writeState(into: $0) }
            try require(
                written == bytes.count, "a state of \(bytes.count) bytes, of which \(written ?? 0) were written")
            return bytes
        }
    }

    /// Another kernel of the same state, which it must write as the same bytes.
    func restored(filling byte: UInt8 = 0x5a) throws(PropertyViolation) -> FuzzedKernel {
        let state = try stateBytes
        let limits = kernel.limits
        let result = state.withUnsafeBytes { bytes in
            Result { () throws(RestoreError) in
                try FuzzedKernel(restoring: bytes, limits: limits, filling: byte)
            }
        }
        switch result {
        case .failure(let error): throw PropertyViolation("a state that was written is none: \(error)")
        case .success(let other):
            try require(try other.stateBytes == state, "a restored kernel writes another state")
            try require(other.kernel.nextDue == kernel.nextDue, "in a restored kernel other things fall due")
            return other
        }
    }

    /// Demands that every account's budget is conserved (B1 to B3).
    func requireConservation() throws(PropertyViolation) {
        for position in 0..<kernel.accountCount {
            let account = kernel.account(at: position)
            let balances = account.balances
            try require(
                balances.calls.isConserved && balances.tokens.isConserved && balances.cost.isConserved,
                "a budget is not conserved after step \(kernel.sequence): \(account)")
        }
    }
}

extension SaltSecret {
    /// That of all journals here.
    static var fuzzed: SaltSecret { SaltSecret(bytes: InlineArray(repeating: 0x5a)) }
}

extension KernelLimits {
    /// Those of the test vectors, so that their commands fill tables and quotas here as well.
    static var fuzzed: KernelLimits {
        let limits = KernelLimits(
            tenants: 3, accounts: 24, reservations: 24, transfers: 24, policies: 4, models: 16,
            maximumAdvance: Milliseconds(1_000), retention: Milliseconds(100), locks: 24, fragments: 16,
            maximumLease: Milliseconds(500), maximumWait: Milliseconds(500))
        guard let limits else { preconditionFailure("limits that every kernel takes") }
        return limits
    }

    /// Whether a kernel of these limits is small enough for a fuzzed input.
    var areSmall: Bool { Kernel.requiredByteCount(for: self) <= UInt64(FuzzedKernel.maximumByteCount) }
}
