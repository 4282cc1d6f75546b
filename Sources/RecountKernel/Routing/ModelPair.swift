/// The two models of a catalog that has no other, with all that `PairRouter` asks of them, made when the policy is
/// installed.
struct ModelPair: BitwiseCopyable {
    /// The one with the lower id.
    let first: PairedModel
    /// The one with the higher id.
    let second: PairedModel
    /// What follows from the gates, beside what they are asked of.
    let failures = PairFailures()
    /// Above every risk that both of them are for; 0 if one is disabled.
    private let riskBound: UInt16
    /// The most that an answer may be worth.
    private let maximumValue: UInt64
    /// The most input for which every enabled one of them has the first of its price rows.
    private let maximumInput: UInt64
    /// The most output that every enabled one gives.
    private let maximumOutput: UInt64
    /// The most of input and output together that fit in the window of every enabled one.
    private let maximumTokens: UInt64

    /// - Parameter models: a catalog of two.
    /// - Returns: nil if no request is within the bounds.
    init?(
        _ models: UnsafePointer<Model>, header: PolicyHeader, bounds: borrowing CatalogBounds,
        narrowBounds: NarrowBounds
    ) {
        first = PairedModel(models, header: header)
        second = PairedModel(models + 1, header: header)
        guard narrowBounds.value >= 0 else { return nil }
        maximumValue = UInt64(bitPattern: narrowBounds.value)
        let areEnabled = models[0].availability == .enabled && models[1].availability == .enabled
        // Bound: risk ceilings are at most 10 000.
        riskBound = areEnabled ? min(models[0].riskCeiling, models[1].riskCeiling).rawValue &+ 1 : 0
        maximumInput = min(narrowBounds[.input], bounds.minimumLongContextThreshold)
        maximumOutput = min(narrowBounds[.output], bounds.minimumMaximumOutput)
        maximumTokens = bounds.minimumContextWindow
    }

    /// Whether a request is within the `NarrowBounds`, uses input and output alone, and has them at the first prices
    /// and within the windows of all enabled models; is worth 0 or more; and asks for a quality that a model may have.
    @inline(__always)
    func allow(_ request: RouteRequestBytes) -> Bool {
        let usage = request.usage
        // Bound: quantities are below 2^48.
        return request.components == .inputAndOutput && usage[.input] <= maximumInput
            && usage[.output] <= maximumOutput && usage[.input] &+ usage[.output] <= maximumTokens
            // A negative value wraps to one above every bound.
            && UInt64(bitPattern: request.value) <= maximumValue && request.minimumQuality <= .whole
    }

    /// Whether any of them may fail at a gate before that of the cost. Only limits that a request has are looked at, not
    /// whether a model meets them, which would be guessed wrong more often.
    @inline(__always)
    func mayStop(_ request: RouteRequestBytes) -> Bool {
        request.hasLimits || request.risk.rawValue >= riskBound
    }
}
