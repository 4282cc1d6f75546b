import RecountDigest
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// Statements of one of many tenants under a signed checkpoint.
final class StatementWork: Workload {
    /// What an operation is.
    enum Direction: Sendable {
        /// Replay the journal and make a statement of it.
        case issue
        /// Check a statement without the journal.
        case check
    }

    private static let forest = ScaledForest(tenants: 1_000, trees: 10, depth: 1)
    private static let tenant = TenantID(1)

    private let directory: WorkDirectory
    private let path: FilePath
    private let direction: Direction
    private let request: StatementRequest
    private let statement: Statement

    init(_ direction: Direction, _ site: BenchmarkSite) throws(BenchmarkError) {
        self.direction = direction
        directory = try WorkDirectory(site)
        path = directory.nextJournal()
        try Self.write(path, Self.forest[site.scale])
        let head = try journaling { [path] () throws(JournalError) in try JournalTree(ofJournalAt: path).head }
        guard let origin = NoteKeyName("example.com/bench") else { throw .preparation("a checkpoint has no origin") }
        request = try issuing { () throws(StatementIssueError) in
            try StatementRequest(tenant: Self.tenant, checkpoint: Checkpoint(origin: origin, head: head))
        }
        statement = try issuing { [path, request] () throws(StatementIssueError) in
            try StatementIssuer.issue(request, at: path)
        }
    }

    /// Accounts, pairs and a seal.
    private static func write(_ path: FilePath, _ forest: BudgetForest) throws(BenchmarkError) {
        let settings = JournalSettings(
            limits: try forest.limits(reservations: forest.tenantCount * 4), initialTime: .benchmarkStart)
        let journal = try journaling { () throws(JournalError) in
            try Journal.create(at: path, settings: settings, identity: .benchmark, sync: .never)
        }
        try forest.forEachCommand(reservationsPerTenant: 4) { command throws(BenchmarkError) in
            try journaling { () throws(JournalError) in _ = try journal.submit(command) }
        }
        try journaling { () throws(JournalError) in
            for (pair, target) in forest.targets(forest.accountCount).enumerated() {
                _ = try journal.submit(.reserving(pair, target))
                _ = try journal.submit(.settling(pair, target))
            }
            _ = try journal.submit(Command(.none, .seal))
            try journal.close()
        }
    }

    func check(_ results: inout ResultDigest) {
        statement.json.withUnsafeBytes { results.add($0) }
    }

    func run(operationCount: Int) throws(BenchmarkError) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            switch direction {
            case .issue:
                let issued = try issuing { () throws(StatementIssueError) in
                    try StatementIssuer.issue(request, at: path)
                }
                tally.add(issued == statement, issued.checkpointSize)
            case .check:
                let checked = try? StatementCheck(statement, under: request.checkpoint)
                tally.add(checked != nil, checked?.closing.sequence ?? 0)
            }
        }
        return tally
    }
}

/// Does something with statements.
private func issuing<Result>(_ body: () throws(StatementIssueError) -> Result) throws(BenchmarkError) -> Result {
    do throws(StatementIssueError) {
        return try body()
    } catch {
        throw .preparation("a statement: \(error)")
    }
}
