/// Judges the models of a pair as `ModelJudge` does, each at every gate and without a branch: with so few models the
/// sets of `IndexedRouter` cost more than they save, and whether a model passes would be guessed wrong too often.
struct PairRouter {
    private let request: RouteRequestBytes
    private let pair: UnsafePointer<ModelPair>
    private let formulas: NarrowFormulas
    private let answer: RouteDecisionBytes

    /// - Precondition: the pair allows the request.
    @inline(__always)
    init(
        _ request: RouteRequestBytes, _ pair: UnsafePointer<ModelPair>, policy: UnsafePointer<InstalledPolicy>,
        answer: RouteDecisionBytes
    ) {
        self.request = request
        self.pair = pair
        self.answer = answer
        formulas = NarrowFormulas(narrow: request, policy: policy)
    }

    /// Judges both. O(1).
    @inline(__always)
    func tally() -> Tally {
        var tally = Tally(answer)
        tally.rank(judge(pair.pointee.first), judge(pair.pointee.second))
        return tally
    }

    /// Judges a model, and counts it in the answer where it fails. Cost and worth of a disabled model, which may wrap,
    /// are not used.
    ///
    /// - Returns: a contender with utility 0 if it fails.
    @inline(__always)
    private func judge(_ model: PairedModel) -> Contender {
        let cost = formulas.cost(inputPrice: model.inputPrice, outputPrice: model.outputPrice)
        let exact = formulas.utility(worth: formulas.worth(of: model.quality), cost: cost, delay: model.delay)
        let gate = FailedGates(model, request, cost: cost).first
        let utility = gate == FailedGates.last ? max(exact, 0) : 0
        answer.countRejections(utility == 0 ? 1 : 0, at: gate)
        return Contender(
            candidate: RouteDecision.Candidate(model: model.id, cost: Microcents(cost), utility: utility),
            quality: model.quality)
    }
}

/// At which of the gates before the last a model of a pair fails: a bit for each, and that of the last always.
private struct FailedGates {
    /// The number of the last gate.
    @inline(__always)
    static var last: Int { UInt32(truncatingIfNeeded: Gate.utility.rawValue).offset }

    private var bits: UInt64 = 1

    @inline(__always)
    init(_ model: PairedModel, _ request: RouteRequestBytes, cost: UInt64) {
        precede(by: cost > request.costLimit.rawValue)
        // No enabled model has a window that is too small for a request that the pair allows.
        precede(by: false)
        precede(by: model.riskCeiling < request.risk)
        // Not `&&`, of which the compiler makes a branch.
        let anyRegion: UInt64 = request.requiredRegions == 0 ? 1 : 0
        precede(by: model.regions & request.requiredRegions | anyRegion == 0)
        precede(by: model.provider & request.allowedProviders == 0)
        precede(by: model.missingCapabilities & request.requiredCapabilities != 0)
        // Wraps for no limit: see `PairedModel.latencyMillisecondsLessOne`.
        precede(by: model.latencyMillisecondsLessOne > request.latencyLimitMilliseconds &- 1)
        precede(by: model.quality < request.minimumQuality)
        precede(by: model.isDisabled)
    }

    /// The number of the first gate at which the model fails, that of the last if it passes all others.
    @inline(__always)
    var first: Int { bits.trailingZeroBitCount }

    /// Takes the gate before the one taken last.
    @inline(__always)
    private mutating func precede(by fails: Bool) {
        // Bound: there are 10 gates.
        bits = bits &+ bits &+ (fails ? 1 : 0)
    }
}
