/// A model of a policy: one deployment at one price.
public struct ModelDocument: Equatable, Sendable {
    /// Its id, unique in the policy.
    public var id: UInt32
    /// Its name, unique in the policy, up to 128 UTF-8 bytes.
    public var name: String
    /// The name of one of the policy's providers.
    public var provider: String
    /// Whether requests may be routed to it.
    public var isEnabled: Bool
    /// How good its answers are. Basis points.
    public var qualityBasisPoints: UInt16
    /// The highest risk that it may be given. Basis points.
    public var riskCeilingBasisPoints: UInt16
    /// 95th percentile of its time to answer. Milliseconds.
    public var latencyMilliseconds: UInt32
    /// What it can do.
    public var capabilities: CapabilitySet
    /// Names of the policy's regions that it runs in.
    public var regions: [String]
    /// Most input, output and reasoning tokens together; 0 = no limit.
    public var contextWindowTokens: UInt32
    /// Most output tokens; 0 = no limit.
    public var maximumOutputTokens: UInt32
    /// Prices of ordinary requests.
    public var prices: PriceRowDocument
    /// Prices of long requests; nil if they are the same.
    public var longContext: LongContextPrices?

    /// Makes a model from its parts.
    public init(
        id: UInt32,
        name: String,
        provider: String,
        isEnabled: Bool = true,
        qualityBasisPoints: UInt16,
        riskCeilingBasisPoints: UInt16,
        latencyMilliseconds: UInt32,
        capabilities: CapabilitySet = [],
        regions: [String] = [],
        contextWindowTokens: UInt32 = 0,
        maximumOutputTokens: UInt32 = 0,
        prices: PriceRowDocument,
        longContext: LongContextPrices? = nil
    ) {
        self.id = id
        self.name = name
        self.provider = provider
        self.isEnabled = isEnabled
        self.qualityBasisPoints = qualityBasisPoints
        self.riskCeilingBasisPoints = riskCeilingBasisPoints
        self.latencyMilliseconds = latencyMilliseconds
        self.capabilities = capabilities
        self.regions = regions
        self.contextWindowTokens = contextWindowTokens
        self.maximumOutputTokens = maximumOutputTokens
        self.prices = prices
        self.longContext = longContext
    }
}

/// The second price row of a model.
public struct LongContextPrices: Equatable, Sendable {
    /// The row applies when input, cache read and cache creation together exceed this. Not 0.
    public var thresholdTokens: UInt32
    /// The prices.
    public var prices: PriceRowDocument

    /// Makes a row from its parts.
    public init(thresholdTokens: UInt32, prices: PriceRowDocument) {
        self.thresholdTokens = thresholdTokens
        self.prices = prices
    }
}
