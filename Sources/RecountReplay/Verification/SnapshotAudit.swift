import RecountDigest
import RecountJournal
import RecountKernel

/// What a snapshot says otherwise than the replay.
public struct SnapshotViolation: Error, Equatable, Sendable {
    /// What is compared.
    public enum Property: String, Sendable {
        /// The chain value after the last record before it.
        case chain
        /// The digest of the state.
        case state
        /// The root of the tree over the stamps.
        case tree
        /// The last record before it, which must be the last of a segment.
        case sequence
    }

    /// Its file name.
    public let name: String
    /// What is compared.
    public let property: Property
    /// What the replay gives.
    public let expected: String
    /// What the snapshot says.
    public let found: String
}

/// Compares the snapshots that lie in a journal's directory with its replay.
struct SnapshotAudit {
    private var pending: ArraySlice<SnapshotSummary>
    private let refused: [SnapshotRefusal]
    private var frontier: TreeFrontier

    /// - Throws: if they cannot be read.
    init(of start: JournalReplay) throws(JournalError) {
        let snapshots = try start.reader.snapshots()
        let first = start.reader.head.sequence
        pending = snapshots.good[...].drop { $0.header.head.sequence <= first }
        refused = snapshots.refused
        frontier = start.frontier
    }

    /// Whether any snapshot is to be compared yet.
    var isAwaitingAny: Bool { !pending.isEmpty }

    /// Takes the stamp of the next record. O(1), amortised; nothing once no snapshot is to come.
    mutating func take(_ stamp: Digest) {
        if isAwaitingAny { frontier.append(stamp) }
    }

    /// Compares the snapshot of the state that the replay has come to, if there is one.
    mutating func audit(_ kernel: borrowing Kernel, at head: JournalHead) -> VerificationFinding? {
        guard let next = pending.first, next.header.head.sequence <= head.sequence else { return nil }
        pending.removeFirst()
        let found = next.header
        guard found.head.sequence == head.sequence else {
            return violation(next, .sequence, "the end of a batch", "\(found.head.sequence)")
        }
        if found.head.chain != head.chain {
            return violation(next, .chain, head.chain.hexadecimal, found.head.chain.hexadecimal)
        }
        let state = kernel.stateDigest()
        if found.stateDigest != state {
            return violation(next, .state, state.hexadecimal, found.stateDigest.hexadecimal)
        }
        if next.frontier != frontier {
            return violation(next, .tree, frontier.root.hexadecimal, next.frontier.root.hexadecimal)
        }
        return nil
    }

    /// What is wrong with snapshots apart from their states: that one is damaged, or that the journal ends before it.
    func finding(atEndOf reader: JournalReader) -> VerificationFinding? {
        if let refusal = refused.first { return .journal(refusal.error) }
        do throws(JournalError) {
            try reader.checkSnapshotsAreCovered()
            return nil
        } catch {
            return .journal(error)
        }
    }

    private func violation(
        _ snapshot: SnapshotSummary, _ property: SnapshotViolation.Property, _ expected: String, _ found: String
    ) -> VerificationFinding {
        .snapshot(
            sequence: snapshot.header.head.sequence,
            SnapshotViolation(name: snapshot.name, property: property, expected: expected, found: found))
    }
}
