import Foundation
import Testing

/// `run --admit` then `verify`: the summary and every record against the trace, the policy file and
/// docs/admission-rule.md, worked out again from the lines of `inspect` alone.
@Suite struct AdmissionTotalsTests {
    @Test func excerptAddsUp() throws {
        let summary = try check(trace: DemoFiles.blocks, options: [], requestCount: 677)
        #expect(summary.object("lock_waits").integer("promoted") > 5)
        #expect(summary.object("lock_waits").integer("gave_up") > 2)
        #expect(summary.integer("budget_refusals") > 20)
        for reason in ["section_cap", "total", "after_cutoff"] {
            #expect(summary.object("windows").object("dropped_tokens").integer(reason) > 0, "\(reason)")
        }
    }

    /// Turns of eight blocks do not always fit in 4 096 − 2 048 tokens: some are cut, some refused.
    @Test func narrowWindowsAddUp() throws {
        let options = ["--window-tokens", "4096", "--seed", "7"]
        let summary = try check(trace: DemoFiles.blocks, options: options, requestCount: 677, windowTokens: 4_096)
        #expect(summary.object("refused_by_reason").integer("assembly: required_does_not_fit") > 100)
    }

    @Test(.enabled(if: DemoFiles.hasWholeBlocks, "the whole trace is not beside the package"))
    func wholeTraceAddsUp() throws {
        try check(trace: DemoFiles.wholeBlocks, options: [], requestCount: 12_031)
    }

    /// - Returns: the summary of the run.
    @discardableResult
    private func check(
        trace: String, options: [String], requestCount: Int, windowTokens: Int128 = 32_768
    ) throws -> JSONObject {
        let scratch = try ScratchDirectory()
        let journal = scratch.path("journal")
        let run = try CommandLineTool.run(
            ["run", "--policy", DemoFiles.policy, "--trace", trace, "--journal", journal, "--admit", "--json"]
                + options)
        try #require(run.status == 0, "\(run.error)")
        let summary = try JSONObject(parsing: run.output)
        let verify = try CommandLineTool.run(["verify", journal, "--json"])
        #expect(verify.status == 0, "\(verify.error)")
        let verified = try JSONObject(parsing: verify.output)
        #expect(verified.boolean("valid") == true)
        #expect(summary.boolean("conserved") == true)
        #expect(summary["head"] != nil && summary["head"] == verified["head"])
        #expect(summary.object("unexpected").members.isEmpty)

        let requests = try BlockRequest.all(trace)
        try #require(requests.count == requestCount)
        let prices = try PriceBook(policy: DemoFiles.policy)
        var admissions = RecountedAdmissions(requests: requests, prices: prices, windowTokens: windowTokens)
        var locks = RecountedLocks()
        var totals = ExactTotals()
        var recordCount = 0
        let lines = scratch.path("lines")
        #expect(try CommandLineTool.run(["inspect", journal], outputPath: lines).status == 0)
        for line in try String(contentsOfFile: lines, encoding: .utf8).split(separator: "\n") {
            let record = try RecordLine(line)
            recordCount += 1
            #expect(record.sequence == recordCount)
            try admissions.take(record)
            try locks.take(record)
            totals.take(record)
        }
        #expect(summary.integer("records") == Int128(recordCount))
        admissions.check(summary)
        locks.check(summary)
        #expect(ExactTotals.reported(summary) == totals.spent)
        #expect(ExactTotals.reported(verified) == totals.spent)
        // Numbers, as docs/requests.md says: no tenant of these runs comes to 2^53 of anything.
        let spent = verified.objects("tenants").map { $0.object("spent").members }
        #expect(spent.allSatisfy { $0["calls"] is Int && $0["tokens"] is Int && $0["cost_microcents"] is Int })
        return summary
    }
}
