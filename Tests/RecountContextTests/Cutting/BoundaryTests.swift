import Testing

@testable import RecountContext

/// Where sentences and words end.
@Suite struct BoundaryTests {
    /// Texts with a bar at each end of a sentence and a dot `·` at each end of a word.
    static let marked = [
        "One.| Two!| Three?| Four…| five",
        "He· said· “no.”| Then·  left",
        "Er· sagte· „So.“| Dann",
        "(A· note.)| [Another!]| {Third?}| \"Quoted.\"| 'Once.'| on",
        "Mr.| Smith",
        "pi· is· 3.14· and· a.b· or· 1,000· too",
        "Really?!| Yes...| no",
        "今天很好。|明天再说！|好？|是",
        "他说「好。」|然后。”|走",
        "他说。|“好",
        "漢字、·仮名",
        "नमस्ते।| फिर",
        "هل؟| نعم",
        "a· line|\nanother|\r\nlast",
        "  indented·   spaces·  ",
        "well-known· don't· can’t· snake_case· $5",
        "f(x)·;·y}·z· {\"key\"·:\"·v\"}",
        "\u{3000}全角·\u{3000}空白",
        "a·\u{A0}b",
        "paragraph|\u{2029}next",
    ]

    @Test(arguments: marked)
    func boundariesAreThoseThatAreMarked(text: String) {
        #expect(Self.mark(text.filter { $0 != "|" && $0 != "·" }) == text)
    }

    /// The marks as the reader sees them, but for the end of the text.
    private static func mark(_ text: String) -> String {
        var reader = BoundaryReader()
        var result = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            result.append(character)
            reader.read(CharacterRole(character.unicodeScalars[character.unicodeScalars.startIndex]))
            guard index + 1 < characters.count else { break }
            let next = characters[index + 1].unicodeScalars
            switch reader.boundary(before: CharacterRole(next[next.startIndex])) {
            case .sentence: result += "|"
            case .word: result += "·"
            case .character: break
            }
        }
        return result
    }
}
