/// Tokens of a request that a model's prompt cache already has.
public struct WarmEntry: ListedByModel, Equatable, Sendable, BitwiseCopyable {
    /// The model.
    public var model: ModelID
    /// How many input tokens it reads from its cache, if the request has that many.
    public var tokens: Tokens

    /// Makes an entry.
    public init(model: ModelID, tokens: Tokens) {
        self.model = model
        self.tokens = tokens
    }
}

/// A request to choose a model for.
public struct RouteRequest: Equatable, Sendable {
    /// The most warm entries, and the most excluded models.
    public static let maximumListCount = 8

    /// The policy to choose by.
    public var policy: PolicyNumber
    /// The model that was asked for.
    public var requestedModel: ModelID
    /// What it is expected to consume.
    public var usage: Usage
    /// Models with a warm cache.
    public var warmEntries: AscendingModelList<8, WarmEntry>
    /// What the answer is worth in microcents; negative counts as 0.
    public var value: Int64
    /// The most that it may cost.
    public var costLimit: Microcents
    /// How risky the request is.
    public var risk: BasisPoints
    /// How sure the host is of its numbers.
    public var confidence: BasisPoints
    /// The least quality.
    public var minimumQuality: BasisPoints
    /// The most latency in milliseconds; 0 = any.
    public var latencyLimitMilliseconds: UInt32
    /// Capabilities that the model must have, all of them.
    public var requiredCapabilities: UInt64
    /// Providers that may serve it; 0 allows none, all ones any.
    public var allowedProviders: UInt64
    /// Regions of which the model must have one; 0 = any.
    public var requiredRegions: UInt64
    /// Models that may not serve it.
    public var excludedModels: AscendingModelList<8, ModelID>

    /// A request without limits, for a value and usage to be filled in.
    public init(policy: PolicyNumber, requestedModel: ModelID) {
        self.policy = policy
        self.requestedModel = requestedModel
        usage = .zero
        warmEntries = AscendingModelList(filler: WarmEntry(model: ModelID(0), tokens: .zero))
        value = 0
        costLimit = Microcents(.max)
        risk = BasisPoints(0)
        confidence = .whole
        minimumQuality = BasisPoints(0)
        latencyLimitMilliseconds = 0
        requiredCapabilities = 0
        allowedProviders = .max
        requiredRegions = 0
        excludedModels = AscendingModelList(filler: ModelID(0))
    }
}
