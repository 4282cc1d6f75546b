import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// A verification in one thread that makes a value of every step and shows each to every audit.
struct SequentialVerification: Equatable {
    /// What is wrong, apart from the field in which a decision differs.
    enum Finding: Equatable {
        case journal(JournalError)
        case decision(sequence: UInt64, JournalLocation)
        case conservation(sequence: UInt64, ConservationViolation)
        case locks(sequence: UInt64, LockViolation)
        case other

        init(_ error: JournalError) {
            if case .divergence(let divergence) = error, case .decision = divergence.kind {
                self = .decision(sequence: divergence.sequence, divergence.location)
            } else {
                self = .journal(error)
            }
        }

        init(_ finding: VerificationFinding) {
            switch finding {
            case .journal(let error): self.init(error)
            case .decision(let divergence): self = .decision(sequence: divergence.sequence, divergence.location)
            case .conservation(let sequence, let violation): self = .conservation(sequence: sequence, violation)
            case .locks(let sequence, let violation): self = .locks(sequence: sequence, violation)
            case .snapshot, .head, .checkpoint: self = .other
            }
        }
    }

    private(set) var recordCount: UInt64 = 0
    private(set) var consequenceCount: UInt64 = 0
    private(set) var head: JournalHead
    private(set) var tail: JournalTail?
    private(set) var conservation: ConservationSummary
    private(set) var finding: Finding?
    /// What was read after each batch that is right.
    private(set) var readByteCounts: [UInt64] = []

    /// What `Verification` says of a journal.
    init(reportOn path: FilePath, access: JournalAccess = JournalAccess()) throws(JournalError) {
        var readByteCounts: [UInt64] = []
        let report = try Verification.run(at: path, access: access) { readByteCounts.append($0.readByteCount) }
        recordCount = report.recordCount
        consequenceCount = report.consequenceCount
        head = report.head
        tail = report.tail
        conservation = report.conservation
        finding = report.finding.map { Finding($0) }
        self.readByteCounts = readByteCounts
    }

    /// Verifies a journal.
    init(_ path: FilePath) throws(JournalError) {
        let start = try JournalReplay(at: path, from: .genesis)
        let replay = Replay(start.hosted)
        var audits = Audits(start.hosted)
        head = start.reader.head
        conservation = ConservationSummary(of: start.hosted.kernel)
        do throws(JournalError) {
            while finding == nil, let batch = try start.reader.nextBatch() {
                for position in 0..<batch.count where finding == nil {
                    let replayed = try replay.execute(batch[position], in: batch.segment)
                    finding = audits.finding(replayed)
                    guard finding == nil else { break }
                    recordCount += 1
                    if replayed.step.origin == .consequence { consequenceCount += 1 }
                }
                guard finding == nil else { break }
                head = start.reader.head
                readByteCounts.append(start.reader.readByteCount)
            }
            tail = start.reader.tail
        } catch {
            finding = Finding(error)
        }
        conservation = ConservationSummary(of: start.hosted.kernel)
        if finding == nil { finding = audits.finding(atEndOf: head) }
    }
}

/// Both audits of a kernel.
private struct Audits {
    private let hosted: HostedKernel
    private var conservation: ConservationAuditor
    private var locks: LockAuditor

    init(_ hosted: HostedKernel) {
        self.hosted = hosted
        conservation = ConservationAuditor(of: hosted.kernel)
        locks = LockAuditor(of: hosted.kernel)
    }

    mutating func finding(_ replayed: ReplayedRecord) -> SequentialVerification.Finding? {
        let step = replayed.step
        do throws(ConservationViolation) {
            try conservation.audit(command: replayed.command, decision: step.decision, kernel: hosted.kernel)
        } catch {
            return .conservation(sequence: step.sequence, error)
        }
        do throws(LockViolation) {
            try locks.audit(step, replayed.command)
            return nil
        } catch {
            return .locks(sequence: step.sequence, error)
        }
    }

    mutating func finding(atEndOf head: JournalHead) -> SequentialVerification.Finding? {
        do throws(ConservationViolation) {
            try conservation.auditAll(kernel: hosted.kernel)
        } catch {
            return .conservation(sequence: head.sequence, error)
        }
        do throws(LockViolation) {
            try locks.auditAll(at: hosted.kernel.time)
            return nil
        } catch {
            return .locks(sequence: head.sequence, error)
        }
    }
}
