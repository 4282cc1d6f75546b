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
    /// Makes a digest of 64 hexadecimal digits.
    ///
    /// - Returns: nil if the text is anything else.
    public init?(hexadecimal text: String) {
        guard text.utf8.count == 64, text.allSatisfy(\.isHexDigit) else { return nil }
        var words = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 {
            guard let word = UInt64(text.dropFirst(16 * index).prefix(16), radix: 16) else { return nil }
            words[index] = word.byteSwapped
        }
        self.init(words: words)
    }

    /// The 64 lower-case hexadecimal digits, first byte first.
    public var hexadecimal: String {
        (0..<4).map { Identifier128(words[$0].byteSwapped).hexadecimal.suffix(16) }.joined()
    }
}
