import RecountKernel
import RecountTestSupport
import Testing

/// One policy and one request to it, decided by the kernel and held to the reference.
struct RoutingCase {
    var policy: PolicyBuilder
    var request: RouteRequest

    /// A request worth 10^9 microcents with full confidence: so much is the utility of a permissive
    /// model.
    init(_ models: [Model]) {
        policy = PolicyBuilder(models: models)
        request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        request.value = 1_000_000_000
    }

    /// The kernel's decision, which must equal the reference's in every field.
    func decide(sourceLocation: SourceLocation = #_sourceLocation) throws -> RouteDecision {
        let kernel = try RoutingKernel(policies: 1, models: UInt32(policy.models.count))
        _ = try kernel.install(policy)
        let answer = try kernel.route(request)
        guard case .routed(let decision) = answer else {
            Issue.record("not routed: \(answer)", sourceLocation: sourceLocation)
            throw NotRouted()
        }
        #expect(decision == ReferenceRouting(policy).decide(request), sourceLocation: sourceLocation)
        return decision
    }

    struct NotRouted: Error {}
}

extension RouteDecision {
    /// The winner's number.
    var winningModel: UInt32? { winner?.model.rawValue }

    /// The runner-up's number.
    var runnerUpModel: UInt32? { runnerUp?.model.rawValue }
}

extension GateHistogram {
    /// One model at each of these gates, as often as they are named.
    init(_ gates: [Gate]) {
        self.init()
        for gate in gates { self[gate] += 1 }
    }
}

extension Gate {
    /// All gates, in the order in which they are tested.
    static let all: [Gate] = [
        .disabled, .quality, .latency, .capability, .provider, .region, .riskCeiling, .contextWindow, .cost, .utility,
    ]

    /// All gates, in the order in which equal counts prefer them.
    static let preferred: [Gate] = [
        .disabled, .utility, .cost, .contextWindow, .latency, .riskCeiling, .quality, .provider, .region, .capability,
    ]
}

extension PriceRow {
    /// A row with the price of one component; the others are free.
    static func only(_ component: Component, _ price: UInt64) -> PriceRow {
        var row = PriceRow.free
        row.prices[Int(component.rawValue)] = price
        return row
    }
}
