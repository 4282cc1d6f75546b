import RecountKernel

extension Benchmark {
    /// Windows and admissions.
    static var contexts: [Benchmark] {
        let modes: [(name: String, mode: AssemblyMode)] = [("greedy", .greedy), ("cutoff", .cutoff)]
        return modes.flatMap { mode in
            [16, 256, 4_096].map { fragmentCount in
                Benchmark(
                    "assemble.\(mode.name).\(fragmentCount)",
                    "assemble a window of \(fragmentCount) fragments in four sections", .step, .fragment,
                    ScaledCount(1 << 20, quick: 1)
                ) { _ throws(BenchmarkError) in
                    try AssemblyWork(ContextInput(fragmentCount: fragmentCount, mode: mode.mode))
                }
            }
        } + [
            Benchmark(
                "admit", "admit 16 fragments over 8 models with 4 accounts and a lock; settle and release", .step,
                .admission, ScaledCount(1 << 15, quick: 50)
            ) { site throws(BenchmarkError) in try AdmissionWork(site) }
        ]
    }
}
