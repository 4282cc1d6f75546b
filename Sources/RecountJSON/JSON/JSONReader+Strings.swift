extension JSONReader {
    /// Reads a string without copying it.
    ///
    /// - Throws: `wrongType`, `invalidEscape`, `loneSurrogate`, `controlCharacter`, `invalidUTF8`,
    ///   `unexpectedEnd`.
    public mutating func readText() throws(JSONError) -> JSONText {
        try expect(.string)
        return try scanText()
    }

    /// Reads a string. Allocates if it is longer than 15 bytes.
    ///
    /// - Throws: as `readText`.
    public mutating func readString() throws(JSONError) -> String {
        try readText().string
    }

    /// Reads the string whose opening quote is the next byte.
    mutating func scanText() throws(JSONError) -> JSONText {
        let quote = offset
        var hasEscapes = false
        offset += 1
        while offset < bytes.count {
            skipPlainBytes()
            guard offset < bytes.count else { break }
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "\""):
                let content = UnsafeRawBufferPointer(rebasing: bytes[quote + 1..<offset])
                offset += 1
                return JSONText(rawBytes: content, hasEscapes: hasEscapes, offset: quote)
            case UInt8(ascii: "\\"):
                hasEscapes = true
                try scanEscape()
            case 0x00..<0x20: throw error(.controlCharacter(byte))
            default: try scanMultibyteScalar(lead: byte)
            }
        }
        throw error(.unexpectedEnd)
    }

    /// Passes over bytes that stand for themselves: ASCII other than quotes, backslashes and control
    /// characters. Most of a text is such bytes, so this loop keeps its state in registers.
    private mutating func skipPlainBytes() {
        guard let start = bytes.baseAddress else { return }
        let end = bytes.count
        var index = offset
        while index < end {
            let byte = start.load(fromByteOffset: index, as: UInt8.self)
            // One comparison for 0x20…0x7F; the other two bytes end the run.
            guard byte &- 0x20 < 0x60, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            index += 1
        }
        offset = index
    }

    private mutating func scanEscape() throws(JSONError) {
        guard offset + 1 < bytes.count else {
            offset = bytes.count
            throw error(.unexpectedEnd)
        }
        if JSONEscape.simple(bytes[offset + 1]) != nil {
            offset += 2
            return
        }
        guard bytes[offset + 1] == UInt8(ascii: "u") else { throw error(.invalidEscape) }
        let unit = try scanCodeUnit(at: offset)
        switch unit & 0xFC00 {
        case 0xD800: try scanLowSurrogate()
        case 0xDC00: throw error(.loneSurrogate)
        default: offset += 6
        }
    }

    /// Reads the second half of a surrogate pair, whose first half is at `offset`.
    private mutating func scanLowSurrogate() throws(JSONError) {
        let low = offset + 6
        guard low + 1 < bytes.count else {
            offset = bytes.count
            throw error(.unexpectedEnd)
        }
        guard bytes[low] == UInt8(ascii: "\\"), bytes[low + 1] == UInt8(ascii: "u") else {
            throw error(.loneSurrogate)
        }
        guard try scanCodeUnit(at: low) & 0xFC00 == 0xDC00 else { throw error(.loneSurrogate) }
        offset = low + 6
    }

    /// The code unit of the `\u` escape at `start`.
    private func scanCodeUnit(at start: Int) throws(JSONError) -> UInt32 {
        if let unit = JSONEscape.hexadecimal(bytes, at: start + 2) { return unit }
        guard start + 6 <= bytes.count else { throw JSONError(reason: .unexpectedEnd, offset: bytes.count) }
        throw JSONError(reason: .invalidEscape, offset: start)
    }

    /// Passes over a scalar of two to four bytes, well formed by table 3-7 of the Unicode Standard:
    /// no overlong form, no surrogate, nothing above U+10FFFF.
    private mutating func scanMultibyteScalar(lead: UInt8) throws(JSONError) {
        let length: Int
        var second: ClosedRange<UInt8> = 0x80...0xBF
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { second = 0xA0...0xBF }
            if lead == 0xED { second = 0x80...0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { second = 0x90...0xBF }
            if lead == 0xF4 { second = 0x80...0x8F }
        default: throw error(.invalidUTF8)
        }
        for index in 1..<length {
            guard offset + index < bytes.count else { throw error(.unexpectedEnd) }
            let range = index == 1 ? second : 0x80...0xBF
            guard range.contains(bytes[offset + index]) else { throw error(.invalidUTF8) }
        }
        offset += length
    }
}
