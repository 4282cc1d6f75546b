/// A JSON number kept as its text, so that nothing is rounded on the way through.
public struct JSONNumber: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// The number as it was written.
    public let text: String

    /// Takes a text if it is a JSON number (RFC 8259, section 6).
    public init?(text: String) {
        guard (try? ExactDecimal(text)) != nil else { return nil }
        self.text = text
    }

    /// Makes the number of an integer.
    public init(_ value: some BinaryInteger) { text = String(value) }

    /// Takes a text whose grammar has been checked.
    init(validated text: String) { self.text = text }

    /// The number as an exact decimal. O(length).
    public var decimal: ExactDecimal {
        guard let decimal = try? ExactDecimal(text) else {
            preconditionFailure("the text was checked when the number was made")
        }
        return decimal
    }

    /// The number as an integer of type `Integer`; `1.0` and `1e0` are the integer 1.
    ///
    /// - Throws: `negative` (below the type's minimum), `tooManyDigits` (a fraction), `tooLarge`.
    public func integer<Integer: FixedWidthInteger>(
        as type: Integer.Type = Integer.self
    ) throws(ExactDecimal.Problem) -> Integer {
        if Integer.isSigned {
            let value = try decimal.asInt64()
            guard let result = Integer(exactly: value) else { throw value < 0 ? .negative : .tooLarge }
            return result
        }
        let value = try decimal.scaled(byPowerOfTen: 0)
        guard let result = Integer(exactly: value) else { throw .tooLarge }
        return result
    }

    /// The number × 10^`power` as an integer, exactly.
    ///
    /// - Throws: `negative`, `tooManyDigits`, `tooLarge`.
    public func scaled(byPowerOfTen power: Int) throws(ExactDecimal.Problem) -> UInt64 {
        try decimal.scaled(byPowerOfTen: power)
    }

    /// The text.
    public var description: String { text }
}
