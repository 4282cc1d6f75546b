import RecountTestSupport

@testable import RecountKernel
@testable import RecountReplay

/// A kernel whose steps go to an auditor, as they are or as a test falsifies them, and to the reference, which must
/// find the same.
final class AuditedKernel {
    let harness: KernelHarness
    private var auditor: ConservationAuditor
    private var reference: ReferenceConservation
    private(set) var consequences: [Decision] = []

    init(limits: KernelLimits = .small) {
        harness = KernelHarness(limits: limits)
        auditor = ConservationAuditor(of: harness.kernel)
        reference = ReferenceConservation(of: harness.kernel)
    }

    /// Takes a command, and tells the auditor.
    @discardableResult
    func run(_ body: CommandBody, tenant: UInt64 = 1, at time: UInt64? = nil) throws -> Decision {
        try run(body, tenant: tenant, at: time, told: body)
    }

    /// Takes commands at the kernel's time, and tells the auditor.
    func run(_ bodies: [CommandBody], tenant: UInt64 = 1) throws {
        for body in bodies { try run(body, tenant: tenant) }
    }

    /// Takes a command, and tells the auditor another one.
    ///
    /// - Parameter told: nil to tell nothing.
    @discardableResult
    func run(_ body: CommandBody, tenant: UInt64 = 1, at time: UInt64? = nil, told: CommandBody?) throws -> Decision {
        let command = Self.command(body, tenant, time ?? harness.now)
        return try run(command, told: told.map { Self.command($0, tenant, time ?? harness.now) })
    }

    @discardableResult
    func run(_ command: Command) throws -> Decision {
        try run(command, told: command)
    }

    /// Takes what is due by a time, and tells the auditor what `change` makes of it.
    func expire(until time: UInt64, _ change: (ReservationExpiry) -> ReservationExpiry = { $0 }) throws {
        while let step = harness.takeConsequence(until: time) {
            guard case .reservationExpired(let expiry) = step.decision else { continue }
            consequences.append(step.decision)
            try audit(nil, .reservationExpired(change(expiry)))
        }
    }

    func auditAll() throws {
        let expected = Self.violation { () throws(ConservationViolation) in
            try reference.auditAll(kernel: harness.kernel)
        }
        let found = Self.violation { () throws(ConservationViolation) in
            try auditor.auditAll(kernel: harness.kernel)
        }
        try Self.compare(expected, found)
    }

    /// Begins a new audit with what the kernel has now.
    func restartAudit() {
        auditor = ConservationAuditor(of: harness.kernel)
        reference = ReferenceConservation(of: harness.kernel)
    }

    @discardableResult
    func run(_ command: Command, told: Command?) throws -> Decision {
        try expire(until: command.header.time.rawValue)
        let decision = try harness.step(command).decision
        if let told { try audit(told, decision) }
        return decision
    }

    private func audit(_ command: Command?, _ decision: Decision) throws {
        let expected = Self.violation { () throws(ConservationViolation) in
            try reference.audit(command: command, decision: decision, kernel: harness.kernel)
        }
        let found = Self.violation { () throws(ConservationViolation) in
            try auditor.audit(command: command, decision: decision, kernel: harness.kernel)
        }
        try Self.compare(expected, found)
    }

    private static func violation(_ audit: () throws(ConservationViolation) -> Void) -> ConservationViolation? {
        do throws(ConservationViolation) {
            try audit()
            return nil
        } catch {
            return error
        }
    }

    private static func compare(_ expected: ConservationViolation?, _ found: ConservationViolation?) throws {
        guard expected == found else { throw AuditorDifference(expected: expected, found: found) }
        if let found { throw found }
    }

    private static func command(_ body: CommandBody, _ tenant: UInt64, _ time: UInt64) -> Command {
        let tenant = body.concernsTenant ? TenantID(tenant) : .none
        return Command(header: CommandHeader(tenant: tenant, time: Milliseconds(time)), body: body)
    }
}

/// The auditor finds something else than the reference.
struct AuditorDifference: Error {
    let expected: ConservationViolation?
    let found: ConservationViolation?
}

extension AuditedKernel {
    /// Changes an account's balance of calls behind the back of every command.
    func corrupt(_ account: UInt64, _ change: (inout Balance) -> Void) {
        let slot = harness.kernel.ledger.accounts.find(
            AccountEntry.Key(tenant: TenantID(1), id: AccountID(account)))
        change(&harness.kernel.ledger.accounts[slot].balances.calls)
    }

    /// Counts spending of a tenant that no command asked for.
    func corruptTenant(_ amounts: Amounts) {
        let slot = harness.kernel.ledger.tenants.find(TenantEntry.Key(id: TenantID(1)))
        harness.kernel.ledger.tenants[slot].spend(amounts)
    }
}
