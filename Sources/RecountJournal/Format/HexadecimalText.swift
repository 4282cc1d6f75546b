import RecountKernel

/// 32 bytes as texts hold them: 64 hexadecimal digits of lower case, those of the first byte first.
enum HexadecimalText {
    /// - Returns: nil if the text is anything else.
    static func bytes(_ digits: some Collection<UInt8>) -> InlineArray<32, UInt8>? {
        guard digits.count == 64 else { return nil }
        var bytes = InlineArray<32, UInt8>(repeating: 0)
        for (position, digit) in digits.enumerated() {
            guard let value = value(ofDigit: digit) else { return nil }
            bytes[position / 2] = bytes[position / 2] << 4 | value
        }
        return bytes
    }

    /// - Returns: nil if the text is anything else.
    static func digest(_ digits: some Collection<UInt8>) -> Digest? {
        guard let bytes = bytes(digits) else { return nil }
        return bytes.span.bytes.withUnsafeBytes { $0.digest(at: 0) }
    }

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
