import RecountKernel

/// A routing request of calybris-core 0.3.10.
public struct CalybrisInput: CalybrisObject, Equatable {
    /// The request's number as its host counts them.
    public var requestSequence: UInt64 = 0
    /// The model that was asked for.
    public var requestedModelID: UInt32 = 0
    /// Tokens of input.
    public var inputTokens: UInt32 = 0
    /// Tokens of output.
    public var outputTokens: UInt32 = 0
    /// What the answer is worth. Microunits; negative counts as 0.
    public var valueMicrounits: Int64 = 0
    /// The most that it may cost. Microunits.
    public var budgetLimitMicrounits: UInt64 = 0
    /// How risky the request is. Basis points.
    public var riskBasisPoints: UInt16 = 0
    /// How sure the host is of its numbers. Basis points.
    public var confidenceBasisPoints: UInt16 = 0
    /// The least quality. Basis points.
    public var minimumQualityBasisPoints: UInt16 = 0
    /// The most latency; 0 = any. Milliseconds.
    public var latencyLimitMilliseconds: UInt32 = 0
    /// Capabilities that the model must have, all of them.
    public var requiredCapabilities: UInt64 = 0
    /// Providers that may serve it; 0 allows none, all ones any.
    public var allowedProviders: UInt64 = 0
    /// Regions of which the model must have one; 0 = any.
    public var requiredRegions: UInt64 = 0

    /// Makes a request of zeros, to be filled.
    public init() {}

    /// The names of the fields in their order.
    public static let fieldNames = CalybrisInput().collectFieldNames()

    /// Visits every field.
    public mutating func visitFields<Visitor: CalybrisFieldVisitor>(
        _ visitor: inout Visitor
    ) throws(Visitor.Failure) {
        try visitor.integer("request_sequence", &requestSequence)
        try visitor.integer("requested_model_id", &requestedModelID)
        try visitor.integer("input_tokens", &inputTokens)
        try visitor.integer("output_tokens", &outputTokens)
        try visitor.integer("business_value_microunits", &valueMicrounits)
        try visitor.integer("budget_limit_microunits", &budgetLimitMicrounits)
        try visitor.integer("risk_bps", &riskBasisPoints)
        try visitor.integer("confidence_bps", &confidenceBasisPoints)
        try visitor.integer("minimum_quality_bps", &minimumQualityBasisPoints)
        try visitor.integer("max_p95_latency_ms", &latencyLimitMilliseconds)
        try visitor.integer("required_capabilities", &requiredCapabilities)
        try visitor.integer("allowed_provider_mask", &allowedProviders)
        try visitor.integer("required_region_mask", &requiredRegions)
    }

    /// What calybris hashes for the request's digest: 79 bytes.
    public var layout: [UInt8] {
        var bytes = Array("calyinp1\0".utf8)
        appendLayout(to: &bytes)
        return bytes
    }

    /// The request as the kernel takes it, without warm caches and excluded models, which calybris does not have.
    public func routeRequest(to policy: PolicyNumber) -> RouteRequest {
        var request = RouteRequest(policy: policy, requestedModel: ModelID(requestedModelID))
        guard let usage = Usage([UInt64(inputTokens), 0, 0, UInt64(outputTokens), 0, 0, 0, 0]) else {
            preconditionFailure("counts of 32 bits are within the kernel's range")
        }
        request.usage = usage
        request.value = valueMicrounits
        request.costLimit = Microcents(budgetLimitMicrounits)
        request.risk = BasisPoints(riskBasisPoints)
        request.confidence = BasisPoints(confidenceBasisPoints)
        request.minimumQuality = BasisPoints(minimumQualityBasisPoints)
        request.latencyLimitMilliseconds = latencyLimitMilliseconds
        request.requiredCapabilities = requiredCapabilities
        request.allowedProviders = allowedProviders
        request.requiredRegions = requiredRegions
        return request
    }
}
