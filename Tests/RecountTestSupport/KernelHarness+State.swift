import RecountKernel

extension KernelHarness {
    /// Makes a kernel in fresh memory of the canonical bytes of a state.
    package static func restoring(
        _ state: [UInt8], hashSeed: HashSeed = HashSeed(first: 3, second: 4), saltSecret: SaltSecret = .zero
    ) throws(RestoreError) -> KernelHarness {
        let result = state.withUnsafeBytes { bytes in
            Result { () throws(RestoreError) in
                let harness = KernelHarness(limits: try Kernel.limits(ofState: bytes))
                harness.kernel = try Kernel.restored(
                    from: bytes, memory: harness.memory, hashSeed: hashSeed, saltSecret: saltSecret)
                return harness
            }
        }
        return try result.get()
    }
}
