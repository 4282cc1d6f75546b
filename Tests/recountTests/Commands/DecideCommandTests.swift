import Foundation
import RecountJSON
import RecountKernel
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// `decide`: requests in, stamped decisions out.
@Suite struct DecideCommandTests {
    private let scratch: ScratchDirectory
    private let policy: String

    init() throws {
        scratch = try ScratchDirectory()
        policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
    }

    private static let request =
        #"{"request_id": "2a", "requested_model": "small", "input_tokens": 900, "output_tokens": 250, "#
        + #""value_microcents": 1000000, "minimum_quality_bp": 9000}"#

    @Test func decisionHasEveryField() throws {
        let outcome = try decide(Self.request + "\n")
        #expect(outcome.status == 0 && outcome.error.isEmpty)
        let decision = try JSONObject(parsing: outcome.output)
        #expect(decision.integer("sequence") == 3)
        #expect(decision["request_id"] == "0000000000000000000000000000002a")
        #expect(decision["decision"] == "routed")
        #expect(decision["action"] == "substitute")
        #expect(decision["reason"] == "other_model_is_best")
        #expect(decision.integer("model") == 2)
        #expect(decision["model_name"] == "middle")
        // ⌈900 · 55.000007⌉ + ⌈250 · 220.000009⌉ microcents.
        #expect(decision.integer("cost_microcents") == 49_501 + 55_001)
        #expect(decision["cost_usd"] == "0.00104502")
        // 1 000 000 · 0.9 − cost − 1500 ms · 10.
        #expect(decision.integer("utility_microcents") == 900_000 - 104_502 - 15_000)
        #expect(decision.integer("runner_up_model") == 7)
        #expect(decision.integer("evaluated") == 3)
        #expect(decision.integer("eligible") == 2)
        let gates = ["disabled", "latency", "capability", "provider", "region", "risk_ceiling", "context_window"]
        for gate in gates + ["cost", "utility"] {
            #expect(decision.object("rejections").integer(gate) == 0, "\(gate)")
        }
        #expect(decision.object("rejections").integer("quality") == 1)
        #expect(decision["policy_digest"]?.utf8.count == 64)
        #expect(decision.integer("policy_epoch") == 1)
        #expect(decision.integer("catalog_epoch") == 1)
        #expect(decision["stamp"]?.utf8.count == 64)
    }

    /// The stamps again, from the canonical bytes of a kernel of other limits and another hash seed,
    /// digested by the kernel's own BLAKE2b.
    @Test func stampsAreThoseOfTheCanonicalBytes() throws {
        let lines = [
            Self.request, #"{"requested_model": 1, "policy": 9}"#, #"{"requested_model": 99, "value_microcents": -1}"#,
            #"{"requested_model": "large", "input_tokens": 5000, "value_microcents": "9007199254740993"}"#,
        ]
        let outcome = try decide(lines.joined(separator: "\n"))
        #expect(outcome.status == 0)
        let answers = outcome.text.split(separator: "\n")
        let stamps = try StampOracle(policy: policy).stamps(of: lines)
        #expect(answers.count == lines.count)
        for (answer, stamp) in zip(answers, stamps) {
            #expect(try JSONObject(parsing: Array(answer.utf8))["stamp"] == stamp)
        }
        #expect(Set(stamps).count == lines.count)
    }

    @Test func linesThatAreNoRequestsAreAnsweredInPlace() throws {
        let input = ["", Self.request, #"{"requested_model": "gpt-0"}"#, "", "{", "\r", Self.request, "\u{1}", "[]"]
        let outcome = try decide(input.joined(separator: "\n"))
        #expect(outcome.status == 2)
        RefusalCheck.expectOneLine(outcome.error)
        #expect(outcome.error.contains("standard input: 4 lines are no requests"), "\(outcome.error)")
        let answers = try outcome.text.split(separator: "\n").map { try JSONObject(parsing: Array($0.utf8)) }
        #expect(answers.map { $0.integer("line") } == [-1, 3, 5, -1, 8, 9])
        #expect(answers[1]["error"] == #"byte 20: "gpt-0" is not among the policy's models"#)
        #expect(answers.map { $0["error"] == nil } == [true, false, false, true, false, false])
        #expect([answers[0], answers[3]].map { $0.integer("sequence") } == [3, 4])
    }

    @Test func answerComesBeforeTheNextLine() throws {
        let (toTool, input) = try Descriptor.pipe()
        let (output, fromTool) = try Descriptor.pipe()
        let tool = try RunningTool(
            ["decide", "--policy", policy], input: toTool, output: fromTool, error: try .file("/dev/null", O_WRONLY))
        toTool.close()
        fromTool.close()
        let answers = LineSource(output)
        for sequence in 3...7 {
            // In two pieces: half a line is waited for.
            input.write(String(Self.request.prefix(40)))
            input.write(Self.request.dropFirst(40) + "\n")
            let answer = try #require(answers.next(), "no answer to line \(sequence - 2)")
            #expect(try JSONObject(parsing: Array(answer.utf8)).integer("sequence") == Int128(sequence))
        }
        input.write("nonsense\n")
        #expect(answers.next()?.hasPrefix("{\"line\":6,\"error\":") == true)
        input.close()
        #expect(answers.next() == nil)
        #expect(tool.wait() == 2)
    }

    @Test(arguments: [1 << 20, (1 << 20) + 1, 5 << 20])
    func lineTooLongEndsItOnceTheOthersAreAnswered(byteCount: Int) throws {
        let long = Self.request + String(repeating: " ", count: byteCount - Self.request.utf8.count)
        let outcome = try decide("\(Self.request)\n\(long)\n\(Self.request)\n")
        let answerCount = outcome.text.split(separator: "\n").count
        guard byteCount > 1 << 20 else {
            #expect(outcome.status == 0 && answerCount == 3)
            return
        }
        #expect(outcome.status == 2)
        #expect(outcome.error == "recount: standard input: line 2: longer than 1048576 bytes\n")
        #expect(answerCount == 1)
    }

    @Test func nothingInNothingOut() throws {
        let outcome = try decide("")
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error.isEmpty)
    }

    private func decide(_ input: String) throws -> CommandLineTool.Outcome {
        try CommandLineTool.run(["decide", "--policy", policy], input: input)
    }
}
