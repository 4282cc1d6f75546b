/// A model of a pair, with its numbers in the form in which `PairRouter` takes the fewest instructions.
struct PairedModel: BitwiseCopyable {
    let id: ModelID
    let quality: BasisPoints
    /// What quality, latency and risk ceiling fall short of.
    let shortfalls: PairGateFields
    /// The bit of `PairGate.disabled` if the model is.
    let disabled: UInt64
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
        shortfalls = PairGateFields(
            shortfallsOf: model.pointee.quality, latencyMilliseconds: model.pointee.latencyMilliseconds,
            riskCeiling: model.pointee.riskCeiling)
        disabled = model.pointee.availability == .disabled ? PairGate.disabled.bit : 0
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
