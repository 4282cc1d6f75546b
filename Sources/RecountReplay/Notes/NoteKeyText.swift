/// The text of a key: `NAME+ID+KEY`, with `PRIVATE+KEY+` before it if it is a private one. ID has eight hexadecimal
/// digits, KEY is Base 64 of the algorithm's byte and the key's.
struct NoteKeyText {
    /// The algorithm's byte of Ed25519 (C2SP signed-note, "Signature types").
    static let ed25519: UInt8 = 1

    private static let privatePrefix = Array("PRIVATE+KEY+".utf8)

    let identity: NoteKeyIdentity
    /// The key's own bytes.
    let key: [UInt8]
    let isPrivate: Bool

    init(identity: NoteKeyIdentity, key: [UInt8], isPrivate: Bool) {
        self.identity = identity
        self.key = key
        self.isPrivate = isPrivate
    }

    /// Reads a text, with a line feed at its end or without.
    ///
    /// - Throws: `malformed`, `unsupportedType`.
    init(parsing bytes: [UInt8]) throws(NoteKeyError) {
        isPrivate = bytes.starts(with: Self.privatePrefix)
        let line = bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...]
        let parts = line.dropFirst(isPrivate ? Self.privatePrefix.count : 0)
            .split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = String(validating: parts[0], as: UTF8.self).flatMap(NoteKeyName.init),
            let id = Self.id(parts[1]), let content = [UInt8](base64: parts[2]), let type = content.first
        else { throw .malformed }
        guard type == Self.ed25519 else { throw .unsupportedType(type) }
        identity = NoteKeyIdentity(name: name, id: id)
        key = Array(content.dropFirst())
    }

    /// The text without a line feed.
    var text: String {
        let prefix = isPrivate ? String(decoding: Self.privatePrefix, as: UTF8.self) : ""
        return "\(prefix)\(identity)+\(([Self.ed25519] + key).base64)"
    }

    private static func id(_ digits: ArraySlice<UInt8>) -> UInt32? {
        let lowercase = digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard digits.count == 8, lowercase else { return nil }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}
