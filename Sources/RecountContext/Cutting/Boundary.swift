/// How well a text may end between two characters, in ascending order.
enum Boundary: UInt8, Comparable {
    /// Between two grapheme clusters: what people take for characters.
    case character
    /// Behind a word or a mark of punctuation.
    case word
    /// Behind a sentence, its closing marks taken along, or behind a line.
    case sentence

    static func < (left: Boundary, right: Boundary) -> Bool { left.rawValue < right.rawValue }
}

/// Judges the boundaries of a text, read from the left. No dictionary and no abbreviations: `e.g. ` ends a
/// sentence.
struct BoundaryReader {
    private enum SentenceState {
        case inside
        /// Behind a terminator and the marks that closed after it.
        case ended
        /// The same, with a terminator that needs no space behind it.
        case endedWide
    }

    private var sentence = SentenceState.inside
    private var left = CharacterRole.space

    /// Passes over a character.
    mutating func read(_ role: CharacterRole) {
        let role = role == .quote ? quoteRole : role
        switch role {
        case .terminator: sentence = .ended
        case .wideTerminator: sentence = .endedWide
        case .closer, .apostrophe: break
        // „So.“ ends with what opens elsewhere; 。“ starts a quotation.
        case .openingQuote: if sentence == .endedWide { sentence = .inside }
        default: sentence = .inside
        }
        left = role
    }

    private var quoteRole: CharacterRole { left.isWhitespace || left == .opener ? .opener : .closer }

    /// The boundary between the last character that was read and the next.
    func boundary(before right: CharacterRole) -> Boundary {
        if endsSentence(before: right) { return .sentence }
        return endsWord(before: right) ? .word : .character
    }

    private func endsSentence(before right: CharacterRole) -> Bool {
        if left.isWhitespace { return false }
        if right == .lineEnd { return true }
        switch sentence {
        case .inside: return false
        case .ended: return right.isWhitespace
        case .endedWide: return !right.isTakenAlong
        }
    }

    private func endsWord(before right: CharacterRole) -> Bool {
        if right.isWhitespace { return !left.isWhitespace }
        switch left {
        case .separator, .closer: return !right.isTakenAlong
        default: return false
        }
    }
}

extension CharacterRole {
    /// Whether it belongs to the sentence or the bracket that it stands behind.
    fileprivate var isTakenAlong: Bool {
        switch self {
        case .terminator, .wideTerminator, .closer, .quote, .apostrophe: true
        default: false
        }
    }
}
