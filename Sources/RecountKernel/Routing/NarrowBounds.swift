/// How large the numbers of a request may be for every formula over one policy's models to fit in 64 bits: proven once
/// when the policy is installed, so that a request is compared and not calculated with.
struct NarrowBounds: BitwiseCopyable {
    /// The most that an answer may be worth in microcents, so that its products with any confidence and quality, and
    /// with risk and the policy's multiplier, fit; −1, which nothing is, if the delays alone may need more.
    let value: Int64
    /// The most of each component, so that eight products with the catalog's highest prices, and what rounding up
    /// adds, fit together.
    let quantities: InlineArray<8, UInt64>

    /// Leaves room for the other terms of a utility, which are below 2^46 together.
    private static var maximumDelay: UInt64 { 0x4000_0000_0000_0000 }
    /// What one product may come to.
    private static var maximumProduct: UInt64 { (UInt64.max - 8_000_000) / Component.count.widened }

    init(header: PolicyHeader, catalog: borrowing CatalogBounds) {
        // A request's confidence may be any number of 16 bits, and a multiplier is at most 50 000; qualities, and risks
        // that no hard limit rejects, are at most 10 000. Bound: two factors below 2^16.
        let weight = UInt16.max.widened &* BasisPoints.whole.rawValue.widened
        let delay = catalog.maximumLatencyMilliseconds.widened.multipliedWithinWord(by: header.latencyPenalty.rawValue)
        let isDelayNarrow = !delay.overflow && delay.partialValue <= Self.maximumDelay
        value = isDelayNarrow ? Int64(bitPattern: UInt64.max / weight) : -1
        var quantities = InlineArray<8, UInt64>(repeating: .max)
        for index in 0..<Component.count where catalog.maximumPrices.prices[index] > 0 {
            quantities[index] = Self.maximumProduct / catalog.maximumPrices.prices[index]
        }
        self.quantities = quantities
    }

    /// Whether all numbers of a request are within the bounds.
    @inline(__always)
    func allow(_ request: RouteRequestBytes) -> Bool {
        guard max(request.value, 0) <= value else { return false }
        switch request.components {
        case .inputAndOutput:
            return request.usage[.input] <= self[.input] && request.usage[.output] <= self[.output]
        case .any:
            for index in 0..<Component.count where request.usage[at: index] > quantities[index] { return false }
            return true
        }
    }

    /// The most of a component.
    @inline(__always)
    subscript(component: Component) -> UInt64 {
        quantities[UInt32(truncatingIfNeeded: component.rawValue).offset]
    }
}
