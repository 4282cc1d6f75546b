import Foundation
import Testing

/// `run` then `verify`: the summary against sums and prices worked out from the records, the policy
/// file and the trace alone.
@Suite struct RunTotalsTests {
    @Test(arguments: [DemoFiles.conversation, DemoFiles.code])
    func excerptsAddUp(trace: String) throws {
        try check(trace: trace, policy: DemoFiles.policy, requestCount: 2_000)
    }

    @Test func secondPriceRowAndCallPricesAddUp() throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(try DemoFiles.rows(600, of: DemoFiles.code), to: "trace.csv")
        let winners = try check(trace: trace, policy: policy, requestCount: 600)
        #expect(winners.contains(7), "no request was served by the model of two price rows")
    }

    @Test(
        .enabled(if: DemoFiles.hasWholeTraces, "the whole traces are not beside the package"),
        arguments: [(DemoFiles.wholeConversation, 19_366), (DemoFiles.wholeCode, 8_819)])
    func wholeTracesAddUp(trace: String, requestCount: Int) throws {
        try check(trace: trace, policy: DemoFiles.policy, requestCount: requestCount)
    }

    /// - Returns: the models that served settled requests.
    @discardableResult
    private func check(trace: String, policy: String, requestCount: Int) throws -> Set<Int128> {
        let scratch = try ScratchDirectory()
        let journal = scratch.path("journal")
        let run = try CommandLineTool.run(["run", "--policy", policy, "--trace", trace, "--journal", journal, "--json"])
        #expect(run.status == 0, "\(run.error)")
        let verify = try CommandLineTool.run(["verify", journal, "--json"])
        #expect(verify.status == 0, "\(verify.error)")
        let inspection = try CommandLineTool.run(["inspect", journal])
        #expect(run.error + verify.error + inspection.error == "")

        let ran = try JSONObject(parsing: run.output)
        let verified = try JSONObject(parsing: verify.output)
        let records = try RecordLine.all(inspection.text)
        checkSummaries(ran, verified, records, requestCount: requestCount)
        let outcomes = RecountedOutcomes(records)
        for (name, count) in outcomes.counts { #expect(ran.integer(name) == count, "\(name)") }

        let rows = try String(contentsOfFile: trace, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        try #require(rows.count == requestCount)
        let actual = rows.map { row in row.split(separator: ",").suffix(2).compactMap { Int128($0) } }
        return try PricedRecords(prices: PriceBook(policy: policy), actual: actual).check(records)
    }

    private func checkSummaries(
        _ ran: JSONObject, _ verified: JSONObject, _ records: [RecordLine], requestCount: Int
    ) {
        #expect(ran.integer("requests") == Int128(requestCount))
        #expect(verified.boolean("valid") == true)
        #expect(ran.boolean("conserved") == true)
        #expect(ran["head"] != nil && ran["head"] == verified["head"])
        #expect(records.map(\.sequence) == Array(1...records.count))
        #expect(ran.integer("records") == Int128(records.count))
        #expect(verified.integer("records") == Int128(records.count))
        let sums = ExactTotals(records).spent
        #expect(sums.count > 1)
        #expect(ExactTotals.reported(ran) == sums)
        #expect(ExactTotals.reported(verified) == sums)
    }
}

/// The outcomes of a run, counted from its records.
private struct RecountedOutcomes {
    private(set) var counts: [String: Int128] = [:]

    init(_ records: [RecordLine]) {
        let names = [
            "requests", "executed", "substituted", "rejected", "reserved", "refused", "draws", "settled",
            "settled_late", "released", "expired", "duplicates",
        ]
        for name in names { counts[name] = 0 }
        for record in records {
            if let name = Self.outcome(record) { counts[name, default: 0] += 1 }
            if record.command?["command"] == "route" { counts["requests", default: 0] += 1 }
        }
    }

    private static func outcome(_ record: RecordLine) -> String? {
        let decision = record.decision
        switch (record.command?["command"], decision["decision"]) {
        case (nil, "reservation_expired"): return "expired"
        case ("route", _):
            return ["execute_requested": "executed", "substitute": "substituted", "reject": "rejected"][
                decision["action"] ?? ""]
        case (_, "duplicate"): return "duplicates"
        case ("reserve", "accepted"): return "reserved"
        case ("reserve", "refused"): return "refused"
        case ("draw", "accepted"): return "draws"
        case ("release", "accepted"): return "released"
        case ("settle", "settled"): return decision["settlement"]
        default: return nil
        }
    }
}

/// What each reservation had to reserve, draw and settle, from the winner of its route record.
private struct PricedRecords {
    let prices: PriceBook
    /// Input and output tokens of the trace's requests.
    let actual: [[Int128]]

    func check(_ records: [RecordLine]) throws -> Set<Int128> {
        var winners: [String: Int128] = [:]
        var reserved: [String: ExactAmounts] = [:]
        var served: Set<Int128> = []
        for record in records {
            guard let command = record.command, let id = command["request_id"], id.contains(where: { $0 != "0" })
            else { continue }
            let number = try #require(Int(id, radix: 16))
            if command["command"] == "route" {
                winners[id] = record.decision.integer("model")
                #expect(command.integer("input_tokens") == actual[number - 1][0])
                checkCost(of: record, command)
                continue
            }
            let model = try #require(winners[id])
            if command["command"] == "reserve" { reserved[id] = ExactAmounts(command.object("amounts")) }
            let hold = try #require(reserved[id])
            check(command, usage: actual[number - 1], model, hold, record.sequence ?? 0)
            if command["command"] == "settle" { served.insert(model) }
        }
        return served
    }

    private func checkCost(of record: RecordLine, _ route: JSONObject) {
        guard record.decision["action"] != "reject" else { return }
        let cost = prices.cost(
            model: record.decision.integer("model"), input: route.integer("input_tokens"),
            output: route.integer("output_tokens"), calls: 1)
        #expect(record.decision.integer("cost_microcents") == cost, "record \(record.sequence ?? 0)")
    }

    private func check(
        _ command: JSONObject, usage: [Int128], _ model: Int128, _ hold: ExactAmounts, _ sequence: Int
    ) {
        var expected = ExactAmounts()
        let output = command["command"] == "draw" ? usage[1] / 2 : usage[1]
        expected.calls = 1
        expected.tokens = usage[0] + output
        expected.cost = prices.cost(model: model, input: usage[0], output: output, calls: 1)
        if command["command"] == "draw" {
            expected.tokens = min(expected.tokens, hold.tokens)
            expected.cost = min(expected.cost, hold.cost)
        }
        guard ["draw", "settle"].contains(command["command"]) else { return }
        #expect(ExactAmounts(command.object("total")) == expected, "record \(sequence)")
    }
}
