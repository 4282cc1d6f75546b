/// Where the parts of a JSON number are (RFC 8259, section 6):
/// `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`
struct JSONNumberGrammar {
    var isNegative = false
    var integerStart = 0
    var integerEnd = 0
    /// Equal to `fractionEnd` without a fraction.
    var fractionStart = 0
    var fractionEnd = 0
    var isExponentNegative = false
    /// Equal to `exponentEnd` without an exponent.
    var exponentStart = 0
    var exponentEnd = 0

    /// Index of the first byte after the number.
    var end = 0

    /// Finds the number that starts at `start`; nil if there is none, or one with a leading zero.
    static func scan(_ bytes: UnsafeRawBufferPointer, from start: Int) -> JSONNumberGrammar? {
        var number = JSONNumberGrammar()
        var offset = start
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "-") {
            number.isNegative = true
            offset += 1
        }
        number.integerStart = offset
        offset = skipDigits(bytes, from: offset)
        number.integerEnd = offset
        let integerDigits = offset - number.integerStart
        guard integerDigits > 0 else { return nil }
        guard integerDigits == 1 || bytes[number.integerStart] != UInt8(ascii: "0") else { return nil }
        guard number.scanFraction(bytes, from: &offset) else { return nil }
        guard number.scanExponent(bytes, from: &offset) else { return nil }
        number.end = offset
        return number
    }

    private mutating func scanFraction(_ bytes: UnsafeRawBufferPointer, from offset: inout Int) -> Bool {
        fractionStart = offset
        fractionEnd = offset
        guard offset < bytes.count, bytes[offset] == UInt8(ascii: ".") else { return true }
        fractionStart = offset + 1
        fractionEnd = Self.skipDigits(bytes, from: fractionStart)
        offset = fractionEnd
        return fractionEnd > fractionStart
    }

    private mutating func scanExponent(_ bytes: UnsafeRawBufferPointer, from offset: inout Int) -> Bool {
        exponentStart = offset
        exponentEnd = offset
        guard offset < bytes.count, bytes[offset] | 0x20 == UInt8(ascii: "e") else { return true }
        offset += 1
        if offset < bytes.count, bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-") {
            isExponentNegative = bytes[offset] == UInt8(ascii: "-")
            offset += 1
        }
        exponentStart = offset
        exponentEnd = Self.skipDigits(bytes, from: offset)
        offset = exponentEnd
        return exponentEnd > exponentStart
    }

    private static func skipDigits(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var offset = start
        while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
        return offset
    }
}
