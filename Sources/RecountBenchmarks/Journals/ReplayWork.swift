import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// Reads a journal of routing records from its beginning to its end.
final class ReplayWork: Workload {
    /// How much of each record is looked at.
    enum Depth: Sendable {
        /// Frames, stamps and chain.
        case chain
        /// The decision too, by executing the command again.
        case replay
        /// The same, while a second thread reads ahead.
        case readAhead
        /// Budgets and leases too, added up from the records alone.
        case full
    }

    private static let recordCount = ScaledCount(100_000, quick: 200)

    private let directory: WorkDirectory
    private let path: FilePath
    private let depth: Depth

    init(_ depth: Depth, _ site: BenchmarkSite) throws(BenchmarkError) {
        self.depth = depth
        directory = try WorkDirectory(site)
        path = directory.nextJournal()
        let requests = try RoutingJournal()
        let journal = try requests.create(at: path, sync: .never)
        // With the two records that set the journal up.
        let count = Self.recordCount[site.scale] - 2
        try journaling { () throws(JournalError) in
            for number in 0..<count {
                _ = try journal.submit(requests.pool[number % requests.pool.count])
                // As a host that makes every so many records durable would write it.
                if number % 8_189 == 8_188 { try journal.flush() }
            }
            try journal.close()
        }
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        try journaling { () throws(JournalError) in
            let report = try Verification.run(at: path)
            results.add(report.isValid ? 1 : 0)
            results.add(report.recordCount)
        }
        try results.add(stampsOf: path)
    }

    func run(operationCount: Int) throws(BenchmarkError) -> Tally {
        var tally = Tally()
        try journaling { () throws(JournalError) in
            while tally.doneCount < operationCount {
                let before = tally.doneCount
                switch depth {
                case .chain: try Self.readChain(path, &tally)
                case .replay: try Self.replay(path, &tally)
                case .readAhead: try Self.replayReadAhead(path, &tally)
                case .full: try Self.verify(path, &tally)
                }
                if tally.doneCount == before { return }
            }
        }
        return tally
    }

    private static func readChain(_ path: FilePath, _ tally: inout Tally) throws(JournalError) {
        let reader = try JournalReader(at: path)
        while let batch = try reader.nextBatch() {
            tally.take(batch)
        }
    }

    private static func replay(_ path: FilePath, _ tally: inout Tally) throws(JournalError) {
        let start = try JournalReplay(at: path, from: .genesis)
        let replay = Replay(start.hosted)
        while let batch = try start.reader.nextBatch() {
            try replay.check(batch)
            tally.take(batch)
        }
    }

    private static func replayReadAhead(_ path: FilePath, _ tally: inout Tally) throws(JournalError) {
        let start = try JournalReplay(at: path, from: .genesis)
        let replay = Replay(start.hosted)
        let batches = ReadAhead(start.reader)
        while case .batch(let batch) = try batches.next() {
            try replay.check(batch)
            tally.take(batch)
        }
    }

    private static func verify(_ path: FilePath, _ tally: inout Tally) throws(JournalError) {
        let report = try Verification.run(at: path)
        if report.isValid { tally.doneCount += Int(report.recordCount) }
    }
}

extension Tally {
    /// Takes in a batch that is right.
    fileprivate mutating func take(_ batch: JournalBatch) {
        doneCount += batch.count
        sum &+= batch.chain.words[0]
    }
}
