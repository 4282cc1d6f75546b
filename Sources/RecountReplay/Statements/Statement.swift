import RecountDigest
import RecountKernel

/// A tenant's own account of what it had, got, spent and has between two seals of a journal, with the proof that the
/// journal's owner committed to it. It holds nothing of any other tenant but digests that are salted.
public struct Statement: Equatable, Sendable {
    /// The journal's name, as its checkpoints have it.
    public let journal: NoteKeyName
    /// The tenant.
    public let tenant: TenantID
    /// How many records the checkpoint has that the seals are under.
    public let checkpointSize: UInt64
    /// That the checkpoint has all records of an earlier one; nil if that was not asked for.
    public let growth: StatementGrowth?
    /// The first seal; nil for a statement from the journal's beginning, when every figure was 0.
    public let opening: StatementSeal?
    /// The second seal.
    public let closing: StatementSeal
    /// What happened between the two.
    public let totals: StatementTotals

    /// One of the seals.
    func seal(_ side: StatementSide) -> StatementSeal? {
        switch side {
        case .opening: opening
        case .closing: closing
        }
    }
}

/// That the checkpoint of a statement has all records of an earlier one.
public struct StatementGrowth: Equatable, Sendable {
    /// The earlier checkpoint's tree.
    public let earlier: TreeHead
    /// The roots of subtrees of which both trees' roots can be computed, the lowest first.
    public let hashes: [TreeHash]
}
