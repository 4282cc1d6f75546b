/// What a request consumes and is billed for.
public enum Component: UInt8, Sendable {
    /// Input tokens that no cache serves.
    case input = 0
    /// Input tokens read from the provider's prompt cache.
    case cacheRead = 1
    /// Input tokens written to the provider's prompt cache.
    case cacheCreation = 2
    /// Output tokens, without reasoning.
    case output = 3
    /// Reasoning tokens.
    case reasoning = 4
    /// Audio tokens.
    case audio = 5
    /// Image tokens.
    case image = 6
    /// Calls.
    case call = 7

    /// The number of components.
    public static let count = 8
}

/// A quantity per component: tokens or calls, each at most `Tokens.maximum`.
public struct Usage: Equatable, Sendable, BitwiseCopyable {
    private var quantities: InlineArray<8, UInt64>

    /// Nothing of any component.
    public static var zero: Usage { Usage() }

    private init() {
        quantities = InlineArray(repeating: 0)
    }

    /// Makes a usage of quantities by the components' numbers.
    ///
    /// - Returns: nil if a quantity is above `Tokens.maximum`.
    public init?(_ quantities: InlineArray<8, UInt64>) {
        for index in 0..<Component.count where quantities[index] > Tokens.maximum.rawValue { return nil }
        self.quantities = quantities
    }

    /// Makes a usage of quantities that are known to be in range.
    init(unchecked quantities: InlineArray<8, UInt64>) {
        self.quantities = quantities
    }

    /// The quantity of the component with a number below `Component.count`.
    subscript(at index: Int) -> UInt64 { quantities[index] }

    /// The quantity of one component.
    public subscript(component: Component) -> UInt64 {
        quantities[UInt32(truncatingIfNeeded: component.rawValue).offset]
    }

    /// Input, cache read and cache creation together.
    public var inputClass: UInt64 {
        // Bound: each is at most 2^48 − 1.
        self[.input] &+ self[.cacheRead] &+ self[.cacheCreation]
    }

    /// What counts against a context window: input class, output and reasoning together.
    var windowTokens: UInt64 {
        // Bound: five quantities below 2^49.
        inputClass &+ self[.output] &+ self[.reasoning]
    }

    /// The same usage with another number of input tokens, at most `Tokens.maximum`.
    func replacingInput(with tokens: Tokens) -> Usage {
        var usage = self
        usage.quantities[0] = tokens.rawValue
        return usage
    }

    /// Moves as many of `warmTokens` from input to cache read as there are. Their sum stays as it is,
    /// so it may exceed `Tokens.maximum` in cache read alone, but not 2^49.
    mutating func serveFromCache(_ warmTokens: UInt64) {
        let moved = min(warmTokens, self[.input])
        // Bound: moved is at most input, and both quantities are below 2^48.
        quantities[0] &-= moved
        quantities[1] &+= moved
    }

    /// Whether all quantities are equal.
    public static func == (left: Usage, right: Usage) -> Bool {
        for index in 0..<Component.count where left.quantities[index] != right.quantities[index] { return false }
        return true
    }
}

/// Prices in microcents per million units of each component.
public struct PriceRow: Equatable, Sendable, BitwiseCopyable {
    /// The prices by the components' numbers.
    public var prices: InlineArray<8, UInt64>

    /// Free of charge.
    public static var free: PriceRow { PriceRow(prices: InlineArray(repeating: 0)) }

    /// Makes a row of prices by the components' numbers.
    public init(prices: InlineArray<8, UInt64>) {
        self.prices = prices
    }

    /// The price of one component.
    subscript(component: Component) -> UInt64 {
        prices[UInt32(truncatingIfNeeded: component.rawValue).offset]
    }

    /// Whether all prices are 0.
    public var isFree: Bool { self == .free }

    /// What a usage costs: Σ ⌈quantity · price / 10^6⌉, each component rounded up, at most 2^64 − 1.
    public func cost(of usage: Usage) -> Microcents {
        var total: UInt64 = 0
        for index in 0..<Component.count where usage[at: index] > 0 {
            let cost = WideArithmetic.ceilingOfProduct(usage[at: index], prices[index], dividedBy: 1_000_000)
            let (sum, overflowed) = total.addingReportingOverflow(cost)
            total = overflowed ? .max : sum
        }
        return Microcents(total)
    }

    /// Whether all prices are equal.
    public static func == (left: PriceRow, right: PriceRow) -> Bool {
        for index in 0..<Component.count where left.prices[index] != right.prices[index] { return false }
        return true
    }
}
