/// Judges the models of a pair as `ModelJudge` does. With so few models the sets of `IndexedRouter` cost more than they
/// save. Where a limit may stop one, both are held to every gate without a branch: whether a model passes, or any does,
/// would be guessed wrong too often.
struct PairRouter {
    private let request: RouteRequestBytes
    private let pair: UnsafePointer<ModelPair>
    private let policy: UnsafePointer<InstalledPolicy>
    private let formulas: NarrowFormulas
    private let answer: RouteDecisionBytes

    /// - Precondition: the pair allows the request, and its risk is below the hard limit.
    @inline(__always)
    init(
        _ request: RouteRequestBytes, _ pair: UnsafePointer<ModelPair>, policy: UnsafePointer<InstalledPolicy>,
        answer: RouteDecisionBytes
    ) {
        self.request = request
        self.pair = pair
        self.policy = policy
        self.answer = answer
        // Bound: no pair allows a negative value.
        formulas = NarrowFormulas(narrow: request, value: UInt64(bitPattern: request.value), policy: policy)
    }

    /// Judges both and writes the answer. O(1).
    @inline(__always)
    func decide() {
        if pair.pointee.mayStop(request) {
            let limits = PairGateFields(limitsOf: request)
            decide { limitGates(of: $0, under: limits) }
        } else {
            decide { _ in 0 }
        }
    }

    /// - Parameter limitGates: the bits of the gates before that of the cost at which a model fails.
    @inline(__always)
    private func decide(_ limitGates: (PairedModel) -> UInt64) {
        answer.clearRejections()
        // Different floors: to rank two that are worth the same takes a branch.
        let first = judge(pair.pointee.first, limitGates, floor: 0)
        let second = judge(pair.pointee.second, limitGates, floor: -1)
        let ranking = Ranking(first.contender, second.contender)
        // Bound: at most 2 fail.
        let eligibleCount = 2 &- first.failureCount &- second.failureCount
        write(
            ranking.best.candidate, eligibleCount: eligibleCount,
            else: PairFailure.dominant(first.failure, second.failure))
        let other = ranking.second.candidate
        answer.write(
            runnerUp: RouteDecision.RunnerUp(model: other.model, utility: other.utility), count: eligibleCount &>> 1)
        answer.write(policy.pointee.identity)
        answer.write(evaluatedCount: 2, eligibleCount: eligibleCount)
    }

    /// Writes the outcome for the best of so many. In numbers: the compiler makes branches of choices between candidates.
    @inline(__always)
    private func write(_ best: RouteDecision.Candidate, eligibleCount: UInt32, else failure: PairFailure) {
        let isRequested: UInt32 = best.model == request.requestedModel ? 1 : 0
        // Bound: at most 1.
        let count = (eligibleCount &+ 1) &>> 1
        // Bound: the actions of a choice are 1 and 2, and so are their reasons.
        let chosen = (2 &- isRequested) &* 0x101
        let rejected = UInt32(RouteDecision.Action.reject.rawValue) | failure.reason
        answer.write(outcome: count == 0 ? rejected : chosen)
        answer.write(winner: best, count: count)
    }

    /// Judges a model, and counts it in the answer where it fails. Cost and worth of a disabled model, which may wrap,
    /// are not used.
    ///
    /// - Parameter floor: the least utility that it is given, at most 0.
    @inline(__always)
    private func judge(
        _ model: PairedModel, _ limitGates: (PairedModel) -> UInt64, floor: Int64
    ) -> PairJudgement {
        let cost = formulas.cost(inputPrice: model.inputPrice, outputPrice: model.outputPrice)
        let exact = formulas.utility(worth: formulas.worth(of: model.quality), cost: cost, delay: model.delay)
        let isDear: UInt64 = cost > request.costLimit.rawValue ? 1 : 0
        let gates = limitGates(model) | isDear &<< PairGate.cost.place
        let utility = gates == 0 ? max(exact, floor) : floor
        let failure = pair.pointee.failures.first(of: gates)
        let failureCount: UInt32 = utility > 0 ? 0 : 1
        answer.countRejections(failureCount, at: failure.gateNumber)
        return PairJudgement(
            contender: Contender(
                candidate: RouteDecision.Candidate(model: model.id, cost: Microcents(cost), utility: utility),
                quality: model.quality),
            failure: failure, failureCount: failureCount)
    }

    /// The bits of the gates before that of the cost at which a model fails.
    @inline(__always)
    private func limitGates(of model: PairedModel, under limits: PairGateFields) -> UInt64 {
        // In numbers, and all of them: the compiler makes branches of `&&` and of choices. The three gates follow each
        // other.
        let anyRegion: UInt64 = request.requiredRegions == 0 ? 1 : 0
        var others: UInt64 = model.missingCapabilities & request.requiredCapabilities == 0 ? 0 : 1
        others |= model.provider & request.allowedProviders == 0 ? 2 : 0
        others |= model.regions & request.requiredRegions | anyRegion == 0 ? 4 : 0
        return model.shortfalls.failures(under: limits) | model.disabled | others &<< PairGate.capability.place
    }
}

/// What came out for a model of a pair.
private struct PairJudgement {
    let contender: Contender
    /// Where it fails first, if it does.
    let failure: PairFailure
    /// 1 if it fails, else 0.
    let failureCount: UInt32
}
