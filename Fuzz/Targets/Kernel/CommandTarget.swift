import RecountKernel

extension FuzzTarget {
    /// Commands one after another, through two kernels side by side. The second one gets no command that was
    /// refused, only a tick in its place: so whatever a refusal, a malformed command or a mere question changes
    /// shows as a difference between their states.
    static let command = FuzzTarget(
        "command", .script(kindCount: CommandRun.Kind.allCases.count)
    ) { input throws(PropertyViolation) in
        var run = try CommandRun()
        for step in Script(input).steps(of: CommandRun.Kind.self) { try run.take(step.kind, step.payload) }
        return try run.finish()
    }
}

private struct CommandRun {
    enum Kind: UInt8, CaseIterable {
        /// A command after the consequences that come first.
        case command
        /// A command that may come too early.
        case earlyCommand
        /// One consequence, up to a time of 64 bits.
        case consequence
        /// The second kernel is made anew of the first one's state.
        case restore
        /// A command that is rendered and not carried out.
        case render
    }

    private let first: AuditedKernel
    private var second: FuzzedKernel
    private var verdict = FuzzTarget.Verdict.refused

    init() throws(PropertyViolation) {
        first = try AuditedKernel()
        second = try FuzzedKernel(filling: 0x5a)
    }

    mutating func take(_ kind: Kind, _ payload: ArraySlice<UInt8>) throws(PropertyViolation) {
        switch kind {
        case .command: try take(payload, consequences: .first)
        case .earlyCommand: try take(payload, consequences: .ifNeeded)
        case .consequence: _ = try takeConsequence(until: Milliseconds(payload.integer()))
        case .restore: second = try first.fuzzed.restored(filling: UInt8(truncatingIfNeeded: payload.count))
        case .render: try render(payload)
        }
    }

    /// Demands that both kernels have the same state, and that it can be restored.
    func finish() throws(PropertyViolation) -> FuzzTarget.Verdict {
        try first.requireAll()
        _ = try first.fuzzed.restored(filling: 0)
        try require(
            try first.fuzzed.stateBytes == second.stateBytes, "what must change nothing has changed the state")
        return verdict
    }

    private func render(_ bytes: ArraySlice<UInt8>) throws(PropertyViolation) {
        try bytes.withCopiedBytes { (raw) throws(PropertyViolation) in
            guard let command = try? Command(decoding: raw) else { return }
            try requireRendering(of: command)
        }
    }

    /// When the consequences are taken that are due before a command.
    private enum Order {
        case first
        /// After the kernel has said so.
        case ifNeeded
    }

    private mutating func take(_ bytes: ArraySlice<UInt8>, consequences: Order) throws(PropertyViolation) {
        try bytes.withCopiedBytes { (raw) throws(PropertyViolation) in
            guard let command = try? Command(decoding: raw) else { return }
            if consequences == .first { try takeConsequences(before: command) }
            if try step(command, bytes) { return }
            try require(consequences == .ifNeeded, "a consequence is due after all were taken")
            try takeConsequences(before: command)
            try require(try step(command, bytes), "a consequence is due after all were taken")
        }
    }

    /// - Returns: false if consequences come first.
    private mutating func step(_ command: Command, _ bytes: ArraySlice<UInt8>) throws(PropertyViolation) -> Bool {
        guard let answer = try first.step(command, bytes) else { return false }
        verdict = .accepted
        if answer.leavesState {
            try tickSecond(at: command.header.time)
        } else {
            let other = try second.answer(to: command, bytes)
            try require(other == answer, "two kernels of one state answer \(answer) and \(other as Any)")
        }
        return true
    }

    /// A tick advances time and forgets, as every step does, and nothing else.
    private func tickSecond(at time: Milliseconds) throws(PropertyViolation) {
        let tick = Command(header: CommandHeader(tenant: .none, time: time), body: .tick)
        try require(try second.step(tick) != nil, "of two kernels of one state one has more to do first")
    }

    private mutating func takeConsequences(before command: Command) throws(PropertyViolation) {
        while try takeConsequence(until: command.header.time) {}
    }

    private mutating func takeConsequence(until limit: Milliseconds) throws(PropertyViolation) -> Bool {
        let answer = try first.takeConsequence(until: limit)
        let other = try second.takeConsequence(until: limit)
        try require(
            answer == other, "in two kernels of one state other things fall due: \(answer as Any), \(other as Any)")
        return answer != nil
    }
}
