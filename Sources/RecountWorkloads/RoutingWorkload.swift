import RecountKernel

/// The routing workloads that every implementation can rebuild: a catalog and an endless run of
/// requests from splitmix64, one draw per `draw`, in the order written.
package struct RoutingWorkload: Sendable {
    /// What the requests demand.
    package enum Kind: Sendable {
        /// Limits of every kind, so that most models fail at some gate.
        case mixed
        /// No limits: every enabled model is eligible.
        case open
    }

    private let kind: Kind
    private let modelCount: UInt64
    private var generator: SplitMix64

    /// Starts at the first request of a workload over the catalog of so many models.
    package init(_ kind: Kind, modelCount: Int) {
        self.kind = kind
        self.modelCount = UInt64(modelCount)
        generator = SplitMix64(state: 0xc0_ffee ^ UInt64(modelCount))
    }

    /// What the policies of the workloads state besides their catalogs.
    package static var policyHeader: PolicyHeader {
        PolicyHeader(
            policyEpoch: 7, catalogEpoch: 11, hardRiskLimit: BasisPoints(9_600), minimumConfidence: BasisPoints(5_500),
            riskMultiplier: BasisPoints(3_500), latencyPenalty: Microcents(200))
    }

    /// The catalog of so many models, by ascending id.
    package static func catalog(modelCount: Int) -> [Model] {
        var generator = SplitMix64(state: 42 + UInt64(modelCount))
        var models = (1...UInt32(modelCount)).map { model(id: $0, from: &generator) }
        models[0].availability = .enabled
        return models
    }

    private static func model(id: UInt32, from generator: inout SplitMix64) -> Model {
        var model = Model(id: ModelID(id))
        model.provider = UInt8(generator.uniform(0...7))
        model.quality = BasisPoints(UInt16(generator.uniform(5_000...9_900)))
        model.riskCeiling = BasisPoints(UInt16(generator.uniform(6_000...10_000)))
        model.availability = generator.uniform(0...15) == 0 ? .disabled : .enabled
        model.latencyMilliseconds = UInt32(generator.uniform(50...2_000))
        model.capabilities = generator.uniform(0...15)
        model.capabilities |= generator.uniform(0...15)
        model.regions = generator.uniform(1...15)
        model.regions |= generator.uniform(0...15)
        model.prices.prices[Int(Component.input.rawValue)] = generator.uniform(10_000...5_000_000)
        model.prices.prices[Int(Component.output.rawValue)] = generator.uniform(40_000...20_000_000)
        return model
    }

    /// The next request to a policy.
    package mutating func next(policy: PolicyNumber) -> RouteRequest {
        let requested = ModelID(UInt32(draw(1...modelCount)))
        var request = RouteRequest(policy: policy, requestedModel: requested)
        let input = draw(100...8_000)
        request.usage = .tokens(input: input, output: draw(50...4_000))
        switch kind {
        case .mixed: drawMixedLimits(&request)
        case .open:
            request.value = Int64(draw(500_000_000...1_000_000_000))
            request.risk = drawBasisPoints(0...5_000)
            request.confidence = drawBasisPoints(9_000...10_000)
        }
        return request
    }

    private mutating func drawMixedLimits(_ request: inout RouteRequest) {
        request.value = Int64(draw(0...20_000_000))
        let limit = draw(1_000...4_000_000)
        request.costLimit = Microcents(limit / draw(1...20))
        request.risk = drawBasisPoints(0...8_000)
        request.confidence = drawBasisPoints(5_400...10_000)
        request.minimumQuality = drawBasisPoints(3_000...8_000)
        request.latencyLimitMilliseconds = draw(0...1) == 0 ? 0 : UInt32(draw(300...2_500))
        request.requiredCapabilities = draw(0...2) == 0 ? 1 << draw(0...3) : 0
        request.allowedProviders = draw(0...2) == 0 ? draw(1...255) : .max
        request.requiredRegions = draw(0...2) == 0 ? 1 << draw(0...3) : 0
    }

    private mutating func draw(_ range: ClosedRange<UInt64>) -> UInt64 { generator.uniform(range) }

    private mutating func drawBasisPoints(_ range: ClosedRange<UInt64>) -> BasisPoints {
        BasisPoints(UInt16(generator.uniform(range)))
    }
}

extension Usage {
    /// A usage of input and output tokens alone.
    ///
    /// - Precondition: both are at most `Tokens.maximum`.
    package static func tokens(input: UInt64, output: UInt64) -> Usage {
        guard let usage = Usage([input, 0, 0, output, 0, 0, 0, 0]) else {
            preconditionFailure("more tokens than a request may state: \(input), \(output)")
        }
        return usage
    }
}
