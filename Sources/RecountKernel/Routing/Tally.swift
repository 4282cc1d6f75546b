/// What the judgements of a catalog's models add up to.
struct Tally: FailureCounter {
    var ranking = Ranking()
    private(set) var rejections = GateHistogram()
    private(set) var eligibleCount: UInt32 = 0

    /// Takes one judgement in.
    mutating func add(_ judgement: ModelJudgement, of model: UnsafePointer<Model>) {
        switch judgement {
        case .eligible(let candidate):
            add(Contender(candidate: candidate, quality: model.pointee.quality))
        case .failed(let gate):
            // Bound: counts are at most the number of models, here and below.
            rejections[gate] &+= 1
        }
    }

    /// Counts models that fail first at a gate.
    @inline(__always)
    mutating func count(_ gate: Gate, _ models: UInt64) {
        rejections[gate] &+= UInt32(truncatingIfNeeded: models.nonzeroBitCount)
    }

    /// Takes an eligible model in.
    @inline(__always)
    mutating func add(_ contender: Contender) {
        // Bound: at most the number of models.
        eligibleCount &+= 1
        ranking.add(contender)
    }

    /// Counts models of a small catalog that fail first at some gates.
    @inline(__always)
    mutating func count(_ failures: PackedFailures) {
        let counts = failures.counts
        for gate in 0..<PackedFailures.gateCount {
            // Bound: the shift is below 64, counts are at most 8.
            rejections[at: gate] &+= UInt32(truncatingIfNeeded: counts &>> (gate.widened &* 8) & 0xff)
        }
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
