/// One complete step of the kernel: what a record holds besides the command.
public struct Step: Sendable {
    /// Whether a command or the passing of time asked for a step.
    public enum Origin: UInt8, Sendable {
        /// A command.
        case command = 1
        /// Something fell due.
        case consequence = 2
    }

    /// The largest sequence that anything from outside may name, 2^63 − 1: whatever comes after it, at a step a
    /// nanosecond, stays below 2^64 for centuries.
    public static var maximumSequence: UInt64 { 0x7fff_ffff_ffff_ffff }

    /// 1 for the journal's first step, then one more each.
    public let sequence: UInt64
    /// The kernel's time after the step.
    public let time: Milliseconds
    /// What asked for it.
    public let origin: Origin
    /// The answer.
    public let decision: Decision

    /// Makes a step.
    public init(sequence: UInt64, time: Milliseconds, origin: Origin, decision: Decision) {
        self.sequence = sequence
        self.time = time
        self.origin = origin
        self.decision = decision
    }
}

/// A complete step whose decision stands in the caller's memory as canonical bytes.
public struct EncodedStep: Equatable, Sendable {
    /// 1 for the journal's first step, then one more each.
    public let sequence: UInt64
    /// The kernel's time after the step.
    public let time: Milliseconds
    /// What asked for it.
    public let origin: Step.Origin
    /// How many bytes the decision has.
    public let decisionByteCount: Int

    /// Writes the decision of a step. O(bytes).
    ///
    /// - Precondition: `output` has room for it: see `Decision.encodedByteCount`.
    public init(_ step: Step, into output: UnsafeMutableRawBufferPointer) {
        var writer = ByteWriter(output)
        writer.decision(step.decision)
        self.init(
            sequence: step.sequence, time: step.time, origin: step.origin, decisionByteCount: writer.offset)
    }

    init(sequence: UInt64, time: Milliseconds, origin: Step.Origin, decisionByteCount: Int) {
        self.sequence = sequence
        self.time = time
        self.origin = origin
        self.decisionByteCount = decisionByteCount
    }
}

/// Why the kernel did not take a step. Nothing has changed, and no sequence was used.
public enum StepError: Error, Equatable, Sendable {
    /// Something is due at the command's time: take the consequences first.
    case consequencesDue
    /// The command is none that decoding would accept: its time is above `Milliseconds.maximum`,
    /// or it carries a tenant where it must not, or none where it must, or describes a tenant by an id.
    case malformed(DecodingErrorCode)
}

/// Why a kernel cannot be made.
public enum KernelError: Error, Equatable, Sendable {
    /// The memory is smaller than `Kernel.requiredByteCount(for:)`.
    case memoryTooSmall(needed: UInt64, offered: UInt64)
    /// The memory does not start at a multiple of 64.
    case memoryMisaligned
    /// The initial time is above `Milliseconds.maximum`.
    case timeOutOfRange
}
