extension JSONReader {
    /// Reads a number as an integer of type `Integer`. `1.0` and `1e0` are the integer 1.
    ///
    /// - Throws: `wrongType`, `invalidNumber`, or `notAnInteger` with the range of `Integer`.
    @inlinable
    public mutating func readInteger<Integer: FixedWidthInteger>(
        as type: Integer.Type = Integer.self
    ) throws(JSONError) -> Integer {
        if Integer.isSigned {
            let value = try readInt64(minimum: Int64(Integer.min), maximum: Int64(Integer.max))
            return Integer(truncatingIfNeeded: value)
        }
        return Integer(truncatingIfNeeded: try readUInt64(maximum: UInt64(Integer.max)))
    }

    /// Reads a number as an integer from 0 to `maximum`. No allocation.
    ///
    /// - Throws: `wrongType`, `invalidNumber`, `notAnInteger`.
    public mutating func readUInt64(maximum: UInt64 = .max) throws(JSONError) -> UInt64 {
        try expect(.number)
        let start = offset
        var value: UInt64 = 0
        // Most numbers are a few digits and nothing else; 19 digits always fit in 64 bits.
        let end = min(bytes.count, start + 19)
        var index = start
        while index < end {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit < 10 else { break }
            value = value &* 10 &+ UInt64(digit)
            index += 1
        }
        offset = index
        guard endsPlainInteger(from: start) else {
            offset = start
            value = try readDecimal().convert(maximum: maximum) { decimal throws(ExactDecimal.Problem) in
                try decimal.scaled(byPowerOfTen: 0)
            }
            return value
        }
        guard value <= maximum else {
            let reason = JSONError.Reason.notAnInteger(.tooLarge, minimum: 0, maximum: maximum)
            throw JSONError(reason: reason, offset: start)
        }
        return value
    }

    /// Reads a number as an integer from `minimum` to `maximum`. No allocation.
    ///
    /// - Throws: `wrongType`, `invalidNumber`, `notAnInteger`.
    public mutating func readInt64(
        minimum: Int64 = .min,
        maximum: Int64 = .max
    ) throws(JSONError) -> Int64 {
        let located = try readDecimal()
        let problem: ExactDecimal.Problem
        do {
            let value = try located.decimal.asInt64()
            if value >= minimum, value <= maximum { return value }
            problem = value < minimum ? .negative : .tooLarge
        } catch {
            problem = error
        }
        let limit = UInt64(clamping: maximum)
        let reason = JSONError.Reason.notAnInteger(problem, minimum: minimum, maximum: limit)
        throw JSONError(reason: reason, offset: located.offset)
    }

    /// Reads a number and gives it × 10^`power`, exactly. No allocation.
    ///
    /// - Throws: `wrongType`, `invalidNumber`, `notAnInteger` (with the problem at that scale).
    public mutating func readScaledUInt64(byPowerOfTen power: Int) throws(JSONError) -> UInt64 {
        try readDecimal().convert(maximum: .max) { decimal throws(ExactDecimal.Problem) in
            try decimal.scaled(byPowerOfTen: power)
        }
    }

    /// Reads a number as it is written. Allocates if it is longer than 15 bytes.
    ///
    /// - Throws: `wrongType`, `invalidNumber`.
    public mutating func readNumber() throws(JSONError) -> JSONNumber {
        try expect(.number)
        let start = offset
        _ = try scanNumber()
        return JSONNumber(validated: String(decoding: bytes[start..<offset], as: UTF8.self))
    }

    /// Passes over a number and returns its parts.
    mutating func scanNumber() throws(JSONError) -> JSONNumberGrammar {
        try expect(.number)
        guard let number = JSONNumberGrammar.scan(bytes, from: offset) else {
            throw error(.invalidNumber)
        }
        offset = number.end
        return number
    }

    private mutating func readDecimal() throws(JSONError) -> LocatedDecimal {
        try expect(.number)
        let start = offset
        let number = try scanNumber()
        return LocatedDecimal(decimal: ExactDecimal(validated: bytes, number), offset: start)
    }

    /// Whether the digits up to `offset` are a whole JSON number of that form.
    private func endsPlainInteger(from start: Int) -> Bool {
        guard offset > start else { return false }
        if bytes[start] == UInt8(ascii: "0"), offset - start > 1 { return false }
        guard offset < bytes.count else { return true }
        switch bytes[offset] {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
            return false
        default: return true
        }
    }
}

/// A decimal and where its text starts.
private struct LocatedDecimal {
    var decimal: ExactDecimal
    var offset: Int

    func convert(
        maximum: UInt64,
        _ body: (ExactDecimal) throws(ExactDecimal.Problem) -> UInt64
    ) throws(JSONError) -> UInt64 {
        let problem: ExactDecimal.Problem
        do {
            let value = try body(decimal)
            if value <= maximum { return value }
            problem = .tooLarge
        } catch {
            problem = error
        }
        let reason = JSONError.Reason.notAnInteger(problem, minimum: 0, maximum: maximum)
        throw JSONError(reason: reason, offset: offset)
    }
}
