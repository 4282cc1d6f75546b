/// Chooses a model for one request under one policy: a pure function of both.
struct Router {
    private let policy: InstalledPolicy
    private let request: RouteRequest

    init(policy: InstalledPolicy, request: RouteRequest) {
        self.policy = policy
        self.request = request
    }

    /// Looks at every model once. O(models).
    func decide(models: UnsafePointer<Model>) -> RouteDecision {
        if request.risk >= policy.header.hardRiskLimit { return rejection(.hardRiskLimit) }
        if request.confidence < policy.header.minimumConfidence { return rejection(.confidenceBelowMinimum) }
        let judge = ModelJudge(header: policy.header, request: request)
        var ranking = Ranking()
        var rejections = GateHistogram()
        for position in 0..<policy.modelCount {
            let model = models + position.offset
            switch judge.judge(model) {
            case .eligible(let candidate):
                ranking.add(Contender(candidate: candidate, quality: model.pointee.quality))
            // Bound: counts at most modelCount.
            case .failed(let gate): rejections[gate] &+= 1
            }
        }
        return decision(ranking, rejections)
    }

    private func rejection(_ reason: RouteDecision.Reason) -> RouteDecision {
        RouteDecision(
            action: .reject, reason: reason, winner: nil, runnerUp: nil, evaluatedCount: 0, eligibleCount: 0,
            rejections: GateHistogram(), policy: policy.identity)
    }

    private func decision(_ ranking: Ranking, _ rejections: GateHistogram) -> RouteDecision {
        var decision = rejection(RouteDecision.Reason(rejections.dominant))
        decision.evaluatedCount = policy.modelCount
        decision.eligibleCount = ranking.count
        decision.rejections = rejections
        guard let best = ranking.best else { return decision }
        let isRequested = best.candidate.model == request.requestedModel
        decision.action = isRequested ? .executeRequested : .substitute
        decision.reason = isRequested ? .requestedModelIsBest : .otherModelIsBest
        decision.winner = best.candidate
        if let second = ranking.second {
            decision.runnerUp = RouteDecision.RunnerUp(
                model: second.candidate.model, utility: second.candidate.utility)
        }
        return decision
    }
}

/// An eligible model with all that ranks it.
struct Contender {
    let candidate: RouteDecision.Candidate
    let quality: BasisPoints

    /// Higher utility, then lower cost, then higher quality, then lower id: a total order, so the
    /// catalog's order never shows.
    func precedes(_ other: Contender) -> Bool {
        if candidate.utility != other.candidate.utility { return candidate.utility > other.candidate.utility }
        if candidate.cost != other.candidate.cost { return candidate.cost < other.candidate.cost }
        if quality != other.quality { return quality > other.quality }
        return candidate.model < other.candidate.model
    }
}

/// The two best of all contenders so far.
struct Ranking {
    private(set) var best: Contender?
    private(set) var second: Contender?
    private(set) var count: UInt32 = 0

    mutating func add(_ contender: Contender) {
        // Bound: at most the number of models.
        count &+= 1
        guard let best else {
            best = contender
            return
        }
        if contender.precedes(best) {
            second = best
            self.best = contender
        } else if second.map({ contender.precedes($0) }) ?? true {
            second = contender
        }
    }
}
