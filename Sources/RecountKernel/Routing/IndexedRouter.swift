/// Judges the models of an indexed catalog as `ModelJudge` does, 64 at a time: the gates that do not depend on
/// how much is used are intersections of sets. A model is looked at on its own only where the limits on
/// window and cost may stop it, and where it may be worth nothing or be one of the two best.
struct IndexedRouter {
    private let catalog: IndexedCatalog
    private let policy: UnsafePointer<InstalledPolicy>
    private let conditions: RouteConditions
    private let formulas: NarrowFormulas
    private let excluded: ListedPlaces
    private let judged: ListedPlaces
    private(set) var tally: Tally

    /// - Parameters:
    ///   - judged: the models that the tally has already.
    init(
        catalog: IndexedCatalog, policy: UnsafePointer<InstalledPolicy>, conditions: RouteConditions,
        formulas: NarrowFormulas, excluded: ListedPlaces, judged: ListedPlaces, tally: Tally
    ) {
        self.catalog = catalog
        self.policy = policy
        self.conditions = conditions
        self.formulas = formulas
        self.excluded = excluded
        self.judged = judged
        self.tally = tally
    }

    /// Judges all models that are not yet. O(models), most of which are judged 64 in one step.
    mutating func judgeAll() {
        var start: UInt32 = 0
        var sets = catalog.firstSets
        while start < catalog.count {
            judge(sets, from: start)
            // Bound: the last block ends fewer than 64 places above `count`.
            start &+= GateSets.modelCount
            sets = sets.next
        }
    }

    private mutating func judge(_ sets: GateSets, from start: UInt32) {
        // Bound: `start` is below `count`.
        let present = GateSets.lowest(catalog.count &- start) & ~judged.bits(from: start)
        let enabled = sets.enabled & present & ~excluded.bits(from: start)
        tally.count(.disabled, present & ~enabled)
        var models = passFixedGates(of: sets, enabled)
        if mayExceedWindow {
            pass(.contextWindow, &models, ~members(of: models, from: start) { conditions.exceedsWindow(of: $0) })
        }
        if formulas.costBound > conditions.costLimit {
            pass(.cost, &models, ~members(of: models, from: start) { formulas.cost(of: $0) > conditions.costLimit })
        }
        if models != 0 { appraise(models, from: start) }
    }

    private mutating func passFixedGates(of sets: GateSets, _ enabled: UInt64) -> UInt64 {
        var models = enabled
        pass(.quality, &models, sets.having(conditions.minimumQuality))
        pass(.latency, &models, sets.within(latencyMilliseconds: conditions.latencyLimitMilliseconds))
        if conditions.requiredCapabilities != 0 {
            pass(.capability, &models, sets.having(allOfCapabilities: conditions.requiredCapabilities))
        }
        let forbiddenProviders = policy.pointee.bounds.providers & ~conditions.allowedProviders
        if forbiddenProviders != 0 {
            pass(.provider, &models, ~sets.having(anyOfProviders: forbiddenProviders))
        }
        if conditions.requiredRegions != 0 {
            pass(.region, &models, sets.having(anyOfRegions: conditions.requiredRegions))
        }
        pass(.riskCeiling, &models, sets.taking(conditions.risk))
        return models
    }

    @inline(__always)
    private mutating func pass(_ gate: Gate, _ models: inout UInt64, _ passing: UInt64) {
        tally.count(gate, models & ~passing)
        models &= passing
    }

    private var mayExceedWindow: Bool {
        conditions.windowTokens > policy.pointee.bounds.minimumContextWindow
            || conditions.outputTokens > policy.pointee.bounds.minimumMaximumOutput
    }

    /// Those of some models, each looked at on its own, that have a property.
    @inline(__always)
    private func members(
        of models: UInt64, from start: UInt32, having property: (UnsafePointer<Model>) -> Bool
    ) -> UInt64 {
        var members: UInt64 = 0
        var rest = models
        while rest != 0 {
            let bit = GateSets.takeLowestBit(of: &rest)
            // Bound: `bit` is below 64.
            members |= (property(catalog.model(atPlace: start &+ bit)) ? 1 : 0) &<< bit.widened
        }
        return members
    }

    /// Ranks the models that passed all gates but the last.
    ///
    /// They come by descending quality, so once the best that one could be worth does not reach the
    /// second best, no later one can.
    private mutating func appraise(_ models: UInt64, from start: UInt32) {
        tally.countEligible(models)
        let allAreWorthIt = leastUtility(of: models, from: start) > 0
        var rest = models
        while rest != 0 {
            let place = start &+ GateSets.takeLowestBit(of: &rest)
            let worth = formulas.worth(of: catalog.quality(atPlace: place))
            let threshold = tally.ranking.second.candidate.utility
            if allAreWorthIt, mostUtility(worth: worth) < threshold { return }
            let model = catalog.model(atPlace: place)
            let cost = formulas.cost(of: model)
            let utility = formulas.utility(
                worth: worth, cost: cost, latencyMilliseconds: model.pointee.latencyMilliseconds)
            if utility <= 0 {
                tally.recountAsWorthless()
            } else if utility >= threshold {
                tally.ranking.add(Contender(model, cost: cost, utility: utility))
            }
        }
    }

    /// At most the utility of any of some models.
    private func leastUtility(of models: UInt64, from start: UInt32) -> Int64 {
        // Bound: `models` is not 0, so the last one's bit is below 64.
        let last = start &+ 63 &- UInt32(truncatingIfNeeded: models.leadingZeroBitCount)
        return formulas.utility(
            worth: formulas.worth(of: catalog.quality(atPlace: last)),
            cost: min(formulas.costBound, conditions.costLimit),
            latencyMilliseconds: policy.pointee.bounds.maximumLatencyMilliseconds)
    }

    /// At least the utility of any model of a worth.
    private func mostUtility(worth: Int64) -> Int64 {
        formulas.utility(worth: worth, cost: 0, latencyMilliseconds: policy.pointee.bounds.minimumLatencyMilliseconds)
    }
}
