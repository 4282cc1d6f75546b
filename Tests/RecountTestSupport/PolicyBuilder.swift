import RecountKernel

/// A policy in the making: a header and models in any order, which may violate what a policy must be.
public struct PolicyBuilder: Sendable {
    /// What the policy states besides its catalog.
    public var header: PolicyHeader
    /// The catalog, in any order.
    public var models: [Model]

    /// Starts a policy.
    public init(header: PolicyHeader = .permissive, models: [Model] = []) {
        self.header = header
        self.models = models
    }

    /// The canonical bytes: models in ascending order of their ids.
    public var bytes: [UInt8] {
        var sorted = self
        sorted.models.sort { $0.id < $1.id }
        return sorted.bytesAsListed
    }

    /// The layout of a policy with the models in the order in which they stand, canonical or not.
    public var bytesAsListed: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: PolicyBytes.byteCount(models: models.count))
        bytes.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                var encoder = try PolicyEncoder(header: header, modelCount: models.count, into: output)
                for model in models { encoder.append(model) }
            } catch {
                fatalError("a policy's own byte count is too small: \(error)")
            }
        }
        return bytes
    }

    /// Lends the validated policy for the time of a call.
    ///
    /// - Throws: `DecodingError` if the policy is none that decoding accepts; what `body` throws.
    public func withPolicy<Result>(_ body: (PolicyBytes) throws -> Result) throws -> Result {
        try bytes.withUnsafeBytes { try body(try PolicyBytes(validating: $0)) }
    }
}

extension PolicyHeader {
    /// No request is stopped before the models, and neither risk nor latency costs utility.
    public static var permissive: PolicyHeader {
        PolicyHeader(
            policyEpoch: 7, catalogEpoch: 11, hardRiskLimit: .whole, minimumConfidence: BasisPoints(0),
            riskMultiplier: BasisPoints(0), latencyPenalty: .zero)
    }
}

extension Model {
    /// An enabled model of full quality that takes every request and is free of charge.
    public static func permissive(_ id: UInt32) -> Model {
        var model = Model(id: ModelID(id))
        model.availability = .enabled
        model.quality = .whole
        model.riskCeiling = .whole
        model.capabilities = .max
        model.regions = .max
        return model
    }
}
