import Foundation
import RecountDigest
import RecountJSON
import RecountTestSupport
import Testing

@testable import recount

/// `verify calybris` and `catalog import calybris` as people run them.
@Suite struct VerifyCalybrisCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test("every case of the sample under its own policy, keyed and not")
    func wholeSample() throws {
        let run = try CalybrisAuditRun.ofWholeSample()
        #expect(run.cases.count == 142 && run.policyPaths.count == 140)
        let key = try scratch.write(CalybrisAuditRun.key, to: "key")
        let variants = [
            (SHA256Chain(), []), (SHA256Chain(key: CalybrisAuditRun.key), ["--key-file", key]),
        ]
        for (chain, options) in variants {
            let journal = try scratch.write(run.journal(chain).bytes, to: "journal.jsonl")
            let arguments = ["verify", "calybris", journal] + run.policyArguments + options
            let outcome = try CommandLineTool.run(arguments)
            #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
            #expect(outcome.text.hasPrefix("\(journal): valid\n142 records: "))
            let json = try JSONObject(parsing: CommandLineTool.run(arguments + ["--json"]).output)
            #expect(json.boolean("valid") == true && json.integer("records") == 142)
            #expect(json.object("checks").object("decision").integer("records") == 142)
            #expect(json.objects("policies").count == 140 && json.objects("differences").isEmpty)
            let head = try #require(json["head"])
            #expect(outcome.text.hasSuffix("head \(head)\n"))
            #expect(try CommandLineTool.run(arguments + ["--expect", head]).status == 0)
        }
    }

    @Test("what docs/calybris.md shows is what is printed")
    func documentation() throws {
        let documentation = try String(contentsOfFile: DemoFiles.root + "docs/calybris.md", encoding: .utf8)
        let example = "docs/examples/calybris/"
        let arguments = ["--policy", DemoFiles.root + example + "policy.json"]
        let journal = DemoFiles.root + example + "journal.jsonl"
        let valid = try CommandLineTool.run(["verify", "calybris", journal] + arguments)
        #expect(valid.status == 0)
        #expect(documentation.contains(valid.text.replacingOccurrences(of: DemoFiles.root, with: "")))
        let text = try String(contentsOfFile: journal, encoding: .utf8)
        let first = try #require(text.range(of: #""estimated_cost_microunits":2000"#))
        let changed = text.replacingCharacters(in: first, with: #""estimated_cost_microunits":1000"#)
        let invalid = try CommandLineTool.run(["verify", "calybris", "-"] + arguments, input: changed)
        #expect(invalid.status == 1)
        let differences = invalid.text.split(separator: "\n").filter { $0.hasPrefix("line ") }
        #expect(differences.count == 3)
        for difference in differences { #expect(documentation.contains(difference + "\n"), "\(difference)") }
    }

    @Test("the first differences are named, all are counted, and the status is 1")
    func differences() throws {
        let run = try CalybrisAuditRun.ofSomeCases()
        var journal = run.journal()
        let path = ["decision", "estimated_cost_microunits"]
        for index in journal.records.indices {
            journal.records[index] = journal.records[index].replacing(path, with: .number(JSONNumber(987_654_321)))
        }
        let file = try scratch.write(journal.bytes, to: "journal.jsonl")
        let arguments = ["verify", "calybris", file, "--differences", "3"] + run.policyArguments
        let outcome = try CommandLineTool.run(arguments)
        #expect(outcome.status == 1)
        RefusalCheck.expectOneLine(outcome.error)
        #expect(outcome.error.contains("line 1: data.audit.decision_digest_hex is "), "\(outcome.error)")
        #expect(outcome.text.contains("NOT VALID") && outcome.text.contains("the first 3 of 12 differences"))
        #expect(outcome.text.contains("line 1: data.decision.estimated_cost_microunits is 987654321, but should be"))
        let json = try JSONObject(parsing: CommandLineTool.run(arguments + ["--json"]).output)
        #expect(json.boolean("valid") == false && json.integer("difference_count") == 12)
        let second = json.objects("differences")[1]
        #expect(second["field"] == "data.decision.estimated_cost_microunits" && second["found"] == "987654321")
        #expect(second.integer("line") == 1)
    }

    @Test("what a line holds neither breaks lines nor reaches the terminal, and is not repeated at length")
    func hostileText() throws {
        let run = try CalybrisAuditRun.ofSomeCases()
        var lines = run.journal().lines
        let text = "\u{1B}[2J\n" + String(repeating: "x", count: 5_000)
        lines[0] = lines[0].replacing(["entry_hash"], with: .string(text))
        let file = try scratch.write(CalybrisJournal.bytes(of: lines), to: "journal.jsonl")
        let outcome = try CommandLineTool.run(["verify", "calybris", file] + run.policyArguments)
        #expect(outcome.status == 1)
        RefusalCheck.expectOneLine(outcome.error)
        #expect(!outcome.text.contains("\u{1B}") && outcome.output.count < 4_000)
    }

    @Test("standard input, later lines that are too long, and lines as other systems end them")
    func lines() throws {
        let run = try CalybrisAuditRun.ofSomeCases()
        let text = String(decoding: run.journal().bytes, as: UTF8.self)
        let arguments = ["verify", "calybris", "-"] + run.policyArguments
        #expect(try CommandLineTool.run(arguments, input: text).status == 0)
        let crlf = text.replacingOccurrences(of: "\n", with: "\r\n")
        #expect(try CommandLineTool.run(arguments, input: crlf).status == 0)
        let long = try CommandLineTool.run(arguments, input: text + String(repeating: "x", count: 2_000_000))
        #expect(long.status == 1)
        #expect(long.error.contains("line 7: line is longer, and nothing after it was read"), "\(long.error)")
    }

    @Test("policies that only differ in how a flag says enabled are two for calybris, and both can be given")
    func enabledFlags() throws {
        let run = try CalybrisAuditRun(Array(CalybrisCase.sample().filter(\.isPolicyValid).prefix(1)))
        let text = String(decoding: try ScratchDirectory.bytes(of: run.policyPaths[0]), as: UTF8.self)
        let other = text.replacingOccurrences(of: #""enabled":1"#, with: #""enabled":2"#)
        #expect(other != text)
        let file = try scratch.write(run.journal().bytes, to: "journal.jsonl")
        let policies = run.policyArguments + ["--policy", try scratch.write(other, to: "other.json")]
        let outcome = try CommandLineTool.run(["verify", "calybris", file] + policies)
        #expect(outcome.status == 0, "\(outcome.error)")
    }

    @Test("a directory of the name calybris is reached by its path")
    func directory() throws {
        let journal = scratch.path("calybris")
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(DemoFiles.smallTrace, to: "trace.csv")
        #expect(
            try CommandLineTool.run(["run", "--policy", policy, "--trace", trace, "--journal", journal]).status == 0)
        for name in [journal, scratch.root + "/./calybris"] {
            #expect(try CommandLineTool.run(["verify", name]).status == 0)
        }
        let asSubcommand = try CommandLineTool.run(["verify", "calybris"])
        #expect(asSubcommand.status == 2 && asSubcommand.error.contains("'<file>'"))
        let help = try CommandLineTool.run(["help", "verify", "calybris"])
        #expect(help.text == (try CommandLineTool.run(["verify", "calybris", "--help"])).text)
    }

    @Test("files that cannot be read, and policies and keys that are none")
    func refusals() throws {
        let run = try CalybrisAuditRun.ofSomeCases()
        let file = try scratch.write(run.journal().bytes, to: "journal.jsonl")
        let policy = run.policyPaths[0]
        let nothing = scratch.path("nothing")
        let empty = try scratch.write("", to: "empty")
        let copy = try scratch.write(ScratchDirectory.bytes(of: policy), to: "copy.json")
        let invalid = try #require(CalybrisCase.sample().first { !$0.isPolicyValid })
        let refused = try scratch.write(invalid.document.value(at: ["policy"]).compactBytes, to: "invalid.json")
        let refusals: [(arguments: [String], status: Int32, says: String)] = [
            ([nothing, "--policy", policy], 3, "nothing: cannot open"),
            ([scratch.root, "--policy", policy], 3, "cannot read"),
            ([file, "--policy", nothing], 3, "nothing: cannot open"),
            ([file, "--policy", policy, "--key-file", nothing], 3, "nothing: cannot open"),
            ([file, "--policy", policy, "--key-file", empty], 2, "the file is empty"),
            ([file, "--policy", empty], 2, "the file is empty"),
            ([file, "--policy", file], 2, "sequence (line 1, column 2): no such key here"),
            ([file, "--policy", refused], 2, "invalid.json: calybris refuses this policy: "),
            ([file, "--policy", policy, "--policy", copy], 2, "copy.json: another --policy has this policy's digest"),
            ([file, "--policy", policy, "--expect", "6"], 2, "--expect 6: must be sequence:hash"),
            ([file, "--policy", policy, "--differences", "0"], 2, "--differences must be 1 to"),
        ]
        for (arguments, status, says) in refusals {
            try RefusalCheck.expect(["verify", "calybris"] + arguments, status: status, says: says, in: scratch)
        }
    }

    @Test("an imported policy decides as calybris did, and names the file that it came from")
    func importedPolicy() throws {
        let policy = DemoFiles.root + "docs/examples/calybris/policy.json"
        let output = scratch.path("imported.json")
        let toFile = try CommandLineTool.run(["catalog", "import", "calybris", policy, "--output", output, "--list"])
        #expect(toFile.status == 0 && toFile.error.isEmpty, "\(toFile.error)")
        let digest = try ScratchDirectory.bytes(of: policy).withUnsafeBytes { SHA256Digest.hexadecimal(of: $0) }
        #expect(toFile.text.hasPrefix("sha256 of \(policy): \(digest)\nentries selected  2\n"))
        #expect(toFile.text.contains("named_by_number") && toFile.text.contains("model_2"))
        let imported = try JSONObject(parsing: ScratchDirectory.bytes(of: output))
        #expect(imported.object("source")["sha256"] == digest)
        let toOutput = try CommandLineTool.run(["catalog", "import", "calybris", policy, "--json"])
        #expect(try toOutput.output == ScratchDirectory.bytes(of: output))
        let request = """
            {"requested_model": "model_1", "input_tokens": 1000, "output_tokens": 500, "value_microcents": 100000, \
            "cost_limit_microcents": 10000000, "risk_bp": 9500, "confidence_bp": 9000, "minimum_quality_bp": 5000}
            """
        let decided = try CommandLineTool.run(["decide", "--policy", output], input: request)
        // Case 13 of the sample.
        let decision = try JSONObject(parsing: decided.output)
        #expect(decision["action"] == "execute_requested", "\(decided.text)")
        #expect(decision.integer("cost_microcents") == 2_000 && decision.integer("utility_microcents") == 36_350)
        #expect(decision.integer("runner_up_model") == 2)
    }

    @Test("a policy that does not fit is refused by name and not written")
    func unfitPolicy() throws {
        let policy = DemoFiles.root + "docs/examples/calybris/policy.json"
        let text = String(decoding: try ScratchDirectory.bytes(of: policy), as: UTF8.self)
        let unnamed = text.replacingOccurrences(of: #""capabilities": 0"#, with: #""capabilities": 262144"#)
        let file = try scratch.write(unnamed, to: "policy.json")
        try RefusalCheck.expect(
            ["catalog", "import", "calybris", file, "--output", scratch.path("out.json")], status: 2,
            says: "policy.json: model 1: capability bit 18 has no name", in: scratch)
    }
}
