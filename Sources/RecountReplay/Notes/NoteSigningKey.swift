import RecountDigest

/// A private key that notes are signed with. Its description does not show it.
public struct NoteSigningKey: Sendable, CustomStringConvertible, CustomReflectable {
    /// The public half.
    public let verificationKey: NoteVerificationKey
    private let key: Ed25519PrivateKey

    /// Names a key.
    public init(name: NoteKeyName, key: Ed25519PrivateKey) {
        verificationKey = NoteVerificationKey(name: name, key: key.publicKey)
        self.key = key
    }

    /// Reads `PRIVATE+KEY+NAME+ID+SEED`, with a line feed at its end or without, as `secretText` gives it.
    ///
    /// - Throws: any `NoteKeyError` but `isPrivate`.
    public init(parsing bytes: [UInt8]) throws(NoteKeyError) {
        let text = try NoteKeyText(parsing: bytes)
        guard text.isPrivate else { throw .isPublic }
        guard let key = Ed25519PrivateKey(seed: text.key) else { throw .malformed }
        self.init(name: text.identity.name, key: key)
        guard identity == text.identity else { throw .otherIdentity(found: text.identity, expected: identity) }
    }

    /// The key's name and id.
    public var identity: NoteKeyIdentity { verificationKey.identity }

    /// `PRIVATE+KEY+NAME+ID+SEED` on one line, without a line feed. Whoever has it can sign.
    public var secretText: String { NoteKeyText(identity: identity, key: key.seed, isPrivate: true).text }

    /// Stands for the key where a program prints it.
    public var description: String { "the private key of \(identity)" }

    /// Shows nothing of the key.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Signs a text. O(count).
    func signature(for text: [UInt8]) -> NoteSignature {
        NoteSignature(key: identity, bytes: key.signature(for: text))
    }
}
