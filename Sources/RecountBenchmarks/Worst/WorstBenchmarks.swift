import RecountKernel

extension Benchmark {
    /// The worst case of the steps whose cost depends on the command or on the state.
    static var worstCases: [Benchmark] {
        [
            Benchmark(
                "worst.reserve-settle", "reserve and settle on 4 accounts 4 deep in 4 trees", .step, .pair,
                ScaledCount(1 << 16, quick: 100)
            ) { site throws(BenchmarkError) in try WideReservationWork(site) },
            Benchmark(
                "worst.ids", "reserve and settle among 10 000 accounts and reservations whose ids share 44 bits", .step,
                .pair, ScaledCount(1 << 16, quick: 100)
            ) { site throws(BenchmarkError) in
                try StructuredIDWork(accountCount: ScaledCount(10_000, quick: 300)[site.scale], site)
            },
            Benchmark(
                "worst.forget", "forget 64 expired reservations of 16 accounts each in one step", .step, .command,
                ScaledCount(256, quick: 10)
            ) { _ throws(BenchmarkError) in try ForgettingWork() },
            Benchmark(
                "worst.deadlock", "search a chain of 10 000 waiting agents for a deadlock, and give up", .step,
                .command, ScaledCount(256, quick: 10)
            ) { site throws(BenchmarkError) in
                try DeadlockWork(chainLength: ScaledCount(10_000, quick: 50)[site.scale])
            },
            Benchmark(
                "worst.route", "choose among 1 024 models with all that a request can have", .step, .decision,
                ScaledCount(4_096, quick: 10)
            ) { _ throws(BenchmarkError) in try WideRoutingWork(modelCount: 1_024) },
            Benchmark(
                "worst.assemble", "assemble 32 768 fragments with 8 cuts each in 256 sections", .step, .assembly,
                ScaledCount(8, quick: 1)
            ) { site throws(BenchmarkError) in
                let context = ContextInput(worstOf: ScaledCount(32_768, quick: 300)[site.scale])
                return try AssemblyWork(context, counting: .assemblies)
            },
            Benchmark(
                "worst.seal", "seal 100 000 accounts of 1 000 tenants", .step, .seal, ScaledCount(4, quick: 1)
            ) { site throws(BenchmarkError) in try RepeatedCommandWork.sealing(site) },
            Benchmark(
                "worst.install", "install a policy of 1 024 models again", .step, .command,
                ScaledCount(512, quick: 1)
            ) { _ throws(BenchmarkError) in try RepeatedCommandWork.installing(modelCount: 1_024) },
        ]
    }
}
