/// Why bytes are no signed note, or one that is not to be believed.
public enum NoteError: Error, Equatable, Sendable {
    /// There are more bytes than a note may have.
    case tooLarge(byteCount: Int, maximumByteCount: Int)
    /// The bytes are not UTF-8.
    case notUTF8
    /// A character that no note has, at this byte.
    case controlCharacter(UInt8, offset: Int)
    /// The last line does not end, so something may be missing.
    case unfinishedLine
    /// There is no empty line with signatures behind it.
    case noSignatures
    /// A line behind the last empty line is no signature, counted from 1.
    case malformedSignature(line: Int)
    /// There are more signatures than are read.
    case tooManySignatures(maximumCount: Int)
    /// None of the known keys has signed.
    case unknownKeys(signed: [NoteKeyIdentity], known: [NoteKeyIdentity])
    /// The signature by a known key is not that of this text.
    case invalidSignature(NoteKeyIdentity)
}

extension NoteError {
    /// Whether the bytes are no note at all: then there is nothing to believe or not.
    public var isMalformed: Bool {
        switch self {
        case .tooLarge, .notUTF8, .controlCharacter, .unfinishedLine, .noSignatures, .malformedSignature,
            .tooManySignatures:
            true
        case .unknownKeys, .invalidSignature: false
        }
    }
}

extension NoteError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .tooLarge(let byteCount, let maximum): "\(byteCount) bytes, and a signed note has \(maximum) at most"
        case .notUTF8: "not a signed note: not UTF-8"
        case .controlCharacter(let byte, let offset): "not a signed note: control character \(byte) at byte \(offset)"
        case .unfinishedLine: "not a whole signed note: its last line does not end"
        case .noSignatures: "not a signed note: no signature follows an empty line"
        case .malformedSignature(let line): "not a signed note: line \(line) should be a signature and is none"
        case .tooManySignatures(let maximum): "more than \(maximum) signatures; leave those of others out"
        case .unknownKeys(let signed, let known):
            "signed by \(Self.list(signed)), but not by \(Self.list(known)); give the public key of the one who signed"
        case .invalidSignature(let key): "the signature of \(key) is not for this text: one of the two was changed"
        }
    }

    private static func list(_ keys: [NoteKeyIdentity]) -> String {
        keys.isEmpty ? "any key that was given" : keys.map(\.description).joined(separator: " or ")
    }
}
