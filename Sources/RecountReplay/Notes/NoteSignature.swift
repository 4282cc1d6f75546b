/// A signature of a note: a line with an em dash, the key's name, and Base 64 of the key's id and the signature.
public struct NoteSignature: Equatable, Sendable {
    private static let beginning = Array("— ".utf8)
    private static let idByteCount = 4

    /// Whose it is, as it says.
    public let key: NoteKeyIdentity
    /// The signature, at least one byte; an Ed25519 key's has 64.
    public let bytes: [UInt8]

    /// Makes a signature of its parts.
    init(key: NoteKeyIdentity, bytes: [UInt8]) {
        self.key = key
        self.bytes = bytes
    }

    /// Reads a line without its line feed.
    ///
    /// - Returns: nil if it is no signature.
    init?(line: ArraySlice<UInt8>) {
        guard line.starts(with: Self.beginning) else { return nil }
        let parts = line.dropFirst(Self.beginning.count)
            .split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self).flatMap(NoteKeyName.init),
            let content = [UInt8](base64: parts[1]), content.count > Self.idByteCount
        else { return nil }
        let id = content.prefix(Self.idByteCount).reduce(0) { $0 << 8 | UInt32($1) }
        self.init(key: NoteKeyIdentity(name: name, id: id), bytes: Array(content.dropFirst(Self.idByteCount)))
    }

    /// The line without its line feed.
    var line: String {
        let id = withUnsafeBytes(of: key.id.bigEndian) { Array($0) }
        return "— \(key.name) \((id + bytes).base64)"
    }
}
