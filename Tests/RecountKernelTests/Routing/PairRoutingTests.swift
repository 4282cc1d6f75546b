import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: catalogs of two")
struct PairRoutingTests {
    @Test("each of two models fails first at each gate, or at none, and at any later ones", arguments: 0...10, 0...10)
    func gates(first: Int, second: Int) throws {
        // A policy has a model that is enabled.
        if first == 0, second == 0 { return }
        var generator = SplitMix64(state: UInt64(first * 11 + second))
        for requested: UInt32 in 1...3 {
            var routing = RoutingCase([
                Self.model(1, failingAt: first, &generator), Self.model(2, failingAt: second, &generator),
            ])
            routing.request = Self.request
            routing.request.requestedModel = ModelID(requested)
            let decision = try routing.decide()
            let gates = [first, second].filter { $0 < Gate.count }.map { Gate.all[$0] }
            #expect(decision.rejections == GateHistogram(gates))
            #expect(decision.eligibleCount == UInt32(2 - gates.count))
            if gates.count == 2 {
                let dominant = try #require(Gate.preferred.first { gates.contains($0) })
                #expect(decision.reason == RouteDecision.Reason(dominant))
                #expect(decision.winner == nil && decision.runnerUp == nil)
            }
        }
    }

    @Test(
        "random pairs, most of them without lists and without numbers of more than 64 bits",
        arguments: [RoutingRange.tiny, .plausible, .extreme], [UInt64(1), 2, 3])
    func agreement(range: RoutingRange, seed: UInt64) throws {
        var eligibleCounts: [UInt32: Int] = [:]
        for index in 0..<200 {
            var generator = RoutingGenerator(range: range, seed: seed &* 1_000 &+ UInt64(index))
            var policy = generator.policy(modelCount: 2)
            if index % 4 > 0 { policy.narrow() }
            let kernel = try RoutingKernel(policies: 1, models: 2)
            _ = try kernel.install(policy)
            let reference = ReferenceRouting(policy)
            for number in 0..<20 {
                var request = generator.request(catalog: policy.models)
                for _ in 0...number % 3 { generator.loosen(&request) }
                if number % 4 > 0 { request = request.narrowed }
                let expected = reference.decide(request)
                #expect(
                    try kernel.route(request) == .routed(expected),
                    "\(range), seed \(seed), pair \(index), request \(number)")
                eligibleCounts[expected.eligibleCount, default: 0] += 1
            }
        }
        // Otherwise nearly nothing was ranked.
        #expect(try #require(eligibleCounts[1]) > 100 && #require(eligibleCounts[2]) > 50, "\(eligibleCounts)")
    }

    @Test("policies of one, two and three models side by side keep their own")
    func sideBySide() throws {
        let sizes = [2, 1, 2, 3, 2, 2]
        let kernel = try RoutingKernel(policies: 6, models: 12)
        var generator = RoutingGenerator(range: .plausible, seed: 12)
        let policies = sizes.map { size in
            var policy = generator.policy(modelCount: size)
            policy.narrow()
            return policy
        }
        for policy in policies { #expect(try kernel.install(policy).kind == .policyInstalled) }
        for (index, policy) in policies.enumerated() {
            let reference = ReferenceRouting(policy)
            for number in 0..<40 {
                var request = generator.request(catalog: policy.models)
                generator.loosen(&request)
                request = request.narrowed
                request.policy = PolicyNumber(UInt32(index + 1))
                #expect(
                    try kernel.route(request) == .routed(reference.decide(request)),
                    "policy \(index + 1), request \(number)")
            }
        }
    }

    /// A model that fails at the gate with a number, and perhaps at later ones.
    private static func model(_ id: UInt32, failingAt number: Int, _ generator: inout SplitMix64) -> Model {
        var model = Model.permissive(id)
        for (index, gate) in Gate.all.enumerated() where index >= number {
            // A window of an enabled model that is too small is a matter of other code.
            let mayFail = gate != .contextWindow || number == 0
            if index == number || mayFail && generator.uniform(0...1) == 0 { fail(&model, at: gate) }
        }
        return model
    }

    /// Makes a model fail at a gate of `request`.
    private static func fail(_ model: inout Model, at gate: Gate) {
        switch gate {
        case .disabled: model.availability = .disabled
        case .quality: model.quality = BasisPoints(4_999)
        case .latency: model.latencyMilliseconds = 701
        case .capability: model.capabilities = 0b100
        case .provider: model.provider = 7
        case .region: model.regions = 0b1000
        case .riskCeiling: model.riskCeiling = BasisPoints(999)
        case .contextWindow: model.contextWindow = Tokens(2_999)
        case .cost: model.prices = .only(.output, 600_000_000_000)
        // More than the answer is worth, and as much as it may cost.
        case .utility where model.prices.isFree: model.prices = .only(.output, 500_000_000_000)
        case .utility: break
        }
    }

    private static var request: RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        request.value = 500_000_000
        request.usage = .tokens(input: 2_000, output: 1_000)
        request.minimumQuality = BasisPoints(5_000)
        request.latencyLimitMilliseconds = 700
        request.requiredCapabilities = 0b110
        request.allowedProviders = ~(1 << 7)
        request.requiredRegions = 0b11
        request.risk = BasisPoints(1_000)
        request.costLimit = Microcents(500_000_000)
        return request
    }
}

/// A pair of models without limits that differ in few numbers, and requests on both sides of each.
@Suite("Routing: thresholds of catalogs of two")
struct PairThresholdTests {
    private static let latencies: [UInt32] = [0, 1, 2, .max - 1, .max]

    @Test("latencies and their limits", arguments: latencies, latencies)
    func latency(first: UInt32, second: UInt32) throws {
        var routing = RoutingCase([.permissive(1), .permissive(2)])
        routing.policy.models[0].latencyMilliseconds = first
        routing.policy.models[1].latencyMilliseconds = second
        for limit in Self.latencies {
            routing.request.latencyLimitMilliseconds = limit
            let passing = [first, second].filter { limit == 0 || $0 <= limit }
            #expect(try routing.decide().eligibleCount == UInt32(passing.count), "limit \(limit)")
        }
    }

    private static let shares: [UInt16] = [0, 1, 9_599, 9_999, 10_000]

    @Test(
        "qualities, risk ceilings and what requests ask for, up to numbers that no model has", arguments: shares, shares
    )
    func qualityAndRisk(first: UInt16, second: UInt16) throws {
        var routing = RoutingCase([.permissive(1), .permissive(2)])
        for (index, share) in [first, second].enumerated() {
            routing.policy.models[index].quality = BasisPoints(share)
            routing.policy.models[index].riskCeiling = BasisPoints(share)
        }
        for limit in Self.shares + [10_001, 0x3fff, 0x4000, .max] {
            routing.request.minimumQuality = BasisPoints(limit)
            routing.request.risk = BasisPoints(0)
            let passing = [first, second].filter { $0 >= limit }
            #expect(try routing.decide().rejections[.quality] == UInt32(2 - passing.count), "quality \(limit)")
            routing.request.minimumQuality = BasisPoints(0)
            routing.request.risk = BasisPoints(limit)
            let decision = try routing.decide()
            let isOutright = limit >= routing.policy.header.hardRiskLimit.rawValue
            #expect((decision.reason == .hardRiskLimit) == isOutright, "risk \(limit)")
            #expect(decision.rejections[.riskCeiling] == (isOutright ? 0 : UInt32(2 - passing.count)), "risk \(limit)")
        }
    }

    @Test("input around a second price row, output and both together around what one of them takes")
    func quantities() throws {
        var routing = RoutingCase([.permissive(1), .permissive(2)])
        routing.policy.models[0].longContextThreshold = Tokens(100)
        routing.policy.models[0].maximumOutput = Tokens(50)
        routing.policy.models[0].contextWindow = Tokens(140)
        routing.policy.models[0].prices = .only(.input, 1_000_000)
        routing.policy.models[0].longContextPrices = .only(.input, 3_000_000)
        var outcomes: Set<Gate> = []
        for input in 85...103 as ClosedRange<UInt64> {
            for output in 37...52 as ClosedRange<UInt64> {
                routing.request.usage = .tokens(input: input, output: output)
                let decision = try routing.decide()
                #expect(decision.winningModel == 2)
                if decision.rejections[.contextWindow] == 1 { outcomes.insert(.contextWindow) }
                if decision.eligibleCount == 2 {
                    let cost = Int64(input <= 100 ? input : 3 * input)
                    #expect(decision.runnerUp?.utility == 1_000_000_000 - cost)
                }
            }
        }
        #expect(outcomes == [.contextWindow])
    }

    @Test("a cost at its limit and above, a worth of 0 and of 1", arguments: [1, 7, 1_000, 4_000_000] as [UInt64])
    func costAndUtility(cost: UInt64) throws {
        var routing = RoutingCase([.permissive(1), .permissive(2)])
        routing.policy.models[0].prices = .only(.input, 1_000_000)
        routing.policy.models[1].prices = .only(.output, 1_000_000)
        routing.request.usage = .tokens(input: cost, output: cost + 1)
        for (limit, eligible) in [(cost - 1, 0), (cost, 1), (cost + 1, 2)] as [(UInt64, UInt32)] {
            routing.request.costLimit = Microcents(limit)
            #expect(try routing.decide().eligibleCount == eligible, "limit \(limit)")
        }
        routing.request.costLimit = Microcents(.max)
        for (value, eligible) in [(cost, 0), (cost + 1, 1), (cost + 2, 2)] as [(UInt64, UInt32)] {
            routing.request.value = Int64(value)
            #expect(try routing.decide().eligibleCount == eligible, "value \(value)")
        }
        routing.request.value = -1
        #expect(try routing.decide().reason == .utility)
    }

    @Test("a disabled model whose numbers need more than 64 bits", arguments: [0, 1])
    func disabled(place: Int) throws {
        var routing = RoutingCase([.permissive(1), .permissive(2)])
        routing.policy.header.latencyPenalty = Microcents(1_000)
        routing.policy.models[place].availability = .disabled
        routing.policy.models[place].prices = PriceRow(prices: InlineArray(repeating: .max))
        routing.policy.models[place].longContextPrices = routing.policy.models[place].prices
        routing.policy.models[place].latencyMilliseconds = .max
        routing.policy.models[place].contextWindow = Tokens(1)
        routing.policy.models[place].maximumOutput = Tokens(1)
        routing.policy.models[place].longContextThreshold = Tokens(1)
        for tokens in [0, 1, 2, 3_000, Tokens.maximum.rawValue] as [UInt64] {
            routing.request.usage = .tokens(input: tokens, output: tokens)
            let decision = try routing.decide()
            #expect(decision.winningModel == UInt32(2 - place))
            #expect(decision.rejections == GateHistogram([.disabled]))
        }
    }
}

extension PolicyBuilder {
    /// Takes away what makes decisions about pairs take the general way, and what makes all models worth nothing.
    mutating func narrow() {
        header.latencyPenalty = Microcents(header.latencyPenalty.rawValue & 3)
        for index in models.indices {
            models[index].contextWindow = .zero
            models[index].maximumOutput = .zero
            models[index].longContextThreshold = .zero
            models[index].longContextPrices = .free
            for component in 0..<Component.count { models[index].prices.prices[component] &= 0xf_ffff_ffff }
        }
    }
}

extension RouteRequest {
    /// The same without lists, with input and output alone, and with fewer digits.
    var narrowed: RouteRequest {
        var narrowed = RouteRequest(policy: policy, requestedModel: requestedModel)
        narrowed.usage = .tokens(input: usage[.input] & 0xffff, output: usage[.output] & 0xffff)
        narrowed.value = value & 0x3_ffff_ffff
        narrowed.costLimit = costLimit
        narrowed.risk = risk
        narrowed.confidence = confidence
        narrowed.minimumQuality = minimumQuality
        narrowed.latencyLimitMilliseconds = latencyLimitMilliseconds
        narrowed.requiredCapabilities = requiredCapabilities
        narrowed.allowedProviders = allowedProviders
        narrowed.requiredRegions = requiredRegions
        return narrowed
    }
}
