/// Chooses a model for one request under one policy: a pure function of both.
struct Router {
    let policy: UnsafePointer<InstalledPolicy>
    let request: UnsafePointer<RouteRequest>
    let models: UnsafePointer<Model>

    /// Looks at every model once. O(models).
    func decide(index: borrowing RoutingIndex) -> RouteDecision {
        if request.pointee.risk >= policy.pointee.header.hardRiskLimit { return rejection(.hardRiskLimit) }
        if request.pointee.confidence < policy.pointee.header.minimumConfidence {
            return rejection(.confidenceBelowMinimum)
        }
        let judge = ModelJudge(header: policy.pointee.header, request: request)
        if policy.pointee.isIndexed {
            var router = IndexedRouter(
                catalog: index.catalog(of: policy, models: models), policy: policy, request: request,
                judge: judge)
            router.judgeAll()
            return decision(router.tally)
        }
        var tally = Tally()
        for position in 0..<policy.pointee.modelCount {
            let model = models + position.offset
            tally.add(judge.judge(model), quality: model.pointee.quality)
        }
        return decision(tally)
    }

    private func rejection(_ reason: RouteDecision.Reason) -> RouteDecision {
        RouteDecision(
            action: .reject, reason: reason, winner: nil, runnerUp: nil, evaluatedCount: 0, eligibleCount: 0,
            rejections: GateHistogram(), policy: policy.pointee.identity)
    }

    private func decision(_ tally: Tally) -> RouteDecision {
        let best = tally.ranking.best.candidate
        let second = tally.ranking.second.candidate
        let isRequested = best.model == request.pointee.requestedModel
        let reason: RouteDecision.Reason = tally.eligibleCount == 0 ? RouteDecision.Reason(tally.rejections.dominant) : isRequested ? .requestedModelIsBest : .otherModelIsBest
        return RouteDecision(
            action: tally.eligibleCount == 0 ? .reject : isRequested ? .executeRequested : .substitute, reason: reason,
            winner: tally.eligibleCount > 0 ? best : nil,
            runnerUp: tally.eligibleCount > 1 ? RouteDecision.RunnerUp(model: second.model, utility: second.utility) : nil,
            evaluatedCount: policy.pointee.modelCount, eligibleCount: tally.eligibleCount, rejections: tally.rejections,
            policy: policy.pointee.identity)
    }
}

/// An eligible model with all that ranks it.
struct Contender {
    let candidate: RouteDecision.Candidate
    let quality: BasisPoints

    /// No model: worth 0, so that every eligible one precedes it.
    static var none: Contender {
        Contender(
            candidate: RouteDecision.Candidate(model: ModelID(0), cost: .zero, utility: 0), quality: BasisPoints(0))
    }

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
    private(set) var best = Contender.none
    private(set) var second = Contender.none

    mutating func add(_ contender: Contender) {
        if contender.precedes(best) {
            second = best
            best = contender
        } else if contender.precedes(second) {
            second = contender
        }
    }
}
