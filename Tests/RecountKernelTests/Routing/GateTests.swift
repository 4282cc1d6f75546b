import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: the gates")
struct GateTests {
    /// A model that meets every limit of its request exactly, with a utility of 1: cost 10^6 of a gain
    /// of 1 000 201, 100 ms at 2 microcents.
    private static var exact: RoutingCase {
        var model = Model.permissive(1)
        model.quality = BasisPoints(5_000)
        model.riskCeiling = BasisPoints(1_000)
        model.latencyMilliseconds = 100
        model.capabilities = 0b101
        model.regions = 0b10
        model.provider = 63
        model.contextWindow = Tokens(1_000)
        model.maximumOutput = Tokens(100)
        model.prices = .only(.output, 10_000_000_000)
        var cases = RoutingCase([model])
        cases.policy.header.hardRiskLimit = BasisPoints(1_001)
        cases.policy.header.minimumConfidence = .whole
        cases.policy.header.latencyPenalty = Microcents(2)
        cases.request.usage = Usage([500, 200, 100, 100, 100, 7, 8, 9]) ?? .zero
        cases.request.value = 2_000_402
        cases.request.costLimit = Microcents(1_000_000)
        cases.request.risk = BasisPoints(1_000)
        cases.request.minimumQuality = BasisPoints(5_000)
        cases.request.latencyLimitMilliseconds = 100
        cases.request.requiredCapabilities = 0b101
        cases.request.requiredRegions = 0b110
        cases.request.allowedProviders = 1 << 63
        return cases
    }

    /// Makes one gate fail and no other, with as little as there is.
    private static func fail(_ gate: Gate, in cases: inout RoutingCase) {
        switch gate {
        case .disabled: cases.request.excludedModels.append(ModelID(1))
        case .quality: cases.request.minimumQuality = BasisPoints(5_001)
        case .latency: cases.request.latencyLimitMilliseconds = 99
        case .capability: cases.request.requiredCapabilities = 0b111
        case .provider: cases.request.allowedProviders = .max >> 1
        case .region: cases.request.requiredRegions = 0b101
        case .riskCeiling: cases.policy.models[0].riskCeiling = BasisPoints(999)
        case .contextWindow: cases.policy.models[0].contextWindow = Tokens(999)
        case .cost: cases.request.costLimit = Microcents(999_999)
        case .utility: cases.request.value = 2_000_401
        }
    }

    @Test("limits met exactly are met")
    func metExactly() throws {
        let decision = try Self.exact.decide()
        #expect(decision.action == .executeRequested)
        #expect(decision.winner?.cost == Microcents(1_000_000))
        #expect(decision.winner?.utility == 1)
    }

    @Test("each gate alone, missed by one", arguments: Gate.all)
    func alone(gate: Gate) throws {
        var cases = Self.exact
        Self.fail(gate, in: &cases)
        let decision = try cases.decide()
        #expect(decision.action == .reject)
        #expect(decision.reason == RouteDecision.Reason(gate))
        #expect(decision.rejections == GateHistogram([gate]))
        #expect(decision.evaluatedCount == 1)
        #expect(decision.eligibleCount == 0)
    }

    @Test("of every set of failing gates, neighbours included, the first in order counts")
    func firstFailureCounts() throws {
        for set in 1..<(1 << Gate.all.count) {
            let failing = Gate.all.indices.filter { set >> $0 & 1 == 1 }.map { Gate.all[$0] }
            var cases = Self.exact
            for gate in failing { Self.fail(gate, in: &cases) }
            let decision = try cases.decide()
            #expect(decision.rejections == GateHistogram([failing[0]]), "failing: \(failing)")
            #expect(decision.reason == RouteDecision.Reason(failing[0]), "failing: \(failing)")
        }
    }

    @Test("a disabled model beside an enabled one counts as disabled")
    func disabledModel() throws {
        var cases = Self.exact
        var disabled = cases.policy.models[0]
        disabled.id = ModelID(2)
        disabled.availability = .disabled
        cases.policy.models.append(disabled)
        let decision = try cases.decide()
        #expect(decision.rejections == GateHistogram([.disabled]))
        #expect(decision.winningModel == 1)
    }

    @Test("all models excluded")
    func allExcluded() throws {
        var cases = RoutingCase((1...8).map { .permissive($0) })
        for id in 1...UInt32(8) { cases.request.excludedModels.append(ModelID(id)) }
        let decision = try cases.decide()
        #expect(decision.reason == .disabled)
        #expect(decision.rejections[.disabled] == 8)
        #expect(decision.evaluatedCount == 8)
    }

    @Test("the requested model excluded: the other is used; excluded ids that are absent do nothing")
    func requestedExcluded() throws {
        var cases = RoutingCase([.permissive(1), .permissive(2)])
        for id: UInt32 in [0, 1, 3, .max] { cases.request.excludedModels.append(ModelID(id)) }
        let decision = try cases.decide()
        #expect(decision.action == .substitute)
        #expect(decision.winningModel == 2)
    }

    @Test("a maximum output of one token less fails at the window")
    func maximumOutput() throws {
        var cases = Self.exact
        cases.policy.models[0].maximumOutput = Tokens(99)
        #expect(try cases.decide().rejections == GateHistogram([.contextWindow]))
    }

    @Test("0 means no limit: latency, regions, window and maximum output")
    func noLimits() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].latencyMilliseconds = .max
        cases.policy.models[0].regions = 0
        let most = Tokens.maximum.rawValue
        cases.request.usage = try #require(Usage([most, most, most, most, most, most, most, most]))
        #expect(try cases.decide().action == .executeRequested)
    }

    @Test("0 is no exception for providers and capabilities: none allowed, none needed")
    func zeroMasks() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].capabilities = 0
        #expect(try cases.decide().action == .executeRequested)
        cases.request.allowedProviders = 0
        #expect(try cases.decide().rejections == GateHistogram([.provider]))
    }

    @Test("each provider has its own bit", arguments: UInt8(0)...63)
    func providers(provider: UInt8) throws {
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].provider = provider
        cases.request.allowedProviders = 1 << UInt64(provider)
        #expect(try cases.decide().action == .executeRequested)
        cases.request.allowedProviders = ~cases.request.allowedProviders
        #expect(try cases.decide().rejections == GateHistogram([.provider]))
    }

    @Test("a risk at the hard limit and a confidence below the minimum stop before any model")
    func hardLimits() throws {
        var cases = RoutingCase([.permissive(1), .permissive(2)])
        cases.policy.header.hardRiskLimit = BasisPoints(500)
        cases.policy.header.minimumConfidence = BasisPoints(600)
        cases.request.risk = BasisPoints(499)
        cases.request.confidence = BasisPoints(600)
        #expect(try cases.decide().action == .executeRequested)
        cases.request.confidence = BasisPoints(599)
        #expect(try cases.decide().reason == .confidenceBelowMinimum)
        cases.request.risk = BasisPoints(500)
        let decision = try cases.decide()
        #expect(decision.reason == .hardRiskLimit)
        #expect(decision.action == .reject)
        #expect(decision.evaluatedCount == 0)
        #expect(decision.eligibleCount == 0)
        #expect(decision.rejections == GateHistogram())
    }

    @Test("a hard risk limit of 0 stops everything, a minimum confidence of 0 nothing")
    func extremeLimits() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.request.confidence = BasisPoints(0)
        #expect(try cases.decide().reason == .utility)
        cases.policy.header.hardRiskLimit = BasisPoints(0)
        #expect(try cases.decide().reason == .hardRiskLimit)
    }
}
