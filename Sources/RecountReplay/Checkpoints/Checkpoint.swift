import RecountDigest

/// What a journal's owner commits to by a signature: the journal's name, how many records it has, and the root of the
/// tree over their stamps. In the form of C2SP tlog-checkpoint, without extension lines.
public struct Checkpoint: Equatable, Sendable {
    /// The journal's name, which is that of the key that signs for it.
    public let origin: NoteKeyName
    /// The tree over the stamps.
    public let head: TreeHead

    /// Makes a checkpoint of its parts.
    public init(origin: NoteKeyName, head: TreeHead) {
        self.origin = origin
        self.head = head
    }

    /// Makes and signs the checkpoint of a tree for the journal of the key's name.
    public static func sign(_ head: TreeHead, with key: NoteSigningKey) -> SignedNote {
        SignedNote(signing: Checkpoint(origin: key.identity.name, head: head).text, with: key)
    }

    /// Reads a checkpoint that one of these keys has signed. O(bytes).
    ///
    /// - Parameters:
    ///   - note: the signed note.
    ///   - keys: those that are trusted to sign for the journal, several where its owner changed keys.
    /// - Throws: `CheckpointError`; whatever it is, the bytes say nothing.
    public init(opening note: [UInt8], with keys: [NoteVerificationKey]) throws(CheckpointError) {
        let note = try Self.note(note)
        let signers: [NoteVerificationKey]
        do throws(NoteError) { signers = try note.verify(with: keys) } catch { throw .note(error) }
        self = try Checkpoint(parsing: note.text)
        guard signers.contains(where: { $0.identity.name == origin }) else {
            throw .otherOrigin(origin: origin, signers: signers.map(\.identity))
        }
    }

    /// Reads a checkpoint without checking who signed it: for whoever compares it with the journal itself.
    ///
    /// - Throws: a `CheckpointError` that says that the bytes are malformed.
    public init(unverified note: [UInt8]) throws(CheckpointError) {
        try self.init(parsing: Self.note(note).text)
    }

    private static func note(_ bytes: [UInt8]) throws(CheckpointError) -> SignedNote {
        do throws(NoteError) { return try SignedNote(parsing: bytes) } catch { throw .note(error) }
    }
}

/// The text that is signed: three lines of name, size and root.
extension Checkpoint {
    /// The lines, each with its line feed.
    var text: [UInt8] { Array("\(origin)\n\(head.size)\n\(head.root.withBytes { Array($0) }.base64)\n".utf8) }

    init(parsing text: [UInt8]) throws(CheckpointError) {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        guard lines.count == 3 else { throw .wrongLineCount(lines.count) }
        guard let origin = NoteKeyName(String(decoding: lines[0], as: UTF8.self)) else { throw .malformedOrigin }
        guard let size = Self.size(lines[1]) else { throw .malformedSize }
        guard let root = [UInt8](base64: lines[2]), root.count == TreeHash.byteCount else { throw .malformedRoot }
        self.init(origin: origin, head: TreeHead(size: size, root: root.withUnsafeBytes { TreeHash(bytes: $0) }))
    }

    /// Decimal digits without leading zeros.
    private static func size(_ digits: ArraySlice<UInt8>) -> UInt64? {
        let text = String(decoding: digits, as: UTF8.self)
        guard let size = UInt64(text), String(size) == text else { return nil }
        return size
    }
}
