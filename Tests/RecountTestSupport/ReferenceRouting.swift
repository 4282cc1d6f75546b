import RecountKernel

/// Routing as docs/format.md words it, with arrays and 128-bit numbers and no care for speed: what the
/// kernel's decisions are held to.
public struct ReferenceRouting {
    private let header: PolicyHeader
    private let models: [Model]
    private let identity: RouteDecision.PolicyIdentity

    /// Takes a valid policy.
    public init(_ policy: PolicyBuilder) {
        header = policy.header
        models = policy.models
        let digest = policy.bytes.withUnsafeBytes { Blake2b.digest($0, in: .policy) }
        identity = RouteDecision.PolicyIdentity(
            digest: digest, policyEpoch: header.policyEpoch, catalogEpoch: header.catalogEpoch)
    }

    /// The exact decision.
    public func decide(_ request: RouteRequest) -> RouteDecision {
        if request.risk >= header.hardRiskLimit { return rejection(.hardRiskLimit) }
        if request.confidence < header.minimumConfidence { return rejection(.confidenceBelowMinimum) }
        var histogram = GateHistogram()
        var eligible: [Appraisal] = []
        for model in models {
            let appraisal = Appraisal(model: model, request: request, header: header)
            if let gate = appraisal.firstFailedGate {
                histogram[gate] += 1
            } else {
                eligible.append(appraisal)
            }
        }
        eligible.sort(by: Appraisal.ranksBefore)
        var decision = rejection(Self.dominantReason(of: histogram))
        decision.evaluatedCount = UInt32(models.count)
        decision.eligibleCount = UInt32(eligible.count)
        decision.rejections = histogram
        if let best = eligible.first {
            let isRequested = best.model.id == request.requestedModel
            decision.action = isRequested ? .executeRequested : .substitute
            decision.reason = isRequested ? .requestedModelIsBest : .otherModelIsBest
            decision.winner = RouteDecision.Candidate(
                model: best.model.id, cost: Microcents(best.cost), utility: best.utility)
        }
        if eligible.count > 1 {
            decision.runnerUp = RouteDecision.RunnerUp(model: eligible[1].model.id, utility: eligible[1].utility)
        }
        return decision
    }

    private func rejection(_ reason: RouteDecision.Reason) -> RouteDecision {
        RouteDecision(
            action: .reject, reason: reason, winner: nil, runnerUp: nil, evaluatedCount: 0, eligibleCount: 0,
            rejections: GateHistogram(), policy: identity)
    }

    private static func dominantReason(of histogram: GateHistogram) -> RouteDecision.Reason {
        let byPrecedence: [(gate: Gate, reason: RouteDecision.Reason)] = [
            (.disabled, .disabled), (.utility, .utility), (.cost, .cost), (.contextWindow, .contextWindow),
            (.latency, .latency), (.riskCeiling, .riskCeiling), (.quality, .quality), (.provider, .provider),
            (.region, .region), (.capability, .capability),
        ]
        let largest = byPrecedence.map { histogram[$0.gate] }.max()
        guard let dominant = byPrecedence.first(where: { histogram[$0.gate] == largest }) else {
            fatalError("there are ten gates")
        }
        return dominant.reason
    }
}

/// One model before one request: what it would cost and be worth, and where it fails.
private struct Appraisal {
    let model: Model
    let cost: UInt64
    let utility: Int64
    let firstFailedGate: Gate?

    init(model: Model, request: RouteRequest, header: PolicyHeader) {
        self.model = model
        let usage = Self.usage(of: model, for: request)
        let inputClass = usage[0] + usage[1] + usage[2]
        let threshold = UInt128(model.longContextThreshold.rawValue)
        let row = threshold != 0 && inputClass > threshold ? model.longContextPrices : model.prices
        let cost = Self.cost(of: usage, prices: (0..<8).map { UInt128(row.prices[$0]) })
        let utility = Self.utility(of: model, cost: cost, request: request, header: header)
        self.cost = cost
        self.utility = utility
        let failures =
            Self.failures(of: model, usage: usage, request: request) + [
                (.cost, cost > request.costLimit.rawValue),
                (.utility, utility <= 0),
            ]
        firstFailedGate = failures.first { $0.fails }?.gate
    }

    /// Utility ↓, cost ↑, quality ↓, model id ↑.
    static func ranksBefore(_ left: Appraisal, _ right: Appraisal) -> Bool {
        (right.utility, left.cost, right.model.quality.rawValue, left.model.id.rawValue)
            < (left.utility, right.cost, left.model.quality.rawValue, right.model.id.rawValue)
    }

    private static func usage(of model: Model, for request: RouteRequest) -> [UInt128] {
        var usage = (0..<8).map { index -> UInt128 in
            guard let component = Component(rawValue: UInt8(index)) else { fatalError("there are eight components") }
            return UInt128(request.usage[component])
        }
        for position in 0..<request.warmEntries.count where request.warmEntries[position].model == model.id {
            let moved = min(UInt128(request.warmEntries[position].tokens.rawValue), usage[0])
            usage[0] -= moved
            usage[1] += moved
        }
        return usage
    }

    private static func cost(of usage: [UInt128], prices: [UInt128]) -> UInt64 {
        // Exact: eight products below 2^49 · 2^64.
        let exact = zip(usage, prices).reduce(UInt128(0)) { $0 + ($1.0 * $1.1 + 999_999) / 1_000_000 }
        return UInt64(clamping: exact)
    }

    private static func utility(
        of model: Model, cost: UInt64, request: RouteRequest, header: PolicyHeader
    ) -> Int64 {
        // Exact: no term reaches 2^100. Division truncates, which is the floor of what is not negative.
        let value = Int128(max(0, request.value))
        let gain = value * Int128(request.confidence.rawValue) * Int128(model.quality.rawValue) / 100_000_000
        let risk = value * Int128(request.risk.rawValue) * Int128(header.riskMultiplier.rawValue) / 100_000_000
        let delay = Int128(model.latencyMilliseconds) * Int128(header.latencyPenalty.rawValue)
        return Int64(clamping: gain - risk - Int128(cost) - delay)
    }

    private static func failures(
        of model: Model, usage: [UInt128], request: RouteRequest
    ) -> [(gate: Gate, fails: Bool)] {
        let isExcluded = (0..<request.excludedModels.count).contains { request.excludedModels[$0] == model.id }
        let missing = request.requiredCapabilities & ~model.capabilities
        let providerBit: UInt64 = 1 << UInt64(model.provider)
        let isInRegion = request.requiredRegions == 0 || request.requiredRegions & model.regions != 0
        let tokens = usage[0] + usage[1] + usage[2] + usage[3] + usage[4]
        let window = UInt128(model.contextWindow.rawValue)
        let maximumOutput = UInt128(model.maximumOutput.rawValue)
        let limit = request.latencyLimitMilliseconds
        return [
            (.disabled, model.availability == .disabled || isExcluded),
            (.quality, model.quality < request.minimumQuality),
            (.latency, limit != 0 && model.latencyMilliseconds > limit),
            (.capability, missing != 0),
            (.provider, request.allowedProviders & providerBit == 0),
            (.region, !isInRegion),
            (.riskCeiling, request.risk > model.riskCeiling),
            (.contextWindow, (window != 0 && tokens > window) || (maximumOutput != 0 && usage[3] > maximumOutput)),
        ]
    }
}
