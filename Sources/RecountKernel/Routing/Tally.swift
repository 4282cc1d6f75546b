/// What the judgements of a catalog's models add up to.
struct Tally {
    var ranking = Ranking()
    private(set) var rejections = GateHistogram()
    private(set) var eligibleCount: UInt32 = 0

    /// Takes one judgement in.
    mutating func add(_ judgement: ModelJudgement, of model: UnsafePointer<Model>) {
        switch judgement {
        case .eligible(let candidate):
            // Bound: counts are at most the number of models, here and below.
            eligibleCount &+= 1
            ranking.add(Contender(candidate: candidate, quality: model.pointee.quality))
        case .failed(let gate): rejections[gate] &+= 1
        }
    }

    /// Counts a model that fails at some gates, or at none.
    @inline(__always)
    mutating func count(_ failed: FailedGates) {
        if failed.isEmpty { eligibleCount &+= 1 } else { rejections[at: failed.first] &+= 1 }
    }

    /// Counts models that fail first at a gate.
    @inline(__always)
    mutating func count(_ gate: Gate, _ models: UInt64) {
        rejections[gate] &+= UInt32(truncatingIfNeeded: models.nonzeroBitCount)
    }

    /// Counts models as eligible.
    @inline(__always)
    mutating func countEligible(_ models: UInt64) {
        eligibleCount &+= UInt32(truncatingIfNeeded: models.nonzeroBitCount)
    }

    /// Counts a model that was counted as eligible as one that fails at the last gate.
    @inline(__always)
    mutating func recountAsWorthless() {
        rejections[.utility] &+= 1
        eligibleCount &-= 1
    }
}

/// The gates at which a model fails, as bits by their numbers.
struct FailedGates {
    private var bits: UInt32 = 0

    /// Whether it fails at none.
    var isEmpty: Bool { bits == 0 }

    /// The number of the first one.
    var first: Int { bits.trailingZeroBitCount }

    /// Adds a gate if the model fails at it.
    @inline(__always)
    mutating func add(_ gate: Gate, if fails: Bool) {
        // Bound: gates are below 10.
        bits |= (fails ? 1 : 0) &<< UInt32(truncatingIfNeeded: gate.rawValue)
    }
}
