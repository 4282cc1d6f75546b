/// Chooses a model for one request under one policy: a pure function of both.
struct Router {
    let policy: UnsafePointer<InstalledPolicy>
    /// The policy's models in ascending order of their ids.
    let models: UnsafePointer<Model>

    /// Answers a request. O(models).
    ///
    /// Takes the request in place, here and below: it is so large that a copy would cost as much as a choice.
    @inline(__always)
    func decide(_ request: UnsafePointer<RouteRequest>, index: borrowing RoutingIndex) -> RouteDecision {
        if request.pointee.risk >= policy.pointee.header.hardRiskLimit { return rejection(.hardRiskLimit) }
        if request.pointee.confidence < policy.pointee.header.minimumConfidence {
            return rejection(.confidenceBelowMinimum)
        }
        guard let formulas = NarrowFormulas(request, policy: policy) else { return decideWidely(request) }
        let catalog = index.catalog(of: policy, models: models)
        if request.pointee.listsModels { return decideListing(request, formulas, catalog) }
        var router = IndexedRouter(request, policy: policy, catalog: catalog, formulas: formulas)
        if catalog.count <= GateSets.smallModelCount { router.judgeSmallCatalog() } else { router.judgeAll() }
        return decision(router.tally, requested: request.pointee.requestedModel)
    }

    /// For requests that exclude models or know of warm caches.
    @inline(never)
    private func decideListing(
        _ request: UnsafePointer<RouteRequest>, _ formulas: NarrowFormulas, _ catalog: IndexedCatalog
    ) -> RouteDecision {
        var router = IndexedRouter(
            request, policy: policy, catalog: catalog, formulas: formulas, tally: warmTally(request, of: catalog))
        router.judgeAll(
            excluded: ListedPlaces(request.pointee.excludedModels, in: catalog),
            judged: ListedPlaces(request.pointee.warmEntries, in: catalog))
        return decision(router.tally, requested: request.pointee.requestedModel)
    }

    /// For numbers that may need more than 64 bits.
    @inline(never)
    private func decideWidely(_ request: UnsafePointer<RouteRequest>) -> RouteDecision {
        let judge = ModelJudge(header: policy.pointee.header, request: request)
        var tally = Tally()
        for position in 0..<policy.pointee.modelCount {
            let model = models + position.offset
            tally.add(judge.judge(model), of: model)
        }
        return decision(tally, requested: request.pointee.requestedModel)
    }

    /// The models with a warm cache alone: each has a usage of its own.
    private func warmTally(_ request: UnsafePointer<RouteRequest>, of catalog: IndexedCatalog) -> Tally {
        let judge = ModelJudge(header: policy.pointee.header, request: request)
        var tally = Tally()
        for position in 0..<request.pointee.warmEntries.count {
            guard let place = catalog.place(of: request.pointee.warmEntries[position].model) else { continue }
            let model = catalog.model(atPlace: place)
            tally.add(judge.judge(model), of: model)
        }
        return tally
    }

    @inline(never)
    private func rejection(_ reason: RouteDecision.Reason) -> RouteDecision {
        RouteDecision(
            action: .reject, reason: reason, winner: nil, runnerUp: nil, evaluatedCount: 0, eligibleCount: 0,
            rejections: GateHistogram(), policy: policy.pointee.identity)
    }

    @inline(__always)
    private func decision(_ tally: Tally, requested: ModelID) -> RouteDecision {
        guard tally.eligibleCount > 0 else { return rejection(of: tally) }
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

    @inline(never)
    private func rejection(of tally: Tally) -> RouteDecision {
        var decision = rejection(RouteDecision.Reason(tally.rejections.dominant))
        decision.evaluatedCount = policy.pointee.modelCount
        decision.rejections = tally.rejections
        return decision
    }
}
