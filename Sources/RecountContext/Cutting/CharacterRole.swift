/// What a character does at the ends of sentences and words, judged by its first Unicode scalar.
enum CharacterRole {
    /// Ends a line.
    case lineEnd
    /// Other white space.
    case space
    /// Ends a sentence before white space: `.`, `!`, `?`, `…`, the danda.
    case terminator
    /// Ends a sentence whatever follows: East Asian scripts have no spaces.
    case wideTerminator
    /// Closes what a sentence may stand in: brackets and quotation marks.
    case closer
    /// `"`, which opens behind white space and closes behind everything else.
    case quote
    /// A quotation mark that opens in some languages and closes in others, such as `“`.
    case openingQuote
    /// Closes a quotation or stands inside a word.
    case apostrophe
    /// Opens something: belongs to what follows.
    case opener
    /// Stands inside words and numbers: `,`, `:`, `-`, `_`, `$`.
    case joiner
    /// Other punctuation and symbols: ends a word.
    case separator
    /// Letters, digits and everything else.
    case word

    init(_ scalar: Unicode.Scalar) {
        self = scalar.isASCII ? Self.ascii(scalar) : Self.beyondASCII(scalar)
    }

    private static func ascii(_ scalar: Unicode.Scalar) -> CharacterRole {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9": .word
        case "\n", "\r", "\u{B}", "\u{C}": .lineEnd
        case " ", "\t": .space
        case ".", "!", "?": .terminator
        case ")", "]", "}": .closer
        case "\"": .quote
        case "'": .apostrophe
        case "(", "[", "{", "#", "@": .opener
        case ",", ":", "-", "_", "$", "+": .joiner
        case "\u{0}"..."\u{1F}", "\u{7F}": .word
        default: .separator
        }
    }

    private static func beyondASCII(_ scalar: Unicode.Scalar) -> CharacterRole {
        switch scalar {
        case "\u{85}", "\u{2028}", "\u{2029}": return .lineEnd
        case "\u{3002}", "\u{FF01}", "\u{FF0E}", "\u{FF1F}", "\u{FF61}": return .wideTerminator
        case "\u{2026}": return .terminator
        case "\u{2019}": return .apostrophe
        case "\u{2010}", "\u{2011}", "\u{B7}": return .joiner
        default: break
        }
        let properties = scalar.properties
        if properties.isWhitespace { return .space }
        if properties.isSentenceTerminal { return .terminator }
        switch properties.generalCategory {
        case .closePunctuation, .finalPunctuation: return .closer
        case .initialPunctuation: return .openingQuote
        case .openPunctuation: return .opener
        case .connectorPunctuation, .currencySymbol: return .joiner
        case .dashPunctuation, .otherPunctuation, .mathSymbol, .modifierSymbol, .otherSymbol: return .separator
        default: return .word
        }
    }

    var isWhitespace: Bool { self == .lineEnd || self == .space }
}
