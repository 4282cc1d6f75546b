import RecountKernel
import RecountTestSupport
import Testing

/// Catalogs of every size around the words that larger ones are kept in, held to the judgement of each model
/// on its own and to the reference.
@Suite("Routing: random catalogs of all sizes")
struct RandomCatalogTests {
    private static let requestsPerPolicy = 40

    @Test(
        "the kernel decides as the reference does",
        arguments: [RoutingRange.tiny, .plausible, .extreme], [UInt64(1), 2, 3])
    func agreement(range: RoutingRange, seed: UInt64) throws {
        let sizes = [1, 2, 6, 7, 8, 9, 31, 32, 33, 62, 63, 64, 65, 66, 127, 128, 129, 191, 192, 193, 200]
        for modelCount in sizes {
            var generator = RoutingGenerator(range: range, seed: seed &* 1_000 &+ UInt64(modelCount))
            let policy = generator.policy(modelCount: modelCount)
            let kernel = try RoutingKernel(policies: 1, models: UInt32(modelCount))
            #expect(try kernel.install(policy).kind == .policyInstalled)
            let reference = ReferenceRouting(policy)
            for index in 0..<Self.requestsPerPolicy {
                var request = generator.request(catalog: policy.models)
                generator.loosen(&request)
                let comment = "\(range), seed \(seed), \(modelCount) models, request \(index)"
                guard case .routed(let decision) = try kernel.route(request) else {
                    Issue.record("not routed: \(comment)")
                    return
                }
                #expect(decision == reference.decide(request), "\(comment)")
                if decision.evaluatedCount > 0 {
                    let judged = Self.judged(request, policy)
                    #expect(decision.rejections == judged.rejections, "\(comment)")
                    #expect(decision.eligibleCount == judged.eligibleCount, "\(comment)")
                }
            }
        }
    }

    /// Every model on its own, as explanations show it.
    private static func judged(
        _ request: RouteRequest, _ policy: PolicyBuilder
    ) -> (rejections: GateHistogram, eligibleCount: UInt32) {
        var rejections = GateHistogram()
        var eligibleCount: UInt32 = 0
        for model in policy.models {
            switch request.judgement(of: model, under: policy.header) {
            case .eligible: eligibleCount += 1
            case .failed(let gate): rejections[gate] += 1
            }
        }
        return (rejections, eligibleCount)
    }

    @Test("several policies side by side, of all sizes, keep their own models")
    func sideBySide() throws {
        let sizes = [7, 8, 64, 1, 65, 63, 128, 9]
        let kernel = try RoutingKernel(policies: 8, models: UInt32(sizes.reduce(0, +)))
        var generator = RoutingGenerator(range: .plausible, seed: 77)
        let policies = sizes.map { generator.policy(modelCount: $0) }
        for policy in policies { #expect(try kernel.install(policy).kind == .policyInstalled) }
        for (index, policy) in policies.enumerated() {
            let reference = ReferenceRouting(policy)
            for number in 0..<Self.requestsPerPolicy {
                var request = generator.request(catalog: policy.models)
                generator.loosen(&request)
                request.policy = PolicyNumber(UInt32(index + 1))
                #expect(
                    try kernel.route(request) == .routed(reference.decide(request)),
                    "\(policy.models.count) models, request \(number)")
            }
        }
    }
}

/// A gate of many models at its threshold: the limit of the request runs over all values that the models
/// have, and the ones next to them.
@Suite("Routing: thresholds of large catalogs")
struct ThresholdTests {
    /// Models with few different values each, so that many stand at the same threshold.
    private static func policy(modelCount: Int) -> PolicyBuilder {
        var generator = SplitMix64(state: UInt64(modelCount))
        let models = (1...UInt32(modelCount)).map { id -> Model in
            var model = Model.permissive(id)
            model.quality = BasisPoints(generator.element(of: [0, 1, 5_000, 5_001, 10_000]))
            model.latencyMilliseconds = generator.element(of: [0, 1, 2, 700, .max - 1, .max])
            model.riskCeiling = BasisPoints(generator.element(of: [0, 1, 5_000, 9_999, 10_000]))
            model.contextWindow = Tokens(generator.element(of: [0, 1, 100, 101]))
            model.maximumOutput = Tokens(generator.element(of: [0, 1, 50, 51]))
            model.longContextThreshold = Tokens(generator.element(of: [0, 1, 100]))
            model.prices = .only(.input, generator.uniform(0...3) * 1_000_000)
            if model.longContextThreshold != .zero { model.longContextPrices = .only(.input, 7_000_000) }
            return model
        }
        return PolicyBuilder(models: models)
    }

    private static func requests() -> [RouteRequest] {
        var open = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        open.value = 1_000_000_000
        var requests: [RouteRequest] = []
        func add(_ change: (inout RouteRequest) -> Void) {
            var request = open
            change(&request)
            requests.append(request)
        }
        for value in [0, 1, 2, 4_999, 5_000, 5_001, 5_002, 9_999, 10_000, 10_001, .max] as [UInt16] {
            add { $0.minimumQuality = BasisPoints(value) }
            add { $0.risk = BasisPoints(min(value, 9_999)) }
        }
        for limit in [0, 1, 2, 3, 699, 700, 701, .max - 2, .max - 1, .max] as [UInt32] {
            add { $0.latencyLimitMilliseconds = limit }
        }
        for tokens in [0, 1, 2, 50, 51, 52, 99, 100, 101, 102] as [UInt64] {
            add { $0.usage = .tokens(input: tokens, output: 0) }
            add { $0.usage = .tokens(input: 0, output: tokens) }
            for limit in [0, tokens, tokens * 3, tokens * 7 - min(1, tokens)] {
                add {
                    $0.usage = .tokens(input: tokens, output: 0)
                    $0.costLimit = Microcents(limit)
                }
            }
        }
        for value in [0, 1, 2, 100, 101, 700, 1_000, Int64.max] { add { $0.value = value } }
        return requests
    }

    @Test("limits at, below and above what the models have", arguments: [2, 7, 8, 63, 64, 65, 130])
    func thresholds(modelCount: Int) throws {
        let policy = Self.policy(modelCount: modelCount)
        let kernel = try RoutingKernel(policies: 1, models: UInt32(modelCount))
        _ = try kernel.install(policy)
        let reference = ReferenceRouting(policy)
        for (index, request) in Self.requests().enumerated() {
            #expect(
                try kernel.route(request) == .routed(reference.decide(request)),
                "\(modelCount) models, request \(index)")
        }
    }

    @Test("the largest numbers that fit in 64 bits, and the first that do not", arguments: [2, 9, 70])
    func arithmetic(modelCount: Int) throws {
        var policy = PolicyBuilder(models: (1...UInt32(modelCount)).map { .permissive($0) })
        policy.header.riskMultiplier = BasisPoints(50_000)
        policy.header.hardRiskLimit = .whole
        policy.header.latencyPenalty = Microcents(0x4000_0000_0000_0000 / 4)
        for index in policy.models.indices {
            policy.models[index].prices = .only(.output, UInt64.max / 1_000 - UInt64(index))
            policy.models[index].latencyMilliseconds = UInt32(index % 5)
        }
        let kernel = try RoutingKernel(policies: 1, models: UInt32(modelCount))
        _ = try kernel.install(policy)
        let reference = ReferenceRouting(policy)
        let greatestExact = Int64(UInt64.max / (65_535 * 10_000))
        for value in [greatestExact - 1, greatestExact, greatestExact + 1, .max - 1, .max] {
            for output in [0, 1, 998, 999, 1_000, 1_001, Tokens.maximum.rawValue] as [UInt64] {
                for risk in [0, 1, 9_999] as [UInt16] {
                    var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
                    request.value = value
                    request.risk = BasisPoints(risk)
                    request.usage = .tokens(input: 0, output: output)
                    #expect(
                        try kernel.route(request) == .routed(reference.decide(request)),
                        "value \(value), output \(output), risk \(risk)")
                }
            }
        }
    }
}

extension SplitMix64 {
    fileprivate mutating func element<Element>(of elements: [Element]) -> Element {
        elements[Int(uniform(0...UInt64(elements.count - 1)))]
    }
}
