import RecountWorkloads

extension Benchmark {
    /// Routing by the number of models.
    static var routing: [Benchmark] {
        let kinds: [(RoutingWorkload.Kind, String, String)] = [
            (.mixed, "mixed", "limits of every kind"), (.open, "open", "every enabled model eligible"),
        ]
        return kinds.flatMap { kind, name, summary in
            [2, 8, 22, 64, 256, 1_024].map { modelCount in
                Benchmark(
                    "route.\(name).\(modelCount)", "choose among \(modelCount) models, \(summary)", .step, .decision,
                    // 256 rounds over the pool; fewer where no other implementation has figures.
                    ScaledCount(RoutingWork.poolCount * (modelCount > 256 ? 32 : 256), quick: 200)
                ) { site throws(BenchmarkError) in try RoutingWork(kind, modelCount: modelCount, site) }
            }
        }
    }
}
