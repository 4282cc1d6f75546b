import CRecount
import RecountKernel
import RecountTestSupport

/// The same calls on a Swift kernel: what the C interface must answer.
struct SwiftKernel {
    let harness: KernelHarness

    /// The seed that 1, 2, … 16 are.
    init(limits: KernelLimits = .small, initialTime: UInt64 = 0, saltSecret: SaltSecret = .zero) {
        harness = KernelHarness(
            limits: limits, initialTime: initialTime,
            hashSeed: HashSeed(first: 0x0807_0605_0403_0201, second: 0x100f_0e0d_0c0b_0a09),
            saltSecret: saltSecret)
    }

    /// An answer, and the decoding error where there is one.
    func step(_ bytes: [UInt8]) -> (CKernel.Answer, DecodingError?) {
        bytes.withUnsafeBytes { bytes in
            do throws(DecodingError) {
                let command = try Command(decoding: bytes)
                do throws(StepError) {
                    return (answer(to: command, try harness.step(command)), nil)
                } catch {
                    precondition(error == .consequencesDue, "a decoded command is malformed: \(error)")
                    return (CKernel.Answer(status: RECOUNT_CONSEQUENCES_DUE), nil)
                }
            } catch {
                return (CKernel.Answer(status: RECOUNT_MALFORMED), error)
            }
        }
    }

    func consequence(until time: UInt64) -> CKernel.Answer {
        harness.takeConsequence(until: time).map { answer(to: nil, $0) } ?? CKernel.Answer(status: RECOUNT_NOTHING_DUE)
    }

    var stateDigest: [UInt8] { harness.kernel.stateDigest().bytes }

    private func answer(to command: Command?, _ step: Step) -> CKernel.Answer {
        var body = [UInt8](
            repeating: 0, count: RecordBody.encodedByteCount(command: command, decision: step.decision))
        var decision = [UInt8](repeating: 0, count: step.decision.encodedByteCount)
        do {
            _ = try body.withUnsafeMutableBytes { try RecordBody.encode(step, command: command, into: $0) }
            _ = try decision.withUnsafeMutableBytes { try step.decision.encode(into: $0) }
        } catch {
            fatalError("too small by its own count: \(error)")
        }
        return CKernel.Answer(
            status: RECOUNT_OK, sequence: step.sequence, time: step.time.rawValue,
            origin: UInt32(step.origin.rawValue),
            stamp: body.withUnsafeBytes { Blake2b.digest($0, in: .record) }.bytes, decision: decision)
    }
}
