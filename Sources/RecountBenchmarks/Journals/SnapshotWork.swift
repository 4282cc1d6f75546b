import RecountJournal
import RecountKernel
import SystemPackage

/// Snapshots of a journal with many accounts: written when a segment begins, and opened.
final class SnapshotWork: Workload {
    /// What an operation is.
    enum Direction: Sendable {
        /// Begin a segment with a snapshot, both durable.
        case write
        /// Make a kernel of the newest one.
        case open
    }

    private static let forest = ScaledForest(tenants: 1_000, trees: 100, depth: 1)

    private let directory: WorkDirectory
    private let path: FilePath
    private let direction: Direction
    private let journal: Journal
    private let accountCount: Int

    init(_ direction: Direction, _ site: BenchmarkSite) throws(BenchmarkError) {
        self.direction = direction
        directory = try WorkDirectory(site)
        let path = directory.nextJournal()
        let forest = Self.forest[site.scale]
        accountCount = forest.accountCount
        let settings = JournalSettings(
            limits: try forest.limits(reservations: forest.tenantCount * 4), initialTime: .benchmarkStart)
        let journal = try journaling { () throws(JournalError) in
            try Journal.create(
                at: path, settings: settings, identity: .benchmark, sync: .never,
                rotation: RotationPolicy(snapshots: .everySegment))
        }
        try forest.forEachCommand(reservationsPerTenant: 4) { command throws(BenchmarkError) in
            try journaling { () throws(JournalError) in _ = try journal.submit(command) }
        }
        try journaling { () throws(JournalError) in try journal.rotate() }
        self.path = path
        self.journal = journal
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        try journaling { () throws(JournalError) in
            let start = try JournalReplay(at: path, from: .newestSnapshot)
            results.add(start.hosted.kernel.stateDigest())
            results.add(journal.kernel.stateDigest())
            results.add(UInt64(accountCount))
        }
    }

    func run(operationCount: Int) throws(BenchmarkError) -> Tally {
        try journaling { () throws(JournalError) in
            var tally = Tally()
            for _ in 0..<operationCount {
                switch direction {
                case .write: try write(&tally)
                case .open: try open(&tally)
                }
            }
            return tally
        }
    }

    private func write(_ tally: inout Tally) throws(JournalError) {
        let step = try journal.submit(Command(.none, .tick))
        try journal.rotate()
        tally.add(journal.acknowledgedSequence == step.sequence, step.sequence)
    }

    private func open(_ tally: inout Tally) throws(JournalError) {
        let start = try JournalReplay(at: path, from: .newestSnapshot)
        tally.add(start.hosted.kernel.accountCount == accountCount, start.hosted.kernel.sequence)
    }
}
