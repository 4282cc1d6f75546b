import Foundation
import RecountJournal
import RecountKernel
import RecountTestSupport
import SystemPackage
import Testing

/// `inspect`, `explain` and `verify` over windows of thousands of fragments.
@Suite struct WindowReadingTests {
    private static let fragmentCount = 4_096
    private let scratch: ScratchDirectory
    private let journal: String

    init() throws {
        scratch = try ScratchDirectory()
        journal = scratch.path("journal")
        let limits = KernelLimits(
            tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1, maximumAdvance: .zero,
            retention: .zero, fragments: UInt32(Self.fragmentCount))
        let settings = JournalSettings(limits: try #require(limits), initialTime: .zero)
        let writer = try Journal.create(at: FilePath(journal), settings: settings, sync: .everyRecord)
        let fragments = (1...UInt64(Self.fragmentCount)).map { id -> Fragment in
            .of(id, tokens: 9, .optional, .truncatable, cuts: [4], id % 2 == 0 ? .stable : .changing)
        }
        let context = ContextCase(limit: 18_004, [Fragment](fragments))
        let header = CommandHeader(tenant: TenantID(1), time: .zero)
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        _ = try writer.submit(Command(header: header, body: .openTenant(quotas)))
        try context.withRequest { _ = try writer.submit(Command(header: header, body: .assemble($0))) }
        try writer.close()
    }

    @Test func everyFragmentAndEntryIsInTheJSONLine() throws {
        let outcome = try CommandLineTool.run(["inspect", journal, "--from", "2"])
        #expect(outcome.status == 0, "\(outcome.error)")
        let record = try #require(RecordLine.all(outcome.text).first)
        let fragments = try #require(record.command).objects("fragments")
        #expect(fragments.map { $0.integer("fragment") } == (1...4_096).map { Int128($0) })
        #expect(fragments.map { $0.boolean("stable") } == (1...4_096).map { $0 % 2 == 0 })
        #expect(fragments.allSatisfy { $0.boolean("truncatable") == true && $0.boolean("required") == false })
        #expect(fragments[7].objects("cut_points").map { $0.integer("tokens") } == [4])
        let entries = record.decision.objects("entries")
        #expect(entries.count == Self.fragmentCount)
        // 2 000 whole fragments, one cut to 4 tokens, and the others after the walk had stopped.
        #expect(entries.count { $0["outcome"] == "included" && $0["reason"] == "none" } == 2_000)
        #expect(entries[2_000]["outcome"] == "truncated" && entries[2_000]["reason"] == "total")
        #expect(entries[2_000].integer("kept_tokens") == 4)
        #expect(entries.count { $0["reason"] == "after_cutoff" } == Self.fragmentCount - 2_001)
        #expect(record.decision.integer("used_tokens") == 18_004)
    }

    @Test func theLineForPeopleShowsTheBeginningOfLongLists() throws {
        let outcome = try CommandLineTool.run(["inspect", journal, "--from", "2", "--text"])
        #expect(outcome.status == 0 && outcome.output.count < 8_000, "\(outcome.output.count)")
        for part in ["fragments.7.fragment=8", "fragments.more=4088", "entries.7.kept_tokens=9", "entries.more=4088"] {
            #expect(outcome.text.contains(" \(part)"), "\(part)")
        }
        #expect(!outcome.text.contains("fragments.8.") && !outcome.text.contains("=false"))
    }

    @Test func explainTellsTheFirstLossesAndCountsTheOthers() throws {
        let lines = try CommandLineTool.run(["explain", journal, "2"]).text.split(separator: "\n")
        #expect(lines.count == 1 + 1 + 1 + 20 + 1)
        #expect(
            lines[3] == "  Fragment 2001 of section 1 is cut to 4 of 9 tokens: the window may have 18004 tokens.")
        #expect(lines.last == "  And 2076 more: 2076 after the walk had stopped.")
    }

    @Test func verifyReplaysThem() throws {
        let outcome = try CommandLineTool.run(["verify", journal])
        #expect(outcome.status == 0 && outcome.text.contains("2 records replayed"), "\(outcome.text)\(outcome.error)")
    }
}
