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
            let gates = [first, second].filter { $0 < Gate.count }
            #expect(decision.rejections == GateHistogram(gates.map { Gate.all[$0] }))
            #expect(decision.eligibleCount == UInt32(2 - gates.count))
        }
    }

    @Test("random pairs", arguments: [RoutingRange.tiny, .plausible, .extreme], [UInt64(1), 2, 3])
    func agreement(range: RoutingRange, seed: UInt64) throws {
        for index in 0..<200 {
            var generator = RoutingGenerator(range: range, seed: seed &* 1_000 &+ UInt64(index))
            let policy = generator.policy(modelCount: 2)
            let kernel = try RoutingKernel(policies: 1, models: 2)
            _ = try kernel.install(policy)
            let reference = ReferenceRouting(policy)
            for number in 0..<20 {
                var request = generator.request(catalog: policy.models)
                if number % 2 == 0 { generator.loosen(&request) }
                if number % 4 < 2 {
                    request.usage = .tokens(input: request.usage[.input], output: request.usage[.output])
                }
                #expect(
                    try kernel.route(request) == .routed(reference.decide(request)),
                    "\(range), seed \(seed), pair \(index), request \(number)")
            }
        }
    }

    @Test("policies of one, two and three models side by side keep their own")
    func sideBySide() throws {
        let sizes = [2, 1, 2, 3, 2, 2]
        let kernel = try RoutingKernel(policies: 6, models: 12)
        var generator = RoutingGenerator(range: .plausible, seed: 12)
        let policies = sizes.map { generator.policy(modelCount: $0) }
        for policy in policies { #expect(try kernel.install(policy).kind == .policyInstalled) }
        for (index, policy) in policies.enumerated() {
            let reference = ReferenceRouting(policy)
            for number in 0..<40 {
                var request = generator.request(catalog: policy.models)
                generator.loosen(&request)
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
            if index == number || generator.uniform(0...1) == 0 { fail(&model, at: gate) }
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
