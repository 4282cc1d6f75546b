/// Judges the models of an indexed catalog as `ModelJudge` does, a block of them at a time: the gates that do not
/// depend on how much is used are intersections of sets. A model is looked at on its own only where the limits on
/// window and cost may stop it, and where it may be worth nothing or be one of the two best.
struct IndexedRouter {
    private let request: RouteRequestBytes
    private let policy: UnsafePointer<InstalledPolicy>
    private let formulas: NarrowFormulas
    /// At least what any enabled model costs.
    private let costBound: UInt64
    private(set) var tally: Tally

    /// - Parameter tally: of the models that were judged in another way.
    @inline(__always)
    init(
        _ request: RouteRequestBytes, policy: UnsafePointer<InstalledPolicy>, formulas: NarrowFormulas, tally: Tally
    ) {
        self.request = request
        self.policy = policy
        self.formulas = formulas
        costBound = formulas.costBound
        self.tally = tally
    }

    @inline(__always)
    private var catalog: IndexedCatalog { policy.pointee.catalog }

    /// Judges all models, for a request that lists none. O(models), most of which are judged 64 in one step.
    @inline(__always)
    mutating func judgeAll() {
        if catalog.count <= GateSets.smallModelCount {
            judgeSmallCatalog()
        } else {
            judgeAll(excluded: .none, judged: .none)
        }
    }

    /// Judges all models of a catalog that is one small block. O(models).
    @inline(__always)
    private mutating func judgeSmallCatalog() {
        var failures = PackedFailures()
        var models = GateSets.lowest(catalog.count)
        failures.pass(.disabled, &models, catalog.firstSets.enabled)
        models = pass(catalog.firstSets, models, from: 0, .small, into: &failures)
        tally.count(failures)
        judge(models, from: 0)
    }

    /// Judges all models that are not yet. O(models), most of which are judged 64 in one step.
    ///
    /// - Parameters:
    ///   - excluded: models that may not be chosen.
    ///   - judged: models that the tally has already.
    @inline(__always)
    mutating func judgeAll(excluded: ListedPlaces, judged: ListedPlaces) {
        var start: UInt32 = 0
        var sets = catalog.firstSets
        while start < catalog.count {
            // Bound: `start` is below `count`.
            var models = GateSets.lowest(catalog.count &- start) & ~judged.bits(from: start)
            tally.pass(.disabled, &models, sets.enabled & ~excluded.bits(from: start))
            models = pass(sets, models, from: start, .full, into: &tally)
            judge(models, from: start)
            // Bound: the last block ends fewer than 64 places above `count`.
            start &+= GateSets.modelCount
            sets = sets.next
        }
    }

    /// Those of some models of a block that pass all gates up to that of the context window.
    @inline(__always)
    private func pass(
        _ sets: GateSets, _ enabled: UInt64, from start: UInt32, _ size: GateSets.Size,
        into counter: inout some FailureCounter
    ) -> UInt64 {
        var models = sets.pass(
            enabled, request, catalogProviders: policy.pointee.bounds.providers, size, into: &counter)
        if policy.pointee.bounds.mayStop(request) {
            counter.pass(
                .contextWindow, &models,
                ~catalog.members(of: models, from: start) { $0.pointee.exceedsWindow(request.usage) })
        }
        return models
    }

    /// Judges models that passed all gates before that of cost.
    @inline(__always)
    private mutating func judge(_ candidates: UInt64, from start: UInt32) {
        var models = candidates
        let costLimit = request.costLimit.rawValue
        if costBound > costLimit {
            tally.pass(.cost, &models, ~catalog.members(of: models, from: start) { formulas.cost(of: $0) > costLimit })
        }
        if models != 0 { appraise(models, from: start) }
    }

    /// Ranks the models that passed all gates but the last.
    ///
    /// They come by descending quality, so once the best that one could be worth does not reach the
    /// second best, no later one can.
    @inline(__always)
    private mutating func appraise(_ models: UInt64, from start: UInt32) {
        tally.countEligible(models)
        var rest = models
        while rest != 0, tally.ranking.second.candidate.utility == 0 { appraiseBest(of: &rest, from: start) }
        if rest == 0 { return }
        let allAreWorthIt = leastUtility(of: models, from: start) > 0
        while rest != 0 {
            let place = start &+ GateSets.lowestBit(of: rest)
            let threshold = tally.ranking.second.candidate.utility
            if allAreWorthIt, mostUtility(atPlace: place) < threshold { return }
            appraiseBest(of: &rest, from: start)
        }
    }

    /// Ranks the model of the highest quality, and takes it out.
    @inline(__always)
    private mutating func appraiseBest(of models: inout UInt64, from start: UInt32) {
        let place = start &+ GateSets.takeLowestBit(of: &models)
        let model = catalog.model(atPlace: place)
        let cost = formulas.cost(of: model)
        let utility = formulas.utility(
            worth: formulas.worth(of: model.pointee.quality), cost: cost,
            latencyMilliseconds: model.pointee.latencyMilliseconds)
        if utility <= 0 {
            tally.recountAsWorthless()
        } else if utility >= tally.ranking.second.candidate.utility {
            tally.ranking.add(Contender(model, cost: cost, utility: utility))
        }
    }

    /// At most the utility of any of some models.
    @inline(__always)
    private func leastUtility(of models: UInt64, from start: UInt32) -> Int64 {
        // Bound: `models` is not 0, so the last one's bit is below 64.
        let last = start &+ 63 &- UInt32(truncatingIfNeeded: models.leadingZeroBitCount)
        return formulas.utility(
            worth: formulas.worth(of: catalog.quality(atPlace: last)),
            cost: min(costBound, request.costLimit.rawValue),
            latencyMilliseconds: policy.pointee.bounds.maximumLatencyMilliseconds)
    }

    /// At least the utility of the model at a place in the order.
    @inline(__always)
    private func mostUtility(atPlace place: UInt32) -> Int64 {
        formulas.utility(
            worth: formulas.worth(of: catalog.quality(atPlace: place)), cost: 0,
            latencyMilliseconds: policy.pointee.bounds.minimumLatencyMilliseconds)
    }
}
