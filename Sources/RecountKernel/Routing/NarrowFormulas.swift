/// Cost and utility of models in 64 bits, for a request to a catalog whose numbers are proven to need no more:
/// the same as `Model.cost` and `UtilityFormula` give, in a fraction of the time. Without meaning for
/// disabled models.
struct NarrowFormulas {
    /// At least what any enabled model of the catalog costs.
    let costBound: UInt64
    private let usage: Usage
    private let inputClass: UInt64
    /// V · confidence.
    private let expectedValue: UInt64
    private let riskPenalty: Int64
    private let latencyPenalty: UInt64
    private let components: Components

    /// Which components are used.
    private enum Components: UInt8 {
        case inputAndOutput
        case any
    }

    private static var utilityScale: UInt64 { 100_000_000 }
    private static var priceScale: UInt64 { 1_000_000 }
    /// Leaves room for the other terms of a utility, which are below 2^46 together.
    private static var maximumDelay: UInt64 { 0x4000_0000_0000_0000 }

    /// - Returns: nil if a number may need more than 64 bits.
    @inline(__always)
    init?(_ request: borrowing RouteRequest, policy: UnsafePointer<InstalledPolicy>) {
        let value = request.value > 0 ? UInt64(bitPattern: request.value) : 0
        let expected = value.multipliedWithinWord(by: request.confidence.rawValue.widened)
        let gain = expected.partialValue.multipliedWithinWord(by: BasisPoints.whole.rawValue.widened)
        // Bound: two factors below 2^16.
        let weight = request.risk.rawValue.widened &* policy.pointee.header.riskMultiplier.rawValue.widened
        let penalty = value.multipliedWithinWord(by: weight)
        let delay = policy.pointee.bounds.maximumLatencyMilliseconds.widened.multipliedWithinWord(
            by: policy.pointee.header.latencyPenalty.rawValue)
        guard !(expected.overflow || gain.overflow || penalty.overflow || delay.overflow),
            delay.partialValue <= Self.maximumDelay
        else { return nil }
        let usage = request.usage
        components = usage.isInputAndOutput ? .inputAndOutput : .any
        var bound = ProductSum()
        switch components {
        case .inputAndOutput:
            bound.add(usage[.input], policy.pointee.bounds.maximumPrices[.input])
            bound.add(usage[.output], policy.pointee.bounds.maximumPrices[.output])
        case .any:
            for index in 0..<Component.count {
                bound.add(usage[at: index], policy.pointee.bounds.maximumPrices.prices[index])
            }
        }
        guard !bound.overflowed else { return nil }
        // Bound: a quotient by 10^6, and each component rounds up by less than 1.
        costBound = bound.sum / Self.priceScale &+ Component.count.widened
        self.usage = usage
        inputClass = usage.inputClass
        expectedValue = expected.partialValue
        riskPenalty = Int64(bitPattern: penalty.partialValue / Self.utilityScale)
        latencyPenalty = policy.pointee.header.latencyPenalty.rawValue
    }

    /// What a model costs in microcents, below 2^45.
    @inline(__always)
    func cost(of model: UnsafePointer<Model>) -> UInt64 {
        let threshold = model.pointee.longContextThreshold.rawValue
        let isLong = threshold != 0 && inputClass > threshold
        switch components {
        case .inputAndOutput:
            let input = isLong ? model.pointee.longContextPrices[.input] : model.pointee.prices[.input]
            let output = isLong ? model.pointee.longContextPrices[.output] : model.pointee.prices[.output]
            // Bound: see `costBound`.
            return Self.cost(usage[.input], input) &+ Self.cost(usage[.output], output)
        case .any:
            var total: UInt64 = 0
            for index in 0..<Component.count {
                let price = isLong ? model.pointee.longContextPrices.prices[index] : model.pointee.prices.prices[index]
                total &+= Self.cost(usage[at: index], price)
            }
            return total
        }
    }

    /// ⌈quantity · price / 10^6⌉.
    @inline(__always)
    private static func cost(_ quantity: UInt64, _ price: UInt64) -> UInt64 {
        // Bound: the sum of all products and 10^6 is below 2^64, see `ProductSum`.
        (quantity &* price &+ (priceScale &- 1)) / priceScale
    }

    /// What a quality is worth, less the penalty of the risk.
    @inline(__always)
    func worth(of quality: BasisPoints) -> Int64 {
        // Bound: qualities are at most 10 000, for which it was checked; both terms are below 2^38.
        Int64(bitPattern: expectedValue &* quality.rawValue.widened / Self.utilityScale) &- riskPenalty
    }

    /// The utility of a model that has a worth and a cost.
    @inline(__always)
    func utility(worth: Int64, cost: UInt64, latencyMilliseconds: UInt32) -> Int64 {
        // Bound: the delay is at most 2^62, the rest below 2^46.
        worth &- Int64(bitPattern: cost) &- Int64(bitPattern: latencyMilliseconds.widened &* latencyPenalty)
    }
}

/// A sum of products, with room left for rounding up.
private struct ProductSum {
    private(set) var sum: UInt64 = 1_000_000
    private(set) var overflowed = false

    @inline(__always)
    mutating func add(_ quantity: UInt64, _ price: UInt64) {
        let product = quantity.multipliedWithinWord(by: price)
        let sum = sum.addingReportingOverflow(product.partialValue)
        self.sum = sum.partialValue
        overflowed = overflowed || product.overflow || sum.overflow
    }
}
