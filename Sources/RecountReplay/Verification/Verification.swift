import RecountJSON
import RecountJournal
import RecountKernel
import SystemPackage

/// What a verification of a journal found.
public struct VerificationReport: Sendable {
    /// How many records were replayed and found right.
    public internal(set) var recordCount: UInt64 = 0
    /// How many of them are consequences.
    public internal(set) var consequenceCount: UInt64 = 0
    /// The last record of the last batch that is right, and the chain value after it.
    public internal(set) var head: JournalHead
    /// How the journal ends; nil if its end was not reached.
    public internal(set) var tail: JournalTail?
    /// The snapshot that the replay began with; nil if it began with the first record.
    public internal(set) var snapshot: SnapshotHeader?
    /// What every tenant has after the last record that is right.
    public internal(set) var conservation: ConservationSummary
    /// How the journal stands to the checkpoint that it was compared with; nil if there was none, or something else
    /// is wrong before the checkpoint's last record.
    public internal(set) var checkpoint: CheckpointStanding?
    /// The first thing that is wrong; nil if nothing is.
    public internal(set) var finding: VerificationFinding?

    /// Whether nothing is wrong. An incomplete last batch is not: what stands before it is valid.
    public var isValid: Bool { finding == nil }
}

/// The first thing that is wrong in a journal.
public enum VerificationFinding: Equatable, Sendable {
    /// The bytes are not what was written, or a decision is not what the record says.
    case journal(JournalError)
    /// A decision differs from its replay in a field.
    case decision(FieldDivergence)
    /// A property of budgets does not hold after a record.
    case conservation(sequence: UInt64, ConservationViolation)
    /// A property of locks does not hold after a record.
    case locks(sequence: UInt64, LockViolation)
    /// A snapshot is not of the state that the replay gives.
    case snapshot(sequence: UInt64, SnapshotViolation)
    /// The journal ends elsewhere than it should.
    case head(expected: JournalHead, found: JournalHead)
    /// The journal does not begin with the records that a checkpoint was made of.
    case checkpoint(Checkpoint, CheckpointStanding)
}

/// The first field in which a recorded decision differs from its replay.
public struct FieldDivergence: Equatable, Sendable {
    /// The record's sequence.
    public let sequence: UInt64
    /// Where the record begins.
    public let location: JournalLocation
    /// What was asked; nil for a consequence.
    public let command: CommandKind?
    /// The field's path, such as `rejections.quality`.
    public let field: String
    /// What the replay gives.
    public let expected: String
    /// What is recorded.
    public let found: String
}

/// How far a verification has come.
public struct VerificationProgress: Sendable {
    /// Bytes that were read and found right.
    public internal(set) var readByteCount: UInt64
    /// Bytes that the journal had at the start.
    public let byteCount: UInt64
}

/// Replays a whole journal: frames, chain, canonical form, every stamp, every decision and
/// consequence by executing it again, and from the records alone B1–B5 after every step and of every
/// lease that it excludes others, its fencing token, its end and its count. Snapshots on the way are compared with
/// the state that the replay gives. A second thread reads ahead. Its memory does not depend on the journal's length.
public enum Verification {
    /// Verifies the journal in a directory. O(journal).
    ///
    /// - Parameters:
    ///   - path: the journal's directory. It may be open for writing meanwhile.
    ///   - access: its keys, and its archive if the replay is to include that.
    ///   - start: where the replay begins; what a snapshot holds is then taken as it is.
    ///   - expectedHead: where the journal must end, or at least must have passed: a shortened tail
    ///     is found only by comparing it with a head that was seen before.
    ///   - checkpoint: whose records the journal must begin with. Without one, no tree is built.
    ///   - progress: is given, after every batch, how much was read.
    /// - Throws: `JournalError` if the journal cannot be read, or its first header is damaged; all other
    ///   damage is no error but a finding.
    public static func run(
        at path: FilePath, access: JournalAccess = JournalAccess(), from start: JournalStart = .genesis,
        expectedHead: JournalHead? = nil, checkpoint: Checkpoint? = nil,
        progress: (VerificationProgress) -> Void = { _ in }
    ) throws(JournalError) -> VerificationReport {
        let replay = try JournalReplay(at: path, access: access, from: start)
        var verifier = try Verifier(replay, expectedHead: expectedHead, checkpoint: checkpoint)
        return try verifier.run(progress)
    }
}

/// One verification on its way.
private struct Verifier {
    private let batches: ReadAhead
    private let hosted: HostedKernel
    private let replay: Replay
    private let expectedHead: JournalHead?
    private let checkpoint: Checkpoint?
    private var comparison: CheckpointComparison?
    private var auditor: ConservationAuditor
    private var lockAuditor: LockAuditor
    private var snapshots: SnapshotAudit
    private var report: VerificationReport
    private var progress: VerificationProgress
    private var hasPassedExpectedHead = false

    init(_ start: JournalReplay, expectedHead: JournalHead?, checkpoint: Checkpoint?) throws(JournalError) {
        hosted = start.hosted
        replay = Replay(start.hosted)
        auditor = ConservationAuditor(of: start.hosted.kernel)
        lockAuditor = LockAuditor(of: start.hosted.kernel)
        snapshots = try SnapshotAudit(of: start)
        self.expectedHead = expectedHead
        self.checkpoint = checkpoint
        comparison = checkpoint.flatMap { CheckpointComparison($0.head, after: start.frontier) }
        report = VerificationReport(
            head: start.reader.head, conservation: ConservationSummary(of: start.hosted.kernel))
        report.snapshot = start.snapshot
        progress = VerificationProgress(readByteCount: start.reader.readByteCount, byteCount: start.reader.byteCount)
        batches = ReadAhead(start.reader)
    }

    mutating func run(_ notify: (VerificationProgress) -> Void) throws(JournalError) -> VerificationReport {
        var end: JournalReader?
        do throws(JournalError) {
            end = try verifyBatches(notify)
        } catch {
            switch error {
            case .corrupt, .divergence: report.finding = .journal(error)
            default: throw error
            }
        }
        finish(end)
        return report
    }

    /// - Returns: the reader, if it came to the journal's end.
    private mutating func verifyBatches(
        _ notify: (VerificationProgress) -> Void
    ) throws(JournalError) -> JournalReader? {
        note(report.head)
        while true {
            switch try batches.next() {
            case .end(let reader): return reader
            case .batch(let batch):
                verify(batch)
                guard report.finding == nil else { return nil }
                note(batch.head)
                report.finding = snapshots.audit(hosted.kernel, at: batch.head)
                guard report.finding == nil else { return nil }
                progress.readByteCount += UInt64(batch.byteCount)
                notify(progress)
            }
        }
    }

    /// Verifies the records of a batch up to the first that something is wrong with.
    private mutating func verify(_ batch: JournalBatch) {
        for position in 0..<batch.count {
            guard let finding = finding(at: position, of: batch) else { continue }
            report.finding = finding
            return take(batch, rightCount: position)
        }
        take(batch, rightCount: batch.count)
    }

    /// Takes the first records of a batch, which are right.
    private mutating func take(_ batch: JournalBatch, rightCount: Int) {
        report.recordCount += UInt64(rightCount)
        guard comparison != nil || snapshots.isAwaitingAny else { return }
        for position in 0..<rightCount {
            let stamp = batch[position].stamp
            snapshots.take(stamp)
            comparison?.append(stamp)
        }
    }

    private mutating func finding(at position: Int, of batch: JournalBatch) -> VerificationFinding? {
        do throws(JournalError) {
            let record = try replay.check(position, of: batch)
            if let finding = audit(record) { return finding }
            if record.origin == .consequence { report.consequenceCount += 1 }
            return nil
        } catch {
            return Self.finding(error, batch[position])
        }
    }

    private mutating func audit(_ record: CheckedRecord) -> VerificationFinding? {
        // Most decisions are none that an audit looks at, and decoding costs as much as a step.
        let kind = record.kind
        guard kind.changesBudgets || kind.changesLeases else { return nil }
        let replayed = record.replayed
        let step = replayed.step
        let command = replayed.command
        do throws(ConservationViolation) {
            if kind.changesBudgets {
                try auditor.audit(command: command, decision: step.decision, kernel: hosted.kernel)
            }
        } catch {
            return .conservation(sequence: step.sequence, error)
        }
        do throws(LockViolation) {
            if kind.changesLeases { try lockAuditor.audit(step, command) }
            return nil
        } catch {
            return .locks(sequence: step.sequence, error)
        }
    }

    private mutating func auditAll() -> VerificationFinding? {
        do throws(ConservationViolation) {
            try auditor.auditAll(kernel: hosted.kernel)
        } catch {
            return .conservation(sequence: report.head.sequence, error)
        }
        do throws(LockViolation) {
            try lockAuditor.auditAll(at: hosted.kernel.time)
            return nil
        } catch {
            return .locks(sequence: report.head.sequence, error)
        }
    }

    private mutating func note(_ head: JournalHead) {
        report.head = head
        if head == expectedHead { hasPassedExpectedHead = true }
    }

    /// - Parameter end: the reader at the journal's end; nil if something is wrong before that.
    private mutating func finish(_ end: JournalReader?) {
        report.tail = end?.tail
        report.conservation = ConservationSummary(of: hosted.kernel)
        report.checkpoint = checkpointStanding
        guard let end else { return }
        report.finding = auditAll() ?? snapshots.finding(atEndOf: end)
        if let expectedHead, !hasPassedExpectedHead, report.finding == nil {
            report.finding = .head(expected: expectedHead, found: report.head)
        }
        if let checkpoint, let standing = report.checkpoint, standing != .contained, report.finding == nil {
            report.finding = .checkpoint(checkpoint, standing)
        }
    }

    /// What was found before the journal's end says nothing about the records behind it.
    private var checkpointStanding: CheckpointStanding? {
        guard let standing = comparison?.standing else { return nil }
        if case .shortened = standing, report.finding != nil { return nil }
        return standing
    }

    /// A divergence of decisions by its first field.
    private static func finding(_ error: JournalError, _ record: JournalRecord) -> VerificationFinding {
        guard case .divergence(let divergence) = error,
            case .decision(let expected, let found) = divergence.kind
        else { return .journal(error) }
        let pair = firstDifference(expected.fields, found.fields)
        return .decision(
            FieldDivergence(
                sequence: divergence.sequence, location: divergence.location, command: command(of: record),
                field: pair.field, expected: pair.expected, found: pair.found))
    }

    private static func command(of record: JournalRecord) -> CommandKind? {
        guard let body = try? RecordBody(decoding: record.body) else { return nil }
        return body.command.first.flatMap(CommandKind.init(rawValue:))
    }

    private static func firstDifference(
        _ expected: [NamedField], _ found: [NamedField]
    ) -> (field: String, expected: String, found: String) {
        for position in 0..<max(expected.count, found.count) {
            guard position < found.count else { return (expected[position].path, expected[position].value, "nothing") }
            guard position < expected.count else { return (found[position].path, "nothing", found[position].value) }
            if expected[position] == found[position] { continue }
            let samePath = expected[position].path == found[position].path
            let foundText = samePath ? found[position].value : "\(found[position].path) \(found[position].value)"
            return (expected[position].path, expected[position].value, foundText)
        }
        return ("canonical form", "the only encoding of these fields", "another one")
    }
}

extension OwnedDecision {
    /// All fields. O(fields).
    fileprivate var fields: [NamedField] { withDecision { FieldCollector.fields(of: $0) } }
}
