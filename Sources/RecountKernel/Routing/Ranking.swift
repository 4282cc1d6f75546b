/// An eligible model with all that ranks it, or one of utility 0 or less, which every eligible one precedes.
struct Contender {
    let candidate: RouteDecision.Candidate
    let quality: BasisPoints

    /// No model: worth 0, so that every eligible one precedes it.
    static var none: Contender {
        Contender(
            candidate: RouteDecision.Candidate(model: ModelID(0), cost: .zero, utility: 0), quality: BasisPoints(0))
    }

    init(candidate: RouteDecision.Candidate, quality: BasisPoints) {
        self.candidate = candidate
        self.quality = quality
    }

    /// A model that costs so much and is worth so much.
    init(_ model: UnsafePointer<Model>, cost: UInt64, utility: Int64) {
        self.init(
            candidate: RouteDecision.Candidate(model: model.pointee.id, cost: Microcents(cost), utility: utility),
            quality: model.pointee.quality)
    }

    /// Higher utility, then lower cost, then higher quality, then lower id: a total order, so the
    /// order in which models are judged never shows.
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

    /// No contenders.
    init() {}

    /// Ranks two.
    @inline(__always)
    init(_ one: Contender, _ other: Contender) {
        let isFirst = one.precedes(other)
        best = isFirst ? one : other
        second = isFirst ? other : one
    }

    mutating func add(_ contender: Contender) {
        if contender.precedes(best) {
            second = best
            best = contender
        } else if contender.precedes(second) {
            second = contender
        }
    }
}
