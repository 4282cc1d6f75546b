import RecountDigest

/// What a signature of a note says about its key: the name, and four bytes that tell it from others of that name.
/// Only a hint where to look; the signature decides.
public struct NoteKeyIdentity: Equatable, Sendable, CustomStringConvertible {
    /// The key's name.
    public let name: NoteKeyName
    /// The key's id: four bytes, read as a big-endian integer.
    public let id: UInt32

    /// Makes an identity of its parts.
    public init(name: NoteKeyName, id: UInt32) {
        self.name = name
        self.id = id
    }

    /// The identity of an Ed25519 key: the first bytes of the SHA-256 of its name, a line feed, the type and the
    /// key (C2SP signed-note, "Ed25519 signatures").
    init(name: NoteKeyName, key: Ed25519PublicKey) {
        let content = Array(name.text.utf8) + [UInt8(ascii: "\n"), NoteKeyText.ed25519] + key.bytes
        let digest = content.withUnsafeBytes { SHA256Digest(of: $0) }
        self.init(name: name, id: digest.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
    }

    /// The id as eight lower-case hexadecimal digits.
    var idDigits: String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// `NAME+ID`, the beginning of the key's text.
    public var description: String { "\(name)+\(idDigits)" }
}
