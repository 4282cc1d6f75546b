import RecountKernel

/// Drives the kernel, the reference model and the auditor by the same commands, and compares every
/// step and all state after it.
package final class LockLockstep {
    /// The kernel.
    package let harness: KernelHarness
    /// The model.
    package private(set) var reference: ReferenceLocks
    private var auditor = LockInvariants()
    /// What has happened so far.
    package private(set) var outcomes = BudgetOutcomes()

    /// What differed, and in which step.
    package struct Mismatch: Error, CustomStringConvertible {
        package let description: String
    }

    /// All sides at one moment.
    package struct Saved {
        fileprivate let kernel: SavedKernel
        fileprivate let reference: ReferenceLocks
        fileprivate let auditor: LockInvariants
    }

    /// All without steps.
    package init(limits: KernelLimits, initialTime: UInt64 = 0) {
        harness = KernelHarness(limits: limits, initialTime: initialTime)
        reference = ReferenceLocks(limits: limits, initialTime: initialTime)
    }

    /// The present state of all sides.
    package func save() -> Saved {
        Saved(kernel: harness.save(), reference: reference, auditor: auditor)
    }

    /// Goes back to a state that was saved here.
    package func restore(_ saved: Saved) {
        harness.restore(saved.kernel)
        reference = saved.reference
        auditor = saved.auditor
    }

    /// Takes the due consequences and the command on all sides.
    ///
    /// - Parameter time: of the command; nil for the present.
    /// - Returns: the command's decision.
    @discardableResult
    package func run(_ body: CommandBody, tenant: UInt64 = 1, at time: UInt64? = nil) throws(Mismatch) -> Decision {
        let tenantID = body.concernsTenant ? TenantID(tenant) : .none
        let header = CommandHeader(tenant: tenantID, time: Milliseconds(time ?? harness.now))
        return try run(Command(header: header, body: body))
    }

    /// Takes the due consequences and the command as it is on all sides.
    @discardableResult
    package func run(_ command: Command) throws(Mismatch) -> Decision {
        let limit = command.header.time
        while let expected = reference.nextConsequence(until: limit.rawValue) {
            let early = Result { () throws(StepError) in try harness.kernel.step(command) }
            guard case .failure(.consequencesDue) = early else {
                throw Mismatch(description: "\(early) while \(expected) is due")
            }
            guard let step = harness.kernel.nextConsequence(until: limit) else {
                throw Mismatch(description: "nothing where \(expected) is due")
            }
            try compare(step, expected, nil)
        }
        if let step = harness.kernel.nextConsequence(until: limit) {
            throw Mismatch(description: "\(step) where nothing is due")
        }
        let expected = Result { () throws(StepError) in try reference.step(command) }
        let found = Result { () throws(StepError) in try harness.kernel.step(command) }
        guard case .success(let step) = found, case .success(let expected) = expected else {
            throw Mismatch(description: "\(found) where \(expected) is expected on \(command)")
        }
        try compare(step, expected, command)
        return step.decision
    }

    private func compare(_ step: Step, _ expected: Step, _ command: Command?) throws(Mismatch) {
        outcomes.count(step.decision, of: command)
        let what = command.map { "\($0.header.tenant.rawValue) \($0.header.time.rawValue) \($0.body)" }
        guard step.matches(expected) else {
            throw Mismatch(description: "step \(step) where \(expected) is expected on \(what ?? "a consequence")")
        }
        var wrong = auditor.violations(after: step, in: harness.kernel)
        let picture = LockPicture(harness.kernel)
        if picture != reference.picture { wrong.append("\(picture) where \(reference.picture) is expected") }
        if harness.kernel.nextDue?.rawValue != reference.nextDue {
            wrong.append("next due \(harness.kernel.nextDue as Any), not \(reference.nextDue as Any)")
        }
        guard wrong.isEmpty else {
            throw Mismatch(description: "after \(step) on \(what ?? "a consequence"): \(wrong)")
        }
    }
}
