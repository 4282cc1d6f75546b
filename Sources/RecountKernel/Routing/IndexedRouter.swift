/// Judges the models of an indexed catalog as `ModelJudge` does, 64 at a time: the gates that do not depend on
/// how much is used are intersections of sets. A model is looked at on its own only where the limits on window
/// and cost may stop it, and where it may be one of the two best.
struct IndexedRouter {
    private let catalog: IndexedCatalog
    private let policy: UnsafePointer<InstalledPolicy>
    private let request: UnsafePointer<RouteRequest>
    private let judge: ModelJudge
    private let excluded: ListedPlaces
    private let warm: ListedPlaces
    /// The number of places whose models have the quality that the request asks for.
    private let qualityCount: UInt32
    private let latencyLimitMilliseconds: UInt32
    /// At least what any enabled model of the catalog costs.
    private let costBound: Microcents
    /// Whether all that follow are worth more than nothing and less than the two best.
    private var isSettled = false
    private(set) var tally = Tally()

    init(
        catalog: IndexedCatalog, policy: UnsafePointer<InstalledPolicy>, request: UnsafePointer<RouteRequest>,
        judge: ModelJudge
    ) {
        self.catalog = catalog
        self.policy = policy
        self.request = request
        self.judge = judge
        excluded = ListedPlaces(request.pointee.excludedModels, in: catalog)
        warm = ListedPlaces(request.pointee.warmEntries, in: catalog)
        qualityCount = catalog.placeCount(ofQuality: request.pointee.minimumQuality)
        let limit = request.pointee.latencyLimitMilliseconds
        latencyLimitMilliseconds = limit == 0 ? .max : limit
        costBound = policy.pointee.bounds.maximumPrices.cost(of: request.pointee.usage)
    }

    /// Judges all models. O(models), of which most steps judge 64.
    mutating func judgeAll() {
        var start: UInt32 = 0
        var sets = catalog.firstSets
        while start < catalog.count {
            judge(sets, from: start)
            // Bound: the last block ends less than 64 places above `count`.
            start &+= GateSets.modelCount
            sets = sets.next
        }
    }

    private mutating func judge(_ sets: GateSets, from start: UInt32) {
        let enabled = sets.enabled & ~excluded.bits(from: start)
        let size = min(catalog.count &- start, GateSets.modelCount)
        tally.count(.disabled, GateSets.lowest(size) & ~enabled)
        var models = passFixedGates(of: sets, enabled, from: start)
        let warm = models & warm.bits(from: start)
        if warm != 0 {
            judgeWarm(warm, from: start)
            models &= ~warm
        }
        if exceedsSomeWindow { models = passing(.contextWindow, models, from: start) }
        if costBound > request.pointee.costLimit { models = passing(.cost, models, from: start) }
        appraise(models, from: start)
    }

    private mutating func passFixedGates(of sets: GateSets, _ enabled: UInt64, from start: UInt32) -> UInt64 {
        let request = request
        let rest = qualityCount > start ? qualityCount &- start : 0
        var models = enabled & GateSets.lowest(rest)
        tally.count(.quality, enabled & ~models)
        pass(.latency, &models, sets.within(latencyMilliseconds: latencyLimitMilliseconds))
        if request.pointee.requiredCapabilities != 0 {
            pass(.capability, &models, sets.having(request.pointee.requiredCapabilities))
        }
        if request.pointee.allowedProviders != .max {
            pass(.provider, &models, ~sets.ofAny(ofProviders: ~request.pointee.allowedProviders & policy.pointee.bounds.providers))
        }
        if request.pointee.requiredRegions != 0 {
            pass(.region, &models, sets.inAny(ofRegions: request.pointee.requiredRegions & policy.pointee.bounds.regions))
        }
        pass(.riskCeiling, &models, sets.taking(request.pointee.risk))
        return models
    }

    private mutating func pass(_ gate: Gate, _ models: inout UInt64, _ passing: UInt64) {
        tally.count(gate, models & ~passing)
        models &= passing
    }

    private var exceedsSomeWindow: Bool {
        let usage = request.pointee.usage
        return usage.windowTokens > policy.pointee.bounds.minimumContextWindow
            || usage[.output] > policy.pointee.bounds.minimumMaximumOutput
    }

    /// Those of some models without a warm cache that pass the gate of context window or cost.
    private mutating func passing(_ gate: Gate, _ models: UInt64, from start: UInt32) -> UInt64 {
        var failed: UInt64 = 0
        var rest = models
        while rest != 0 {
            let bit = GateSets.lowestBit(of: rest)
            rest &= rest &- 1
            let model = catalog.model(atPlace: start &+ bit)
            let fails =
                gate == .cost
                ? model.pointee.cost(of: request.pointee.usage) > request.pointee.costLimit
                : judge.exceedsWindow(model, request.pointee.usage)
            failed |= (fails ? 1 : 0) &<< bit.widened
        }
        tally.count(gate, failed)
        return models & ~failed
    }

    private mutating func judgeWarm(_ models: UInt64, from start: UInt32) {
        var rest = models
        while rest != 0 {
            tally.add(judge.judge(catalog.model(atPlace: start &+ GateSets.lowestBit(of: rest))), quality: catalog.quality(atPlace: start &+ GateSets.lowestBit(of: rest)))
            rest &= rest &- 1
        }
    }

    /// Ranks models that are left after all gates but the last.
    private mutating func appraise(_ models: UInt64, from start: UInt32) {
        var rest = models
        tally.eligibleCount &+= UInt32(truncatingIfNeeded: models.nonzeroBitCount)
        if models == 0 || isSettled { return }
        let costCap = min(costBound, request.pointee.costLimit)
        let last = start &+ 63 &- UInt32(truncatingIfNeeded: models.leadingZeroBitCount)
        let allPass = judge.utility.utility(latencyMilliseconds: policy.pointee.bounds.maximumLatencyMilliseconds, quality: catalog.quality(atPlace: last), cost: costCap) > 0
        while rest != 0 {
            let place = start &+ GateSets.lowestBit(of: rest)
            rest &= rest &- 1
            let quality = catalog.quality(atPlace: place)
            if allPass, judge.utility.utility(latencyMilliseconds: policy.pointee.bounds.minimumLatencyMilliseconds, quality: quality, cost: .zero) < tally.ranking.second.candidate.utility {
                isSettled = start == 0 && false
                return
            }
            let model = catalog.model(atPlace: place)
            let cost = model.pointee.cost(of: request.pointee.usage)
            let utility = judge.utility.utility(latencyMilliseconds: model.pointee.latencyMilliseconds, quality: quality, cost: cost)
            if utility <= 0 { tally.failUtility() } else
            if utility >= tally.ranking.second.candidate.utility {
                tally.ranking.add(Contender(candidate: RouteDecision.Candidate(model: model.pointee.id, cost: cost, utility: utility), quality: quality))
            }
        }
    }
}

struct Tally {
    var ranking = Ranking()
    var rejections = GateHistogram()
    var eligibleCount: UInt32 = 0

    mutating func count(_ gate: Gate, _ models: UInt64) {
        rejections[gate] &+= UInt32(truncatingIfNeeded: models.nonzeroBitCount)
    }

    mutating func failUtility() {
        rejections[.utility] &+= 1
        eligibleCount &-= 1
    }

    mutating func add(_ judgement: ModelJudgement, quality: BasisPoints) {
        switch judgement {
        case .eligible(let candidate):
            eligibleCount &+= 1
            ranking.add(Contender(candidate: candidate, quality: quality))
        case .failed(let gate): rejections[gate] &+= 1
        }
    }
}
