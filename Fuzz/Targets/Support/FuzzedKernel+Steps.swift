import RecountKernel

extension FuzzedKernel {
    /// Where a kernel stands in time.
    struct Position: Equatable {
        let sequence: UInt64
        let time: Milliseconds
    }

    /// Where it stands.
    var position: Position { Position(sequence: kernel.sequence, time: kernel.time) }

    /// Takes a command that was decoded. A window in the step is borrowed until the next one.
    ///
    /// - Returns: nil if consequences come first.
    func step(_ command: Command) throws(PropertyViolation) -> Step? {
        do throws(StepError) {
            return try kernel.step(command)
        } catch {
            switch error {
            case .consequencesDue: return nil
            case .malformed(let code): throw PropertyViolation("a command was decoded whose step is malformed: \(code)")
            }
        }
    }

    /// Takes a command that was decoded from these bytes.
    ///
    /// - Returns: nil if consequences come first.
    func answer(to command: Command, _ bytes: ArraySlice<UInt8>) throws(PropertyViolation) -> Answer? {
        guard let step = try step(command) else { return nil }
        return try Answer(step, command, from: bytes)
    }

    /// Takes what falls due next, or nil if nothing does by a time.
    func takeConsequence(until limit: Milliseconds) throws(PropertyViolation) -> Answer? {
        guard let step = kernel.nextConsequence(until: limit) else { return nil }
        return try Answer(step, nil, from: [])
    }
}
