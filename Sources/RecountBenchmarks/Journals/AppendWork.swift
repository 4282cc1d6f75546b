import RecountJournal
import RecountKernel
import SystemPackage

/// Steps, encodes, stamps, chains and writes routing records, each repetition into a journal of its own.
final class AppendWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 200)

    private let directory: WorkDirectory
    private let requests: RoutingJournal
    private let sync: SyncPolicy
    private let checkedCount: Int
    private var path = FilePath()
    private var journal: Journal?
    private var emptyByteCount: UInt64 = 0

    init(_ sync: SyncPolicy, _ site: BenchmarkSite) throws(BenchmarkError) {
        directory = try WorkDirectory(site)
        requests = try RoutingJournal()
        checkedCount = Self.checkedCount[site.scale]
        self.sync = sync
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        try prepare(operationCount: checkedCount)
        _ = try run(operationCount: checkedCount)
        try results.add(stampsOf: path)
    }

    func prepare(operationCount: Int) throws(BenchmarkError) {
        journal = nil
        path = directory.nextJournal()
        journal = try requests.create(at: path, sync: sync)
        emptyByteCount = WorkDirectory.byteCount(of: path)
    }

    func run(operationCount: Int) throws(BenchmarkError) -> Tally {
        guard let journal else { preconditionFailure("a repetition is prepared") }
        return try requests.pool.withUnsafeBufferPointer { pool throws(BenchmarkError) in
            try journaling { () throws(JournalError) in try Self.run(pool, operationCount, journal) }
        }
    }

    var writtenByteCount: UInt64? { WorkDirectory.byteCount(of: path) - emptyByteCount }

    private static func run(
        _ pool: UnsafeBufferPointer<Command>, _ count: Int, _ journal: Journal
    ) throws(JournalError) -> Tally {
        var tally = Tally()
        var position = 0
        for _ in 0..<count {
            let step = try journal.submit(pool[position])
            position = position == pool.count &- 1 ? 0 : position &+ 1
            guard case .routed(let decision) = step.decision else { continue }
            tally.add(true, decision.winner?.cost.rawValue ?? 1)
        }
        try journal.flush()
        return tally
    }
}

extension ResultDigest {
    /// Takes in the stamps of all records of a journal.
    mutating func add(stampsOf path: FilePath) throws(BenchmarkError) {
        do throws(JournalError) {
            let reader = try JournalReader(at: path)
            while let batch = try reader.nextBatch() {
                for position in 0..<batch.count { add(batch[position].stamp) }
            }
        } catch {
            throw .journal(error)
        }
    }
}
