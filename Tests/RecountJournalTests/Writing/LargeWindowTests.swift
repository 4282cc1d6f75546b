import RecountKernel
import RecountTestSupport
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Windows of thousands of fragments")
struct LargeWindowTests {
    private let directory = TemporaryDirectory()
    private var path: FilePath { directory.journal }
    private static let fragmentCount: UInt64 = 4_096

    @Test("are written, read back entry by entry and replayed on opening, alone or with others in a batch")
    func roundTrip() throws {
        let journal = try Journal.create(
            at: path, settings: .small(fragments: UInt32(Self.fragmentCount)), identity: .fixed, sync: .records(3))
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        _ = try journal.submit(Self.command(.openTenant(quotas)))
        var answers: [OwnedDecision] = []
        for round in 0..<4 as Range<UInt64> {
            try Self.context(round).withRequest { request in
                answers.append(OwnedDecision(try journal.submit(Self.command(.assemble(request))).decision))
            }
        }
        try journal.close()
        #expect(try Self.decisions(path).dropFirst() == answers[...])
        let counts = answers.map { $0.withDecision(Self.entryCount) }
        #expect(counts == Array(repeating: UInt32(Self.fragmentCount), count: 4))
        #expect(Set(answers.map { $0.withDecision { $0.encodedByteCount } }) == [93 + 14 * 4_096])
        let reopened = try Journal.open(at: path, sync: .everyRecord)
        #expect(reopened.acknowledgedSequence == 5)
        try Self.context(0).withRequest { request in
            let again = OwnedDecision(try reopened.submit(Self.command(.assemble(request))).decision)
            #expect(again == answers[0])
        }
    }

    @Test("one fragment more than the limit is refused, and the journal goes on")
    func tooLarge() throws {
        let journal = try Journal.create(
            at: path, settings: .small(fragments: UInt32(Self.fragmentCount) - 1), identity: .fixed, sync: .everyRecord)
        _ = try journal.submit(
            Self.command(.openTenant(TenantQuotas(accounts: 1, reservations: 1, transfers: 1))))
        try Self.context(0).withRequest { request in
            let step = try journal.submit(Self.command(.assemble(request)))
            #expect(step.decision == .refused(.tooLarge, .count(needed: 4_096, limit: 4_095)))
        }
        try journal.close()
        #expect(try Journal.open(at: path, sync: .everyRecord).acknowledgedSequence == 2)
    }

    /// Whole, cut and left out fragments in three sections.
    private static func context(_ round: UInt64) -> ContextCase {
        var random = SplitMix64(state: round)
        let fragments = (0..<fragmentCount).map { id -> Fragment in
            let tokens = UInt32(random.uniform(2...400))
            return .of(
                id, section: UInt32(id % 3), tokens: tokens, priority: UInt32(random.uniform(0...9)), .optional,
                .truncatable, cuts: [tokens / 2])
        }
        return ContextCase(
            limit: 300_000, output: 4_000, separator: 1, mode: round % 2 == 0 ? .cutoff : .greedy,
            sections: [.of(0, cap: 90_000), .of(1), .of(2)], fragments)
    }

    private static func decisions(_ path: FilePath) throws -> [OwnedDecision] {
        let reader = try JournalReader(at: path)
        var decisions: [OwnedDecision] = []
        while let batch = try reader.nextBatch() {
            for position in 0..<batch.count {
                decisions.append(
                    try OwnedDecision(decoding: RecordBody(decoding: batch[position].body).decision))
            }
        }
        return decisions
    }

    private static func entryCount(of decision: Decision) -> UInt32? {
        guard case .assembled(let window) = decision else { return nil }
        return window.entryCount
    }

    private static func command(_ body: CommandBody) -> Command {
        Command(header: CommandHeader(tenant: TenantID(7), time: Milliseconds(1_000)), body: body)
    }
}
