import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: random policies and requests")
struct RandomRoutingTests {
    private static let requestsPerPolicy = 50

    @Test("the kernel decides as the reference does", arguments: [RoutingRange.tiny, .plausible, .extreme])
    func agreement(range: RoutingRange) throws {
        var reasons = Set<RouteDecision.Reason>()
        for seed in 1...UInt64(400) {
            var generator = RoutingGenerator(range: range, seed: seed)
            let policy = generator.policy()
            let kernel = try RoutingKernel(policies: 1, models: 16)
            let installed = try kernel.install(policy)
            #expect(installed.kind == .policyInstalled)
            let reference = ReferenceRouting(policy)
            for index in 0..<Self.requestsPerPolicy {
                let request = generator.request(catalog: policy.models)
                let expected = reference.decide(request)
                let answer = try kernel.route(request)
                #expect(answer == .routed(expected), "\(range), seed \(seed), request \(index)")
                reasons.insert(expected.reason)
            }
        }
        // Every reason must occur, or the ranges test less than they promise.
        if range == .tiny { #expect(reasons.count == 14) }
    }
}

/// Where random values come from.
enum RoutingRange: Sendable {
    /// Two or three values each, so that ties and every gate occur.
    case tiny
    /// What a gateway would send.
    case plausible
    /// All widths of 64 bits and both ends of every field.
    case extreme
}

/// Random policies and requests, the same from the same seed.
struct RoutingGenerator {
    private let range: RoutingRange
    private var generator: SplitMix64

    init(range: RoutingRange, seed: UInt64) {
        self.range = range
        generator = SplitMix64(state: seed)
    }

    mutating func policy() -> PolicyBuilder {
        var policy = PolicyBuilder(header: header())
        for id in 0..<UInt32(draw(1...12)) where id == 0 || draw(0...3) > 0 {
            policy.models.append(model(id: range == .extreme && id > 6 ? .max - id : id))
        }
        enableOne(of: &policy)
        policy.models.sort { $0.id < $1.id }
        return policy
    }

    /// A policy of so many models, in ascending order of their ids with gaps.
    mutating func policy(modelCount: Int) -> PolicyBuilder {
        var policy = PolicyBuilder(header: header())
        for place in 0..<UInt32(modelCount) { policy.models.append(model(id: place * 3 + UInt32(draw(0...2)))) }
        enableOne(of: &policy)
        return policy
    }

    private mutating func enableOne(of policy: inout PolicyBuilder) {
        policy.models[Int(draw(0...UInt64(policy.models.count - 1)))].availability = .enabled
    }

    /// Takes most limits off most requests, so that models of a large catalog reach the later gates.
    mutating func loosen(_ request: inout RouteRequest) {
        if draw(0...3) > 0 { request.risk = BasisPoints(0) }
        if draw(0...3) > 0 { request.confidence = .whole }
        if draw(0...1) > 0 { request.minimumQuality = BasisPoints(0) }
        if draw(0...1) > 0 { request.latencyLimitMilliseconds = 0 }
        if draw(0...1) > 0 { request.requiredCapabilities = 0 }
        if draw(0...1) > 0 { request.allowedProviders = .max }
        if draw(0...1) > 0 { request.requiredRegions = 0 }
        if draw(0...1) > 0 { request.usage = .tokens(input: request.usage[.input], output: request.usage[.output]) }
        if draw(0...2) > 0 { request.value = Int64(draw(0...2_000_000_000)) }
        if draw(0...1) > 0 { request.costLimit = Microcents(.max) }
    }

    private mutating func header() -> PolicyHeader {
        PolicyHeader(
            policyEpoch: generator.next(), catalogEpoch: generator.next(),
            hardRiskLimit: basisPoints(upTo: 10_000, few: [3, 10_000]),
            minimumConfidence: basisPoints(upTo: 10_000, few: [0, 1]),
            riskMultiplier: basisPoints(upTo: 50_000, few: [0, 10_000]),
            latencyPenalty: Microcents(number(upTo: .max, few: [0, 1], plausible: 0...2_000)))
    }

    mutating func request(catalog: [Model]) -> RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: modelID(of: catalog))
        request.usage = usage()
        request.value = Int64(bitPattern: number(upTo: .max, few: [1, 2, 4, .max], plausible: 0...20_000_000))
        request.costLimit = Microcents(number(upTo: .max, few: [2, 3, .max], plausible: 0...4_000_000))
        request.risk = basisPoints(upTo: .max, few: [0, 0, 0, 1, 2, 3])
        request.confidence = basisPoints(upTo: .max, few: [0, 1, 10_000, 10_000])
        request.minimumQuality = basisPoints(upTo: 10_001, few: [0, 4_999, 5_000])
        request.latencyLimitMilliseconds = UInt32(
            number(upTo: UInt64(UInt32.max), few: [0, 1], plausible: 0...2_500))
        request.requiredCapabilities = mask(few: [0, 0, 1, 3])
        request.allowedProviders = mask(few: [1, 3, .max])
        request.requiredRegions = mask(few: [0, 0, 1, 2])
        for id in ascendingModels(of: catalog) {
            request.warmEntries.append(WarmEntry(model: id, tokens: Tokens(number(upTo: .max, few: [0, 1, 2]))))
        }
        if draw(0...1) == 0 {
            for id in ascendingModels(of: catalog) { request.excludedModels.append(id) }
        }
        return request
    }

    private mutating func model(id: UInt32) -> Model {
        var model = Model(id: ModelID(id))
        model.availability = draw(0...4) == 0 ? .disabled : .enabled
        model.provider = UInt8(draw(0...(range == .tiny ? 1 : 63)))
        model.quality = basisPoints(upTo: 10_000, few: [4_999, 5_000, 10_000])
        model.riskCeiling = basisPoints(upTo: 10_000, few: [0, 1, 10_000])
        model.latencyMilliseconds = UInt32(number(upTo: UInt64(UInt32.max), few: [0, 1, 2], plausible: 50...2_000))
        model.capabilities = mask(few: [1, 3, 3])
        model.regions = mask(few: [1, 2, 3])
        let mostTokens = Milliseconds.maximum.rawValue
        model.contextWindow = Tokens(number(upTo: mostTokens, few: [0, 4, 9], plausible: 0...20_000))
        model.maximumOutput = Tokens(number(upTo: mostTokens, few: [0, 1, 2], plausible: 0...8_000))
        model.longContextThreshold = Tokens(number(upTo: mostTokens, few: [0, 2], plausible: 0...8_000))
        model.prices = prices()
        if model.longContextThreshold != .zero { model.longContextPrices = prices() }
        return model
    }

    private mutating func prices() -> PriceRow {
        var row = PriceRow.free
        for index in 0..<Component.count {
            row.prices[index] = number(upTo: .max, few: [0, 0, 0, 1_000_000], plausible: 0...20_000_000)
        }
        return row
    }

    private mutating func usage() -> Usage {
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        for index in 0..<Component.count {
            quantities[index] = number(upTo: Tokens.maximum.rawValue, few: [0, 0, 1, 2], plausible: 0...4_000)
        }
        return Usage(quantities) ?? .zero
    }

    /// A model of the catalog, or now and then none of it.
    private mutating func modelID(of catalog: [Model]) -> ModelID {
        if draw(0...9) == 0 { return ModelID(UInt32(truncatingIfNeeded: generator.next())) }
        return catalog[Int(draw(0...UInt64(catalog.count - 1)))].id
    }

    /// Up to three models; the lists refuse one that is there twice.
    private mutating func ascendingModels(of catalog: [Model]) -> [ModelID] {
        (0..<draw(0...3)).map { _ in modelID(of: catalog) }.sorted()
    }

    private mutating func basisPoints(upTo maximum: UInt16, few: [UInt64]) -> BasisPoints {
        BasisPoints(UInt16(number(upTo: UInt64(maximum), few: few, plausible: 0...UInt64(min(maximum, 10_000)))))
    }

    private mutating func mask(few: [UInt64]) -> UInt64 {
        switch range {
        case .tiny: few[Int(draw(0...UInt64(few.count - 1)))]
        case .plausible: [0, 1, 3, .max, generator.next() | generator.next()][Int(draw(0...4))]
        case .extreme: generator.next() | generator.next()
        }
    }

    /// In the extreme range every width is equally likely, and both ends come often.
    private mutating func number(
        upTo maximum: UInt64, few: [UInt64], plausible: ClosedRange<UInt64> = 0...1_000
    ) -> UInt64 {
        switch range {
        case .tiny: return few[Int(draw(0...UInt64(few.count - 1)))]
        case .plausible: return draw(plausible)
        case .extreme:
            if draw(0...5) == 0 { return [0, 1, maximum, maximum - 1, maximum / 2][Int(draw(0...4))] }
            return min(maximum, generator.next() >> draw(0...63))
        }
    }

    private mutating func draw(_ range: ClosedRange<UInt64>) -> UInt64 { generator.uniform(range) }
}
