import Foundation
import RecountJournal
import RecountKernel
import RecountTestSupport
import SystemPackage
import Testing

/// `locks` over a journal in which some hold and some wait.
@Suite struct LocksCommandTests {
    private let scratch: ScratchDirectory
    private let journal: String

    init() throws {
        scratch = try ScratchDirectory()
        journal = scratch.path("journal")
        let limits = KernelLimits(
            tenants: 2, accounts: 1, reservations: 1, transfers: 1, policies: 1, models: 1,
            maximumAdvance: Milliseconds(1_000_000), retention: .zero, locks: 32, maximumLease: Milliseconds(60_000),
            maximumWait: Milliseconds(60_000))
        let settings = JournalSettings(limits: try #require(limits), initialTime: Milliseconds(1_000))
        let writer = try Journal.create(at: FilePath(journal), settings: settings, sync: .records(4))
        let name = try #require(Array("dra\u{1B}ft".utf8).withUnsafeBytes { Name(utf8: $0) })
        let bodies: [(UInt64, CommandBody)] = [
            (2, .openTenant(accounts: 1, reservations: 0, transfers: 0)),
            (1, .openTenant(accounts: 0, reservations: 0, transfers: 0)),
            (2, .acquire(5, by: 1, lease: 9_000)),
            (1, .acquire(8, by: 3, .shared, lease: 2_000)),
            (1, .acquire(8, by: 4, .shared, lease: 3_000)),
            (1, .acquire(8, by: 5, lease: 1_000, wait: 7_000)),
            (1, .acquire(8, by: 6, .shared, lease: 1_000, wait: 6_000)),
            (1, .acquire(7, by: 3, lease: 1_500)),
            (1, .acquire(7, by: 3, lease: 1_500)),
            (1, .describe(Description(subject: .resource, id: Identifier128(8), name: name))),
        ]
        for (tenant, body) in bodies {
            let header = CommandHeader(tenant: TenantID(tenant), time: Milliseconds(1_000))
            _ = try writer.submit(Command(header: header, body: body))
        }
        _ = try writer.submit(
            Command(header: CommandHeader(tenant: .none, time: Milliseconds(90_000)), body: .tick))
        try writer.close()
    }

    @Test func textHasTablesOfLeasesAndQueues() throws {
        let lines = try locks("--at", "10").text.split(separator: "\n", omittingEmptySubsequences: false)
        let cells = lines.map { $0.split(separator: " ").map(String.init) }
        let day = "1970-01-01"
        let name = #""dra\u{1B}ft""#
        #expect(lines[0] == "Held after record 10, 1970-01-01 00:00:01.000 UTC")
        #expect(cells[1] == ["tenant", "resource", "agent", "mode", "token", "expires", "(UTC)", "holds"])
        #expect(
            Array(cells[3...6]) == [
                ["1", id(7), id(3), "exclusive", "8", day, "00:00:02.500", "2"],
                ["1", id(8), name, id(3), "shared", "4", day, "00:00:03.000", "1"],
                ["1", id(8), name, id(4), "shared", "5", day, "00:00:04.000", "1"],
                ["2", id(5), id(1), "exclusive", "3", day, "00:00:10.000", "1"],
            ])
        #expect(lines[7].isEmpty && lines[8] == "Waiting after record 10, 1970-01-01 00:00:01.000 UTC")
        #expect(cells[9] == ["tenant", "resource", "position", "agent", "mode", "gives", "up", "(UTC)"])
        #expect(
            Array(cells[11...12]) == [
                ["1", id(8), name, "0", id(5), "exclusive", day, "00:00:08.000"],
                ["1", id(8), name, "1", id(6), "shared", day, "00:00:07.000"],
            ])
        #expect(lines.count == 14 && lines[13].isEmpty)
    }

    @Test func aTenantSeesItsOwn() throws {
        let text = try locks("--at", "10", "--tenant", "2").text
        #expect(text.split(separator: "\n").count == 4 && text.contains(id(5)) && !text.contains("Waiting"), "\(text)")
        #expect(
            try locks("--at", "10", "--tenant", "9").text
                == "Nothing is held, and nobody waits, after record 10, 1970-01-01 00:00:01.000 UTC.\n")
    }

    @Test func jsonHasEveryField() throws {
        let outcome = try locks("--at", "10", "--json")
        let object = try JSONObject(parsing: outcome.output)
        #expect(object.integer("sequence") == 10 && object.integer("time_ms") == 1_000)
        let resources = object.objects("resources")
        #expect(resources.map { $0.integer("tenant") } == [1, 1, 2])
        #expect(resources.map { $0["resource"] } == [id(7), id(8), id(5)])
        #expect(resources.map { $0["resource_name"] } == [nil, "dra\u{1B}ft", nil])
        let held = resources[0].objects("holders")
        #expect(held.count == 1 && held[0]["agent"] == id(3) && held[0]["mode"] == "exclusive")
        #expect(["token", "expiry_ms", "hold_count"].map(held[0].integer) == [8, 2_500, 2])
        #expect(resources[0].objects("waiters").isEmpty)
        let waiting = resources[1].objects("waiters")
        #expect(
            waiting.map { $0["agent"] } == [id(5), id(6)] && waiting.map { $0["mode"] } == ["exclusive", "shared"])
        #expect(["position", "lease_ms", "deadline_ms"].map(waiting[1].integer) == [1, 1_000, 7_000])
        #expect(waiting[1].boolean("upgrade") == false)
        #expect(!outcome.text.contains("\u{1B}"))
    }

    @Test func withoutARecordItIsTheEnd() throws {
        let text = try locks().text
        #expect(text.hasPrefix("Nothing is held, and nobody waits, after record "), "\(text)")
        let last = try #require(text.firstMatch(of: /record (\d+),/)?.1)
        #expect(try locks("--at", String(last)).text == text)
        #expect(try JSONObject(parsing: locks("--json").output).objects("resources").isEmpty)
        for sequence in ["0", "999"] {
            try RefusalCheck.expect(
                ["locks", journal, "--at", sequence], status: 2, says: "no record \(sequence)", String(last),
                in: scratch)
        }
    }

    @Test func aDamagedJournalIsShownUpToTheDamage() throws {
        let segment = try ScratchDirectory.segment(of: journal)
        var bytes = try ScratchDirectory.bytes(of: segment)
        bytes[bytes.count - 40] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: segment))
        #expect(try locks("--at", "4").text.hasPrefix("Held after record 4,"))
        let damaged = try CommandLineTool.run(["locks", journal])
        #expect(damaged.status == 1 && damaged.output.isEmpty && damaged.error.contains("damaged"), "\(damaged.error)")
    }

    @Test func aTornTailIsNoted() throws {
        let segment = try ScratchDirectory.segment(of: journal)
        let bytes = try ScratchDirectory.bytes(of: segment)
        try Data(bytes.dropLast(3)).write(to: URL(fileURLWithPath: segment))
        let outcome = try CommandLineTool.run(["locks", journal])
        #expect(outcome.status == 0 && outcome.error.contains("the last batch is incomplete"), "\(outcome.error)")
        #expect(outcome.text.contains("after record "))
    }

    private func locks(_ options: String...) throws -> CommandLineTool.Outcome {
        let outcome = try CommandLineTool.run(["locks", journal] + options)
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        return outcome
    }

    private func id(_ digit: Int) -> String { String(repeating: "0", count: 31) + "\(digit)" }
}
