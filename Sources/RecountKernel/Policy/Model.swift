/// A candidate of a catalog: one deployment at one price.
public struct Model: Equatable, Sendable, BitwiseCopyable {
    /// Identifies the model within its policy.
    public var id: ModelID
    /// The provider, 0…63, a bit of a request's mask.
    public var provider: UInt8
    /// Disabled models are never chosen.
    public var availability: Availability
    /// Expected quality, at most 10 000.
    public var quality: BasisPoints
    /// The highest risk of a request that the model takes, at most 10 000.
    public var riskCeiling: BasisPoints
    /// 95th percentile of the latency in milliseconds.
    public var latencyMilliseconds: UInt32
    /// Capability bits; a request names those it needs.
    public var capabilities: UInt64
    /// Region bits; a request names those of which it needs one.
    public var regions: UInt64
    /// Input-class, output and reasoning tokens together; 0 = no limit. At most 2^53.
    public var contextWindow: Tokens
    /// Output tokens; 0 = no limit. At most 2^53.
    public var maximumOutput: Tokens
    /// The second price row applies to more input-class tokens than this; 0 = one row only. At most 2^53.
    public var longContextThreshold: Tokens
    /// The first price row.
    public var prices: PriceRow
    /// The second price row; free where there is none.
    public var longContextPrices: PriceRow

    /// Whether a model may be chosen.
    public enum Availability: UInt8, Sendable, BitwiseCopyable {
        /// Never chosen.
        case disabled = 0
        /// May be chosen.
        case enabled = 1
    }

    /// A disabled model without any ability or price, to be filled in.
    public init(id: ModelID) {
        self.id = id
        provider = 0
        availability = .disabled
        quality = BasisPoints(0)
        riskCeiling = BasisPoints(0)
        latencyMilliseconds = 0
        capabilities = 0
        regions = 0
        contextWindow = .zero
        maximumOutput = .zero
        longContextThreshold = .zero
        prices = .free
        longContextPrices = .free
    }

    /// What a usage costs with this model: the second price row where its input-class tokens exceed
    /// the threshold, else the first. O(components).
    public func cost(of usage: Usage) -> Microcents {
        if longContextThreshold != .zero, usage.inputClass > longContextThreshold.rawValue {
            return longContextPrices.cost(of: usage)
        }
        return prices.cost(of: usage)
    }

    /// Whether a usage needs more than the context window, or has more output than the model gives.
    func exceedsWindow(_ usage: Usage) -> Bool {
        (contextWindow != .zero && usage.windowTokens > contextWindow.rawValue)
            || (maximumOutput != .zero && usage[.output] > maximumOutput.rawValue)
    }
}
