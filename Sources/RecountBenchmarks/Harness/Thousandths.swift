import RecountJSON

/// A number with three decimals, without floating point: the same text for the same measurement everywhere.
public struct Thousandths: Equatable, Comparable, Sendable {
    /// The number times 1 000.
    public let rawValue: UInt64

    /// Makes a number of its thousandths.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// A quotient, rounded to the nearest.
    ///
    /// - Precondition: `count` is above 0, and `total` below 2^54.
    public init(_ total: UInt64, per count: Int) {
        rawValue = (total * 1_000 + UInt64(count) / 2) / UInt64(count)
    }

    /// A quotient, rounded up, so that only nothing is 0.
    ///
    /// - Precondition: `count` is above 0, and `total` below 2^54.
    public init(roundingUp total: UInt64, per count: Int) {
        rawValue = (total * 1_000 + UInt64(count) - 1) / UInt64(count)
    }

    /// Reads what `text` gives.
    public init?(_ number: JSONNumber) {
        guard let value = try? number.scaled(byPowerOfTen: 3) else { return nil }
        rawValue = value
    }

    /// The number in decimal.
    public var text: String {
        let fraction = String(rawValue % 1_000)
        return "\(rawValue / 1_000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }

    /// Orders by size.
    public static func < (left: Thousandths, right: Thousandths) -> Bool { left.rawValue < right.rawValue }
}
