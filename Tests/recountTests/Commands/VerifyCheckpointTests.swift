import Foundation
import RecountTestSupport
import Testing

/// `verify --checkpoint`: what `verify` alone cannot find.
@Suite struct VerifyCheckpointTests {
    private let ledger: Ledger

    init() throws {
        ledger = try Ledger()
    }

    @Test func aTailCutAtABatchIsFound() throws {
        try ledger.grow(by: 3)
        let cut = try ledger.copy("cut")
        try ledger.grow(by: 4)
        let checkpoint = try ledger.checkpoint("today")
        #expect(try ledger.run(["verify", cut]).status == 0)
        let outcome = try verify(cut, checkpoint)
        let says =
            "the journal ends at record 3, before the checkpoint of example.com/ledger with 7 records does: its tail was cut off"
        try expectFinding(outcome, cut, says, standing: "shortened")
    }

    @Test func aForkIsFound() throws {
        let fork = try Ledger()
        for (ledger, milliseconds) in [(ledger, 1), (fork, 2)] as [(Ledger, UInt64)] {
            try ledger.grow(by: 3)
            try ledger.grow(by: 4, milliseconds: milliseconds)
        }
        let checkpoint = try ledger.checkpoint("today")
        #expect(try ledger.run(["verify", fork.path]).status == 0)
        let outcome = try verify(fork.path, checkpoint)
        try expectFinding(
            outcome, fork.path, "the journal's first 7 records are not those of the checkpoint",
            standing: "other_history")
        try fork.grow(by: 9)
        #expect(try verify(fork.path, checkpoint).plain.status == 1)
        #expect(try verify(ledger.path, checkpoint).plain.status == 0)
    }

    @Test func aJournalThatOnlyGrewContainsIt() throws {
        try ledger.grow(by: 3)
        let checkpoint = try ledger.checkpoint("yesterday")
        for _ in 0..<3 {
            let outcome = try verify(ledger.path, checkpoint)
            #expect(outcome.plain.status == 0 && outcome.plain.error.isEmpty, "\(outcome.plain.error)")
            #expect(outcome.plain.text.contains("\(ledger.path): valid\n"))
            #expect(
                outcome.plain.text.contains(
                    "\nthe journal contains the checkpoint of example.com/ledger with 3 records: it begins with those records\n"
                ))
            let report = try JSONObject(parsing: outcome.json.output).object("checkpoint")
            #expect(report["standing"] == "contained")
            #expect(report["origin"] == Ledger.name)
            #expect(report.integer("size") == 3)
            try ledger.grow(by: 2)
        }
        let alone = try JSONObject(parsing: try ledger.run(["verify", ledger.path, "--json"]).output)
        #expect(alone.members["checkpoint"] is NSNull)
    }

    @Test func aWrongKeyIsFound() throws {
        try ledger.grow(by: 2)
        let checkpoint = try ledger.checkpoint("today")
        let other = try ledger.otherKeys()
        let arguments = ["verify", ledger.path, "--checkpoint", checkpoint, "--public-key", other.verifying]
        try RefusalCheck.expect(
            arguments, status: 1, says: checkpoint, "signed by example.com/ledger+", "but not by example.com/ledger+",
            in: ledger.scratch)
        let both = try ledger.run(arguments + ["--public-key", ledger.publicKey])
        #expect(both.status == 0, "\(both.error)")
    }

    @Test func noChangedBitOfACheckpointIsAccepted() throws {
        try ledger.grow(by: 2)
        let bytes = try ScratchDirectory.bytes(of: try ledger.checkpoint("today"))
        var random = SplitMix64(state: 0x6265_7473)
        for _ in 0..<24 {
            let bit = Int(random.uniform(0...UInt64(8 * bytes.count - 1)))
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            let file = try ledger.scratch.write(changed, to: "changed")
            let outcome = try ledger.run([
                "verify", ledger.path, "--checkpoint", file, "--public-key", ledger.publicKey,
            ])
            #expect(outcome.status == 1 || outcome.status == 2, "bit \(bit): \(outcome.text)")
            RefusalCheck.expectOneLine(outcome.error)
            #expect(outcome.output.isEmpty)
        }
    }

    @Test func filesThatAreNoneAreRefused() throws {
        let checkpoint = try ledger.checkpoint("today")
        let note = try String(contentsOfFile: checkpoint, encoding: .utf8)
        func expect(_ checkpoint: String, _ key: String, _ status: Int32, _ says: String) throws {
            try RefusalCheck.expect(
                ["verify", ledger.path, "--checkpoint", checkpoint, "--public-key", key], status: status, says: says,
                in: ledger.scratch)
        }
        try expect(ledger.publicKey, ledger.publicKey, 2, "not a signed note")
        try expect(checkpoint, checkpoint, 2, "not a key")
        try expect(ledger.scratch.path("missing"), ledger.publicKey, 3, "cannot open")
        try expect(checkpoint, ledger.scratch.path("missing"), 3, "cannot open")
        try expect(try ledger.scratch.write(String(note.dropLast()), to: "cut"), ledger.publicKey, 2, "does not end")
        let large = try ledger.scratch.write(String(repeating: "a\n", count: 1 << 20), to: "large")
        try expect(large, ledger.publicKey, 2, "larger than 1048576 bytes")
    }

    @Test func damageBeforeTheCheckpointIsWhatIsSaid() throws {
        try ledger.grow(by: 6)
        let checkpoint = try ledger.checkpoint("today")
        let journal = try ledger.copy("damaged")
        let segment = try ScratchDirectory.segment(of: journal)
        var bytes = try ScratchDirectory.bytes(of: segment)
        bytes[bytes.count - 40] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: segment))
        let outcome = try verify(journal, checkpoint)
        #expect(outcome.plain.status == 1)
        #expect(outcome.plain.text.contains("was not reached: the journal is not right before its last record"))
        #expect(try JSONObject(parsing: outcome.json.output).object("checkpoint").members["standing"] is NSNull)
    }

    private typealias Outcomes = (plain: CommandLineTool.Outcome, json: CommandLineTool.Outcome)

    private func verify(_ journal: String, _ checkpoint: String) throws -> Outcomes {
        let arguments = ["verify", journal, "--checkpoint", checkpoint, "--public-key", ledger.publicKey]
        return (try ledger.run(arguments), try ledger.run(arguments + ["--json"]))
    }

    private func expectFinding(_ outcome: Outcomes, _ journal: String, _ says: String, standing: String) throws {
        #expect(outcome.plain.status == 1 && outcome.json.status == 1)
        RefusalCheck.expectOneLine(outcome.plain.error)
        #expect(outcome.plain.error.contains(says), "\(outcome.plain.error)")
        #expect(outcome.plain.text.contains("\(journal): NOT VALID\n"))
        #expect(outcome.plain.text.contains("first finding: \(says)"), "\(outcome.plain.text)")
        let report = try JSONObject(parsing: outcome.json.output)
        #expect(report.boolean("valid") == false)
        #expect(report.object("checkpoint")["standing"] == standing)
        #expect(report.object("finding")["text"]?.hasPrefix(says) == true)
    }
}
