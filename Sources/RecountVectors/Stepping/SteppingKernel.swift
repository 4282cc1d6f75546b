import RecountDigest
import RecountJournal
import RecountKernel

/// A kernel that takes commands as bytes and gives records as bytes, as a host in any language sees it.
final class SteppingKernel {
    private let host: HostedKernel
    private var body: [UInt8] = []

    /// Makes a kernel in memory of its own. Its salt secret is 32 zero bytes, as that of all vectors.
    ///
    /// - Throws: `JournalError.kernelUnavailable` if there is too little memory.
    init(limits: KernelLimits, initialTime: Milliseconds, hashSeed: HashSeed) throws(JournalError) {
        host = try HostedKernel(
            limits: limits, initialTime: initialTime,
            identity: JournalIdentity(journalID: .zero, hashSeed: hashSeed, saltSecret: .zero))
    }

    /// The kernel's time in milliseconds.
    var time: UInt64 { host.kernel.time.rawValue }

    /// Takes bytes that should be a command.
    func step(_ bytes: [UInt8]) -> StepAnswer {
        bytes.withUnsafeBytes { buffer in
            do throws(DecodingError) {
                let command = try Command(decoding: buffer)
                return step(command)
            } catch {
                return .malformed(error)
            }
        }
    }

    private func step(_ command: Command) -> StepAnswer {
        do throws(StepError) {
            return .stepped(record(try host.kernel.step(command), command: command))
        } catch {
            switch error {
            case .consequencesDue: return .consequencesDue
            case .malformed: preconditionFailure("decoding accepts nothing that the step calls malformed")
            }
        }
    }

    /// Takes the first consequence that is due by a time; nil if nothing is.
    func consequence(until time: UInt64) -> SteppedBytes? {
        host.kernel.nextConsequence(until: Milliseconds(time)).map { record($0, command: nil) }
    }

    /// The digest of the kernel's state. O(state).
    func stateDigest() -> Digest { host.kernel.stateDigest() }

    private func record(_ step: Step, command: Command?) -> SteppedBytes {
        let needed = RecordBody.encodedByteCount(command: command, decision: step.decision)
        if body.count < needed { body = [UInt8](repeating: 0, count: needed) }
        return body.withUnsafeMutableBytes { buffer in
            do {
                let count = try RecordBody.encode(step, command: command, into: buffer)
                let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
                let stamp = LibBlake2b.digest(bytes, in: .record)
                let record = try RecordBody(decoding: bytes)
                return SteppedBytes(
                    sequence: step.sequence, time: step.time.rawValue, origin: step.origin, stamp: stamp,
                    decision: [UInt8](record.decision))
            } catch {
                preconditionFailure("a record of the size that it announced: \(error)")
            }
        }
    }
}

/// What comes of bytes that should be a command.
public enum StepAnswer: Equatable, Sendable {
    /// A step.
    case stepped(SteppedBytes)
    /// No command: nothing changed.
    case malformed(DecodingError)
    /// Consequences are due first: nothing changed.
    case consequencesDue
}
