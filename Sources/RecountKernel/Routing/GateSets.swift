/// For each gate that asks one thing of a model, the models that pass it, as bits of a word: 64 models that
/// follow each other by descending quality. `RoutingIndex` keeps such a block for each 64 models of a policy.
struct GateSets: BitwiseCopyable {
    /// How many models a block holds.
    static let modelCount: UInt32 = 64
    /// How many models a catalog has at most whose one block is a small one.
    static let smallModelCount: UInt32 = 8
    /// How many words a block takes.
    static let wordCount = providerOffset + 64

    /// A set for each number of thresholds that are at most a value.
    static let rankCount = modelCount + 1
    static let latencyOffset: UInt32 = 1
    static let riskOffset = latencyOffset + rankCount
    static let capabilityOffset = riskOffset + rankCount
    static let regionOffset = capabilityOffset + 64
    static let providerOffset = regionOffset + 64

    /// How many models a block has at most.
    enum Size: UInt8 {
        /// `modelCount`.
        case full
        /// `smallModelCount`.
        case small
    }

    /// The enabled models, then the sets for each gate.
    let words: UnsafeMutablePointer<UInt64>
    /// Ascending complements of the qualities; the largest number in unused places.
    let shortfalls: UnsafeMutablePointer<UInt16>
    /// Ascending latencies in milliseconds; the largest number in unused places.
    let latencies: UnsafeMutablePointer<UInt32>
    /// In ascending order the lowest risk that each model does not take; the largest number in unused places.
    let refusedRisks: UnsafeMutablePointer<UInt16>

    /// The sets of the next 64 models of the same catalog, if it has so many.
    var next: GateSets {
        GateSets(
            words: words + Self.wordCount.offset, shortfalls: shortfalls + Self.modelCount.offset,
            latencies: latencies + Self.modelCount.offset, refusedRisks: refusedRisks + Self.modelCount.offset)
    }

    /// The models that the policy does not disable.
    var enabled: UInt64 { words[0] }

    /// The models of at least a quality. O(log block).
    @inline(__always)
    func having(_ minimum: BasisPoints, _ size: Size) -> UInt64 {
        Self.lowest(Self.rank(of: ~minimum.rawValue, in: shortfalls, size))
    }

    /// The models with at most a latency. O(log block).
    @inline(__always)
    func within(latencyMilliseconds limit: UInt32, _ size: Size) -> UInt64 {
        words[(Self.latencyOffset &+ Self.rank(of: limit, in: latencies, size)).offset]
    }

    /// The models that take a risk. O(log block).
    @inline(__always)
    func taking(_ risk: BasisPoints, _ size: Size) -> UInt64 {
        words[(Self.riskOffset &+ Self.rank(of: risk.rawValue, in: refusedRisks, size)).offset]
    }

    /// The models that have all of some capabilities. O(capabilities).
    @inline(__always)
    func having(allOfCapabilities capabilities: UInt64) -> UInt64 {
        var models = UInt64.max
        var rest = capabilities
        while rest != 0 { models &= words[(Self.capabilityOffset &+ Self.takeLowestBit(of: &rest)).offset] }
        return models
    }

    /// The models in any of some regions. O(regions).
    @inline(__always)
    func having(anyOfRegions regions: UInt64) -> UInt64 {
        union(of: regions, from: Self.regionOffset)
    }

    /// The models of any of some providers. O(providers).
    @inline(__always)
    func having(anyOfProviders providers: UInt64) -> UInt64 {
        union(of: providers, from: Self.providerOffset)
    }

    @inline(__always)
    private func union(of members: UInt64, from offset: UInt32) -> UInt64 {
        var models: UInt64 = 0
        var rest = members
        while rest != 0 { models |= words[(offset &+ Self.takeLowestBit(of: &rest)).offset] }
        return models
    }

    /// Clears the lowest bit of a word that is not 0, and tells its number.
    @inline(__always)
    static func takeLowestBit(of word: inout UInt64) -> UInt32 {
        let bit = lowestBit(of: word)
        // Bound: not 0.
        word &= word &- 1
        return bit
    }

    /// The number of the lowest bit of a word that is not 0.
    @inline(__always)
    static func lowestBit(of word: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: word.trailingZeroBitCount) }

    /// The lowest `count` bits, all of them from 64 on.
    @inline(__always)
    static func lowest(_ count: UInt32) -> UInt64 {
        // Bound: the shift is below 64.
        count >= modelCount ? .max : (1 &<< count.widened) &- 1
    }

    /// How many ascending values are at most a threshold. Without a loop, so that the compiler makes
    /// no branch of it: half of them would be guessed wrong.
    @inline(__always)
    private static func rank<Value: FixedWidthInteger>(
        of threshold: Value, in values: UnsafePointer<Value>, _ size: Size
    ) -> UInt32 {
        var rank: UInt32 = 0
        if size == .full {
            advance(&rank, by: 32, threshold, values)
            advance(&rank, by: 16, threshold, values)
            advance(&rank, by: 8, threshold, values)
        }
        advance(&rank, by: 4, threshold, values)
        advance(&rank, by: 2, threshold, values)
        advance(&rank, by: 1, threshold, values)
        advance(&rank, by: 1, threshold, values)
        return rank
    }

    @inline(__always)
    private static func advance<Value: FixedWidthInteger>(
        _ rank: inout UInt32, by step: UInt32, _ threshold: Value, _ values: UnsafePointer<Value>
    ) {
        // Bound: the steps add up to 64.
        rank &+= values[(rank &+ step &- 1).offset] <= threshold ? step : 0
    }
}
