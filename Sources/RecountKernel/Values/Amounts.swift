/// What a budget is counted in.
public enum Dimension: UInt8, Sendable {
    /// Number of calls.
    case calls = 0
    /// Number of tokens.
    case tokens = 1
    /// Money in microcents.
    case cost = 2

    /// All dimensions, in the order in which their limits are tested.
    public static var all: InlineArray<3, Dimension> { [.calls, .tokens, .cost] }
}

/// One value for each dimension, without a bound of its own: balances, counters.
public struct PerDimension<Value> {
    /// The value for calls.
    public var calls: Value
    /// The value for tokens.
    public var tokens: Value
    /// The value for cost, in microcents.
    public var cost: Value

    /// Makes the three values.
    public init(calls: Value, tokens: Value, cost: Value) {
        self.calls = calls
        self.tokens = tokens
        self.cost = cost
    }

    /// Makes three equal values.
    public init(repeating value: Value) {
        self.init(calls: value, tokens: value, cost: value)
    }

    /// The value of one dimension.
    public subscript(dimension: Dimension) -> Value {
        get {
            switch dimension {
            case .calls: calls
            case .tokens: tokens
            case .cost: cost
            }
        }
        set {
            switch dimension {
            case .calls: calls = newValue
            case .tokens: tokens = newValue
            case .cost: cost = newValue
            }
        }
    }
}

extension PerDimension: Equatable where Value: Equatable {
    /// Whether all three values are equal.
    public static func == (left: Self, right: Self) -> Bool {
        left.calls == right.calls && left.tokens == right.tokens && left.cost == right.cost
    }
}

extension PerDimension: Sendable where Value: Sendable {}

/// An amount of budget: calls, tokens and microcents, each at most 2^48 − 1.
public struct Amounts: Equatable, Sendable, BitwiseCopyable {
    /// The largest value in each dimension, 2^48 − 1 (about 2.8 million USD).
    public static let maximum: UInt64 = 0x0000_ffff_ffff_ffff

    /// Nothing in any dimension.
    public static var zero: Amounts { Amounts(unchecked: PerDimension(repeating: 0)) }

    /// The three values, each at most `maximum`.
    public let values: PerDimension<UInt64>

    /// Makes an amount.
    ///
    /// - Returns: nil if a value is above `maximum`.
    public init?(calls: UInt64, tokens: UInt64, cost: UInt64) {
        guard calls <= Self.maximum, tokens <= Self.maximum, cost <= Self.maximum else { return nil }
        self.init(unchecked: PerDimension(calls: calls, tokens: tokens, cost: cost))
    }

    /// Makes an amount of values that are known to be in range.
    init(unchecked values: PerDimension<UInt64>) {
        self.values = values
    }

    /// The value of one dimension.
    public subscript(dimension: Dimension) -> UInt64 { values[dimension] }

    /// Whether all three values are 0.
    public var isZero: Bool { values.calls | values.tokens | values.cost == 0 }

    /// Whether it is at most `other` in each dimension.
    func isWithin(_ other: Amounts) -> Bool {
        values.calls <= other.values.calls && values.tokens <= other.values.tokens && values.cost <= other.values.cost
    }

    /// `self − other` in each dimension.
    ///
    /// - Precondition: `other` is at most `self` in each dimension.
    func subtracting(_ other: Amounts) -> Amounts {
        Amounts(
            unchecked: PerDimension(
                calls: values.calls - other.values.calls,
                tokens: values.tokens - other.values.tokens,
                cost: values.cost - other.values.cost
            )
        )
    }
}

/// A counter that never overflows in practice: 128 bits as two words.
public struct WideCounter: Equatable, Sendable, BitwiseCopyable {
    /// The upper 64 bits.
    public private(set) var high: UInt64
    /// The lower 64 bits.
    public private(set) var low: UInt64

    /// Makes a counter of its two halves.
    public init(high: UInt64 = 0, low: UInt64 = 0) {
        self.high = high
        self.low = low
    }

    /// Adds an amount. 2^80 additions of the largest amount would be needed to overflow.
    public mutating func add(_ amount: UInt64) {
        let (sum, carried) = low.addingReportingOverflow(amount)
        low = sum
        // Bound: see above; a journal's sequence numbers end at 2^64.
        high &+= carried ? 1 : 0
    }
}

extension PerDimension: BitwiseCopyable where Value: BitwiseCopyable {}
