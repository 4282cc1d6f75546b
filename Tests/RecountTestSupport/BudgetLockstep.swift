import RecountKernel

/// Drives the kernel, the reference model and the auditor by the same commands, and compares every
/// step and all state after it.
package final class BudgetLockstep {
    /// The kernel.
    package let harness: KernelHarness
    /// The model.
    package private(set) var reference: ReferenceBudgets
    private let auditor = BudgetAuditor()
    /// What has happened so far.
    package private(set) var outcomes = BudgetOutcomes()

    /// What differed, and in which step.
    package struct Mismatch: Error, CustomStringConvertible {
        package let description: String
    }

    /// Both without steps.
    package init(limits: KernelLimits, initialTime: UInt64 = 0) {
        harness = KernelHarness(limits: limits, initialTime: initialTime)
        reference = ReferenceBudgets(limits: limits, initialTime: initialTime)
    }

    /// Takes the due consequences and the command on both sides.
    package func run(_ command: Command) throws(Mismatch) {
        let limit = command.header.time
        while let expected = reference.nextConsequence(until: limit.rawValue) {
            let early = Result { () throws(StepError) in try harness.kernel.step(command) }
            guard case .failure(.consequencesDue) = early else {
                throw Mismatch(description: "\(early) while \(expected) is due")
            }
            try compare(harness.kernel.nextConsequence(until: limit), expected, nil)
        }
        try compare(harness.kernel.nextConsequence(until: limit), nil, nil)
        let expected = Result { () throws(StepError) in try reference.step(command) }
        let found = Result { () throws(StepError) in try harness.kernel.step(command) }
        guard case .success(let step) = found, case .success(let expected) = expected else {
            throw Mismatch(description: "\(found) where \(expected) is expected on \(command)")
        }
        try compare(step, expected, command)
    }

    /// Takes the due consequences and a command on both sides without comparing anything, for
    /// preparations that are long or were compared before.
    package func prepare(_ command: Command) {
        while reference.nextConsequence(until: command.header.time.rawValue) != nil {
            guard let step = harness.kernel.nextConsequence(until: command.header.time) else { continue }
            auditor.note(step, of: nil)
        }
        do {
            _ = try reference.step(command)
            auditor.note(try harness.kernel.step(command), of: command)
        } catch {
            fatalError("a preparation failed: \(error)")
        }
    }

    private func compare(_ step: Step?, _ expected: Step?, _ command: Command?) throws(Mismatch) {
        guard let step, let expected else {
            if step == nil, expected == nil { return }
            throw Mismatch(description: "step \(step as Any) where \(expected as Any) is expected")
        }
        outcomes.count(step.decision, of: command)
        guard step.matches(expected) else {
            throw Mismatch(
                description: """
                    step \(step) where \(expected) is expected on \
                    \(command.map { "\($0.header.tenant) \($0.header.time) \($0.body)" } ?? "a consequence")
                    """)
        }
        auditor.note(step, of: command)
        let wrong = auditor.violations(in: harness.kernel) + reference.differences(from: harness.kernel)
        guard wrong.isEmpty else {
            throw Mismatch(
                description: "after \(step) on \(command.map { "\($0.body)" } ?? "a consequence"): \(wrong)")
        }
    }
}

extension Step {
    /// Whether all of two steps is equal.
    package func matches(_ other: Step) -> Bool {
        sequence == other.sequence && time == other.time && origin == other.origin && decision == other.decision
    }
}

extension ReferenceBudgets {
    /// Where a kernel's state is not the model's.
    package func differences(from kernel: borrowing Kernel) -> [String] {
        var found: [String] = []
        if kernel.sequence != sequence || kernel.time.rawValue != time { found.append("sequence or time") }
        if kernel.nextDue?.rawValue != nextDue { found.append("next due \(kernel.nextDue as Any)") }
        guard kernel.tenantCount == tenants.count, kernel.accountCount == accounts.count,
            kernel.reservationCount == reservations.count
        else { return found + ["number of tenants, accounts or reservations"] }
        for (position, tenant) in tenants.enumerated() {
            let state = kernel.tenant(at: position)
            let used = [state.used.accounts, state.used.reservations, state.used.transfers].map { UInt64($0) }
            if state.id.rawValue != tenant.id || state.quotas != tenant.quotas || used != use(of: tenant.id) {
                found.append("tenant \(state) where \(tenant) uses \(use(of: tenant.id))")
            }
        }
        for (position, account) in accounts.enumerated() {
            let state = kernel.account(at: position)
            if !account.matches(state) { found.append("account \(state) where \(account) is expected") }
        }
        for reservation in reservations {
            let state = kernel.reservation(reservation.id, of: TenantID(reservation.tenant))
            if state.map(reservation.matches) != true {
                found.append("reservation \(state as Any) where \(reservation) is expected")
            }
        }
        return found
    }
}

extension ReferenceAccount {
    fileprivate func matches(_ state: AccountState) -> Bool {
        state.tenant.rawValue == tenant && state.id.rawValue == id && state.parent?.rawValue == parent
            && state.isClosed == isClosed && state.exposureLimit == limit
            && balances[0].matches(state.balances.calls) && balances[1].matches(state.balances.tokens)
            && balances[2].matches(state.balances.cost)
    }
}

extension ReferenceReservation {
    fileprivate func matches(_ standing: ReservationStanding) -> Bool {
        standing.state == state && standing.amounts.numbers == amounts && standing.spent.numbers == spent
            && standing.expiry.rawValue == expiry
    }
}
