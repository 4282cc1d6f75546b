import Testing

/// Answers of more tokens than their reservations could outlast.
@Suite struct LongAnswerTests {
    @Test func answersOfManyTokensAreSettledLate() throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let lines = (1...40).map { number in
            #"{"time_ms": \#(number), "input_tokens": 10, "output_tokens": 281474976710655, "risk_bp": 0, "#
                + #""estimated_output_tokens": 10, "value_microcents": 90000000, "minimum_quality_bp": 0}"#
        }
        let trace = try scratch.write(lines.joined(separator: "\n"), to: "trace.jsonl")
        let journal = scratch.path("journal")
        let run = try CommandLineTool.run(
            ["run", "--policy", policy, "--trace", trace, "--journal", journal, "--json"])
        #expect(run.status == 0, "\(run.error)")
        let summary = try JSONObject(parsing: run.output)
        #expect(summary.object("unexpected").members.isEmpty, "\(summary.members)")
        #expect(summary.integer("settled_late") > 0)
        #expect(summary.integer("expired") >= summary.integer("settled_late"))
        #expect(try CommandLineTool.run(["verify", journal]).status == 0)
    }
}
