import RecountJournal
import RecountKernel

/// Writes down what a kernel does with commands, consequences first.
struct StepRecorder {
    /// What the kernel was made for.
    let limits: KernelLimits
    private let initialTime: Milliseconds
    private let hashSeed: HashSeed
    private let kernel: SteppingKernel
    private var setup: [SetupStep] = []
    /// The cases so far.
    private(set) var entries: [StepCase] = []
    private let groupID: String

    /// Starts with a fresh kernel.
    init(groupID: String, limits: KernelLimits, initialTime: UInt64, hashSeed: HashSeed) {
        self.groupID = groupID
        self.limits = limits
        self.initialTime = Milliseconds(initialTime)
        self.hashSeed = hashSeed
        do throws(JournalError) {
            kernel = try SteppingKernel(limits: limits, initialTime: self.initialTime, hashSeed: hashSeed)
        } catch {
            preconditionFailure("vectors are of small kernels: \(error)")
        }
    }

    /// The kernel's time in milliseconds.
    var time: UInt64 { kernel.time }

    /// What was written down.
    var sequence: VectorSequence {
        VectorSequence(limits: limits, initialTime: initialTime, hashSeed: hashSeed, setup: setup, entries: entries)
    }

    /// Takes a command whose answer is not listed.
    mutating func prepare(_ bytes: [UInt8], count: UInt32) {
        precondition(entries.isEmpty, "what is prepared comes before the cases")
        setup.append(SetupStep(command: bytes, count: count))
        guard let time = Self.time(of: bytes) else { preconditionFailure("what is prepared is a command") }
        for _ in 0..<count {
            while kernel.consequence(until: time) != nil {}
            _ = kernel.step(bytes)
        }
    }

    /// Takes bytes that should be a command, and the consequences before it.
    ///
    /// - Returns: the answer.
    @discardableResult
    mutating func take(_ bytes: [UInt8], comment: String, flags: [VectorFlag]) -> StepResult {
        if let time = Self.time(of: bytes) {
            while let step = kernel.consequence(until: time) {
                append(nil, .decision(step), comment: "before: \(comment)", flags: flags)
            }
        }
        let result: StepResult
        switch kernel.step(bytes) {
        case .stepped(let step): result = .decision(step)
        case .malformed(let error): result = .malformed(error)
        case .consequencesDue: preconditionFailure("every consequence was taken")
        }
        append(bytes, result, comment: comment, flags: flags)
        return result
    }

    private mutating func append(_ command: [UInt8]?, _ result: StepResult, comment: String, flags: [VectorFlag]) {
        let position = String(entries.count + 1)
        let id = groupID + "/" + String(repeating: "0", count: max(0, 3 - position.count)) + position
        let all = Set(flags + result.flags)
        let label = VectorLabel(id: id, comment: comment, flags: VectorFlag.allCases.filter(all.contains))
        entries.append(StepCase(label: label, command: command, result: result, stateDigest: kernel.stateDigest()))
    }

    /// The time of a command; nil if the bytes are none.
    static func time(of bytes: [UInt8]) -> UInt64? {
        bytes.withUnsafeBytes { (try? Command(decoding: $0))?.header.time.rawValue }
    }
}

extension StepResult {
    /// What the answer alone says of its kind.
    fileprivate var flags: [VectorFlag] {
        switch self {
        case .malformed: return [.malformed]
        case .decision(let step):
            guard let kind = DecisionKind(rawValue: step.decision[0]) else { return [] }
            if kind.isConsequence { return [.consequence] }
            switch kind {
            case .refused, .notAdmitted: return [.refused]
            case .duplicate: return [.duplicate]
            default: return []
            }
        }
    }
}
