/// Chooses a model for one request under one policy: a pure function of both.
struct Router {
    let policy: UnsafePointer<InstalledPolicy>
    let request: RouteRequestBytes
    /// Takes the answer.
    let answer: RouteDecisionBytes

    @inline(__always)
    private var catalog: IndexedCatalog { policy.pointee.catalog }

    /// Answers the request. O(models).
    @inline(__always)
    func decide() {
        if request.risk >= policy.pointee.header.hardRiskLimit { return rejectOutright(.hardRiskLimit) }
        if request.confidence < policy.pointee.header.minimumConfidence {
            return rejectOutright(.confidenceBelowMinimum)
        }
        if request.lists == .any { return decideListing() }
        if let pair = policy.pointee.pair { return decide(between: pair) }
        decideAmongAll()
    }

    /// For catalogs of two models.
    @inline(__always)
    private func decide(between pair: UnsafePointer<ModelPair>) {
        guard pair.pointee.allow(request) else { return decideAmongAll() }
        PairRouter(request, pair, policy: policy, answer: answer).decide()
    }

    /// For requests that name no models but the requested one.
    @inline(never)
    private func decideAmongAll() {
        guard let formulas = NarrowFormulas(request, policy: policy) else { return decideWidely() }
        var router = IndexedRouter(
            request, policy: policy, formulas: formulas, tally: Tally(answer))
        router.judgeAll()
        write(router.tally)
    }

    /// For requests that exclude models or know of warm caches.
    @inline(never)
    private func decideListing() {
        guard let formulas = NarrowFormulas(request, policy: policy) else { return decideWidely() }
        let decoded = request.decoded()
        var router = IndexedRouter(
            request, policy: policy, formulas: formulas, tally: warmTally(decoded))
        router.judgeAll(
            excluded: ListedPlaces(decoded.excludedModels, in: catalog),
            judged: ListedPlaces(decoded.warmEntries, in: catalog))
        write(router.tally)
    }

    /// For numbers that may need more than 64 bits.
    @inline(never)
    private func decideWidely() {
        let tally = withUnsafePointer(to: request.decoded()) { request in
            let judge = ModelJudge(header: policy.pointee.header, request: request)
            var tally = Tally(answer)
            for position in 0..<catalog.count {
                let model = catalog.models + position.offset
                tally.add(judge.judge(model), of: model)
            }
            return tally
        }
        write(tally)
    }

    /// The models with a warm cache alone: each has a usage of its own.
    private func warmTally(_ request: RouteRequest) -> Tally {
        withUnsafePointer(to: request) { request in
            let judge = ModelJudge(header: policy.pointee.header, request: request)
            var tally = Tally(answer)
            for position in 0..<request.pointee.warmEntries.count {
                guard let place = catalog.place(of: request.pointee.warmEntries[position].model) else { continue }
                let model = catalog.model(atPlace: place)
                tally.add(judge.judge(model), of: model)
            }
            return tally
        }
    }

    @inline(never)
    private func rejectOutright(_ reason: RouteDecision.Reason) {
        answer.clearRejections()
        reject(reason)
        answer.write(evaluatedCount: 0, eligibleCount: 0)
    }

    /// Writes what a tally has not written yet.
    @inline(__always)
    private func write(_ tally: Tally) {
        if tally.eligibleCount > 0 { choose(tally) } else { reject(RouteDecision.Reason(answer.dominantGate)) }
        answer.write(evaluatedCount: catalog.count, eligibleCount: tally.eligibleCount)
    }

    @inline(__always)
    private func reject(_ reason: RouteDecision.Reason) {
        answer.write(.reject, reason)
        answer.write(winner: nil)
        answer.write(runnerUp: nil)
        answer.write(policy.pointee.identity)
    }

    @inline(__always)
    private func choose(_ tally: Tally) {
        let best = tally.ranking.best.candidate
        let second = tally.ranking.second.candidate
        if best.model == request.requestedModel {
            answer.write(.executeRequested, .requestedModelIsBest)
        } else {
            answer.write(.substitute, .otherModelIsBest)
        }
        answer.write(winner: best)
        let runnerUp = RouteDecision.RunnerUp(model: second.model, utility: second.utility)
        answer.write(runnerUp: tally.eligibleCount > 1 ? runnerUp : nil)
        answer.write(policy.pointee.identity)
    }
}

extension RouteRequest {
    /// The answer under a policy. O(models).
    func decision(under policy: UnsafePointer<InstalledPolicy>) -> RouteDecision {
        withBytes { request in
            RouteDecision { Router(policy: policy, request: request, answer: $0).decide() }
        }
    }
}
