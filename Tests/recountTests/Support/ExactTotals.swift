import Foundation

/// Calls, tokens and microcents, added up exactly.
struct ExactAmounts: Equatable {
    var calls: Int128 = 0
    var tokens: Int128 = 0
    var cost: Int128 = 0

    init() {}

    init(_ object: JSONObject) {
        calls = object.integer("calls")
        tokens = object.integer("tokens")
        cost = object.integer("cost_microcents")
    }

    static func + (left: Self, right: Self) -> Self {
        var sum = left
        sum.calls += right.calls
        sum.tokens += right.tokens
        sum.cost += right.cost
        return sum
    }
}

/// What tenants spent, from the records of a journal alone: of each reservation the last total that
/// was drawn or settled.
struct ExactTotals {
    private var totals: [Int128: [String: ExactAmounts]] = [:]

    init(_ records: [RecordLine] = []) {
        for record in records { take(record) }
    }

    /// Takes the next record.
    mutating func take(_ record: RecordLine) {
        guard let command = record.command, let kind = command["command"], let id = command["reservation"] else {
            return
        }
        let isBooked =
            kind == "draw" && record.decision["decision"] == "accepted"
            || kind == "settle" && record.decision["decision"] == "settled"
        if isBooked { totals[command.integer("tenant"), default: [:]][id] = ExactAmounts(command.object("total")) }
    }

    /// What each tenant spent.
    var spent: [Int128: ExactAmounts] { totals.mapValues { $0.values.reduce(ExactAmounts(), +) } }

    /// The same of a summary of `run` or `verify`.
    static func reported(_ summary: JSONObject) -> [Int128: ExactAmounts] {
        var spent: [Int128: ExactAmounts] = [:]
        for tenant in summary.objects("tenants") {
            let amounts = ExactAmounts(tenant.object("spent"))
            if amounts != ExactAmounts() { spent[tenant.integer("tenant")] = amounts }
        }
        return spent
    }
}

/// The prices of a policy file, and what usage costs by them.
struct PriceBook {
    private var models: [Int128: JSONObject] = [:]

    init(policy path: String) throws {
        for model in try JSONObject(parsing: ScratchDirectory.bytes(of: path)).objects("models") {
            models[model.integer("id")] = model
        }
    }

    /// ⌈tokens · price / 10^6⌉ for each component, by the second price row above the threshold.
    ///
    /// - Parameter warm: input tokens that are read from a cache, if there are that many.
    func cost(model id: Int128, input: Int128, output: Int128, calls: Int128, warm: Int128 = 0) -> Int128 {
        guard let model = models[id] else { return -1 }
        let threshold = max(0, model.integer("long_context_threshold_tokens"))
        let row = threshold > 0 && input > threshold ? "long_context_prices" : "prices"
        let prices = model.object(row + "_microcents_per_million")
        let cached = min(warm, input)
        let usage = [("input", input - cached), ("cache_read", cached), ("output", output), ("call", calls)]
        let parts = usage.map { name, count in (count * max(0, prices.integer(name)) + 999_999) / 1_000_000 }
        return parts.reduce(0, +)
    }
}
