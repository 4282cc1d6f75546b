/// How one model did against every gate.
public enum ModelJudgement: Equatable, Sendable {
    /// It passed all of them.
    case eligible(RouteDecision.Candidate)
    /// It failed at this one first.
    case failed(Gate)
}

extension RouteRequest {
    /// Judges one model as a decision does, for explanations. O(1).
    public func judgement(of model: Model, under header: PolicyHeader) -> ModelJudgement {
        withUnsafePointer(to: model) { model in
            withUnsafePointer(to: self) { ModelJudge(header: header, request: $0).judge(model) }
        }
    }
}

extension RouteRequest {
    /// The usage with the tokens that a model's warm cache serves moved from input to cache read.
    public func usage(with model: Model) -> Usage { usage(withModel: model.id) }

    fileprivate func usage(withModel id: ModelID) -> Usage {
        guard let warm = warmEntries.entry(for: id) else { return usage }
        var served = usage
        served.serveFromCache(warm.tokens.rawValue)
        return served
    }

    /// What a model that costs so much is worth, in microcents. O(1).
    public func utility(of model: Model, cost: Microcents, under header: PolicyHeader) -> Int64 {
        UtilityFormula(header: header, value: value, confidence: confidence, risk: risk).utility(
            latencyMilliseconds: model.latencyMilliseconds, quality: model.quality, cost: cost)
    }
}

/// Tests models against the gates of one request.
struct ModelJudge {
    private let request: UnsafePointer<RouteRequest>
    private let utility: UtilityFormula

    init(header: PolicyHeader, request: UnsafePointer<RouteRequest>) {
        self.request = request
        utility = UtilityFormula(
            header: header, value: request.pointee.value, confidence: request.pointee.confidence,
            risk: request.pointee.risk)
    }

    /// Takes the model in place: copying each of a catalog would cost more than judging it.
    func judge(_ model: UnsafePointer<Model>) -> ModelJudgement {
        if let gate = firstFailedFixedGate(model) { return .failed(gate) }
        let usage = request.pointee.usage(withModel: model.pointee.id)
        if model.pointee.exceedsWindow(usage) { return .failed(.contextWindow) }
        let cost = model.pointee.cost(of: usage)
        if cost > request.pointee.costLimit { return .failed(.cost) }
        let utility = utility.utility(
            latencyMilliseconds: model.pointee.latencyMilliseconds, quality: model.pointee.quality, cost: cost)
        if utility <= 0 { return .failed(.utility) }
        return .eligible(RouteDecision.Candidate(model: model.pointee.id, cost: cost, utility: utility))
    }

    /// The gates that do not depend on how much is used.
    private func firstFailedFixedGate(_ model: UnsafePointer<Model>) -> Gate? {
        if model.pointee.availability == .disabled || request.pointee.excludedModels.entry(for: model.pointee.id) != nil
        {
            return .disabled
        }
        if model.pointee.quality < request.pointee.minimumQuality { return .quality }
        if request.pointee.latencyLimitMilliseconds != 0,
            model.pointee.latencyMilliseconds > request.pointee.latencyLimitMilliseconds
        {
            return .latency
        }
        if model.pointee.capabilities & request.pointee.requiredCapabilities != request.pointee.requiredCapabilities {
            return .capability
        }
        // Bound: providers are at most 63.
        if request.pointee.allowedProviders & (1 &<< model.pointee.provider.widened) == 0 { return .provider }
        if request.pointee.requiredRegions != 0, model.pointee.regions & request.pointee.requiredRegions == 0 {
            return .region
        }
        if request.pointee.risk > model.pointee.riskCeiling { return .riskCeiling }
        return nil
    }
}
