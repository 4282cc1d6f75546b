/// What the judgements of a catalog's models add up to. How many failed at each gate is counted in the answer.
struct Tally: FailureCounter {
    var ranking = Ranking()
    private(set) var eligibleCount: UInt32 = 0
    private let answer: RouteDecisionBytes

    /// No judgements yet.
    @inline(__always)
    init(_ answer: RouteDecisionBytes) {
        self.answer = answer
        answer.clearRejections()
    }

    /// Takes one judgement in.
    mutating func add(_ judgement: ModelJudgement, of model: UnsafePointer<Model>) {
        switch judgement {
        case .eligible(let candidate):
            add(Contender(candidate: candidate, quality: model.pointee.quality))
        case .failed(let gate):
            answer.countRejections(1, at: gate)
        }
    }

    /// Counts models that fail first at a gate.
    @inline(__always)
    mutating func count(_ gate: Gate, _ models: UInt64) {
        answer.countRejections(UInt32(truncatingIfNeeded: models.nonzeroBitCount), at: gate)
    }

    /// Takes an eligible model in.
    @inline(__always)
    mutating func add(_ contender: Contender) {
        // Bound: at most the number of models.
        eligibleCount &+= 1
        ranking.add(contender)
    }

    /// Counts the models of a small catalog that fail first at some gates, before anything else is counted.
    @inline(__always)
    mutating func count(_ failures: PackedFailures) {
        if failures.isEmpty { return }
        let counts = failures.counts
        for gate in 0..<PackedFailures.gateCount {
            // Bound: the shift is below 64, counts are at most 8.
            answer.setRejectionCount(UInt32(truncatingIfNeeded: counts &>> (gate.widened &* 8) & 0xff), at: gate)
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
        answer.countRejections(1, at: .utility)
        eligibleCount &-= 1
    }
}
