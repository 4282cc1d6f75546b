import Foundation
import Testing

@testable import RecountJournal

/// The same run gives the same records; only the journal's identity is its own.
@Suite struct RunDeterminismTests {
    @Test func sameRunSameRecords() throws {
        let scratch = try ScratchDirectory()
        let first = try run("first", [], in: scratch)
        let second = try run("second", ["--batch", "1"], in: scratch)
        let other = try run("other", ["--seed", "2"], in: scratch)
        #expect(first.records == second.records)
        #expect(first.records != other.records)
        #expect(first.header.identity.journalID != second.header.identity.journalID)
        #expect(first.header.identity.hashSeed != second.header.identity.hashSeed)
        #expect(first.header.settings == second.header.settings)
    }

    @Test func sameAdmissionsSameRecords() throws {
        let scratch = try ScratchDirectory()
        let trace = try scratch.write(try DemoFiles.blockLines(200), to: "trace.jsonl")
        let first = try run("first", ["--admit"], trace: trace, in: scratch)
        let second = try run("second", ["--admit", "--batch", "1"], trace: trace, in: scratch)
        #expect(first.records == second.records)
        #expect(first.header.settings == second.header.settings)
        for (name, options) in [("seed", ["--seed", "2"]), ("window", ["--window-tokens", "20000"])] {
            #expect(first.records != (try run(name, ["--admit"] + options, trace: trace, in: scratch)).records)
        }
        let same = try run("same", ["--admit", "--window-tokens", "32768", "--seed", "1"], trace: trace, in: scratch)
        #expect(first.records == same.records)
    }

    private func run(
        _ name: String, _ options: [String], in scratch: ScratchDirectory
    ) throws -> (records: String, header: JournalHeader) {
        let trace = try scratch.write(try DemoFiles.rows(150, of: DemoFiles.conversation), to: "trace.csv")
        return try run(name, options, trace: trace, in: scratch)
    }

    private func run(
        _ name: String, _ options: [String], trace: String, in scratch: ScratchDirectory
    ) throws -> (records: String, header: JournalHeader) {
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let journal = scratch.path(name)
        let outcome = try CommandLineTool.run(
            ["run", "--policy", policy, "--trace", trace, "--journal", journal] + options)
        #expect(outcome.status == 0, "\(outcome.error)")
        let inspection = try CommandLineTool.run(["inspect", journal])
        #expect(!inspection.output.isEmpty)
        return (inspection.text, try JournalReader(at: .init(journal)).header)
    }
}
