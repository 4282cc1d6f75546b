extension Benchmark {
    /// Single commands by the number of entries in the tables.
    static var curves: [Benchmark] {
        let entryCounts = [1_000, 10_000, 100_000, 1_000_000]
        let budgets: [BudgetCurveWork.Measured] = [.reserve, .settle, .expire]
        let locks: [LockCurveWork.Measured] = [.acquire, .release]
        return budgets.flatMap { measured in entryCounts.map { curve(measured, $0) } }
            + locks.flatMap { measured in entryCounts.map { curve(measured, $0) } }
    }

    private static func curve(_ measured: BudgetCurveWork.Measured, _ entryCount: Int) -> Benchmark {
        Benchmark(
            "curve.\(measured.rawValue).\(entryCount)",
            "\(measured.rawValue) one, among \(entryCount) accounts and as many open reservations", .step,
            measured == .expire ? .consequence : .command,
            ScaledCount(BudgetCurveWork.operationCountLimit, quick: 100)
        ) { site throws(BenchmarkError) in
            try BudgetCurveWork(measured, entryCount: site.scale.curveEntryCount(entryCount), site)
        }
    }

    private static func curve(_ measured: LockCurveWork.Measured, _ entryCount: Int) -> Benchmark {
        Benchmark(
            "curve.\(measured.rawValue).\(entryCount)", "\(measured.rawValue) one, among \(entryCount) leases", .step,
            .command, ScaledCount(LockCurveWork.operationCountLimit, quick: 100)
        ) { site throws(BenchmarkError) in
            try LockCurveWork(measured, entryCount: site.scale.curveEntryCount(entryCount))
        }
    }
}

extension Scale {
    fileprivate func curveEntryCount(_ full: Int) -> Int { self == .full ? full : min(full, 300) }
}
