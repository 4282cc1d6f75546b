import RecountJournal
import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("Who holds what at a moment of a journal")
struct LockReportTests {
    @Test("after every record the report has what the kernel had, by tenant and resource")
    func everyRecord() throws {
        let script = try JournalScript(sync: .records(2))
        for tenant in 1...2 as ClosedRange<UInt64> {
            try script.run(.openTenant(accounts: 1, reservations: 1, transfers: 1), tenant: tenant)
        }
        try script.run([.acquire(9, by: 1, lease: 5_000), .acquire(9, by: 2, .shared, wait: 500)], tenant: 2)
        try script.run([.acquire(7, by: 1, .shared), .acquire(7, by: 2, .shared), .acquire(3, by: 2)])
        var expected: [UInt64: [LockStanding]] = [:]
        for delay in 0..<7 as Range<UInt64> {
            let sequence = try script.run(.tick, after: delay * 30).sequence
            expected[sequence] = LockStanding.all(in: script.journal.kernel, ofTenant: nil)
        }
        try script.flush()
        for (sequence, standings) in expected {
            let report = try LockReport(afterRecord: sequence, inJournalAt: script.path)
            #expect(report.sequence == sequence)
            #expect(report.standings == standings, "record \(sequence)")
        }
        let first = try LockReport(afterRecord: 8, inJournalAt: script.path)
        try #require(first.standings.map { [$0.tenant.rawValue, $0.resource.low] } == [[1, 3], [1, 7], [2, 9]])
        #expect(first.standings[1].holders.map(\.agent.low) == [1, 2])
        #expect(first.standings[2].waiters.map(\.agent.low) == [2])
        let one = try LockReport(ofTenant: TenantID(2), afterRecord: 8, inJournalAt: script.path)
        #expect(one.standings == [first.standings[2]])
        let last = try LockReport(inJournalAt: script.path)
        #expect(last.sequence == script.journal.kernel.sequence)
        #expect(last.time == script.journal.kernel.time)
        #expect(last.tail == .clean)
    }

    @Test("names are those that were recorded before that moment")
    func names() throws {
        let script = try JournalScript()
        try script.run([.openTenant(), .acquire(7, by: 1, lease: 5_000)])
        try script.name(.resource, 7, "draft")
        try script.name(.actor, 1, "writer")
        try script.name(.tenant, 0, "acme")
        try script.name(.resource, 7, "final")
        try script.flush()
        let report = try LockReport(afterRecord: 5, inJournalAt: script.path)
        #expect(report.name(of: LockResource(7), ofTenant: TenantID(1)) == "draft")
        #expect(report.name(ofAgent: LockAgent(1), ofTenant: TenantID(1)) == "writer")
        #expect(report.name(ofTenant: TenantID(1)) == "acme")
        #expect(report.name(ofAgent: LockAgent(1), ofTenant: TenantID(2)) == nil)
        let last = try LockReport(inJournalAt: script.path)
        #expect(last.name(of: LockResource(7), ofTenant: TenantID(1)) == "final")
    }

    @Test("a record that is not there, and a damaged journal up to the damage")
    func errors() throws {
        var forged = ForgedJournal(try SampleJournals.mixed().finish())
        forged.batches[2][1].decided = .accepted
        let directory = try TemporaryDirectory.holding(forged.bytes)
        #expect(try LockReport(afterRecord: 8, inJournalAt: directory.journal).standings.isEmpty)
        let error = #expect(throws: ExplanationError.self) {
            try LockReport(afterRecord: 9, inJournalAt: directory.journal)
        }
        guard case .journal(.divergence(let divergence)) = error else {
            Issue.record("thrown: \(String(describing: error))")
            return
        }
        #expect(divergence.sequence == 9)
        let script = try JournalScript()
        try script.flush()
        #expect(try LockReport(inJournalAt: script.path).sequence == 0)
        #expect(throws: ExplanationError.noSuchRecord(sequence: 1, last: 0)) {
            try LockReport(afterRecord: 1, inJournalAt: script.path)
        }
        try script.run(.tick)
        try script.flush()
        for sequence in [0, 2, .max] as [UInt64] {
            #expect(throws: ExplanationError.noSuchRecord(sequence: sequence, last: 1)) {
                try LockReport(afterRecord: sequence, inJournalAt: script.path)
            }
        }
    }
}
