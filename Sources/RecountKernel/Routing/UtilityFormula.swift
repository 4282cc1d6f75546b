/// What a model is worth to a request:
/// ⌊V·confidence·quality/10^8⌋ − ⌊V·risk·riskMultiplier/10^8⌋ − cost − latency·latencyPenalty,
/// V = max(0, value), exact with one floor per product, then clamped to Int64.
struct UtilityFormula {
    /// V · confidence, below 2^79.
    private let expectedValue: (high: UInt64, low: UInt64)
    private let riskPenalty: Wide
    private let latencyPenalty: UInt64

    private static var scale: UInt64 { 100_000_000 }

    init(header: PolicyHeader, value: Int64, confidence: BasisPoints, risk: BasisPoints) {
        let value = value > 0 ? UInt64(bitPattern: value) : 0
        expectedValue = value.multipliedFullWidth(by: confidence.rawValue.widened)
        // Bound: two factors below 2^16.
        let weight = risk.rawValue.widened &* header.riskMultiplier.rawValue.widened
        riskPenalty = WideArithmetic.floorOfProduct(value, weight, dividedBy: Self.scale)
        latencyPenalty = header.latencyPenalty.rawValue
    }

    /// The utility in microcents of a model that costs so much.
    func utility(latencyMilliseconds: UInt32, quality: BasisPoints, cost: Microcents) -> Int64 {
        let delay = latencyMilliseconds.widened.multipliedFullWidth(by: latencyPenalty)
        // Terms: the gain is below 2^69, the risk penalty below 2^69, cost 2^64, delay 2^96.
        return gain(quality: quality)
            .subtracting(riskPenalty)
            .subtracting(Wide(cost.rawValue))
            .subtracting(Wide(high: Int64(bitPattern: delay.high), low: delay.low))
            .clamped
    }

    /// ⌊V·confidence·quality/10^8⌋.
    private func gain(quality: BasisPoints) -> Wide {
        let quality = quality.rawValue.widened
        guard expectedValue.high != 0 else {
            return WideArithmetic.floorOfProduct(expectedValue.low, quality, dividedBy: Self.scale)
        }
        let lowProduct = expectedValue.low.multipliedFullWidth(by: quality)
        // Bound: the upper word is below 2^15, quality below 2^14, the carry below 2^14.
        let highProduct = expectedValue.high &* quality &+ lowProduct.high
        let (high, rest) = highProduct.quotientAndRemainder(dividingBy: Self.scale)
        // rest < scale, so the quotient fits in 64 bits.
        let low = Self.scale.dividingFullWidth((rest, lowProduct.low)).quotient
        return Wide(high: Int64(bitPattern: high), low: low)
    }
}
