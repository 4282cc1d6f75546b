import RecountDigest

/// A public key that notes are checked with: an Ed25519 key and its name.
public struct NoteVerificationKey: Equatable, Sendable, CustomStringConvertible {
    /// The key's name and id.
    public let identity: NoteKeyIdentity
    private let key: Ed25519PublicKey

    /// Names a key.
    public init(name: NoteKeyName, key: Ed25519PublicKey) {
        identity = NoteKeyIdentity(name: name, key: key)
        self.key = key
    }

    /// Reads `NAME+ID+KEY`, with a line feed at its end or without, as `text` gives it.
    ///
    /// - Throws: any `NoteKeyError` but `isPublic`.
    public init(parsing bytes: [UInt8]) throws(NoteKeyError) {
        let text = try NoteKeyText(parsing: bytes)
        guard !text.isPrivate else { throw .isPrivate }
        guard let key = Ed25519PublicKey(bytes: text.key) else { throw .malformed }
        self.init(name: text.identity.name, key: key)
        guard identity == text.identity else { throw .otherIdentity(found: text.identity, expected: identity) }
    }

    /// `NAME+ID+KEY` on one line, without a line feed.
    public var text: String { NoteKeyText(identity: identity, key: key.bytes, isPrivate: false).text }

    /// The key's text, which is public.
    public var description: String { text }

    /// Whether a signature is this key's for a text. O(count).
    func isValid(_ signature: [UInt8], for text: [UInt8]) -> Bool { key.isValid(signature, for: text) }
}
