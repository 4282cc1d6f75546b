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
        writer.policyHeader(header, modelCount: modelCount)
    }

    /// Appends a model.
    ///
    /// - Precondition: at most `modelCount` are appended.
    public mutating func append(_ model: Model) {
        writer.model(model)
    }
}

extension ByteWriter {
    mutating func policyHeader(_ header: PolicyHeader, modelCount: Int) {
        integer(PolicyBytes.layoutVersion)
        integer(header.policyEpoch)
        integer(header.catalogEpoch)
        integer(header.hardRiskLimit.rawValue)
        integer(header.minimumConfidence.rawValue)
        integer(header.riskMultiplier.rawValue)
        integer(header.latencyPenalty.rawValue)
        count(modelCount)
    }

    mutating func model(_ model: Model) {
        integer(model.id.rawValue)
        byte(model.provider)
        byte(model.availability.rawValue)
        integer(model.quality.rawValue)
        integer(model.riskCeiling.rawValue)
        integer(model.latencyMilliseconds)
        integer(model.capabilities)
        integer(model.regions)
        integer(model.contextWindow.rawValue)
        integer(model.maximumOutput.rawValue)
        integer(model.longContextThreshold.rawValue)
        for index in 0..<Component.count { integer(model.prices.prices[index]) }
        for index in 0..<Component.count { integer(model.longContextPrices.prices[index]) }
    }
}
