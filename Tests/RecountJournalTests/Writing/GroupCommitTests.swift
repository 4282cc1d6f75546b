import RecountKernel
import Testing

@testable import RecountJournal

@Suite("Group commit")
struct GroupCommitTests {
    private let directory = TemporaryDirectory()

    private func withJournal(
        _ policy: SyncPolicy, commands: Int, _ body: (Journal, FaultyFileSystem, inout Workload) throws -> Void
    ) throws {
        try Journal.create(at: directory.journal, settings: .small(), sync: .never).close()
        var sink: FaultyFileSystem?
        let journal = try Journal.open(at: directory.journal, sync: policy) { sink = $0 }
        var workload = Workload(seed: 2)
        for command in workload.next(min(commands, 6)) { _ = try journal.submit(command) }
        for _ in 6..<max(6, commands) { _ = try journal.submit(workload.command(.tick, tenant: .none)) }
        try body(journal, #require(sink), &workload)
    }

    private func batchSizes() throws -> [Int] {
        let reader = try JournalReader(at: directory.journal)
        var sizes: [Int] = []
        while let batch = try reader.nextBatch() { sizes.append(batch.count) }
        return sizes
    }

    @Test("every record: each is a batch, written and synced before it is acknowledged")
    func everyRecord() throws {
        try withJournal(.everyRecord, commands: 5) { journal, sink, _ in
            #expect(journal.acknowledgedSequence == 5)
            #expect(sink.calls.count == 10)
            #expect(sink.calls.enumerated().allSatisfy { ($0.element == .sync) == ($0.offset % 2 == 1) })
            let sizes = try batchSizes()
            #expect(sizes == [1, 1, 1, 1, 1])
        }
    }

    @Test("records: acknowledged in groups, the rest with flush")
    func records() throws {
        try withJournal(.records(4), commands: 10) { journal, sink, _ in
            #expect(journal.kernel.sequence == 10)
            #expect(journal.acknowledgedSequence == 8)
            #expect(journal.head.sequence == 8)
            #expect(sink.calls.filter { $0 == .sync }.count == 2)
            try journal.flush()
            #expect(journal.acknowledgedSequence == 10)
            try journal.flush()
            #expect(sink.calls.count == 6)
            let sizes = try batchSizes()
            #expect(sizes == [4, 4, 2])
        }
    }

    @Test("an interval of zero closes with each command, a long one only with flush")
    func interval() throws {
        try withJournal(.interval(.zero), commands: 3) { journal, _, _ in
            #expect(journal.acknowledgedSequence == 3)
            try journal.close()
        }
        let journal = try Journal.open(at: directory.journal, sync: .interval(.maximum))
        var workload = Workload(seed: 2)
        _ = workload.next(3)
        for command in workload.next(30) { _ = try journal.submit(command) }
        #expect(journal.acknowledgedSequence == 3)
        try journal.flush()
        #expect(journal.acknowledgedSequence == journal.kernel.sequence)
    }

    @Test("never: written with flush or when full, never synced")
    func never() throws {
        try withJournal(.never, commands: 30) { journal, sink, _ in
            #expect(sink.calls.isEmpty)
            try journal.flush()
            #expect(sink.calls.count == 1)
            #expect(!sink.calls.contains(.sync))
            #expect(journal.acknowledgedSequence == journal.kernel.sequence)
        }
    }

    @Test("a batch of several records never exceeds 4 MiB; one larger record is a batch of its own")
    func fullBatch() throws {
        try withJournal(.never, commands: 1) { journal, sink, workload in
            let large = workload.command(.installPolicy(PolicyFixture.policy(models: 5_000)), tenant: .none)
            for _ in 0..<10 { _ = try journal.submit(large) }
            #expect(!sink.calls.isEmpty)
            for case .write(_, let byteCount) in sink.calls {
                #expect(byteCount <= BatchLimits.maximumRecordsByteCount + 72)
            }
            let huge = workload.command(.installPolicy(PolicyFixture.policy(models: 25_000)), tenant: .none)
            #expect(huge.encodedByteCount > BatchLimits.maximumRecordsByteCount)
            _ = try journal.submit(huge)
            _ = try journal.submit(workload.next())
            try journal.flush()
            let sizes = try batchSizes()
            #expect(sizes == [5, 4, 2, 1, 1])
        }
        let reopened = try Journal.open(at: directory.journal, sync: .never)
        #expect(reopened.acknowledgedSequence == 13)
    }

    @Test("due consequences come first, each as a record of its own, with the policy applied to each")
    func consequences() throws {
        try withJournal(.everyRecord, commands: 6) { journal, _, workload in
            for id in 1...3 as ClosedRange<UInt64> {
                let amounts = try #require(Amounts(calls: 0, tokens: id, cost: 1))
                let reservation = Reservation(
                    id: Identifier128(id), accounts: AccountList(AccountID(2)), amounts: amounts,
                    expiry: Milliseconds(1_100 + id))
                _ = try journal.submit(workload.command(.reserve(reservation)))
            }
            var expired: [UInt64] = []
            var tick = workload.command(.tick, tenant: .none)
            tick.header.time = Milliseconds(1_102)
            let step = try journal.submit(tick) { step in
                guard case .reservationExpired(let expiry) = step.decision else { return }
                expired.append(expiry.reservation.low)
            }
            #expect(expired == [1, 2])
            #expect(step.sequence == 12)
            let sizes = try batchSizes()
            #expect(sizes == Array(repeating: 1, count: 12))
            #expect(journal.kernel.nextDue == Milliseconds(1_103))
        }
    }
}
