import Glibc
import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Failures poison")
struct FailureTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }

    private func expectPoisoned(_ journal: Journal, _ workload: inout Workload) {
        #expect(throws: JournalError.poisoned) { try journal.flush() }
        #expect(throws: JournalError.poisoned) { try journal.submit(workload.next()) }
        #expect(throws: JournalError.poisoned) { try journal.flush() }
    }

    @Test("a write that fails after any number of bytes: what was acknowledged is there, nothing else")
    func failedWrite() throws {
        let sample = try SampleJournal(batches: [6, 5])
        let batchByteCount = sample.boundaries[2] - sample.boundaries[1]
        for count in stride(from: 0, to: batchByteCount, by: 61) {
            try SampleJournal.install(sample.bytes[..<sample.boundaries[1]], at: path)
            var workload = Workload(seed: 11)
            _ = workload.next(6)
            let journal = try Journal.open(at: path, sync: .records(1_000)) {
                $0.writtenByteCountBeforeFailure = count
            }
            for command in workload.next(5) { _ = try journal.submit(command) }
            #expect(throws: JournalError.self) { try journal.flush() }
            #expect(journal.acknowledgedSequence == sample.sequences[1])
            expectPoisoned(journal, &workload)
            try journal.close()
            let reopened = try Journal.open(at: path, sync: .never)
            #expect(KernelSummary(reopened.kernel) == sample.summaries[1], "\(count) bytes written")
            #expect(reopened.recovery?.byteCount == (count == 0 ? nil : UInt64(count)))
        }
    }

    @Test("a sync that fails is not retried, and reopening finds what the file has")
    func failedSync() throws {
        try Journal.create(at: path, settings: .small(), sync: .never).close()
        var sink: FaultyFileSystem?
        let journal = try Journal.open(at: path, sync: .records(6)) { sink = $0 }
        var workload = Workload(seed: 3)
        for command in workload.next(6) { _ = try journal.submit(command) }
        let faulty = try #require(sink)
        faulty.syncFailure = .ioError
        let failure = JournalError.system(
            SystemFailure(operation: "sync", path: path.firstSegment.string, errno: .ioError))
        #expect(throws: failure) {
            for command in workload.next(20) { _ = try journal.submit(command) }
        }
        #expect(journal.acknowledgedSequence == 6)
        faulty.syncFailure = nil
        let callCount = faulty.calls.count
        expectPoisoned(journal, &workload)
        try journal.close()
        #expect(faulty.calls.count == callCount, "nothing is tried again")
        let reopened = try Journal.open(at: path, sync: .never)
        #expect(reopened.acknowledgedSequence >= 6)
        #expect(reopened.recovery == nil)
    }

    @Test("a failure while consequences are recorded poisons as well")
    func failedConsequence() throws {
        try Journal.create(at: path, settings: .small(), sync: .never).close()
        var sink: FaultyFileSystem?
        let journal = try Journal.open(at: path, sync: .everyRecord) { sink = $0 }
        var workload = Workload(seed: 3)
        for command in workload.next(6) { _ = try journal.submit(command) }
        let amounts = try #require(Amounts(calls: 0, tokens: 1, cost: 1))
        _ = try journal.submit(
            workload.command(
                .reserve(
                    Reservation(
                        id: .zero, accounts: AccountList(AccountID(1)), amounts: amounts,
                        expiry: Milliseconds(1_010)))))
        try #require(sink).writtenByteCountBeforeFailure = 50
        var tick = workload.command(.tick, tenant: .none)
        tick.header.time = Milliseconds(2_000)
        var seen = 0
        #expect(throws: JournalError.self) { try journal.submit(tick) { _ in seen += 1 } }
        #expect(seen == 0, "a consequence that is in no batch must not be acted on")
        expectPoisoned(journal, &workload)
        try journal.close()
        let reopened = try Journal.open(at: path, sync: .never)
        #expect(reopened.acknowledgedSequence == 7)
        #expect(reopened.kernel.nextDue == Milliseconds(1_010))
        _ = try reopened.submit(tick) { _ in seen += 1 }
        #expect(seen == 1)
    }

    @Test("a file that may not grow further: the system's reason, then the acknowledged prefix")
    func fileSizeLimit() throws {
        let journal = try Journal.create(at: path, settings: .small(), sync: .everyRecord)
        var workload = Workload(seed: 3)
        for command in workload.next(6) { _ = try journal.submit(command) }
        let large = workload.command(.installPolicy(PolicyFixture.policy(models: 5_000)), tenant: .none)
        // Far above what any other test writes meanwhile: the limit holds for the whole process.
        try withFileSizeLimit(byteCount: 9_500_000) {
            let failure = JournalError.system(
                SystemFailure(operation: "write", path: path.firstSegment.string, errno: .fileTooLarge))
            #expect(throws: failure) {
                for _ in 0..<20 { _ = try journal.submit(large) }
            }
        }
        let acknowledged = journal.acknowledgedSequence
        #expect(acknowledged > 10)
        expectPoisoned(journal, &workload)
        try journal.close()
        let reopened = try Journal.open(at: path, sync: .everyRecord)
        #expect(reopened.acknowledgedSequence == acknowledged)
        #expect(reopened.recovery?.action == .cutTail)
        _ = try reopened.submit(large)
        #expect(reopened.acknowledgedSequence == acknowledged + 1)
    }

    private func withFileSizeLimit(byteCount: rlim_t, _ body: () throws -> Void) throws {
        signal(SIGXFSZ, SIG_IGN)
        let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        var before = rlimit()
        try #require(getrlimit(resource, &before) == 0)
        var limited = before
        limited.rlim_cur = min(byteCount, before.rlim_max)
        try #require(setrlimit(resource, &limited) == 0)
        defer { setrlimit(resource, &before) }
        try body()
    }
}
