/// The name of a key that signs notes, and of the log that it signs for: text without spaces, plus signs and
/// control characters. A URL without its scheme, such as `example.com/ledger`, is nobody else's.
public struct NoteKeyName: Equatable, Sendable, CustomStringConvertible {
    /// The name.
    public let text: String

    /// Takes a name.
    ///
    /// - Returns: nil if it is empty or has a character that no name has (C2SP signed-note, "Format").
    public init?(_ text: String) {
        guard !text.isEmpty, text.unicodeScalars.allSatisfy(Self.isAllowed) else { return nil }
        self.text = text
    }

    /// Whether the names have the same bytes. Texts that only look alike are different names.
    public static func == (left: NoteKeyName, right: NoteKeyName) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// The name.
    public var description: String { text }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x20 && scalar != "+" && !scalar.properties.isWhitespace
    }
}
