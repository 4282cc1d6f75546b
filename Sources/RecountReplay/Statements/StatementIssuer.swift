import RecountDigest
import RecountJournal
import RecountKernel
import SystemPackage

/// Makes statements from a journal.
public enum StatementIssuer {
    /// Issues a statement: replays the journal up to the closing seal, from the newest snapshot that the opening seal
    /// allows, and reads the stamps up to the checkpoint's last record. Where a snapshot was taken as it is, the state
    /// root of a seal and the checkpoint's root, which must both come out, show that it was right. O(journal), memory
    /// for a kernel and the leaves of its tenants.
    ///
    /// - Parameters:
    ///   - request: what it is to be about.
    ///   - path: the journal's directory. It may be open for writing meanwhile.
    ///   - access: its keys, and its archive if the replay is to include that.
    ///   - progress: is given, after every batch, how much was read.
    public static func issue(
        _ request: StatementRequest, at path: FilePath, access: JournalAccess = JournalAccess(),
        progress: (VerificationProgress) -> Void = { _ in }
    ) throws(StatementIssueError) -> Statement {
        let closing: UInt64
        if let asked = request.closing {
            closing = asked
        } else {
            closing = try lastSeal(request, path, access, progress)
        }
        // Proofs cannot begin behind what they are about.
        let limit = min((request.opening ?? closing) - 1, request.earlier?.head.size ?? .max)
        let run: StatementRun
        do throws(JournalError) {
            let start = JournalStart.snapshot(upTo: limit)
            run = try StatementRun(request, closing: closing, try JournalReplay(at: path, access: access, from: start))
        } catch {
            throw .journal(error)
        }
        return try run.run(progress)
    }

    /// The last seal under the checkpoint, looked for from one snapshot to the next, the newest first, so that what was
    /// archived is not needed as long as there is a seal behind it.
    private static func lastSeal(
        _ request: StatementRequest, _ path: FilePath, _ access: JournalAccess,
        _ progress: (VerificationProgress) -> Void
    ) throws(StatementIssueError) -> UInt64 {
        let first = request.opening ?? 0
        var end = request.checkpoint.head.size
        while end > first {
            do throws(JournalError) {
                let start = try JournalReplay(at: path, access: access, from: .snapshot(upTo: end - 1))
                if let last = try lastSeal(upTo: end, start.reader, progress) {
                    if last > first { return last }
                    break
                }
                end = start.snapshot?.head.sequence ?? 0
            } catch {
                throw .journal(error)
            }
        }
        throw .noSeal(size: request.checkpoint.head.size, after: request.opening)
    }

    private static func lastSeal(
        upTo end: UInt64, _ reader: JournalReader, _ progress: (VerificationProgress) -> Void
    ) throws(JournalError) -> UInt64? {
        var last: UInt64?
        while reader.head.sequence < end, let batch = try reader.nextBatch() {
            for position in 0..<batch.count where batch[position].sequence <= end {
                let record = batch[position]
                if (try? SealRecord(body: record.body)) != nil { last = record.sequence }
            }
            progress(VerificationProgress(readByteCount: reader.readByteCount, byteCount: reader.byteCount))
        }
        return last
    }
}

/// One reading of a journal for a statement.
private final class StatementRun {
    private let request: StatementRequest
    private let closingSequence: UInt64
    private let start: JournalReplay
    private let replay: Replay
    private var frontier: TreeFrontier
    private var opening: SealReading?
    private var closing: SealReading
    private var growth: ConsistencyProofCollector?
    private var earlier: CheckpointComparison?

    init(_ request: StatementRequest, closing sequence: UInt64, _ start: JournalReplay) throws(JournalError) {
        self.request = request
        self.start = start
        closingSequence = sequence
        replay = Replay(start.hosted)
        frontier = start.frontier
        let size = request.checkpoint.head.size
        opening = request.opening.map { SealReading($0, in: size, after: start.frontier) }
        closing = SealReading(sequence, in: size, after: start.frontier)
        guard let older = request.earlier?.head else { return }
        growth = try? ConsistencyProofCollector(olderSize: older.size, newerSize: size, after: start.frontier)
        earlier = CheckpointComparison(older, after: start.frontier)
    }

    func run(_ progress: (VerificationProgress) -> Void) throws(StatementIssueError) -> Statement {
        let reader = start.reader
        let size = request.checkpoint.head.size
        while frontier.size < size, let batch = try next(of: reader) {
            for position in 0..<batch.count where frontier.size < size {
                try take(batch[position], in: batch.segment)
            }
            progress(VerificationProgress(readByteCount: reader.readByteCount, byteCount: reader.byteCount))
        }
        try checkStanding()
        return try statement()
    }

    private func next(of reader: JournalReader) throws(StatementIssueError) -> JournalBatch? {
        do throws(JournalError) { return try reader.nextBatch() } catch { throw .journal(error) }
    }

    private func take(_ record: JournalRecord, in segment: String) throws(StatementIssueError) {
        let leaf = TreeHash(ofStamp: record.stamp)
        frontier.append(leaf)
        opening?.proof?.append(leaf)
        closing.proof?.append(leaf)
        growth?.append(leaf)
        earlier?.append(record.stamp)
        guard record.sequence <= closingSequence else { return }
        do throws(JournalError) { try replay.execute(record, in: segment) } catch { throw .journal(error) }
        try opening?.take(record, start.hosted.kernel, request.tenant)
        try closing.take(record, start.hosted.kernel, request.tenant)
    }

    private func checkStanding() throws(StatementIssueError) {
        let head = request.checkpoint.head
        guard frontier.size == head.size else {
            throw .notContained(request.checkpoint, .shortened(lastRecord: frontier.size))
        }
        guard frontier.root == head.root else {
            throw .notContained(request.checkpoint, .otherHistory(root: frontier.root))
        }
        guard let checkpoint = request.earlier, let standing = earlier?.standing, standing != .contained else { return }
        throw .notContained(checkpoint, standing)
    }

    private func statement() throws(StatementIssueError) -> Statement {
        guard let closing = closing.seal else { throw .notASeal(closingSequence) }
        let opening = opening?.seal
        let totals: StatementTotals
        do throws(StatementFinding) {
            totals = try StatementTotals(from: opening, to: closing)
        } catch {
            preconditionFailure("the kernel let a counter decrease: \(error)")
        }
        return Statement(
            journal: request.checkpoint.origin, tenant: request.tenant,
            checkpointSize: request.checkpoint.head.size, growth: provenGrowth, opening: opening, closing: closing,
            totals: totals)
    }

    private var provenGrowth: StatementGrowth? {
        guard let earlier = request.earlier, let proof = growth?.proof else { return nil }
        return StatementGrowth(earlier: earlier.head, hashes: proof.hashes)
    }
}
