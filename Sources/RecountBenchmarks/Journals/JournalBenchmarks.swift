import RecountJournal

extension Benchmark {
    /// Appending to journals, reading them, and their snapshots.
    static var journals: [Benchmark] { appending + verifying + snapshots }

    private static var snapshots: [Benchmark] {
        [
            Benchmark(
                "snapshot.write", "begin a segment with a snapshot of 100 000 accounts, durable", .host, .snapshot,
                ScaledCount(1, quick: 1), repetitionCount: 5
            ) { site throws(BenchmarkError) in try SnapshotWork(.write, site) },
            Benchmark(
                "snapshot.open", "make a kernel of a snapshot of 100 000 accounts", .host, .opening,
                ScaledCount(1, quick: 1), repetitionCount: 5
            ) { site throws(BenchmarkError) in try SnapshotWork(.open, site) },
        ]
    }

    /// Statements of a tenant.
    static var statements: [Benchmark] {
        [
            Benchmark(
                "statement.issue", "replay 41 000 records of 1 000 tenants and make a statement of one", .host,
                .statement, ScaledCount(1, quick: 1), repetitionCount: 5
            ) { site throws(BenchmarkError) in try StatementWork(.issue, site) },
            Benchmark(
                "statement.check", "check this statement without the journal", .host, .statement,
                ScaledCount(256, quick: 1)
            ) { site throws(BenchmarkError) in try StatementWork(.check, site) },
        ]
    }

    private static var appending: [Benchmark] {
        let policies: [(name: String, summary: String, sync: SyncPolicy)] = [
            ("unsynced", "written, never synced", .never),
            ("every-1000", "synced every 1 000 records", .records(1_000)),
            ("every-8189", "synced every 8 189 records", .records(8_189)),
        ]
        return policies.map { policy in
            Benchmark(
                "append.\(policy.name)", "route over 8 models, stamped, chained and \(policy.summary)", .host, .record,
                ScaledCount(8 * 8_189, quick: 200), repetitionCount: 5
            ) { site throws(BenchmarkError) in try AppendWork(policy.sync, site) }
        } + [
            Benchmark(
                "durable.reserve-settle", "reserve in batches of 8 189 records and settle so, each batch synced", .host,
                .pair, ScaledCount(8 * DurableBudgetWork.batchCount[.full], quick: 1), repetitionCount: 5
            ) { site throws(BenchmarkError) in try DurableBudgetWork(site) }
        ]
    }

    private static var verifying: [Benchmark] {
        let depths: [(name: String, summary: String, depth: ReplayWork.Depth)] = [
            ("chain", "frames, stamps and chain", .chain),
            ("replay", "and every decision executed again", .replay),
            ("ahead", "the same while a second thread reads ahead", .readAhead),
            ("full", "and budgets and leases added up", .full),
        ]
        return depths.map { depth in
            Benchmark(
                "verify.\(depth.name)", "routing records over 8 models: \(depth.summary)", .host, .record,
                ScaledCount(100_000, quick: 200), repetitionCount: 5
            ) { site throws(BenchmarkError) in try ReplayWork(depth.depth, site) }
        }
    }
}
