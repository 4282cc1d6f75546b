import RecountJournal

extension Benchmark {
    /// Appending to journals and reading them.
    static var journals: [Benchmark] { appending + verifying }

    private static var appending: [Benchmark] {
        let policies: [(name: String, summary: String, sync: SyncPolicy)] = [
            ("unsynced", "written, never synced", .never), ("every-1000", "synced every 1 000 records", .records(1_000)),
            ("every-8189", "synced every 8 189 records", .records(8_189)),
        ]
        return policies.map { policy in
            Benchmark(
                "append.\(policy.name)", "route over 8 models, stamped, chained and \(policy.summary)", .host, .record,
                ScaledCount(8 * 8_189, quick: 200)
            ) { site throws(BenchmarkError) in try AppendWork(policy.sync, site) }
        }
    }

    private static var verifying: [Benchmark] {
        let depths: [(name: String, summary: String, depth: ReplayWork.Depth)] = [
            ("chain", "frames, stamps and chain", .chain),
            ("replay", "and every decision executed again", .replay),
            ("full", "and budgets and leases added up", .full),
        ]
        return depths.map { depth in
            Benchmark(
                "verify.\(depth.name)", "routing records over 8 models: \(depth.summary)", .host, .record,
                ScaledCount(100_000, quick: 200)
            ) { site throws(BenchmarkError) in try ReplayWork(depth.depth, site) }
        }
    }
}
