/// A routing policy of calybris-core 0.3.10. Its money is in microunits, of which a cent has 1 000 000:
/// a microunit is a microcent, and its prices are per million tokens too, so no number changes on the way.
public struct CalybrisPolicy: CalybrisObject, Equatable {
    /// The policy's revision as its owner counts them.
    public var policyEpoch: UInt64 = 0
    /// The catalog's revision as its owner counts them.
    public var catalogEpoch: UInt64 = 0
    /// Requests at or above this risk are rejected. Basis points.
    public var hardRiskLimitBasisPoints: UInt16 = 0
    /// Requests below this confidence are rejected. Basis points.
    public var minimumConfidenceBasisPoints: UInt16 = 0
    /// Weight of risk in the utility. Basis points.
    public var riskMultiplierBasisPoints: UInt16 = 0
    /// Microunits of utility lost for each millisecond of latency.
    public var latencyPenaltyMicrounitsPerMillisecond: UInt64 = 0
    /// The catalog in the order in which it was given: decisions name a position in it.
    public var models: [CalybrisModel] = []

    /// Makes a policy of a catalog; its own numbers are 0 until they are set.
    public init(models: [CalybrisModel] = []) { self.models = models }

    /// The names of the fields besides the catalog, in their order.
    public static let fieldNames = CalybrisPolicy().collectFieldNames()

    /// Visits the fields besides the catalog.
    public mutating func visitFields<Visitor: CalybrisFieldVisitor>(
        _ visitor: inout Visitor
    ) throws(Visitor.Failure) {
        try visitor.integer("policy_epoch", &policyEpoch)
        try visitor.integer("catalog_epoch", &catalogEpoch)
        try visitor.integer("hard_risk_limit_bps", &hardRiskLimitBasisPoints)
        try visitor.integer("minimum_confidence_bps", &minimumConfidenceBasisPoints)
        try visitor.integer("risk_penalty_multiplier_bps", &riskMultiplierBasisPoints)
        try visitor.integer("latency_penalty_microunits_per_ms", &latencyPenaltyMicrounitsPerMillisecond)
    }

    /// What calybris hashes for a policy's digest: models by ascending id, so that two orders of one catalog
    /// share it. O(models · log models).
    public var layout: [UInt8] {
        var bytes = Array("calypol1\0".utf8)
        appendLayout(to: &bytes)
        for model in models.sorted(by: { $0.modelID < $1.modelID }) { model.appendLayout(to: &bytes) }
        return bytes
    }
}

/// A model of calybris' catalog.
public struct CalybrisModel: CalybrisObject, Equatable {
    /// Its id, unique in the catalog.
    public var modelID: UInt32 = 0
    /// Its provider's bit in request masks, 0…63 in a valid policy.
    public var providerID: UInt16 = 0
    /// How good its answers are. Basis points.
    public var qualityBasisPoints: UInt16 = 0
    /// The highest risk that it may be given. Basis points.
    public var riskCeilingBasisPoints: UInt16 = 0
    /// 0 = disabled; every other value enables it.
    public var enabled: UInt8 = 0
    /// 95th percentile of its time to answer. Milliseconds.
    public var latencyMilliseconds: UInt32 = 0
    /// What it can do, a bit each.
    public var capabilities: UInt64 = 0
    /// Where it runs, a bit each.
    public var regions: UInt64 = 0
    /// Price of input. Microunits per million tokens.
    public var inputPriceMicrounits: UInt64 = 0
    /// Price of output. Microunits per million tokens.
    public var outputPriceMicrounits: UInt64 = 0

    /// Makes a model; what is not given is 0.
    public init(
        modelID: UInt32 = 0, providerID: UInt16 = 0, qualityBasisPoints: UInt16 = 0,
        riskCeilingBasisPoints: UInt16 = 0, enabled: UInt8 = 0, latencyMilliseconds: UInt32 = 0,
        capabilities: UInt64 = 0, regions: UInt64 = 0, inputPriceMicrounits: UInt64 = 0,
        outputPriceMicrounits: UInt64 = 0
    ) {
        self.modelID = modelID
        self.providerID = providerID
        self.qualityBasisPoints = qualityBasisPoints
        self.riskCeilingBasisPoints = riskCeilingBasisPoints
        self.enabled = enabled
        self.latencyMilliseconds = latencyMilliseconds
        self.capabilities = capabilities
        self.regions = regions
        self.inputPriceMicrounits = inputPriceMicrounits
        self.outputPriceMicrounits = outputPriceMicrounits
    }

    /// The names of the fields in their order.
    public static let fieldNames = CalybrisModel().collectFieldNames()

    /// Visits every field.
    public mutating func visitFields<Visitor: CalybrisFieldVisitor>(
        _ visitor: inout Visitor
    ) throws(Visitor.Failure) {
        try visitor.integer("model_id", &modelID)
        try visitor.integer("provider_id", &providerID)
        try visitor.integer("quality_bps", &qualityBasisPoints)
        try visitor.integer("risk_ceiling_bps", &riskCeilingBasisPoints)
        try visitor.integer("enabled", &enabled)
        try visitor.integer("p95_latency_ms", &latencyMilliseconds)
        try visitor.integer("capabilities", &capabilities)
        try visitor.integer("region_mask", &regions)
        try visitor.integer("input_cost_microunits_per_million_tokens", &inputPriceMicrounits)
        try visitor.integer("output_cost_microunits_per_million_tokens", &outputPriceMicrounits)
    }
}
