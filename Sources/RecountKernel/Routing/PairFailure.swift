/// What follows where a model of a pair fails first: the number of the gate, the reason of a rejection that it
/// dominates, and the gate's rank among those that dominate on equal counts. Of two the lesser one dominates.
struct PairFailure: BitwiseCopyable {
    /// The rank, the reason and the gate's number, a byte each, the gate's lowest.
    private let fields: UInt32

    init(_ gate: Gate) {
        let reason = RouteDecision.Reason(gate).rawValue
        // Bound: each is below 2^8.
        fields = Self.rank(of: gate) &<< 16 | UInt32(reason) &<< 8 | UInt32(gate.rawValue)
    }

    /// The number of the gate.
    @inline(__always)
    var gateNumber: Int { (fields & 0xff).offset }

    /// The reason of a rejection that this gate dominates, in the second byte.
    @inline(__always)
    var reason: UInt32 { fields & 0xff00 }

    /// The one that dominates if a model fails first here and the other one there.
    @inline(__always)
    static func dominant(_ one: PairFailure, _ other: PairFailure) -> PairFailure {
        one.fields < other.fields ? one : other
    }

    /// How many gates dominate it on equal counts.
    private static func rank(of gate: Gate) -> UInt32 {
        var rank: UInt32 = 0
        for number in 0..<UInt8(truncatingIfNeeded: Gate.count) {
            let other = Gate(rawValue: number)
            // Bound: at most the number of gates.
            if Gate.dominant({ $0 == gate || $0 == other ? 1 : 0 }) != gate { rank &+= 1 }
        }
        return rank
    }
}

/// The failures at the gates of a pair by the places of their bits.
struct PairFailures: BitwiseCopyable {
    private var places: InlineArray<65, PairFailure>

    init() {
        // A word without a bit has 64 zeros below its first one; at places between those of gates none stands.
        places = InlineArray(repeating: PairFailure(.utility))
        self[.disabled] = PairFailure(.disabled)
        self[.quality] = PairFailure(.quality)
        self[.latency] = PairFailure(.latency)
        self[.capability] = PairFailure(.capability)
        self[.provider] = PairFailure(.provider)
        self[.region] = PairFailure(.region)
        self[.riskCeiling] = PairFailure(.riskCeiling)
        self[.cost] = PairFailure(.cost)
    }

    /// The failure at the first of some gates; that at the last gate if there is none.
    @inline(__always)
    func first(of gates: UInt64) -> PairFailure { places[gates.trailingZeroBitCount] }

    private subscript(gate: PairGate) -> PairFailure {
        get { places[gate.rawValue.offset] }
        set { places[gate.rawValue.offset] = newValue }
    }
}
