/// A gate of a pair as a bit of a word: the raw value is its place, and gates that come first stand lower.
///
/// There is none for `Gate.contextWindow`, which stops no model of a request that a pair allows, nor for
/// `Gate.utility`, which a model reaches that fails at no other.
enum PairGate: UInt32 {
    case disabled = 0
    /// Above a field of 14 bits.
    case quality = 14
    /// Above a field of 32 bits.
    case latency = 47
    // The next three follow each other where the field of the risk is, whose sum is masked off.
    case capability = 48
    case provider = 49
    case region = 50
    /// Above a field of 14 bits.
    case riskCeiling = 62
    case cost = 63

    @inline(__always)
    var bit: UInt64 { 1 &<< place }

    @inline(__always)
    var place: UInt64 { rawValue.widened }
}

/// Quality, latency and risk side by side in one word, each in a field below the bit of its gate: what a request asks
/// for and what a model falls short of the most that can be asked for. Added up, a field carries into the bit of its
/// gate exactly where the model fails.
struct PairGateFields: BitwiseCopyable {
    let word: UInt64

    /// What a request asks for.
    ///
    /// - Precondition: its risk and the quality that it asks for are at most 10 000.
    @inline(__always)
    init(limitsOf request: RouteRequestBytes) {
        // For no limit of latency 0, which never carries; for a limit what it leaves of 2^32.
        self.init(
            quality: request.minimumQuality.rawValue.widened,
            latency: (0 &- request.latencyLimitMilliseconds).widened, risk: request.risk.rawValue.widened)
    }

    /// What a model of these numbers falls short of: the sum carries where a request asks for more than it has.
    init(shortfallsOf quality: BasisPoints, latencyMilliseconds: UInt32, riskCeiling: BasisPoints) {
        // Bound: qualities and risk ceilings are at most 10 000. A latency exceeds a limit by 1 or more, so its field is
        // one less; a latency of 0 is within every limit, as one of 1 is.
        self.init(
            quality: Self.basisPointsMask &- quality.rawValue.widened,
            latency: (max(latencyMilliseconds, 1) &- 1).widened,
            risk: Self.basisPointsMask &- riskCeiling.rawValue.widened)
    }

    @inline(__always)
    private init(quality: UInt64, latency: UInt64, risk: UInt64) {
        // Bound: the fields are below 2^14, 2^32 and 2^14.
        word = quality | latency &<< (PairGate.latency.place &- 32) | risk &<< (PairGate.riskCeiling.place &- 14)
    }

    /// The bits of the gates at which a model with these shortfalls fails.
    @inline(__always)
    func failures(under limits: PairGateFields) -> UInt64 {
        // Bound: each field takes its carry in the bit above it, and the highest is below 2^63.
        (word &+ limits.word) & (PairGate.quality.bit | PairGate.latency.bit | PairGate.riskCeiling.bit)
    }

    private static var basisPointsMask: UInt64 { 0x3fff }
}
