import RecountJournal
import RecountKernel

/// What a statement is to be about.
public struct StatementRequest: Sendable {
    /// The tenant.
    public let tenant: TenantID
    /// The checkpoint that the seals are to be under.
    public let checkpoint: Checkpoint
    /// The sequence of the opening seal's record; nil to begin with the journal, when every figure was 0.
    public let opening: UInt64?
    /// The sequence of the closing seal's record; nil for the last seal under the checkpoint.
    public let closing: UInt64?
    /// An earlier checkpoint, since which the journal is to be shown to have only grown.
    public let earlier: Checkpoint?

    /// Makes a request.
    ///
    /// - Throws: `notASeal` for 0, `behindCheckpoint`, `wrongOrder`, `otherJournal`, `earlierIsLater`.
    public init(
        tenant: TenantID, checkpoint: Checkpoint, opening: UInt64? = nil, closing: UInt64? = nil,
        earlier: Checkpoint? = nil
    ) throws(StatementIssueError) {
        for sequence in [opening, closing].compactMap(\.self) {
            guard sequence > 0 else { throw .notASeal(sequence) }
            guard sequence <= checkpoint.head.size else {
                throw .behindCheckpoint(seal: sequence, size: checkpoint.head.size)
            }
        }
        if let opening, let closing, opening >= closing { throw .wrongOrder(opening: opening, closing: closing) }
        if let earlier {
            guard earlier.origin == checkpoint.origin else {
                throw .otherJournal(earlier: earlier.origin, checkpoint.origin)
            }
            guard earlier.head.size <= checkpoint.head.size else {
                throw .earlierIsLater(size: earlier.head.size, than: checkpoint.head.size)
            }
        }
        self.tenant = tenant
        self.checkpoint = checkpoint
        self.opening = opening
        self.closing = closing
        self.earlier = earlier
    }
}

/// Why no statement was issued.
public enum StatementIssueError: Error, Equatable, Sendable {
    /// The journal cannot be read, or is not right.
    case journal(JournalError)
    /// A seal that was asked for is behind the checkpoint's last record.
    case behindCheckpoint(seal: UInt64, size: UInt64)
    /// The opening seal does not come before the closing one.
    case wrongOrder(opening: UInt64, closing: UInt64)
    /// The earlier checkpoint is of another journal.
    case otherJournal(earlier: NoteKeyName, NoteKeyName)
    /// The earlier checkpoint has more records than the other.
    case earlierIsLater(size: UInt64, than: UInt64)
    /// No record up to the checkpoint's last is a seal; behind a record, if an opening seal was asked for.
    case noSeal(size: UInt64, after: UInt64?)
    /// The record is no seal.
    case notASeal(UInt64)
    /// The tenant was not opened up to a seal.
    case unknownTenant(TenantID, seal: UInt64)
    /// The journal does not begin with the records that a checkpoint was made of.
    case notContained(Checkpoint, CheckpointStanding)
}

extension StatementIssueError {
    /// Whether something is wrong with the journal, rather than with what was asked for.
    public var isAuditFailure: Bool {
        if case .notContained = self { true } else { false }
    }
}

extension StatementIssueError: CustomStringConvertible {
    /// One line: what is wrong and what to do.
    public var description: String {
        switch self {
        case .journal(let error): error.description
        case .behindCheckpoint(let seal, let size):
            "record \(seal) is behind the checkpoint, which has \(size) records; sign a newer one or choose an earlier "
                + "seal"
        case .wrongOrder(let opening, let closing):
            "the opening seal, record \(opening), must come before the closing one, record \(closing)"
        case .otherJournal(let earlier, let origin):
            "the earlier checkpoint is of \(earlier) and the other of \(origin); give two of one journal"
        case .earlierIsLater(let size, let later):
            "the earlier checkpoint has \(size) records and the other only \(later); give an older one"
        case .noSeal(let size, nil):
            "no seal is among the checkpoint's \(size) records; run recount seal, then sign a newer checkpoint"
        case .noSeal(let size, let after?):
            "no seal is behind record \(after) among the checkpoint's \(size) records; run recount seal, then sign a "
                + "newer checkpoint"
        case .notASeal(let sequence): "record \(sequence) is no seal; recount inspect shows which are"
        case .unknownTenant(let tenant, let seal):
            "tenant \(tenant.rawValue) was not opened up to record \(seal); choose another tenant or a later seal"
        case .notContained(let checkpoint, let standing):
            switch standing {
            case .shortened(let last):
                "the journal ends at record \(last), before the checkpoint of \(checkpoint.head.size) records does"
            case .contained, .otherHistory:
                "the journal's first \(checkpoint.head.size) records are not those of the checkpoint: it was "
                    + "changed or forked"
            }
        }
    }
}
