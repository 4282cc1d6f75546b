import RecountKernel

/// A kernel and what it is asked, one after another.
public struct VectorSequence: Equatable, Sendable {
    /// What the kernel is made for.
    public var limits: KernelLimits
    /// Its time before the first step.
    public var initialTime: Milliseconds
    /// The key of its tables, which must not show in any answer.
    public var hashSeed: HashSeed
    /// Commands that come before the cases, each after the consequences that are due. Their answers are not listed.
    public var setup: [SetupStep]
    /// The cases, in order. Each finds the kernel as the one before left it.
    public var entries: [StepCase]

    /// Makes a sequence.
    public init(
        limits: KernelLimits, initialTime: Milliseconds, hashSeed: HashSeed, setup: [SetupStep], entries: [StepCase]
    ) {
        self.limits = limits
        self.initialTime = initialTime
        self.hashSeed = hashSeed
        self.setup = setup
        self.entries = entries
    }
}

/// A command that comes before the cases.
public struct SetupStep: Equatable, Sendable {
    /// Its canonical bytes.
    public var command: [UInt8]
    /// How often it is given, one time after the other, from 1.
    public var count: UInt32

    /// Makes a step.
    public init(command: [UInt8], count: UInt32 = 1) {
        self.command = command
        self.count = count
    }
}

/// One step of a kernel, or bytes that it refuses to take.
public struct StepCase: Equatable, Sendable {
    /// Id, comment, flags.
    public var label: VectorLabel
    /// The command's canonical bytes, or what should be such; nil for a consequence, which stands before the
    /// command that it came before.
    public var command: [UInt8]?
    /// What comes of it.
    public var result: StepResult
    /// Digest of the kernel's state afterwards, if the file states it.
    public var stateDigest: Digest?

    /// Makes a case.
    public init(label: VectorLabel, command: [UInt8]?, result: StepResult, stateDigest: Digest? = nil) {
        self.label = label
        self.command = command
        self.result = result
        self.stateDigest = stateDigest
    }
}

/// What comes of a command.
public enum StepResult: Equatable, Sendable {
    /// A step.
    case decision(SteppedBytes)
    /// No command: nothing changes.
    case malformed(DecodingError)
}

/// A step as a journal records it, without its command.
public struct SteppedBytes: Equatable, Sendable {
    /// From 1.
    public var sequence: UInt64
    /// The kernel's time after it, in milliseconds.
    public var time: UInt64
    /// What asked for it.
    public var origin: Step.Origin
    /// Digest of the record's body.
    public var stamp: Digest
    /// The decision's canonical bytes.
    public var decision: [UInt8]

    /// Makes a step.
    public init(sequence: UInt64, time: UInt64, origin: Step.Origin, stamp: Digest, decision: [UInt8]) {
        self.sequence = sequence
        self.time = time
        self.origin = origin
        self.stamp = stamp
        self.decision = decision
    }
}
