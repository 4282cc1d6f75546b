/// Cost and utility of models in 64 bits, for a request within the `NarrowBounds` of its policy: the same as
/// `Model.cost` and `UtilityFormula` give, in a fraction of the time. Without meaning for disabled models.
struct NarrowFormulas {
    private let request: RouteRequestBytes
    private let policy: UnsafePointer<InstalledPolicy>
    /// V · confidence.
    private let expectedValue: UInt64
    private let riskPenalty: Int64

    private static var utilityScale: UInt64 { 100_000_000 }
    private static var priceScale: UInt64 { 1_000_000 }

    /// - Returns: nil if a number may need more than 64 bits.
    @inline(__always)
    init?(_ request: RouteRequestBytes, policy: UnsafePointer<InstalledPolicy>) {
        guard policy.pointee.narrowBounds.allow(request) else { return nil }
        self.init(narrow: request, value: UInt64(bitPattern: max(request.value, 0)), policy: policy)
    }

    /// - Parameter value: that of the request, or 0 if that is negative.
    /// - Precondition: no number needs more than 64 bits.
    @inline(__always)
    init(narrow request: RouteRequestBytes, value: UInt64, policy: UnsafePointer<InstalledPolicy>) {
        self.request = request
        self.policy = policy
        // Bound: see `NarrowBounds.value`, here and below.
        expectedValue = value &* request.confidence.rawValue.widened
        let weight = request.risk.rawValue.widened &* policy.pointee.header.riskMultiplier.rawValue.widened
        riskPenalty = Int64(bitPattern: value &* weight / Self.utilityScale)
    }

    /// At least what any enabled model of the policy costs.
    @inline(__always)
    var costBound: UInt64 {
        // Bound: see `NarrowBounds.quantities`.
        var sum = product(.input) &+ product(.output)
        if request.components == .any {
            sum &+= product(.cacheRead) &+ product(.cacheCreation) &+ product(.reasoning)
            sum &+= product(.audio) &+ product(.image) &+ product(.call)
        }
        // Bound: a quotient by 10^6, and each component rounds up by less than 1.
        return sum / Self.priceScale &+ Component.count.widened
    }

    /// What a component is multiplied with at most.
    @inline(__always)
    private func product(_ component: Component) -> UInt64 {
        request.usage[component] &* policy.pointee.bounds.maximumPrices[component]
    }

    /// What a model costs in microcents, below 2^45.
    @inline(__always)
    func cost(of model: UnsafePointer<Model>) -> UInt64 {
        let threshold = model.pointee.longContextThreshold.rawValue
        let isLong = threshold != 0 && request.usage.inputClass > threshold
        switch request.components {
        case .inputAndOutput:
            let input = isLong ? model.pointee.longContextPrices[.input] : model.pointee.prices[.input]
            let output = isLong ? model.pointee.longContextPrices[.output] : model.pointee.prices[.output]
            return cost(inputPrice: input, outputPrice: output)
        case .any:
            var total: UInt64 = 0
            for index in 0..<Component.count {
                let price = isLong ? model.pointee.longContextPrices.prices[index] : model.pointee.prices.prices[index]
                total &+= Self.cost(request.usage[at: index], price)
            }
            return total
        }
    }

    /// What a model costs in microcents whose prices of input and output are these, if nothing else is used.
    @inline(__always)
    func cost(inputPrice: UInt64, outputPrice: UInt64) -> UInt64 {
        // Bound: see `NarrowBounds.quantities`.
        Self.cost(request.usage[.input], inputPrice) &+ Self.cost(request.usage[.output], outputPrice)
    }

    /// ⌈quantity · price / 10^6⌉.
    @inline(__always)
    private static func cost(_ quantity: UInt64, _ price: UInt64) -> UInt64 {
        // Bound: the product and 10^6 are below 2^64, see `NarrowBounds.quantities`.
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
        // Bound: at most 2^62, see `NarrowBounds.value`.
        let delay = latencyMilliseconds.widened &* policy.pointee.header.latencyPenalty.rawValue
        return utility(worth: worth, cost: cost, delay: Int64(bitPattern: delay))
    }

    /// The utility of a model that has a worth and a cost, and whose latency costs so much.
    @inline(__always)
    func utility(worth: Int64, cost: UInt64, delay: Int64) -> Int64 {
        // Bound: the delay is at most 2^62, the rest below 2^46.
        worth &- Int64(bitPattern: cost) &- delay
    }
}
