/// Writes a policy model by model. The models must come in ascending order of their ids;
/// `PolicyBytes` checks the result.
public struct PolicyEncoder {
    private var writer: ByteWriter

    /// Starts a policy of `modelCount` models.
    ///
    /// - Parameter output: `PolicyBytes.byteCount(models:)` bytes.
    /// - Throws: if `output` is too small.
    public init(
        header: PolicyHeader, modelCount: Int, into output: UnsafeMutableRawBufferPointer
    ) throws(EncodingError) {
        let needed = PolicyBytes.byteCount(models: modelCount)
        guard output.count >= needed else {
            throw EncodingError(neededByteCount: needed, offeredByteCount: output.count)
        }
        writer = ByteWriter(output)
        writer.integer(PolicyBytes.layoutVersion)
        writer.integer(header.policyEpoch)
        writer.integer(header.catalogEpoch)
        writer.integer(header.hardRiskLimit.rawValue)
        writer.integer(header.minimumConfidence.rawValue)
        writer.integer(header.riskMultiplier.rawValue)
        writer.integer(header.latencyPenalty.rawValue)
        writer.count(modelCount)
    }

    /// Appends a model.
    ///
    /// - Precondition: at most `modelCount` are appended.
    public mutating func append(_ model: Model) {
        writer.integer(model.id.rawValue)
        writer.byte(model.provider)
        writer.byte(model.availability.rawValue)
        writer.integer(model.quality.rawValue)
        writer.integer(model.riskCeiling.rawValue)
        writer.integer(model.latencyMilliseconds)
        writer.integer(model.capabilities)
        writer.integer(model.regions)
        writer.integer(model.contextWindow.rawValue)
        writer.integer(model.maximumOutput.rawValue)
        writer.integer(model.longContextThreshold.rawValue)
        for index in 0..<Component.count { writer.integer(model.prices.prices[index]) }
        for index in 0..<Component.count { writer.integer(model.longContextPrices.prices[index]) }
    }
}
