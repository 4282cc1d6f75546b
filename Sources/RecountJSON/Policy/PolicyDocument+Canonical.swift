import RecountKernel

extension PolicyDocument {
    /// The canonical bytes that a journal installs. O(models · log models).
    ///
    /// - Throws: the violation of a rule that every policy keeps, by name, and the model it is in; `unknownTag`
    ///   for a model in a region that the policy does not list.
    public func canonicalBytes() throws(PolicyViolation) -> [UInt8] {
        let models = try models.sorted { $0.id < $1.id }.map { model throws(PolicyViolation) in
            try kernelModel(of: model)
        }
        var bytes = [UInt8](repeating: 0, count: PolicyBytes.byteCount(models: models.count))
        do {
            try bytes.withUnsafeMutableBytes { output in
                var encoder = try PolicyEncoder(header: kernelHeader, modelCount: models.count, into: output)
                for model in models { encoder.append(model) }
            }
        } catch {
            preconditionFailure("the buffer has the size that the encoder asks for")
        }
        do {
            try bytes.withUnsafeBytes { _ = try PolicyBytes(validating: $0) }
        } catch let error as DecodingError {
            throw PolicyViolation(code: error.code, model: modelName(at: error.offset))
        } catch {
            preconditionFailure("validating throws nothing else")
        }
        return bytes
    }

    private var kernelHeader: PolicyHeader {
        PolicyHeader(
            policyEpoch: policyEpoch, catalogEpoch: catalogEpoch,
            hardRiskLimit: BasisPoints(hardRiskLimitBasisPoints),
            minimumConfidence: BasisPoints(minimumConfidenceBasisPoints),
            riskMultiplier: BasisPoints(riskMultiplierBasisPoints),
            latencyPenalty: Microcents(latencyPenaltyMicrocentsPerMillisecond))
    }

    private func kernelModel(of document: ModelDocument) throws(PolicyViolation) -> Model {
        guard let provider = providerIdentifier(named: document.provider) else {
            throw PolicyViolation(code: .policyProvider, model: document.name)
        }
        guard let regions = regionMask(named: document.regions) else {
            throw PolicyViolation(code: .unknownTag, model: document.name)
        }
        var model = Model(id: ModelID(document.id))
        model.provider = provider
        model.availability = document.isEnabled ? .enabled : .disabled
        model.quality = BasisPoints(document.qualityBasisPoints)
        model.riskCeiling = BasisPoints(document.riskCeilingBasisPoints)
        model.latencyMilliseconds = document.latencyMilliseconds
        model.capabilities = document.capabilities.rawValue
        model.regions = regions
        model.contextWindow = Tokens(UInt64(document.contextWindowTokens))
        model.maximumOutput = Tokens(UInt64(document.maximumOutputTokens))
        model.prices = document.prices.kernelRow
        if let longContext = document.longContext {
            model.longContextThreshold = Tokens(UInt64(longContext.thresholdTokens))
            model.longContextPrices = longContext.prices.kernelRow
        }
        return model
    }

    private func modelName(at offset: UInt32) -> String? {
        let headerByteCount = PolicyBytes.byteCount(models: 0)
        let modelByteCount = PolicyBytes.byteCount(models: 1) - headerByteCount
        let ordered = models.sorted { $0.id < $1.id }
        let position = (Int(offset) - headerByteCount) / modelByteCount
        guard Int(offset) >= headerByteCount, position < ordered.count else { return nil }
        return ordered[position].name
    }
}

/// A rule of policies that a document breaks.
public struct PolicyViolation: Error, Equatable, Sendable, CustomStringConvertible {
    /// The rule, as decoding names it.
    public let code: DecodingErrorCode
    /// The model in which it is broken, if it is about one.
    public let model: String?

    /// One line: what and where.
    public var description: String {
        guard let model else { return "the policy is not valid: \(code.explanation)" }
        return "the policy is not valid: model \"\(model)\": \(code.explanation)"
    }
}
