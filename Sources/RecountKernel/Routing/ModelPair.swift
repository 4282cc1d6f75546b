/// The two models of a catalog that has no other, with all that `PairRouter` asks of them, made when the policy is
/// installed.
struct ModelPair: BitwiseCopyable {
    /// The one with the lower id.
    let first: PairedModel
    /// The one with the higher id.
    let second: PairedModel
    /// The most that an answer may be worth.
    private let maximumValue: Int64
    /// The most input for which every enabled one of them has the first of its price rows.
    private let maximumInput: UInt64
    /// The most output that every enabled one gives.
    private let maximumOutput: UInt64
    /// The most of input and output together that fit in the window of every enabled one.
    private let maximumTokens: UInt64

    /// - Parameter models: a catalog of two.
    init(
        _ models: UnsafePointer<Model>, header: PolicyHeader, bounds: borrowing CatalogBounds,
        narrowBounds: NarrowBounds
    ) {
        first = PairedModel(models, header: header)
        second = PairedModel(models + 1, header: header)
        maximumValue = narrowBounds.value
        maximumInput = min(narrowBounds[.input], bounds.minimumLongContextThreshold)
        maximumOutput = min(narrowBounds[.output], bounds.minimumMaximumOutput)
        maximumTokens = bounds.minimumContextWindow
    }

    /// Whether a request is within the `NarrowBounds`, uses input and output alone, and has them at the first prices
    /// and within the windows of all enabled models.
    @inline(__always)
    func allow(_ request: RouteRequestBytes) -> Bool {
        let usage = request.usage
        // Bound: quantities are below 2^48.
        return request.components == .inputAndOutput && usage[.input] <= maximumInput
            && usage[.output] <= maximumOutput && usage[.input] &+ usage[.output] <= maximumTokens
            && max(request.value, 0) <= maximumValue
    }
}

/// A model of a pair, in the form in which each gate is one comparison.
struct PairedModel: BitwiseCopyable {
    let id: ModelID
    let quality: BasisPoints
    let riskCeiling: BasisPoints
    /// The latency less one, at least 0. It exceeds a limit less one, which for no limit wraps to the largest number,
    /// exactly where the latency exceeds the limit.
    let latencyMillisecondsLessOne: UInt32
    let isDisabled: Bool
    let missingCapabilities: UInt64
    /// The provider as a bit.
    let provider: UInt64
    let regions: UInt64
    let inputPrice: UInt64
    let outputPrice: UInt64
    /// What the latency costs in microcents; without meaning for disabled models.
    let delay: Int64

    init(_ model: UnsafePointer<Model>, header: PolicyHeader) {
        id = model.pointee.id
        quality = model.pointee.quality
        riskCeiling = model.pointee.riskCeiling
        // Bound: at least 1.
        latencyMillisecondsLessOne = max(model.pointee.latencyMilliseconds, 1) &- 1
        isDisabled = model.pointee.availability == .disabled
        missingCapabilities = ~model.pointee.capabilities
        // Bound: providers are at most 63.
        provider = 1 &<< model.pointee.provider.widened
        regions = model.pointee.regions
        inputPrice = model.pointee.prices[.input]
        outputPrice = model.pointee.prices[.output]
        // Bound: `NarrowBounds` allow no request where this wraps for an enabled model.
        delay = Int64(bitPattern: model.pointee.latencyMilliseconds.widened &* header.latencyPenalty.rawValue)
    }
}
