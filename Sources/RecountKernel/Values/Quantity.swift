/// An unsigned 64-bit quantity that carries its unit in its type, so that tokens never add to money.
public struct Quantity<Unit>: Equatable, Comparable, Sendable, BitwiseCopyable {
    /// The number of units.
    public var rawValue: UInt64

    /// Makes a quantity of a number of units.
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// None of the unit.
    public static var zero: Self { Self(0) }

    /// Orders by the number of units.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The unit of `Milliseconds`.
public enum MillisecondUnit: UInt8, Sendable { case millisecond = 0 }
/// The unit of `Microcents`.
public enum MicrocentUnit: UInt8, Sendable { case microcent = 0 }
/// The unit of `Tokens`.
public enum TokenUnit: UInt8, Sendable { case token = 0 }

/// A moment (since 1970, or any origin the host keeps to) or a span of time. Commands carry at most
/// `Milliseconds.maximum`, so sums of two never overflow.
public typealias Milliseconds = Quantity<MillisecondUnit>

/// Money: 1 US cent = 1 000 000 microcents, 1 USD = 10^8.
public typealias Microcents = Quantity<MicrocentUnit>

/// A number of model tokens.
public typealias Tokens = Quantity<TokenUnit>

extension Milliseconds {
    /// The largest time that a command, a limit or a header may state: 2^53, exact in every JSON reader.
    public static var maximum: Milliseconds { Milliseconds(0x0020_0000_0000_0000) }
}

extension Tokens {
    /// The largest number of tokens or calls that a request may state, 2^48 − 1: sums of all
    /// components fit in 64 bits.
    public static var maximum: Tokens { Tokens(Amounts.maximum) }
}

/// Hundredths of a percent. A policy states at most 10 000; a request may state any 16-bit number,
/// and the formulas take it as it is.
public struct BasisPoints: Equatable, Comparable, Sendable, BitwiseCopyable {
    /// The number of basis points.
    public var rawValue: UInt16

    /// Makes a number of basis points.
    public init(_ rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The whole: 10 000 basis points.
    public static var whole: BasisPoints { BasisPoints(10_000) }

    /// Orders by the number of basis points.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
