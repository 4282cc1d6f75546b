/// A decimal number exactly as its text says: ± significand × 10^exponent, nothing rounded, no
/// floating point. The texts are JSON numbers (RFC 8259, section 6), such as `2.5e-06`.
///
/// Reading and scaling are O(length of the text), however large its exponent is.
public struct ExactDecimal: Equatable, Sendable {
    /// Why a decimal cannot be given as the integer that was asked for.
    public enum Problem: UInt8, Error, Sendable, CustomStringConvertible {
        /// The text is not a JSON number.
        case malformed
        /// The number is below zero (below the type's minimum, for signed types).
        case negative
        /// The number has digits beyond the scale that was asked for: it is not an integer there.
        case tooManyDigits
        /// The number is above the type's maximum.
        case tooLarge

        /// The problem as the end of a sentence.
        public var description: String {
            switch self {
            case .malformed: "is not a number"
            case .negative: "is too low"
            case .tooManyDigits: "has a fraction"
            case .tooLarge: "is too large"
            }
        }
    }

    /// Whether the number is below zero. Minus zero is zero.
    public let isNegative: Bool
    /// The digits without leading and trailing zeros; nil when they exceed 64 bits.
    public let significand: UInt64?
    /// The power of ten that the significand is multiplied by; 0 for the number zero.
    public let exponent: Int

    /// Reads a JSON number that fills the whole text.
    ///
    /// - Throws: `malformed`.
    public init(_ text: String) throws(Problem) {
        self = try Array(text.utf8).withUnsafeBufferPointer { buffer throws(Problem) in
            try ExactDecimal(UnsafeRawBufferPointer(buffer))
        }
    }

    /// Reads a JSON number that fills all the bytes.
    ///
    /// - Throws: `malformed`.
    public init(_ bytes: UnsafeRawBufferPointer) throws(Problem) {
        guard let number = JSONNumberGrammar.scan(bytes, from: 0), number.end == bytes.count else {
            throw .malformed
        }
        self.init(validated: bytes, number)
    }

    /// Reads a number whose grammar has been checked.
    init(validated bytes: UnsafeRawBufferPointer, _ number: JSONNumberGrammar) {
        var digits = SignificantDigits()
        for index in number.integerStart..<number.integerEnd {
            digits.append(bytes[index] &- UInt8(ascii: "0"))
        }
        for index in number.fractionStart..<number.fractionEnd {
            digits.append(bytes[index] &- UInt8(ascii: "0"))
        }
        let fractionDigits = number.fractionEnd - number.fractionStart
        isNegative = number.isNegative && !digits.isZero
        significand = digits.value
        exponent =
            digits.isZero ? 0 : Self.exponent(bytes, number) - fractionDigits + digits.trailingZeros
    }

    /// The exponent's value, held within ± 10^15: no text in memory has so many digits that a
    /// larger exponent could be made up for by them.
    private static func exponent(_ bytes: UnsafeRawBufferPointer, _ number: JSONNumberGrammar) -> Int {
        let limit = 1_000_000_000_000_000
        var magnitude = 0
        for index in number.exponentStart..<number.exponentEnd {
            // Bound: magnitude ≤ 10^15 before, so at most 10^16 + 9 here, below 2^63.
            magnitude = min(limit, magnitude * 10 + Int(bytes[index] &- UInt8(ascii: "0")))
        }
        return number.isExponentNegative ? -magnitude : magnitude
    }

    /// The number × 10^`power` as an integer, exactly.
    ///
    /// - Throws: `negative`; `tooManyDigits` if the product is no integer; `tooLarge` above 2^64 − 1.
    public func scaled(byPowerOfTen power: Int) throws(Problem) -> UInt64 {
        guard !isNegative else { throw .negative }
        return try magnitude(scaledByPowerOfTen: power)
    }

    /// The number without its sign × 10^`power` as an integer, exactly.
    ///
    /// - Throws: `tooManyDigits` if the product is no integer; `tooLarge` above 2^64 − 1.
    public func magnitude(scaledByPowerOfTen power: Int) throws(Problem) -> UInt64 {
        guard significand != 0 else { return 0 }
        let (zeros, overflow) = exponent.addingReportingOverflow(power)
        if overflow { throw power > 0 ? .tooLarge : .tooManyDigits }
        // The significand does not end in zero, so no negative power leaves an integer.
        guard zeros >= 0 else { throw .tooManyDigits }
        guard var result = significand, zeros < 20 else { throw .tooLarge }
        for _ in 0..<zeros {
            let (product, overflow) = result.multipliedReportingOverflow(by: 10)
            if overflow { throw .tooLarge }
            result = product
        }
        return result
    }

    /// The number as an integer.
    ///
    /// - Throws: `negative` below `Int64.min`, `tooManyDigits` for a fraction, `tooLarge` above
    ///   `Int64.max`.
    public func asInt64() throws(Problem) -> Int64 {
        let magnitude: UInt64
        do {
            magnitude = try self.magnitude(scaledByPowerOfTen: 0)
        } catch .tooLarge {
            throw isNegative ? .negative : .tooLarge
        }
        if isNegative {
            guard magnitude <= Int64.min.magnitude else { throw .negative }
            return Int64(truncatingIfNeeded: 0 &- magnitude)
        }
        guard let value = Int64(exactly: magnitude) else { throw .tooLarge }
        return value
    }
}

/// Collects decimal digits from the most significant one on, keeping trailing zeros apart.
private struct SignificantDigits {
    private(set) var value: UInt64? = 0
    private(set) var trailingZeros = 0

    var isZero: Bool { value == 0 }

    mutating func append(_ digit: UInt8) {
        if digit == 0 {
            if !isZero { trailingZeros += 1 }
            return
        }
        for _ in 0..<trailingZeros {
            guard shift(adding: 0) else { break }
        }
        trailingZeros = 0
        _ = shift(adding: digit)
    }

    /// Whether the digits still fit; once they do not, no further digit is looked at.
    private mutating func shift(adding digit: UInt8) -> Bool {
        guard let old = value else { return false }
        let (product, overflow) = old.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
        value = overflow || carry ? nil : sum
        return value != nil
    }
}
