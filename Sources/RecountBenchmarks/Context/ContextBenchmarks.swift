import RecountKernel

extension Benchmark {
    private static let assemblyModes: [(name: String, mode: AssemblyMode)] = [("greedy", .greedy), ("cutoff", .cutoff)]
    private static let fragmentCounts = [16, 256, 4_096]

    /// Windows and admissions.
    static var contexts: [Benchmark] {
        let assemblies = assemblyModes.flatMap { mode in
            fragmentCounts.map { fragmentCount in
                Benchmark(
                    "assemble.\(mode.name).\(fragmentCount)",
                    "assemble a window of \(fragmentCount) fragments in four sections", .step, .fragment,
                    ScaledCount(1 << 20, quick: 1)
                ) { _ throws(BenchmarkError) in
                    try AssemblyWork(ContextInput(fragmentCount: fragmentCount, mode: mode.mode))
                }
            }
        }
        return assemblies + windowDigests + [
            Benchmark(
                "admit", "admit 16 fragments over 8 models with 4 accounts and a lock; settle and release", .step,
                .admission, ScaledCount(1 << 15, quick: 50)
            ) { site throws(BenchmarkError) in try AdmissionWork(site) }
        ]
    }

    /// What the digests of those windows take alone, for each of their requests' fragments.
    private static var windowDigests: [Benchmark] {
        assemblyModes.flatMap { mode in
            fragmentCounts.map { fragmentCount in
                Benchmark(
                    "assemble.digest.\(mode.name).\(fragmentCount)",
                    "digest what is in the window of assemble.\(mode.name).\(fragmentCount), and nothing else", .step,
                    .fragment, ScaledCount(1 << 20, quick: 1)
                ) { _ throws(BenchmarkError) in
                    try WindowDigestWork(ContextInput(fragmentCount: fragmentCount, mode: mode.mode))
                }
            }
        }
    }
}
