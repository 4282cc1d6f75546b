/// For each gate that asks one thing of a model, the models that pass it, as bits of a word: 64 models of
/// a catalog at a time. `RoutingIndex` keeps them, a block for each 64 models of an indexed policy.
struct GateSets {
    /// How many models a block holds.
    static let modelCount: UInt32 = 64
    /// How many words a block takes.
    static let wordCount: UInt32 = 1 + 2 * rankCount + 3 * 64
    /// How many thresholds lie apart: below all, or at or above as many as there are models.
    static let rankCount: UInt32 = 65

    static let latencyOffset: UInt32 = 1
    static let riskOffset: UInt32 = latencyOffset + rankCount
    static let capabilityOffset: UInt32 = riskOffset + rankCount
    static let regionOffset: UInt32 = capabilityOffset + 64
    static let providerOffset: UInt32 = regionOffset + 64

    let words: UnsafeMutablePointer<UInt64>
    /// Ascending latencies in milliseconds; the largest number in unused places.
    let latencies: UnsafeMutablePointer<UInt32>
    /// Ascending risk ceilings plus 1, the lowest risks that are too high; the largest number in unused places.
    let refusedRisks: UnsafeMutablePointer<UInt16>

    /// The sets of a block in memory for `wordCount` words and `modelCount` thresholds each.
    init(
        words: UnsafeMutablePointer<UInt64>, latencies: UnsafeMutablePointer<UInt32>,
        refusedRisks: UnsafeMutablePointer<UInt16>
    ) {
        self.words = words
        self.latencies = latencies
        self.refusedRisks = refusedRisks
    }

    /// The models that the policy does not disable.
    var enabled: UInt64 { words[0] }

    /// The models with at most a latency. O(log block).
    func within(latencyMilliseconds limit: UInt32) -> UInt64 {
        words[(Self.latencyOffset &+ Self.rank(of: limit, in: latencies)).offset]
    }

    /// The models that take a risk. O(log block).
    func taking(_ risk: BasisPoints) -> UInt64 {
        words[(Self.riskOffset &+ Self.rank(of: risk.rawValue, in: refusedRisks)).offset]
    }

    /// The models that have all of some capabilities. O(capabilities).
    func having(_ capabilities: UInt64) -> UInt64 {
        var models = UInt64.max
        var rest = capabilities
        while rest != 0 {
            models &= words[(Self.capabilityOffset &+ Self.lowestBit(of: rest)).offset]
            // Bound: not 0.
            rest &= rest &- 1
        }
        return models
    }

    /// The models in any of some regions. O(regions).
    func inAny(ofRegions regions: UInt64) -> UInt64 {
        union(of: regions, from: Self.regionOffset)
    }

    /// The models of any of some providers. O(providers).
    func ofAny(ofProviders providers: UInt64) -> UInt64 {
        union(of: providers, from: Self.providerOffset)
    }

    private func union(of members: UInt64, from offset: UInt32) -> UInt64 {
        var models: UInt64 = 0
        var rest = members
        while rest != 0 {
            models |= words[(offset &+ Self.lowestBit(of: rest)).offset]
            // Bound: not 0.
            rest &= rest &- 1
        }
        return models
    }

    /// The sets of the next 64 models of the same catalog, if it has so many.
    var next: GateSets {
        GateSets(
            words: words + Self.wordCount.offset, latencies: latencies + Self.modelCount.offset,
            refusedRisks: refusedRisks + Self.modelCount.offset)
    }

    /// The lowest `count` bits, all of them from 64 on.
    static func lowest(_ count: UInt32) -> UInt64 {
        // Bound: the shift is below 64.
        count >= modelCount ? .max : (1 &<< count.widened) &- 1
    }

    /// The number of the lowest bit of a word that is not 0.
    static func lowestBit(of word: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: word.trailingZeroBitCount)
    }

    /// How many of 64 ascending values are at most a threshold, without a branch that depends on them.
    @inline(__always)
    private static func rank<Value: FixedWidthInteger>(of threshold: Value, in values: UnsafePointer<Value>) -> UInt32 {
        var rank: UInt32 = 0
        var step: UInt32 = 32
        // Bound: the steps add up to 63.
        while step > 0 {
            rank &+= values[(rank &+ step &- 1).offset] <= threshold ? step : 0
            step &>>= 1
        }
        return rank &+ (values[rank.offset] <= threshold ? 1 : 0)
    }
}
