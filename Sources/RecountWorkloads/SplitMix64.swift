/// The splitmix64 generator (Steele, Lea and Flood, 2014): the same numbers from the same state on every platform,
/// for traffic, test vectors, tests and benchmarks that anyone can rebuild.
///
/// Sums and products wrap at 2^64: the generator is defined modulo the word size.
package struct SplitMix64: Sendable {
    private var state: UInt64

    /// Starts from a state; any value is good.
    package init(state: UInt64) {
        self.state = state
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xbf58_476d_1ce4_e5b9
        bits = (bits ^ bits >> 27) &* 0x94d0_49bb_1331_11eb
        return bits ^ bits >> 31
    }

    /// One draw from a range: lower bound + next mod (number of values). Low values are favoured
    /// by less than one part in 2^64 / (number of values).
    package mutating func uniform(_ range: ClosedRange<UInt64>) -> UInt64 {
        let (valueCount, isWholeRange) = (range.upperBound - range.lowerBound).addingReportingOverflow(1)
        let bits = next()
        return isWholeRange ? bits : range.lowerBound + bits % valueCount
    }
}
