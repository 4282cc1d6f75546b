import RecountTestSupport

/// Texts whose characters are hard to cut.
enum Texts {
    static let family = "👨‍👩‍👧‍👦"
    static let flags = "🇩🇪🇫🇷🇯🇵🇧🇷🇿🇦🇺🇦"

    /// Whole graphemes of every kind that a cut could break.
    static let clusters = [
        "a", "b", "Z", "7", " ", " ", " ", "\n", "\r\n", "\t", ".", "!", "?", "…", ",", "-", "'", "\"", ")", "(", "“",
        "”",
        "é", "e\u{301}", "n\u{303}\u{323}", "ß", "Ω", "ж", "ى", "न", "क्षि", "한", "각", "漢", "字", "。", "！", "」", "、",
        "\u{3000}", "\u{A0}", "\u{2028}", "😀", "👍🏽", family, "🏳️‍🌈", "🇩🇪", "🇯🇵", "\u{10FFFF}", "\u{1D11E}", "\u{0}", "}", ";",
    ]

    static func random(_ count: Int, _ random: inout SplitMix64) -> String {
        var text = ""
        for _ in 0..<count { text += clusters[Int(random.uniform(0...UInt64(clusters.count - 1)))] }
        return text
    }

    /// Offsets in the UTF-8 where a scalar starts, and the end.
    static func scalarOffsets(of text: String) -> Set<Int> {
        var offsets: Set<Int> = [0]
        var offset = 0
        for scalar in text.unicodeScalars {
            offset += UTF8.width(scalar)
            offsets.insert(offset)
        }
        return offsets
    }

    /// Offsets in the UTF-8 where a grapheme cluster starts, and the end.
    static func clusterOffsets(of text: String) -> Set<Int> {
        var offsets: Set<Int> = [0]
        var offset = 0
        for character in text {
            offset += character.utf8.count
            offsets.insert(offset)
        }
        return offsets
    }
}

extension String {
    /// Its first bytes.
    func prefix(byteCount: Int) -> String { String(decoding: utf8.prefix(byteCount), as: UTF8.self) }
}
