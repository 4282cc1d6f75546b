import Testing

/// The admissions of a journal, checked against the trace, and what the summary must say of them.
struct RecountedAdmissions {
    /// What an admitted request has.
    private struct Admitted {
        let time: Int128
        let model: Int128
        let window: Int128
        let warm: Int128
        let hold: ExactAmounts
        let duration: Int128

        /// Half way through the answer.
        var middle: Int128 { time + duration / 2 }
    }

    private let requests: [BlockRequest]
    private let prices: PriceBook
    private let availableTokens: Int128

    private var admitted: [Int: Admitted] = [:]
    private var refusals: [Int: String] = [:]
    private var waiters: Set<Int> = []
    private var caches = RecountedCaches()
    private var counts: [String: Int128] = [:]
    private var dropped: [String: Int128] = [:]
    private var tokens: (offered: Int128, kept: Int128, stable: Int128) = (0, 0, 0)
    /// Digests by block and tokens, and back.
    private var digests: [String: String] = [:]

    init(requests: [BlockRequest], prices: PriceBook, windowTokens: Int128) {
        self.requests = requests
        self.prices = prices
        availableTokens = windowTokens - 2_048
    }

    mutating func take(_ record: RecordLine) throws {
        guard let command = record.command else {
            counts["consequences", default: 0] += 1
            return
        }
        guard let id = command["request_id"], id.contains(where: { $0 != "0" }) else { return }
        let number = try #require(Int(id, radix: 16))
        let conversation = requests[number - 1].conversation
        #expect(command["correlation"].flatMap { Int($0, radix: 16) } == conversation)
        switch command["command"] {
        case "admit": try take(admission: command, record.decision, number, at: record.time)
        case "acquire_lock": waiters.insert(number)
        case "settle", "draw": try take(booking: command, number, at: record.time)
        case "extend", "renew_lock": try take(signOfLife: command, number, at: record.time)
        case "release": #expect(record.time == (try #require(admitted[number]).middle + 1))
        default: break
        }
    }

    private mutating func take(
        admission command: JSONObject, _ decision: JSONObject, _ number: Int, at time: Int128
    ) throws {
        let request = requests[number - 1]
        #expect(time == request.time || waiters.contains(number))
        #expect(command.integer("expiry_ms") == time + 60_000)
        let lock = try #require(command.objects("locks").first)
        #expect(lock["resource"].flatMap { Int($0, radix: 16) } == request.conversation)
        try check(fragments: command.object("assembly").objects("fragments"), of: request)
        if decision["decision"] != "duplicate" {
            let warm = command.object("route").objects("warm").map { [$0.integer("model"), $0.integer("tokens")] }
            #expect(warm == caches.warmEntries(of: request, isWhole: request.input <= availableTokens))
        }
        switch decision["decision"] {
        case "duplicate": counts["duplicates", default: 0] += 1
        case "not_admitted" where decision["stage"] == "locks": refusals[number] = nil
        case "not_admitted": refusals[number] = Self.reason(decision)
        default:
            let window = try take(window: decision.object("window"), number)
            try check(reservation: command, decision, number, window: window, at: time)
            let model = decision.object("route").integer("model")
            caches.serve(request, entries: decision.object("window").objects("entries"), by: model)
        }
    }

    private static func reason(_ decision: JSONObject) -> String {
        let stage = decision["stage"] ?? ""
        if stage == "routing" { return "routing: \(decision.object("route")["reason"] ?? "")" }
        let dimension = decision["dimension"].map { " (\($0))" } ?? ""
        return "\(stage): \(decision["reason"] ?? "")\(dimension)"
    }

    private mutating func check(fragments: [JSONObject], of request: BlockRequest) throws {
        try #require(fragments.count == request.blocks.count)
        for (index, fragment) in fragments.enumerated() {
            #expect(fragment.integer("fragment") == Int128(index + 1))
            #expect(fragment.integer("tokens") == request.tokens(at: index))
            #expect(fragment.boolean("stable") == (index < request.seenCount))
            let content = "\(request.blocks[index]) \(request.tokens(at: index))"
            let digest = try #require(fragment["content_digest"])
            #expect(digests[content] ?? digest == digest && digests[digest] ?? content == content)
            digests[content] = digest
            digests[digest] = content
        }
    }

    /// - Returns: its tokens.
    private mutating func take(window: JSONObject, _ number: Int) throws -> Int128 {
        let request = requests[number - 1]
        let entries = window.objects("entries")
        #expect(entries.map { $0.integer("fragment") } == Array(1...Int128(request.blocks.count)))
        var kept: Int128 = 0
        var left: [String: Int128] = [:]
        for (index, entry) in entries.enumerated() {
            kept += entry.integer("kept_tokens")
            left[entry["reason"] ?? "", default: 0] += request.tokens(at: index) - entry.integer("kept_tokens")
        }
        #expect(kept == window.integer("used_tokens") && kept <= availableTokens && left["none"] ?? 0 == 0)
        #expect(entries.last?["outcome"] != "excluded", "the last block is required")
        tokens = (
            tokens.offered + request.input, tokens.kept + kept,
            tokens.stable + window.object("stable_prefix").integer("tokens")
        )
        dropped.merge(left, uniquingKeysWith: +)
        if kept < request.input { counts["leaving_out", default: 0] += 1 }
        return kept
    }

    private mutating func check(
        reservation command: JSONObject, _ decision: JSONObject, _ number: Int, window: Int128, at time: Int128
    ) throws {
        let route = command.object("route")
        let model = decision.object("route").integer("model")
        let warm = route.objects("warm").first { $0.integer("model") == model }?.integer("tokens") ?? 0
        var expected = ExactAmounts()
        expected.calls = 1
        expected.tokens = window + route.integer("output_tokens")
        expected.cost = prices.cost(
            model: model, input: window, output: route.integer("output_tokens"), calls: 1, warm: warm)
        let hold = ExactAmounts(decision.object("reserved"))
        #expect(hold == expected, "request \(number)")
        #expect(admitted[number] == nil)
        let duration = min(1_000 + window / 5 + 100 * requests[number - 1].output, 480_000)
        admitted[number] = Admitted(
            time: time, model: model, window: window, warm: warm, hold: hold, duration: duration)
    }

    private func take(booking command: JSONObject, _ number: Int, at time: Int128) throws {
        let request = requests[number - 1]
        let task = try #require(admitted[number])
        let isDraw = command["command"] == "draw"
        let output = isDraw ? request.output / 2 : request.output
        var expected = ExactAmounts()
        expected.calls = 1
        expected.tokens = task.window + output
        expected.cost = prices.cost(model: task.model, input: task.window, output: output, calls: 1, warm: task.warm)
        if isDraw {
            expected.tokens = min(expected.tokens, task.hold.tokens)
            expected.cost = min(expected.cost, task.hold.cost)
        }
        #expect(ExactAmounts(command.object("total")) == expected, "request \(number)")
        let end = task.time + task.duration
        #expect((isDraw ? [task.middle] : [end, end + 90_000]).contains(time), "request \(number)")
    }

    private func take(signOfLife command: JSONObject, _ number: Int, at time: Int128) throws {
        let task = try #require(admitted[number])
        #expect((time - task.time) % 20_000 == 0 && time > task.time && time < task.time + task.duration)
        let span = command["command"] == "extend" ? command.integer("expiry_ms") - time : command.integer("lease_ms")
        #expect(span == (command["command"] == "extend" ? 60_000 : 30_000))
    }

    func check(_ summary: JSONObject) {
        let refused = refusals.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        #expect(summary.integer("requests") == Int128(requests.count))
        #expect(summary.integer("admitted") == Int128(admitted.count))
        #expect(summary.integer("refused") == Int128(refusals.count))
        #expect(summary.object("refused_by_reason").members as? [String: Int] == refused)
        let budget = refused.filter { $0.key.hasPrefix("budget") }.values.reduce(0, +)
        #expect(summary.integer("budget_refusals") == Int128(budget))
        let ended = admitted.count + refusals.count + Int(summary.object("lock_waits").integer("gave_up"))
        #expect(ended == requests.count, "every request is admitted, refused or gives up")
        #expect(summary.integer("consequences") == counts["consequences"] ?? 0)
        let windows = summary.object("windows")
        #expect(windows.integer("assembled") == Int128(admitted.count))
        #expect(windows.integer("leaving_out") == counts["leaving_out"] ?? 0)
        #expect(windows.integer("offered_tokens") == tokens.offered)
        #expect(windows.integer("kept_tokens") == tokens.kept)
        #expect(windows.integer("stable_prefix_tokens") == tokens.stable)
        #expect(windows.integer("stable_prefix_bp") == tokens.stable * 10_000 / tokens.kept)
        for reason in ["section_cap", "total", "after_cutoff"] {
            #expect(windows.object("dropped_tokens").integer(reason) == dropped[reason] ?? 0, "\(reason)")
        }
        #expect(tokens.offered - tokens.kept == dropped.values.reduce(0, +))
    }
}
