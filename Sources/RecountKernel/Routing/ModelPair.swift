/// The two models of a catalog that has no other, with all that `PairRouter` asks of them, made when the policy is
/// installed.
struct ModelPair: BitwiseCopyable {
    /// The one with the lower id.
    let first: PairedModel
    /// The one with the higher id.
    let second: PairedModel
    /// What follows from the gates, beside what they are asked of.
    let failures = PairFailures()
    /// What the stricter one falls short of in each field, or more than any request leaves if one is disabled.
    private let shortfalls: PairGateFields
    /// What either is without.
    private let missingCapabilities: UInt64
    /// Those of both.
    private let providers: UInt64
    /// Where both are.
    private let regions: UInt64
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
        shortfalls = Self.shortfalls(models, models + 1)
        missingCapabilities = first.missingCapabilities | second.missingCapabilities
        providers = first.provider | second.provider
        regions = first.regions & second.regions
        maximumInput = min(narrowBounds[.input], bounds.minimumLongContextThreshold)
        maximumOutput = min(narrowBounds[.output], bounds.minimumMaximumOutput)
        maximumTokens = bounds.minimumContextWindow
    }

    private static func shortfalls(_ one: UnsafePointer<Model>, _ other: UnsafePointer<Model>) -> PairGateFields {
        let (one, other) = (one.pointee, other.pointee)
        guard one.availability == .enabled, other.availability == .enabled else { return .exhausted }
        return PairGateFields(
            shortfallsOf: min(one.quality, other.quality),
            latencyMilliseconds: max(one.latencyMilliseconds, other.latencyMilliseconds),
            riskCeiling: min(one.riskCeiling, other.riskCeiling))
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

    /// Whether any of them may fail at a gate before that of the cost. A branch that is guessed right for as long as
    /// requests have no limits that tell models apart.
    @inline(__always)
    func mayStop(_ request: RouteRequestBytes, _ limits: PairGateFields) -> Bool {
        let common = request.requiredRegions == 0 ? 1 : regions & request.requiredRegions
        let stops =
            shortfalls.failures(under: limits) | missingCapabilities & request.requiredCapabilities
            | providers & ~request.allowedProviders
        return stops != 0 || common == 0
    }
}
