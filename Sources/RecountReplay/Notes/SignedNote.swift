/// Text signed by one or more keys, in the form of C2SP signed-note: the text, an empty line, and a line for each
/// signature.
///
/// The text says nothing until `verify` has found it signed by a key that one trusts.
public struct SignedNote: Equatable, Sendable {
    /// The most bytes that are read.
    public static let maximumByteCount = 1 << 20
    /// The most signatures that are read.
    public static let maximumSignatureCount = 100

    /// What is signed: UTF-8, lines that end with a line feed.
    public let text: [UInt8]
    /// The signatures, at least one, of known and unknown keys.
    public let signatures: [NoteSignature]

    /// Signs a text.
    ///
    /// - Precondition: the text can stand in a note: lines of UTF-8 without control characters.
    init(signing text: [UInt8], with key: NoteSigningKey) {
        precondition(text.last == UInt8(ascii: "\n") && !text.contains { $0 < 0x20 && $0 != UInt8(ascii: "\n") })
        self.text = text
        signatures = [key.signature(for: text)]
    }

    /// Reads a note. O(count).
    ///
    /// - Throws: a `NoteError` that says that the bytes are malformed.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        try Self.checkCharacters(bytes)
        guard bytes.last == UInt8(ascii: "\n") else { throw .unfinishedLine }
        guard let textEnd = Self.endOfText(bytes), textEnd + 1 < bytes.count else { throw .noSignatures }
        let textLineCount = bytes[..<textEnd].count { $0 == UInt8(ascii: "\n") }
        let lines = bytes[(textEnd + 1)...].dropLast()
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count <= Self.maximumSignatureCount else {
            throw .tooManySignatures(maximumCount: Self.maximumSignatureCount)
        }
        var signatures: [NoteSignature] = []
        for (position, line) in lines.enumerated() {
            guard let signature = NoteSignature(line: line) else {
                throw .malformedSignature(line: textLineCount + 2 + position)
            }
            signatures.append(signature)
        }
        text = Array(bytes[..<textEnd])
        self.signatures = signatures
    }

    /// The note.
    public var bytes: [UInt8] {
        text + [UInt8(ascii: "\n")] + signatures.flatMap { Array($0.line.utf8) + [UInt8(ascii: "\n")] }
    }

    /// Checks the signatures by known keys. Those by others are ignored, as C2SP signed-note demands.
    ///
    /// - Returns: the keys that have signed, at least one.
    /// - Throws: `invalidSignature` if one by a known key is not for this text, whatever the others say;
    ///   `unknownKeys` if none is by a known key.
    @discardableResult
    public func verify(with keys: [NoteVerificationKey]) throws(NoteError) -> [NoteVerificationKey] {
        var signers: [NoteVerificationKey] = []
        for signature in signatures {
            for key in keys where key.identity == signature.key {
                guard key.isValid(signature.bytes, for: text) else { throw .invalidSignature(signature.key) }
                if !signers.contains(key) { signers.append(key) }
            }
        }
        guard !signers.isEmpty else {
            throw .unknownKeys(signed: signatures.map(\.key), known: keys.map(\.identity))
        }
        return signers
    }

    private static func checkCharacters(_ bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= maximumByteCount else {
            throw .tooLarge(byteCount: bytes.count, maximumByteCount: maximumByteCount)
        }
        if let offset = bytes.firstIndex(where: { $0 < 0x20 && $0 != UInt8(ascii: "\n") }) {
            throw .controlCharacter(bytes[offset], offset: offset)
        }
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    }

    /// Where the last empty line begins: the text ends before it and may have empty lines of its own.
    private static func endOfText(_ bytes: [UInt8]) -> Int? {
        let lineFeed = UInt8(ascii: "\n")
        return bytes.indices.dropFirst().last { bytes[$0] == lineFeed && bytes[$0 - 1] == lineFeed }
    }
}
