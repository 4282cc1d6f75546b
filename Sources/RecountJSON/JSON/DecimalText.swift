/// Integers as decimal digits.
enum DecimalText {
    /// Appends the digits of `value`, without leading zeros. O(digits), at most 20.
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        // Most numbers of a decision are counts of a few models.
        if value < 10 { return bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: value)) }
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var start = 20
        var rest = value
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            start -= 1
            digits[start] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while rest > 0
        withUnsafeBytes(of: &digits) { bytes.append(contentsOf: $0[start...]) }
    }
}

/// Costs as the `cost_usd` strings of Recount's JSON. 1 USD = 10^8 microcents.
public enum CostText {
    /// Decimal places of a microcent in a US dollar.
    private static let decimalPlaces = 8
    private static let microcentsPerDollar: UInt64 = 100_000_000

    /// Microcents in US dollars, exactly: `0`, `0.0123`, `184467440737.09551615`. No trailing zeros.
    public static func dollars(microcents: UInt64) -> String { dollars(microcents: UInt128(microcents)) }

    /// Microcents in US dollars, exactly, for sums beyond 64 bits.
    public static func dollars(microcents: UInt128) -> String {
        var bytes: [UInt8] = []
        append(microcents: microcents, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends microcents in US dollars. O(digits).
    static func append(microcents: UInt128, to bytes: inout [UInt8]) {
        if let microcents = UInt64(exactly: microcents) { return append(microcents: microcents, to: &bytes) }
        let (dollars, fraction) = microcents.quotientAndRemainder(dividingBy: UInt128(microcentsPerDollar))
        bytes.append(contentsOf: String(dollars).utf8)
        appendFraction(UInt64(truncatingIfNeeded: fraction), to: &bytes)
    }

    /// Appends microcents in US dollars, without the division of 128 bits. O(digits).
    static func append(microcents: UInt64, to bytes: inout [UInt8]) {
        let (dollars, fraction) = microcents.quotientAndRemainder(dividingBy: microcentsPerDollar)
        DecimalText.append(dollars, to: &bytes)
        appendFraction(fraction, to: &bytes)
    }

    /// Appends the point and the decimal places of a fraction in 0…99 999 999 microcents, without
    /// trailing zeros; nothing for 0.
    private static func appendFraction(_ microcents: UInt64, to bytes: inout [UInt8]) {
        guard microcents > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var rest = microcents
        var places = decimalPlaces
        while rest % 10 == 0 {
            rest /= 10
            places -= 1
        }
        let end = bytes.count + places
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: places))
        for index in stride(from: end - 1, through: end - places, by: -1) {
            bytes[index] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
    }
}
