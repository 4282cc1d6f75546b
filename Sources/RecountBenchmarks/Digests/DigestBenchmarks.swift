import RecountDigest
import RecountKernel

extension Benchmark {
    /// The kernel's BLAKE2b and that of libb2.
    static var digests: [Benchmark] {
        let byteCounts = [64, 128, 400, 4_096, 65_536]
        return byteCounts.flatMap { byteCount in
            // As many bytes each, and no fewer digests than a clock can tell.
            let count = ScaledCount(max(1_024, (1 << 26) / byteCount), quick: 10)
            return [
                Benchmark(
                    "digest.kernel.\(byteCount)", "the kernel's BLAKE2b-256 of \(byteCount) bytes", .step, .digest,
                    count
                ) { _ in DigestWork<Blake2b>(byteCount: byteCount) },
                Benchmark(
                    "digest.libb2.\(byteCount)", "libb2's BLAKE2b-256 of \(byteCount) bytes", .step, .digest,
                    count
                ) { _ in DigestWork<LibBlake2b>(byteCount: byteCount) },
            ]
        }
    }
}
