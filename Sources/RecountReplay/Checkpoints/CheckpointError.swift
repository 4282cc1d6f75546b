/// Why bytes are no checkpoint, or one that is not to be believed.
public enum CheckpointError: Error, Equatable, Sendable {
    /// It is no signed note, or its signatures are not good.
    case note(NoteError)
    /// The text of the note has not the three lines of a checkpoint.
    case wrongLineCount(Int)
    /// The first line can be no journal's name.
    case malformedOrigin
    /// The second line is no count of records.
    case malformedSize
    /// The third line is no root.
    case malformedRoot
    /// It is about one journal and signed for others.
    case otherOrigin(origin: NoteKeyName, signers: [NoteKeyIdentity])
}

extension CheckpointError {
    /// Whether the bytes are no checkpoint at all: then there is nothing to believe or not.
    public var isMalformed: Bool {
        switch self {
        case .note(let error): error.isMalformed
        case .wrongLineCount, .malformedOrigin, .malformedSize, .malformedRoot: true
        case .otherOrigin: false
        }
    }
}

extension CheckpointError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .note(let error): error.description
        case .wrongLineCount(let count):
            "not a checkpoint of a journal: \(count) lines are signed, and it has 3: name, size and root"
        case .malformedOrigin: "not a checkpoint of a journal: its first line is no name without spaces and plus signs"
        case .malformedSize: "not a checkpoint: its second line is no number of records in decimal digits"
        case .malformedRoot: "not a checkpoint: its third line is not 32 bytes in Base 64"
        case .otherOrigin(let origin, let signers):
            "a checkpoint of \(origin), but signed by \(signers.map(\.description).joined(separator: " and ")): "
                + "only a key of the journal's name may sign for it"
        }
    }
}
