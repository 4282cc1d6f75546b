/// Why a text is not the key that it should be. Nothing of the text is in the description: it may be a secret.
public enum NoteKeyError: Error, Equatable, Sendable {
    /// It has not the parts of a key.
    case malformed
    /// It is a private key where a public one belongs.
    case isPrivate
    /// It is a public key where a private one belongs.
    case isPublic
    /// Its algorithm is none that is known here.
    case unsupportedType(UInt8)
    /// Its id is not that of its name and key.
    case otherIdentity(found: NoteKeyIdentity, expected: NoteKeyIdentity)
}

extension NoteKeyError: CustomStringConvertible {
    /// One line: what is wrong and what to do.
    public var description: String {
        switch self {
        case .malformed: "not a key; give a file that recount keygen made"
        case .isPrivate: "a private key; keep it to yourself and give the public one"
        case .isPublic: "a public key; give the private one to sign"
        case .unsupportedType(let type): "a key of type \(type); only Ed25519 keys, type 1, are known"
        case .otherIdentity(let found, let expected):
            "the key says that it is \(found), but it is \(expected); its name or the key was changed"
        }
    }
}
