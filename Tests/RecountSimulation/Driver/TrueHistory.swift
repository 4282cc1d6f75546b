import RecountJournal
import RecountKernel
import RecountTestSupport

/// Everything that was submitted to a journal, as a kernel without a journal decides it: what must be
/// found again, bit for bit, up to wherever it was lost.
final class TrueHistory {
    /// A step as a journal records it.
    struct Record {
        /// Its canonical body.
        let body: [UInt8]
        /// The digest of that.
        let stamp: Digest
        fileprivate let command: Command?
        fileprivate let time: Milliseconds
    }

    private(set) var records: [Record] = []
    private let limits: KernelLimits
    private let identity: JournalIdentity
    private var harness: KernelHarness

    /// The kernel after the last record.
    var kernel: Kernel {
        _read { yield harness.kernel }
    }

    /// Begins at time 0.
    init(limits: KernelLimits, identity: JournalIdentity) {
        self.limits = limits
        self.identity = identity
        harness = Self.harness(limits, identity)
    }

    /// Takes what is due, then the command.
    func submit(_ command: Command) throws(StepError) {
        let steps = try harness.run(command)
        for step in steps.dropLast() { record(step, nil) }
        record(steps[last: 0], command)
    }

    /// Forgets all but the first records, and replays these through a fresh kernel.
    func cut(to count: Int) throws(StepError) {
        let kept = records.prefix(count)
        records = []
        harness = Self.harness(limits, identity)
        for record in kept {
            if let command = record.command {
                self.record(try harness.step(command), command)
            } else if let step = harness.takeConsequence(until: record.time.rawValue) {
                self.record(step, nil)
            }
        }
    }

    private static func harness(_ limits: KernelLimits, _ identity: JournalIdentity) -> KernelHarness {
        KernelHarness(limits: limits, hashSeed: identity.hashSeed, saltSecret: identity.saltSecret)
    }

    private func record(_ step: Step, _ command: Command?) {
        let byteCount = RecordBody.encodedByteCount(command: command, decision: step.decision)
        var body = [UInt8](repeating: 0, count: byteCount)
        let stamp = body.withUnsafeMutableBytes { output in
            do throws(EncodingError) {
                _ = try RecordBody.encode(step, command: command, into: output)
            } catch {
                fatalError("a record is longer than it says: \(error)")
            }
            return JournalDigest.digest(UnsafeRawBufferPointer(output), in: .record)
        }
        records.append(Record(body: body, stamp: stamp, command: command, time: step.time))
    }
}
