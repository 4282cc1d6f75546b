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
                    ScaledCount(RoutingWork.poolCount * (modelCount > 256 ? 32 : 256), quick: 50)
                ) { site throws(BenchmarkError) in try RoutingWork(kind, modelCount: modelCount, site) }
            }
        }
    }

    /// What a routing step takes besides a choice, and with values in the place of bytes.
    static var routingVariants: [Benchmark] {
        let count = ScaledCount(RoutingWork.poolCount * 256, quick: 50)
        return [
            Benchmark("route.refused.8", "reject for the request's risk, no model looked at", .step, .decision, count) {
                site throws(BenchmarkError) in
                try RoutingWork(.mixed, modelCount: 8, risk: RoutingWorkload.policyHeader.hardRiskLimit, site)
            },
            Benchmark("route.values.8", "as route.mixed.8, with values for bytes", .step, .decision, count) {
                site throws(BenchmarkError) in try RoutingValueWork(.mixed, modelCount: 8, site)
            },
        ]
    }

    /// Routing with the record encoded and stamped.
    static var stampedRouting: [Benchmark] {
        let scenes: [(RoutingWorkload.Kind, String, Int)] = [
            (.mixed, "mixed", 8), (.mixed, "mixed", 64), (.mixed, "mixed", 256), (.open, "open", 8),
        ]
        return scenes.map { kind, name, modelCount in
            Benchmark(
                "stamped.route.\(name).\(modelCount)",
                "choose among \(modelCount) models, encode the record and stamp it with libb2", .step, .decision,
                ScaledCount(RoutingWork.poolCount * 64, quick: 200)
            ) { site throws(BenchmarkError) in try StampedRoutingWork(kind, modelCount: modelCount, site) }
        }
    }
}
