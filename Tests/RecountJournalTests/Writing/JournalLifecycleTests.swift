import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("A journal's life")
struct JournalLifecycleTests {
    private let directory = TemporaryDirectory()

    @Test("a new journal is a directory with one segment that is only a header")
    func creation() throws {
        let journal = try Journal.create(
            at: directory.journal, settings: .small(), identity: .fixed, sync: .everyRecord)
        #expect(journal.acknowledgedSequence == 0)
        #expect(journal.head.sequence == 0)
        #expect(journal.recovery == nil)
        #expect(try Bytes.read(directory.journal.firstSegment).count == JournalHeader.byteCount)
        try journal.close()
        let reopened = try Journal.open(at: directory.journal, sync: .everyRecord)
        #expect(reopened.header == journal.header)
        #expect(reopened.head == journal.head)
        #expect(reopened.recovery == nil)
    }

    @Test("two new journals never share an identity, and the secret never shows")
    func identity() throws {
        let first = JournalIdentity.random()
        let second = JournalIdentity.random()
        #expect(first.journalID != second.journalID)
        #expect(first.hashSeed != second.hashSeed)
        #expect(first.saltSecret != second.saltSecret)
        #expect(!"\(JournalIdentity.fixed)".contains("90, 90"))
    }

    @Test("reopening any number of times gives the same state and decisions as never closing", arguments: 1...5)
    func continuation(seed: UInt64) throws {
        let reference = try ReferenceKernel(.small())
        var workload = Workload(seed: seed)
        var steps: [StepSummary] = []
        try Journal.create(at: directory.journal, settings: .small(), sync: .records(7)).close()
        for _ in 0..<6 {
            let journal = try Journal.open(at: directory.journal, sync: .records(7))
            #expect(KernelSummary(journal.kernel) == reference.summary, "seed \(seed)")
            for command in workload.next(60) {
                try reference.submit(command)
                let step = try journal.submit(command) { steps.append(StepSummary($0)) }
                steps.append(StepSummary(step))
            }
            try journal.close()
            #expect(journal.acknowledgedSequence == reference.summary.sequence)
        }
        #expect(steps == reference.steps.map(StepSummary.init), "seed \(seed)")
        #expect(steps.contains { $0.origin == .consequence }, "seed \(seed) lets nothing expire")
        let result = try ReadingResult(directory.journal)
        #expect(result.recordCount == steps.count)
        #expect(result.tail == .clean)
    }

    @Test("a malformed command throws, changes nothing and does no harm")
    func malformedCommand() throws {
        let journal = try Journal.create(at: directory.journal, settings: .small(), sync: .everyRecord)
        var workload = Workload(seed: 1)
        for command in workload.next(6) { _ = try journal.submit(command) }
        let before = KernelSummary(journal.kernel)
        let malformed = workload.command(.tick, tenant: TenantID(7))
        #expect(throws: JournalError.malformedCommand(.tenantNotAllowed)) { try journal.submit(malformed) }
        #expect(KernelSummary(journal.kernel) == before)
        _ = try journal.submit(workload.next())
        #expect(journal.acknowledgedSequence == before.sequence + 1)
    }

    @Test("a routing record takes at most 400 bytes")
    func routingRecordSize() throws {
        let journal = try Journal.create(at: directory.journal, settings: .small(), sync: .everyRecord)
        var workload = Workload(seed: 1)
        for command in workload.next(6) { _ = try journal.submit(command) }
        _ = try journal.submit(workload.route())
        let reader = try JournalReader(at: directory.journal)
        var last: JournalRecord?
        while let batch = try reader.nextBatch() { last = batch[batch.count - 1] }
        #expect(try #require(last).body.count + 36 <= 400)
    }

    @Test("a closed journal refuses everything and gives up its lock")
    func closing() throws {
        let journal = try Journal.create(at: directory.journal, settings: .small(), sync: .everyRecord)
        try journal.close()
        var workload = Workload(seed: 1)
        #expect(throws: JournalError.closed) { try journal.submit(workload.next()) }
        #expect(throws: JournalError.closed) { try journal.flush() }
        try journal.close()
        try Journal.open(at: directory.journal, sync: .never).close()
    }
}
