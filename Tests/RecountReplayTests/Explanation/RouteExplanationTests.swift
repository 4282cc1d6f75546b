import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Explanations of routing decisions")
struct RouteExplanationTests {
    @Test("one model for each gate: the sentence names what was found and what was asked")
    func everyGate() throws {
        let explanation = try Self.explain(GateCatalog.request, under: GateCatalog.policy, names: GateCatalog.names)
        let expected = [
            "The request expects input_tokens 1000, output_tokens 200, calls 1; it is worth up to 0.01 USD at a "
                + "confidence of 10000 bp and a risk of 3000 bp.",
            "model 1 \"off\" is out at disabled: the policy disables it.",
            "model 2 is out at disabled: the request excludes it.",
            "model 3 is out at quality: its quality of 4999 bp is below 5000 bp.",
            "model 4 is out at latency: its latency of 901 ms is above 900 ms.",
            "model 5 is out at capability: it lacks vision, bit 40.",
            "model 6 is out at provider: provider 9 \"elsewhere\" is not among the allowed providers.",
            "model 7 is out at region: it runs in none of the required regions.",
            "model 8 is out at risk_ceiling: the risk of 3000 bp is above its ceiling of 2999 bp.",
            "model 9 is out at context_window: 1200 tokens do not fit in its window of 1199.",
            "model 10 is out at context_window: 200 output tokens are more than its maximum of 199.",
            "model 11 is out at cost: its cost of 0.00700001 USD is above the limit of 0.007 USD.",
            "model 12 is out at utility: its utility of 0 USD is not above 0, at a cost of 0.005 USD.",
            "model 13 is out at utility: its utility of -0.00000002 USD is not above 0, at a cost of 0.00500002 USD.",
            "model 14 \"best\" is eligible: cost 0.001 USD, utility 0.009 USD. It wins.",
            "model 15 is eligible: cost 0.002 USD, utility 0.008 USD. It is the runner-up.",
            "model 16 is eligible: cost 0.003 USD, utility 0.007 USD.",
        ]
        #expect(explanation.details == expected)
        #expect(
            explanation.summary
                == "Record 10, 1970-01-01 00:00:01.000 UTC: tenant 1 \"acme\" asked for model 14 \"best\" under policy 1 "
                + "and gets it: cost 0.001 USD, utility 0.009 USD; 3 of 16 models were eligible.")
    }

    @Test("another model than the requested one")
    func substitute() throws {
        var request = GateCatalog.request
        request.requestedModel = ModelID(3)
        let explanation = try Self.explain(request, under: GateCatalog.policy, names: GateCatalog.names)
        #expect(
            explanation.summary.hasSuffix(
                "asked for model 3 under policy 1 and gets model 14 \"best\" instead, which ranks first: cost 0.001 "
                    + "USD, utility 0.009 USD; 3 of 16 models were eligible."))
    }

    @Test("no model is left")
    func rejected() throws {
        var request = GateCatalog.request
        request.costLimit = .zero
        let explanation = try Self.explain(request, under: GateCatalog.policy)
        #expect(
            explanation.summary
                == "Record 6, 1970-01-01 00:00:01.000 UTC: tenant 1 asked for model 14 under policy 1 and was rejected: "
                + "no model passed every gate, and no gate stopped more of them than cost (0 of 16 models were eligible)."
        )
        #expect(
            explanation.details[14]
                == "model 14 is out at cost: its cost of 0.001 USD is above the limit of 0 USD.")
    }

    @Test("a hard limit before any model")
    func hardLimits() throws {
        var policy = GateCatalog.policy
        policy.header.hardRiskLimit = BasisPoints(3_000)
        policy.header.minimumConfidence = BasisPoints(9_000)
        var request = GateCatalog.request
        request.confidence = BasisPoints(8_999)
        var explanation = try Self.explain(request, under: policy)
        #expect(
            explanation.summary.hasSuffix(
                "was rejected: its risk of 3000 bp reaches the policy's hard limit of 3000 bp "
                    + "(0 of 0 models were eligible)."))
        #expect(explanation.details.count == 2)
        #expect(
            explanation.details[1]
                == "No model was looked at: the request's risk of 3000 bp reaches the policy's hard limit of 3000 bp.")
        request.risk = BasisPoints(2_999)
        explanation = try Self.explain(request, under: policy)
        #expect(
            explanation.summary.hasSuffix(
                "was rejected: its confidence of 8999 bp is below the policy's minimum of 9000 bp "
                    + "(0 of 0 models were eligible)."))
    }

    @Test("a warm cache moves tokens to the price of cache reads, and the second row applies beyond its threshold")
    func pricesThatApply() throws {
        var warm = Model.permissive(1)
        warm.prices.prices = [1_000_000, 100_000, 0, 0, 0, 0, 0, 0]
        var long = Model.permissive(2)
        long.longContextThreshold = Tokens(999)
        long.prices.prices[0] = 1_000_000
        long.longContextPrices.prices[0] = 3_000_000
        var atThreshold = long
        atThreshold.id = ModelID(3)
        atThreshold.longContextThreshold = Tokens(1_000)
        var dear = warm
        dear.id = ModelID(4)
        dear.prices.prices[0] = 5_000_000
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        request.usage = .of([.input: 1_000])
        request.value = 1_000_000
        request.costLimit = Microcents(2_999)
        request.warmEntries.append(WarmEntry(model: ModelID(1), tokens: Tokens(400)))
        request.warmEntries.append(WarmEntry(model: ModelID(4), tokens: Tokens(400)))
        let explanation = try Self.explain(request, under: PolicyBuilder(models: [warm, long, atThreshold, dear]))
        #expect(
            explanation.details.dropFirst() == [
                "model 1 has a warm cache, which serves 400 of the 1000 input tokens.",
                "model 4 has a warm cache, which serves 400 of the 1000 input tokens.",
                "model 1 is eligible: cost 0.0000064 USD, utility 0.0099936 USD. It wins.",
                "model 2 is out at cost: its cost of 0.00003 USD is above the limit of 0.00002999 USD.",
                "model 3 is eligible: cost 0.00001 USD, utility 0.00999 USD. It is the runner-up.",
                "model 4 is out at cost: its cost of 0.0000304 USD is above the limit of 0.00002999 USD.",
            ])
    }

    @Test("a request without usage, and the policy that was installed second")
    func secondPolicy() throws {
        let script = try JournalScript()
        try script.run([
            .installPolicy(try SampleJournals.twoModels()), .installPolicy(try lastingPolicy(GateCatalog.policy)),
            .openTenant(),
        ])
        var request = RouteRequest(policy: PolicyNumber(2), requestedModel: ModelID(14))
        request.value = -5
        let sequence = try script.run(.route(request)).sequence
        try script.flush()
        let explanation = try Explanation(ofRecord: sequence, inJournalAt: script.path)
        #expect(explanation.summary.contains("under policy 2 and was rejected"))
        #expect(explanation.details.count == 17)
        #expect(
            explanation.details[0]
                == "The request expects no usage; it is worth up to -0.00000005 USD at a confidence of 10000 bp and a "
                + "risk of 0 bp.")
    }

    private static func explain(
        _ request: RouteRequest, under policy: PolicyBuilder, names: [(Description.Subject, UInt64, String)] = []
    ) throws -> Explanation {
        let script = try JournalScript()
        try script.run([.openTenant(), .open(1), .fund(1, 1, 1), .installPolicy(try lastingPolicy(policy))])
        try script.run(.tick)
        for (subject, id, name) in names { try script.name(subject, id, name) }
        let sequence = try script.run(.route(request)).sequence
        try script.flush()
        return try Explanation(ofRecord: sequence, inJournalAt: script.path)
    }
}

/// A catalog in which one model fails at each gate, by the least that is enough.
private enum GateCatalog {
    static let names: [(Description.Subject, UInt64, String)] = [
        (.tenant, 0, "acme"), (.model, 1, "off"), (.model, 14, "best"), (.provider, 9, "elsewhere"),
    ]

    static let request: RouteRequest = {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(14))
        request.usage = .of([.input: 1_000, .output: 200, .call: 1])
        request.value = 1_000_000
        request.costLimit = Microcents(700_000)
        request.risk = BasisPoints(3_000)
        request.minimumQuality = BasisPoints(5_000)
        request.latencyLimitMilliseconds = 900
        request.requiredCapabilities = 1 << 40 | 1 << 5 | 1 << 3
        request.allowedProviders = ~(1 << 9)
        request.requiredRegions = 6
        request.excludedModels.append(ModelID(2))
        return request
    }()

    static let policy = PolicyBuilder(models: (1...16).map { model($0) })

    private static func model(_ id: UInt32) -> Model {
        var model = Model.permissive(id)
        model.prices.prices[7] = callPrice(id) * 1_000_000
        switch id {
        case 1: model.availability = .disabled
        case 3: model.quality = BasisPoints(4_999)
        case 4: model.latencyMilliseconds = 901
        case 5: model.capabilities = 1 << 3
        case 6: model.provider = 9
        case 7: model.regions = 9
        case 8: model.riskCeiling = BasisPoints(2_999)
        case 9: model.contextWindow = Tokens(1_199)
        case 10: (model.contextWindow, model.maximumOutput) = (Tokens(1_200), Tokens(199))
        case 12, 13: model.quality = BasisPoints(5_000)
        default: break
        }
        return model
    }

    /// Microcents a call.
    private static func callPrice(_ id: UInt32) -> UInt64 {
        switch id {
        case 11: 700_001
        case 12: 500_000
        case 13: 500_002
        case 14: 100_000
        case 15: 200_000
        case 16: 300_000
        default: 1
        }
    }
}
