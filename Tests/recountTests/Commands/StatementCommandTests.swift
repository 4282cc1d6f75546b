import Foundation
import RecountTestSupport
import Testing

/// Statements of a real run, checked where there is nothing but the statement, the checkpoint and the public key.
@Suite struct StatementCommandTests {
    private let scratch: ScratchDirectory
    private let journal: String
    private let signingKey: String
    private let publicKey: String
    private let checkpoint: String
    /// The records of all seals.
    private let seals: [Int]

    init() throws {
        scratch = try ScratchDirectory()
        journal = scratch.path("journal")
        signingKey = scratch.path("ledger.key")
        publicKey = scratch.path("ledger.pub")
        checkpoint = scratch.path("today.checkpoint")
        let trace = try scratch.write(try DemoFiles.rows(250, of: DemoFiles.code), to: "trace.csv")
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let commands = [
            ["keygen", "--name", Ledger.name, "--private", signingKey, "--public", publicKey],
            ["keygen", "--journal", scratch.path("chain.key")],
            [
                "run", "--policy", policy, "--trace", trace, "--journal", journal, "--seal-every", "40000",
                "--snapshots", "--segment-bytes", "20000", "--batch", "20", "--key-file", scratch.path("chain.key"),
            ],
            [
                "checkpoint", journal, "--signing-key", signingKey, "--output", checkpoint, "--key-file",
                scratch.path("chain.key"),
            ],
        ]
        for command in commands {
            let outcome = try CommandLineTool.run(command)
            #expect(outcome.status == 0, "\(command): \(outcome.error)")
        }
        let lines = try CommandLineTool.run(["inspect", journal, "--json", "--key-file", scratch.path("chain.key")])
        seals = try RecordLine.all(lines.text).filter { $0.decision["decision"] == "sealed" }.compactMap(\.sequence)
        try #require(seals.count >= 4)
    }

    @Test func everyTenantChecksItsOwnElsewhere() throws {
        let spans = [[], ["--from", "\(seals[0])", "--to", "\(seals[1])"], ["--from", "\(seals[seals.count - 2])"]]
        for tenant in 1...6 {
            for span in spans {
                let statement = try issue(tenant, span)
                let place = try elsewhere([statement, checkpoint, publicKey])
                let arguments = ["--checkpoint", place + "/today.checkpoint", "--public-key", place + "/ledger.pub"]
                let outcome = try CommandLineTool.run(["statement", "check", place + "/statement.json"] + arguments)
                #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
                #expect(outcome.text.hasPrefix("Statement of tenant \(tenant) in example.com/ledger: holds\n"))
                #expect(outcome.text.contains("What this proves:") && outcome.text.contains("What it does not prove:"))
                let json = try CommandLineTool.run(
                    ["statement", "check", place + "/statement.json", "--json"] + arguments)
                let report = try JSONObject(parsing: json.output)
                #expect(report.boolean("valid") == true && report.integer("tenant") == Int128(tenant))
                #expect(seals.contains { Int128($0) == report.object("closing").integer("record") })
            }
        }
    }

    /// A whole statement ends with the last seal, which the run makes at its end, so it says what verify says.
    @Test func figuresAreThoseOfVerify() throws {
        let verified = try CommandLineTool.run(["verify", journal, "--json"] + key)
        let tenants = try JSONObject(parsing: verified.output).objects("tenants")
        #expect(tenants.count == 6)
        for tenant in tenants {
            let statement = try JSONObject(
                parsing: try ScratchDirectory.bytes(of: try issue(Int(tenant.integer("tenant")), [])))
            let totals = statement.object("totals")
            for dimension in ["calls", "tokens", "cost_microcents"] {
                #expect(totals.object("spent").integer(dimension) == tenant.object("spent").integer(dimension))
            }
            for (expected, found) in zip(tenant.objects("accounts"), totals.objects("accounts")) {
                #expect(found.integer("account") == expected.integer("account"))
                for figure in ["funded", "withdrawn", "spent"] {
                    #expect(
                        found.object("cost_microcents").integer(figure)
                            == expected.object("cost_microcents").integer(figure))
                }
            }
        }
    }

    @Test func anArchivedBeginningChangesNothing() throws {
        let before = try ScratchDirectory.bytes(of: try issue(3, []))
        let middle = ["--from", "\(seals[0])"]
        let whole = try ScratchDirectory.bytes(of: try issue(3, middle))
        let archive = try CommandLineTool.run(["archive", journal, "--to", scratch.path("archive")] + key)
        #expect(archive.status == 0, "\(archive.error)")
        // From the newest snapshot: the statement needs no state before its only seal.
        #expect(try ScratchDirectory.bytes(of: try issue(3, [])) == before)
        try RefusalCheck.expect(issuing(3, middle), status: 3, says: journal, "archive", in: scratch)
        let archived = try issue(3, middle + ["--archive", scratch.path("archive")])
        #expect(try ScratchDirectory.bytes(of: archived) == whole)
    }

    @Test func growthSinceAnEarlierCheckpointIsShown() throws {
        let seal = try CommandLineTool.run(["seal", journal] + key)
        #expect(seal.status == 0, "\(seal.error)")
        let newer = scratch.path("newer.checkpoint")
        let sign = ["checkpoint", journal, "--signing-key", signingKey, "--output", newer] + key
        #expect(try CommandLineTool.run(sign).status == 0)
        let statement = scratch.path("growth.json")
        let issued = try CommandLineTool.run(
            [
                "statement", "issue", journal, "--tenant", "1", "--checkpoint", newer, "--public-key", publicKey,
                "--earlier-checkpoint", checkpoint, "--output", statement,
            ] + key)
        #expect(issued.status == 0, "\(issued.error)")
        let arguments = ["statement", "check", statement, "--public-key", publicKey]
        let since = try CommandLineTool.run(
            arguments + ["--checkpoint", newer, "--earlier-checkpoint", checkpoint])
        #expect(since.status == 0 && since.text.contains("only grew since your checkpoint"), "\(since.error)")
        try RefusalCheck.expect(
            arguments + ["--checkpoint", newer, "--earlier-checkpoint", newer], status: 1,
            says: "it proves growth since another checkpoint", in: scratch)
        try RefusalCheck.expect(
            arguments + ["--checkpoint", checkpoint], status: 1, says: "does not hold: it is for a checkpoint of",
            in: scratch)
    }

    @Test func aChangedFigureIsNamed() throws {
        let statement = try issue(2, [])
        let text = try String(contentsOfFile: statement, encoding: .utf8)
        let figure = try #require(text.firstMatch(of: #/"closing_available": "([0-9]+)"/#))
        let changed = try scratch.write(
            text.replacingCharacters(in: figure.output.1.startIndex..<figure.output.1.endIndex, with: "987654321"),
            to: "changed.json")
        try RefusalCheck.expect(
            checking(changed), status: 1, says: "changed.json: does not hold: totals, account ",
            "closing_available is stated as 987654321", in: scratch)
        let outcome = try CommandLineTool.run(checking(changed) + ["--json"])
        let report = try JSONObject(parsing: outcome.output)
        #expect(outcome.status == 1 && report.boolean("valid") == false)
        #expect(report["finding"]?.contains("987654321") == true)
    }

    @Test func whatIsNotThereIsRefused() throws {
        func expect(_ options: [String], tenant: Int = 1, _ status: Int32, _ says: String) throws {
            try RefusalCheck.expect(issuing(tenant, options), status: status, says: says, in: scratch)
        }
        try expect([], tenant: 7, 2, "tenant 7 was not opened up to record \(seals[seals.count - 1])")
        try expect(["--from", "1"], 2, "record 1 is no seal")
        try expect(["--to", "2"], 2, "record 2 is no seal")
        try expect(["--to", "99999999"], 2, "is behind the checkpoint")
        try expect(["--from", "\(seals[seals.count - 1])"], 2, "no seal is behind record")
        try expect(["--from", "5", "--to", "4"], 2, "--from must be a seal before that of --to")
        let stranger = try Ledger()
        try stranger.grow(by: 4)
        let unsealed = try stranger.checkpoint("today")
        let arguments = ["--checkpoint", unsealed, "--public-key", stranger.publicKey]
        try RefusalCheck.expect(
            ["statement", "issue", stranger.path, "--tenant", "1"] + arguments, status: 2,
            says: "no seal is among the checkpoint's 4 records; run recount seal", in: stranger.scratch)
        try RefusalCheck.expect(
            ["statement", "issue", journal, "--tenant", "1", "--to", "4"] + arguments + key, status: 2,
            says: "record 4 is no seal", in: scratch)
        let statement = try issue(1, [])
        try RefusalCheck.expect(
            ["statement", "check", statement] + arguments, status: 1, says: "does not hold: it is for a checkpoint of",
            in: scratch)
        try RefusalCheck.expect(checking(publicKey), status: 2, says: "not a statement", in: scratch)
        try RefusalCheck.expect(checking(scratch.path("missing")), status: 3, says: "cannot open", in: scratch)
    }

    private var key: [String] { ["--key-file", scratch.path("chain.key")] }

    private func issuing(_ tenant: Int, _ options: [String]) -> [String] {
        ["statement", "issue", journal, "--tenant", "\(tenant)", "--checkpoint", checkpoint, "--public-key", publicKey]
            + options + key
    }

    private func checking(_ statement: String) -> [String] {
        ["statement", "check", statement, "--checkpoint", checkpoint, "--public-key", publicKey]
    }

    private func issue(_ tenant: Int, _ options: [String]) throws -> String {
        let file = scratch.path("statement.json")
        let outcome = try CommandLineTool.run(issuing(tenant, options) + ["--output", file])
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error.isEmpty, "\(outcome.error)")
        return file
    }

    /// A directory that has only copies of these files.
    private func elsewhere(_ files: [String]) throws -> String {
        let place = scratch.path("elsewhere")
        try? FileManager.default.removeItem(atPath: place)
        try scratch.makeDirectory("elsewhere")
        for file in files {
            let name = URL(fileURLWithPath: file).lastPathComponent
            try FileManager.default.copyItem(atPath: file, toPath: place + "/" + name)
        }
        return place
    }
}
