/// Chooses a model for one request under one policy: a pure function of both.
struct Router {
    let policy: UnsafePointer<InstalledPolicy>
    /// The policy's models in ascending order of their ids.
    let models: UnsafePointer<Model>

    /// Answers a request. O(models).
    @inline(__always)
    func decide(_ request: borrowing RouteRequest, index: borrowing RoutingIndex) -> RouteDecision {
        if request.risk >= policy.pointee.header.hardRiskLimit { return rejection(.hardRiskLimit) }
        if request.confidence < policy.pointee.header.minimumConfidence { return rejection(.confidenceBelowMinimum) }
        return decision(tally(request, index: index), requested: request.requestedModel)
    }

    @inline(__always)
    private func tally(_ request: borrowing RouteRequest, index: borrowing RoutingIndex) -> Tally {
        let isListing = request.excludedModels.count | request.warmEntries.count != 0
        guard let formulas = NarrowFormulas(request, policy: policy), !isListing || policy.pointee.isIndexed else {
            return judgedOneByOne(request)
        }
        let conditions = RouteConditions(request)
        var tally = Tally()
        guard policy.pointee.isIndexed else {
            let judge = NarrowJudge(conditions: conditions, formulas: formulas)
            for position in 0..<policy.pointee.modelCount { judge.judge(models + position.offset, into: &tally) }
            return tally
        }
        let catalog = index.catalog(of: policy, models: models)
        if request.warmEntries.count > 0 { judgeWarmModels(of: catalog, request, into: &tally) }
        var router = IndexedRouter(
            catalog: catalog, policy: policy, conditions: conditions, formulas: formulas,
            excluded: ListedPlaces(request.excludedModels, in: catalog),
            judged: ListedPlaces(request.warmEntries, in: catalog), tally: tally)
        router.judgeAll()
        return router.tally
    }

    /// For lists of models to a small catalog, and for numbers that may need more than 64 bits.
    @inline(never)
    private func judgedOneByOne(_ request: borrowing RouteRequest) -> Tally {
        withUnsafePointer(to: request) { request in
            let judge = ModelJudge(header: policy.pointee.header, request: request)
            var tally = Tally()
            for position in 0..<policy.pointee.modelCount {
                let model = models + position.offset
                tally.add(judge.judge(model), of: model)
            }
            return tally
        }
    }

    /// Each has a usage of its own.
    @inline(never)
    private func judgeWarmModels(
        of catalog: IndexedCatalog, _ request: borrowing RouteRequest, into tally: inout Tally
    ) {
        withUnsafePointer(to: request) { request in
            let judge = ModelJudge(header: policy.pointee.header, request: request)
            for position in 0..<request.pointee.warmEntries.count {
                guard let place = catalog.place(of: request.pointee.warmEntries[position].model) else { continue }
                let model = catalog.model(atPlace: place)
                tally.add(judge.judge(model), of: model)
            }
        }
    }

    private func rejection(_ reason: RouteDecision.Reason) -> RouteDecision {
        RouteDecision(
            action: .reject, reason: reason, winner: nil, runnerUp: nil, evaluatedCount: 0, eligibleCount: 0,
            rejections: GateHistogram(), policy: policy.pointee.identity)
    }

    @inline(__always)
    private func decision(_ tally: Tally, requested: ModelID) -> RouteDecision {
        guard tally.eligibleCount > 0 else {
            var decision = rejection(RouteDecision.Reason(tally.rejections.dominant))
            decision.evaluatedCount = policy.pointee.modelCount
            decision.rejections = tally.rejections
            return decision
        }
        let best = tally.ranking.best.candidate
        let second = tally.ranking.second.candidate
        let runnerUp = RouteDecision.RunnerUp(model: second.model, utility: second.utility)
        let isRequested = best.model == requested
        return RouteDecision(
            action: isRequested ? .executeRequested : .substitute,
            reason: isRequested ? .requestedModelIsBest : .otherModelIsBest, winner: best,
            runnerUp: tally.eligibleCount > 1 ? runnerUp : nil, evaluatedCount: policy.pointee.modelCount,
            eligibleCount: tally.eligibleCount, rejections: tally.rejections, policy: policy.pointee.identity)
    }
}
