import RecountKernel

extension Identifier128 {
    /// The 32 lower-case hexadecimal digits, highest first.
    public var hexadecimal: String {
        Self.digits(of: high) + Self.digits(of: low)
    }

    private static func digits(of word: UInt64) -> String {
        let text = String(word, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}

extension Digest {
    /// The 64 lower-case hexadecimal digits, first byte first.
    public var hexadecimal: String {
        (0..<4).map { Identifier128(words[$0].byteSwapped).hexadecimal.suffix(16) }.joined()
    }
}
