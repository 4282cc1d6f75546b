/// Counts the models that fail at each gate.
protocol FailureCounter {
    /// Counts models that fail first at a gate before that of cost.
    mutating func count(_ gate: Gate, _ models: UInt64)
}

extension FailureCounter {
    /// Leaves those of some models that pass a gate, and counts the others.
    @inline(__always)
    mutating func pass(_ gate: Gate, _ models: inout UInt64, _ passing: UInt64) {
        count(gate, models & ~passing)
        models &= passing
    }
}

/// How many of at most 8 models fail first at each of the gates before that of cost: the models of each as eight
/// bits of a word, so that all of them are counted at once.
struct PackedFailures: FailureCounter {
    /// The gates before that of cost.
    static let gateCount = 8

    private var word: UInt64 = 0

    @inline(__always)
    mutating func count(_ gate: Gate, _ models: UInt64) {
        // Bound: these gates are below 8.
        word |= models &<< (gate.rawValue.widened &* 8)
    }

    /// Whether no model failed.
    var isEmpty: Bool { word == 0 }

    /// The counts, eight bits each.
    @inline(__always)
    var counts: UInt64 {
        // Bound: neighbouring bits, pairs and halves of a byte are added up, at most 8.
        let pairs = word &- (word &>> 1 & 0x5555_5555_5555_5555)
        let halves = (pairs & 0x3333_3333_3333_3333) &+ (pairs &>> 2 & 0x3333_3333_3333_3333)
        return (halves &+ halves &>> 4) & 0x0f0f_0f0f_0f0f_0f0f
    }
}
