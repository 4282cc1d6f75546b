import RecountKernel

/// Checks statements without their journal: that the figures add up, and that the owner of the checkpoint's key
/// committed to them.
public struct StatementCheck: Sendable {
    /// The record of the opening seal; nil for a statement from the journal's beginning.
    public let opening: SealRecord?
    /// The record of the closing seal.
    public let closing: SealRecord

    /// Checks a statement. O(accounts).
    ///
    /// - Parameters:
    ///   - statement: what is to be checked.
    ///   - checkpoint: of the journal, its signature checked.
    ///   - earlier: an earlier one, its signature checked, of which the statement is to show that the journal only
    ///     grew since; without one, what the statement shows about its own earlier checkpoint must still hold.
    /// - Throws: the first thing that does not hold: arithmetic before hashes, so that a changed figure is named.
    public init(
        _ statement: Statement, under checkpoint: Checkpoint, since earlier: Checkpoint? = nil
    ) throws(StatementFinding) {
        guard statement.journal == checkpoint.origin else {
            throw .otherJournal(stated: statement.journal, given: checkpoint.origin)
        }
        guard statement.checkpointSize == checkpoint.head.size else {
            throw .otherSize(stated: statement.checkpointSize, given: checkpoint.head.size)
        }
        try StatementArithmetic(statement).check()
        opening = try statement.opening.map { seal throws(StatementFinding) in
            try Self.record(of: seal, .opening, under: checkpoint.head)
        }
        closing = try Self.record(of: statement.closing, .closing, under: checkpoint.head)
        try checkOrder(statement)
        try Self.checkRoot(of: statement, .opening, opening)
        try Self.checkRoot(of: statement, .closing, closing)
        try Self.checkGrowth(of: statement, to: checkpoint.head, since: earlier)
    }

    private static func record(
        of seal: StatementSeal, _ side: StatementSide, under head: TreeHead
    ) throws(StatementFinding) -> SealRecord {
        do throws(StatementFinding.RecordProblem) {
            let record = try SealRecord(body: seal.body)
            do throws(ProofError) {
                let proof = try InclusionProof(record: record.sequence, treeSize: head.size, hashes: seal.inclusion)
                try proof.verify(record.stamp, in: head)
            } catch {
                throw .notIncluded(error)
            }
            return record
        } catch {
            throw .record(side, error)
        }
    }

    private func checkOrder(_ statement: Statement) throws(StatementFinding) {
        if let opening, opening.sequence >= closing.sequence {
            throw .sealOrder(opening: opening.sequence, closing: closing.sequence)
        }
        let known = Set((statement.opening?.accounts ?? []).map(\.id.rawValue))
        for account in statement.closing.accounts {
            let wasThere = known.contains(account.id.rawValue)
            let beginning = opening?.sequence ?? 0
            guard (1...closing.sequence).contains(account.openedBy), wasThere == (account.openedBy <= beginning) else {
                throw .account(.closing, account.id, .openedBy(account.openedBy))
            }
        }
    }

    private static func checkRoot(
        of statement: Statement, _ side: StatementSide, _ record: SealRecord?
    ) throws(StatementFinding) {
        guard let record, let seal = statement.seal(side) else { return }
        guard seal.stateRoot(of: statement.tenant) == record.stateRoot else {
            throw .record(side, .otherRoot(sequence: record.sequence))
        }
    }

    private static func checkGrowth(
        of statement: Statement, to head: TreeHead, since earlier: Checkpoint?
    ) throws(StatementFinding) {
        if let earlier {
            guard earlier.origin == statement.journal else {
                throw .otherJournal(stated: statement.journal, given: earlier.origin)
            }
            guard statement.growth?.earlier == earlier.head else {
                throw .otherEarlier(stated: statement.growth?.earlier.size, given: earlier.head.size)
            }
        }
        guard let growth = statement.growth else { return }
        do throws(ProofError) {
            try ConsistencyProof(olderSize: growth.earlier.size, newerSize: head.size, hashes: growth.hashes)
                .verify(from: growth.earlier, to: head)
        } catch {
            throw .growth(error)
        }
    }
}
