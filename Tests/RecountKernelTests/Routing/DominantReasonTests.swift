import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: the reason of a rejection")
struct DominantReasonTests {
    /// A request with a limit of every kind.
    private static var demanding: RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        request.usage = .tokens(input: 100, output: 10)
        request.value = 1_000
        request.costLimit = Microcents(1_000)
        request.risk = BasisPoints(10)
        request.minimumQuality = BasisPoints(10)
        request.latencyLimitMilliseconds = 10
        request.requiredCapabilities = 1
        request.allowedProviders = 1
        request.requiredRegions = 1
        return request
    }

    /// A model that fails at a gate of the demanding request.
    private static func model(_ id: UInt32, failing gate: Gate) -> Model {
        var model = Model.permissive(id)
        switch gate {
        case .disabled: model.availability = .disabled
        case .quality: model.quality = BasisPoints(9)
        case .latency: model.latencyMilliseconds = 11
        case .capability: model.capabilities = ~1
        case .provider: model.provider = 1
        case .region: model.regions = ~1
        case .riskCeiling: model.riskCeiling = BasisPoints(9)
        case .contextWindow: model.contextWindow = Tokens(109)
        case .cost: model.prices = .only(.call, .max)
        case .utility: model.prices = .only(.input, 10_000_000)
        }
        return model
    }

    private static func decide(_ gates: [Gate]) throws -> RouteDecision {
        let models = gates.enumerated().map { model(UInt32($0 + 1), failing: $1) }
        var cases = RoutingCase(models)
        cases.request = demanding
        cases.request.usage = Usage([100, 0, 0, 10, 0, 0, 0, 1]) ?? .zero
        return try cases.decide()
    }

    @Test("of every set of gates that counted equally, the first in the order of preference")
    func equalCounts() throws {
        // A policy needs one enabled model, so the set of `disabled` alone is left out.
        for set in 2..<(1 << Gate.all.count) {
            let failing = Gate.all.indices.filter { set >> $0 & 1 == 1 }.map { Gate.all[$0] }
            let first = try #require(Gate.preferred.first { failing.contains($0) })
            let decision = try Self.decide(failing)
            #expect(decision.reason == RouteDecision.Reason(first), "failing: \(failing)")
            #expect(decision.rejections == GateHistogram(failing), "failing: \(failing)")
            #expect(decision.evaluatedCount == UInt32(failing.count))
        }
    }

    @Test("the largest count, wherever the gate stands", arguments: Gate.all)
    func largestCount(gate: Gate) throws {
        let failing = Gate.all + Gate.all + [gate]
        let decision = try Self.decide(failing)
        #expect(decision.reason == RouteDecision.Reason(gate))
        #expect(decision.rejections[gate] == 3)
        #expect(decision.rejections == GateHistogram(failing))
    }

    @Test("one eligible model among many that fail decides")
    func oneEligible() throws {
        var cases = RoutingCase(Gate.all.enumerated().map { Self.model(UInt32($0 + 1), failing: $1) })
        cases.request = Self.demanding
        cases.request.usage = try #require(Usage([100, 0, 0, 10, 0, 0, 0, 1]))
        cases.policy.models.append(.permissive(99))
        let decision = try cases.decide()
        #expect(decision.winningModel == 99)
        #expect(decision.rejections == GateHistogram(Gate.all))
        #expect(decision.evaluatedCount == 11)
    }
}
