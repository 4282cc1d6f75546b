/// What a policy states besides its catalog.
public struct PolicyHeader: Equatable, Sendable, BitwiseCopyable {
    /// The policy's revision as its owner counts them.
    public var policyEpoch: UInt64
    /// The catalog's revision as its owner counts them.
    public var catalogEpoch: UInt64
    /// Requests at or above this risk are rejected. At most 10 000.
    public var hardRiskLimit: BasisPoints
    /// Requests below this confidence are rejected. At most 10 000.
    public var minimumConfidence: BasisPoints
    /// Weight of risk in the utility. At most 50 000.
    public var riskMultiplier: BasisPoints
    /// Microcents of utility lost for each millisecond of latency.
    public var latencyPenalty: Microcents

    /// Makes a header.
    public init(
        policyEpoch: UInt64, catalogEpoch: UInt64, hardRiskLimit: BasisPoints, minimumConfidence: BasisPoints,
        riskMultiplier: BasisPoints, latencyPenalty: Microcents
    ) {
        self.policyEpoch = policyEpoch
        self.catalogEpoch = catalogEpoch
        self.hardRiskLimit = hardRiskLimit
        self.minimumConfidence = minimumConfidence
        self.riskMultiplier = riskMultiplier
        self.latencyPenalty = latencyPenalty
    }
}
