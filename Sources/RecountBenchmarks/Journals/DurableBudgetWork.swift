import RecountJournal
import RecountKernel
import SystemPackage

/// Reserves in batches of 8 189 records and settles in batches of as many, each synced before the next is written.
final class DurableBudgetWork: Workload {
    /// The transfers of a batch of TigerBeetle, the peer that is named in docs/performance.md.
    static let batchCount = ScaledCount(8_189, quick: 100)
    private static let forest = ScaledForest(tenants: 1, trees: 10_000, depth: 1)

    private let directory: WorkDirectory
    private let batchCount: Int
    private let forest: BudgetForest
    private let targets: [BudgetForest.Target]
    private var path = FilePath()
    private var journal: Journal?
    private var emptyByteCount: UInt64 = 0

    init(_ site: BenchmarkSite) throws(BenchmarkError) {
        directory = try WorkDirectory(site)
        batchCount = Self.batchCount[site.scale]
        forest = Self.forest[site.scale]
        targets = forest.targets(4_096)
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        try prepare(operationCount: 1)
        results.add(UInt64(try run(operationCount: 1).doneCount))
        try results.add(stampsOf: path)
    }

    func prepare(operationCount: Int) throws(BenchmarkError) {
        journal = nil
        path = directory.nextJournal()
        let settings = JournalSettings(
            limits: try forest.limits(reservations: 2 * batchCount), initialTime: .benchmarkStart)
        let journal = try journaling { () throws(JournalError) in
            try Journal.create(
                at: path, settings: settings, identity: .benchmark, sync: .records(batchCount))
        }
        try forest.forEachCommand(reservationsPerTenant: 2 * batchCount) { command throws(BenchmarkError) in
            try journaling { () throws(JournalError) in _ = try journal.submit(command) }
        }
        try journaling { () throws(JournalError) in try journal.flush() }
        self.journal = journal
        emptyByteCount = WorkDirectory.byteCount(of: path)
    }

    func run(operationCount: Int) throws(BenchmarkError) -> Tally {
        guard let journal else { preconditionFailure("a repetition is prepared") }
        return try journaling { () throws(JournalError) in
            var tally = Tally()
            while tally.doneCount < operationCount {
                let before = tally.doneCount
                try runBatches(journal, &tally)
                if tally.doneCount < before + batchCount { break }
            }
            return tally
        }
    }

    private func runBatches(_ journal: Journal, _ tally: inout Tally) throws(JournalError) {
        let pairs = tally.doneCount + 1...tally.doneCount + batchCount
        for pair in pairs { _ = try journal.submit(.reserving(pair, targets[pair & 4_095])) }
        for pair in pairs {
            let settled = try journal.submit(.settling(pair, targets[pair & 4_095]))
            if case .settled = settled.decision { tally.add(true, settled.sequence) }
        }
        // The second batch is full, and so closed.
        if journal.acknowledgedSequence != journal.kernel.sequence { tally.doneCount = 0 }
    }

    var writtenByteCount: UInt64? { WorkDirectory.byteCount(of: path) - emptyByteCount }
}
