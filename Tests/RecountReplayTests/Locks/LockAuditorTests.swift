import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("Leases from the records alone")
struct LockAuditorTests {
    @Test("the auditor agrees with a sound kernel on long random runs", arguments: 1...12 as ClosedRange<UInt64>)
    func randomRuns(seed: UInt64) throws {
        let audited = AuditedLocks()
        var random = SplitMix64(state: seed)
        var kinds: Set<UInt8> = []
        audited.harness.run(.openTenant(locks: 24))
        do {
            for _ in 0..<2_500 {
                let body = Self.command(&random, audited)
                let time = audited.harness.now + (random.uniform(0...2) == 0 ? random.uniform(0...40) : 0)
                kinds.formUnion(try audited.run(body, at: time).map(\.kind.rawValue))
                try audited.auditor.auditAll(at: audited.harness.kernel.time)
            }
        } catch {
            Issue.record("seed \(seed), record \(audited.harness.kernel.sequence): \(error)")
        }
        let expected: [DecisionKind] = [
            .lockAcquired, .lockQueued, .lockReleased, .refused, .leaseExpired, .waitExpired, .lockPromoted, .accepted,
        ]
        #expect(expected.allSatisfy { kinds.contains($0.rawValue) }, "seed \(seed)")
        #expect(audited.upgradeCount > 0, "seed \(seed)")
    }

    @Test("the locks of an admission are leases like others")
    func admissions() throws {
        let audited = AuditedLocks(limits: .sized(models: 2))
        audited.harness.run(.installPolicy(try SampleJournals.twoModels()))
        audited.harness.run(.openTenant())
        audited.harness.run(.open(1))
        audited.harness.run(.fund(1, 1, .of(calls: 9, tokens: 999, cost: 99_999)))
        for id in 1...3 as ClosedRange<UInt64> {
            let admission = AdmissionCase(id).locking((5, .shared), (6, .exclusive), lease: 40 + id)
            #expect(try audited.run(.admit(admission)).map(\.kind) == [.admitted])
        }
        #expect(try audited.run(.acquire(5, by: 77), at: 10).map(\.kind) == [.lockAcquired])
        let ends = try audited.run(.tick, at: 200)
        #expect(ends.map(\.kind) == [.leaseExpired, .leaseExpired, .accepted])
        try audited.auditor.auditAll(at: Milliseconds(200))
    }

    /// A record that a test makes up, after which a property does not hold.
    struct Forgery: CustomTestStringConvertible, Sendable {
        let property: LockViolation.Property
        let agent: UInt64
        let expected: UInt64
        let found: UInt64
        let body: CommandBody?
        let decision: Decision
        let time: UInt64

        init(
            _ property: LockViolation.Property, agent: UInt64, expected: UInt64, found: UInt64, _ body: CommandBody?,
            _ decision: Decision, at time: UInt64 = 50
        ) {
            self.property = property
            self.agent = agent
            self.expected = expected
            self.found = found
            self.body = body
            self.decision = decision
            self.time = time
        }

        var testDescription: String { "\(property), agent \(agent), \(expected), \(found): \(decision.kind)" }
    }

    // Record 10 at 0 ms: agent 1 holds resource 7 shared. Record 11: agent 2 holds resource 8 alone, until 100
    // ms both. The records here have the sequence 12.
    private static let forgeries: [Forgery] = [
        Forgery(.exclusion, agent: 3, expected: 0, found: 1, .acquire(7, by: 3), .acquired(token: 12, expiry: 150)),
        Forgery(
            .exclusion, agent: 3, expected: 0, found: 1, .acquire(8, by: 3, .shared), .acquired(token: 12, expiry: 150)
        ),
        Forgery(.exclusion, agent: 3, expected: 0, found: 1, nil, .promoted(8, 3, .shared, token: 12, expiry: 150)),
        Forgery(
            .fencing, agent: 3, expected: 12, found: 11, .acquire(7, by: 3, .shared), .acquired(token: 11, expiry: 150)
        ),
        Forgery(.fencing, agent: 3, expected: 12, found: 13, nil, .promoted(7, 3, .shared, token: 13, expiry: 150)),
        Forgery(
            .fencing, agent: 1, expected: 10, found: 12, .acquire(7, by: 1, .shared),
            .acquired(token: 12, expiry: 150, count: 2)),
        Forgery(
            .fencing, agent: 1, expected: 12, found: 10, .acquire(7, by: 1),
            .acquired(token: 10, expiry: 150, count: 2)),
        Forgery(
            .fencing, agent: 1, expected: 10, found: 12, .renew(7, by: 1, token: 10, lease: 9),
            .acquired(token: 12, expiry: 59)),
        Forgery(
            .fencing, agent: 1, expected: 10, found: 12, .unlock(7, by: 1, token: 12), .lockReleased(holdCount: 0)),
        Forgery(.fencing, agent: 3, expected: 0, found: 9, .unlock(7, by: 3, token: 9), .lockReleased(holdCount: 0)),
        Forgery(.fencing, agent: 1, expected: 10, found: 9, nil, .leaseExpired(7, 1, token: 9), at: 100),
        Forgery(.fencing, agent: 3, expected: 0, found: 9, nil, .leaseExpired(7, 3, token: 9), at: 100),
        Forgery(.expiry, agent: 1, expected: 100, found: 99, nil, .leaseExpired(7, 1, token: 10), at: 99),
        Forgery(.expiry, agent: 1, expected: 100, found: 101, nil, .leaseExpired(7, 1, token: 10), at: 101),
        Forgery(
            .expiry, agent: 3, expected: 150, found: 151, .acquire(7, by: 3, .shared), .acquired(token: 12, expiry: 151)
        ),
        Forgery(
            .expiry, agent: 1, expected: 100, found: 60, .acquire(7, by: 1, .shared, lease: 10),
            .acquired(token: 10, expiry: 60, count: 2)),
        Forgery(
            .expiry, agent: 1, expected: 59, found: 60, .renew(7, by: 1, token: 10, lease: 9),
            .acquired(token: 10, expiry: 60)),
        // The lease of agent 1 should have ended before.
        Forgery(
            .expiry, agent: 1, expected: 100, found: 101, .acquire(7, by: 3, .shared),
            .acquired(token: 12, expiry: 200), at: 100),
        Forgery(.expiry, agent: 2, expected: 100, found: 101, nil, .promoted(8, 3, token: 12, expiry: 200), at: 101),
        Forgery(
            .holdCount, agent: 1, expected: 2, found: 1, .acquire(7, by: 1, .shared), .acquired(token: 10, expiry: 150)
        ),
        Forgery(
            .holdCount, agent: 3, expected: 1, found: 2, .acquire(7, by: 3, .shared),
            .acquired(token: 12, expiry: 150, count: 2)),
        Forgery(
            .holdCount, agent: 1, expected: 0, found: 1, .unlock(7, by: 1, token: 10), .lockReleased(holdCount: 1)),
        Forgery(
            .holdCount, agent: 1, expected: 1, found: 3, .renew(7, by: 1, token: 10, lease: 9),
            .acquired(token: 10, expiry: 59, count: 3)),
        Forgery(
            .holdCount, agent: 3, expected: 0, found: 1, .renew(7, by: 3, token: 12, lease: 9),
            .acquired(token: 12, expiry: 59)),
    ]

    @Test("a record that breaks a property is named by it", arguments: forgeries)
    func violation(_ forgery: Forgery) throws {
        var auditor = try Self.started()
        let step = Step(
            sequence: 12, time: Milliseconds(forgery.time), origin: forgery.body == nil ? .consequence : .command,
            decision: forgery.decision)
        let violation = LockViolation(
            property: forgery.property, tenant: TenantID(1), resource: Self.resource(of: forgery),
            agent: LockAgent(forgery.agent), expected: forgery.expected, found: forgery.found)
        #expect(throws: violation) { try auditor.audit(step, forgery.body.map { Self.command($0, forgery.time) }) }
    }

    @Test("of twenty thousand holders of one resource each is checked, and none has to look at the others")
    func manyHolders() throws {
        let count: UInt64 = 20_000
        var auditor = LockAuditor()
        for agent in 1...count {
            let body = CommandBody.acquire(7, by: agent, .shared, lease: agent)
            let decision = Decision.acquired(token: agent, expiry: agent)
            let step = Step(sequence: agent, time: .zero, origin: .command, decision: decision)
            try auditor.audit(step, Self.command(body, 0))
        }
        for agent in 1...count {
            let time = Milliseconds(agent)
            try auditor.auditAll(at: time)
            let end = Decision.leaseExpired(7, agent, token: agent)
            try auditor.audit(Step(sequence: count + agent, time: time, origin: .consequence, decision: end), nil)
        }
        try auditor.auditAll(at: .maximum)
    }

    @Test("a lease that no record ends is found at the end")
    func unended() throws {
        var auditor = try Self.started()
        try auditor.auditAll(at: Milliseconds(100))
        #expect(throws: LockViolation.self) { try auditor.auditAll(at: Milliseconds(101)) }
    }

    private static func started() throws -> LockAuditor {
        var auditor = LockAuditor()
        let steps: [(CommandBody, Decision)] = [
            (.acquire(7, by: 1, .shared), .acquired(token: 10, expiry: 100)),
            (.acquire(8, by: 2), .acquired(token: 11, expiry: 100)),
        ]
        for (index, (body, decision)) in steps.enumerated() {
            let step = Step(sequence: UInt64(10 + index), time: .zero, origin: .command, decision: decision)
            try auditor.audit(step, command(body, 0))
        }
        return auditor
    }

    private static func resource(of forgery: Forgery) -> LockResource {
        switch (forgery.body, forgery.decision) {
        case (.acquireLock(let request), _): request.resource
        case (.renewLock(let reference, _), _), (.releaseLock(let reference), _): reference.resource
        case (_, .leaseExpired(let expiry)): expiry.lease.resource
        case (_, .lockPromoted(let promotion)): promotion.resource
        default: .zero
        }
    }

    private static func command(_ body: CommandBody, _ time: UInt64) -> Command {
        Command(header: CommandHeader(tenant: TenantID(1), time: Milliseconds(time)), body: body)
    }

    /// A few agents and resources, so that they meet, with tokens that are good, old or made up.
    private static func command(_ random: inout SplitMix64, _ audited: AuditedLocks) -> CommandBody {
        let agent = random.uniform(1...4)
        let resource = random.uniform(1...3)
        let mode: LockMode = random.uniform(0...2) == 0 ? .exclusive : .shared
        let token = audited.token(resource, agent) ?? random.uniform(1...50)
        switch random.uniform(0...9) {
        case 0...5:
            let wait = random.uniform(0...1) * random.uniform(1...80)
            return .acquire(resource, by: agent, mode, lease: random.uniform(1...120), wait: wait)
        case 6: return .renew(resource, by: agent, token: token, lease: random.uniform(1...100))
        case 7, 8: return .unlock(resource, by: agent, token: token - random.uniform(0...9) / 9)
        default: return random.uniform(0...2) == 0 ? .cancel(agent) : .tick
        }
    }
}

/// A kernel whose steps all go to an auditor of locks.
private final class AuditedLocks {
    let harness: KernelHarness
    var auditor = LockAuditor()
    private(set) var upgradeCount = 0

    init(limits: KernelLimits = .small) {
        harness = KernelHarness(limits: limits)
    }

    /// Takes what is due, then a command.
    ///
    /// - Returns: the decisions, consequences first.
    func run(_ body: CommandBody, at time: UInt64? = nil) throws -> [Decision] {
        let time = Milliseconds(time ?? harness.now)
        var decisions: [Decision] = []
        while let step = harness.takeConsequence(until: time.rawValue) {
            try auditor.audit(step, nil)
            decisions.append(step.decision)
            if case .lockPromoted(let promotion) = step.decision, promotion.grant.holdCount > 1 { upgradeCount += 1 }
        }
        let tenant = body.concernsTenant ? TenantID(1) : .none
        let command = Command(header: CommandHeader(tenant: tenant, time: time), body: body)
        let step = try harness.step(command)
        try auditor.audit(step, command)
        return decisions + [step.decision]
    }

    func token(_ resource: UInt64, _ agent: UInt64) -> UInt64? {
        var token: UInt64?
        harness.kernel.forEachHolder(of: LockResource(resource), tenant: TenantID(1)) { lease in
            if lease.agent == LockAgent(agent) { token = lease.grant.token }
        }
        return token
    }
}
