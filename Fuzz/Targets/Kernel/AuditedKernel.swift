import RecountKernel
import RecountReplay

/// A kernel of which every step is checked: its order, its encoding, the budgets and the leases.
final class AuditedKernel {
    let fuzzed: FuzzedKernel
    private var conservation: ConservationAuditor
    private var locks = LockAuditor()

    init() throws(PropertyViolation) {
        fuzzed = try FuzzedKernel()
        conservation = ConservationAuditor(of: fuzzed.kernel)
    }

    /// Takes a command.
    ///
    /// - Returns: nil if consequences come first.
    func step(_ command: Command, _ bytes: ArraySlice<UInt8>) throws(PropertyViolation) -> Answer? {
        let before = fuzzed.position
        guard let step = try fuzzed.step(command) else {
            try require(fuzzed.position == before, "a step that was not taken has moved \(before)")
            return nil
        }
        return try checked(step, command, bytes, after: before)
    }

    /// Takes what falls due next, or nil if nothing does by a time.
    func takeConsequence(until limit: Milliseconds) throws(PropertyViolation) -> Answer? {
        let before = fuzzed.position
        guard let step = fuzzed.kernel.nextConsequence(until: limit) else { return nil }
        return try checked(step, nil, [], after: before)
    }

    /// Checks what the records say of all accounts and leases.
    func requireAll() throws(PropertyViolation) {
        do throws(ConservationViolation) {
            try conservation.auditAll(kernel: fuzzed.kernel)
        } catch {
            throw PropertyViolation("the records say otherwise than the kernel: \(error)")
        }
        do throws(LockViolation) {
            try locks.auditAll(at: fuzzed.kernel.time)
        } catch {
            throw PropertyViolation("a lease is held longer than the records say: \(error)")
        }
    }

    private func checked(
        _ step: Step, _ command: Command?, _ bytes: ArraySlice<UInt8>, after before: FuzzedKernel.Position
    ) throws(PropertyViolation) -> Answer {
        try require(
            step.sequence == before.sequence + 1 && step.time >= before.time
                && fuzzed.position == FuzzedKernel.Position(sequence: step.sequence, time: step.time),
            "step \(step.sequence) at \(step.time) after \(before)")
        try fuzzed.requireConservation()
        do throws(ConservationViolation) {
            try conservation.audit(command: command, decision: step.decision, kernel: fuzzed.kernel)
        } catch {
            throw PropertyViolation("step \(step.sequence) violates \(error)")
        }
        do throws(LockViolation) {
            try locks.audit(step, command)
        } catch {
            throw PropertyViolation("step \(step.sequence) violates \(error)")
        }
        return try Answer(step, command, from: bytes)
    }
}
