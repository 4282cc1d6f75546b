import RecountKernel
import RecountTestSupport
import Testing

@Suite("Budgets against the reference model, at random")
struct BudgetRandomTests {
    private static let limits = KernelLimits.sized(
        tenants: 3, accounts: 18, reservations: 20, transfers: 20, maximumAdvance: 50, retention: 30)

    /// All refusals of §4.1 and §4.3, and the one of a route without policies. Counters pass their
    /// bound only in `nearTheBound`.
    private static let reasons: [Refusal.Reason] = [
        .timeJump, .unknownTenant, .tooLarge, .unknownPolicy, .conflict, .unknownAccount, .closedAccount, .tooDeep,
        .zeroAmount, .insufficient, .inDebt, .exposureLimit, .full, .belowUse, .overTable, .expiryNotInFuture,
        .unknownReservation, .finished, .belowDrawn, .aboveReserved, .hasHold, .hasExpiredReservation, .hasDebt,
        .hasAvailable, .hasOpenChild,
    ]
    private static let kinds: [DecisionKind] = [.accepted, .refused, .duplicate, .settled, .reservationExpired]

    @Test("Every step, state and rule agrees, and everything that can happen does")
    func longRuns() throws {
        var outcomes = BudgetOutcomes()
        for seed in UInt64(1)...20 {
            let lockstep = BudgetLockstep(limits: Self.limits)
            try Self.run(lockstep, BudgetCommandStream(seed: seed), seed: seed, count: 3_000)
            outcomes.formUnion(lockstep.outcomes)
        }
        #expect(Self.reasons.filter { outcomes.counts(of: $0) == 0 } == [])
        #expect(Self.kinds.filter { outcomes.counts(of: $0) == 0 } == [])
        #expect(outcomes.lateSettlementCount > 0)
    }

    /// Account 1 has been funded up to 2^63 - 2^15; account 6 was charged as much and its debt paid,
    /// so that it has nothing available.
    @Test("Counters near 2^63 - 1")
    func nearTheBound() throws {
        let limits = KernelLimits.sized(
            tenants: 3, accounts: 18, reservations: 20, transfers: 20, maximumAdvance: 50, retention: 1)
        let lockstep = BudgetLockstep(limits: limits)
        let opening = CommandBody.openTenant(accounts: 8, reservations: 10, transfers: 10)
        for body in [opening, .open(1), .open(6)] { lockstep.prepare(Self.command(body, at: 0)) }
        for round in 1...UInt64(32_768) {
            lockstep.prepare(Self.command(.charge(round % 4, [6], .largest), at: round))
            lockstep.prepare(Self.command(.fund(round % 4, 6, .largest), at: round))
            lockstep.prepare(Self.command(.fund(round % 4 + 4, 1, .largest), at: round))
        }
        let reservation: [CommandBody] = [
            .fund(100, 6, .of(calls: 9_000, tokens: 9_000)), .reserve(100, [6], 5_000, until: 32_800),
            .settle(100, .largest), .draw(100, 4_000), .settle(100, .largest),
        ]
        for body in reservation { try lockstep.run(Self.command(body, at: 32_768)) }
        try lockstep.run(Self.command(.settle(100, .largest), at: 32_800))
        try Self.run(lockstep, BudgetCommandStream(seed: 99, largestAmount: 2_000), seed: 99, count: 4_000)
        #expect(lockstep.outcomes.overflowingKinds == [.fund, .settle, .charge])
    }

    private static func command(_ body: CommandBody, at time: UInt64) -> Command {
        Command(header: CommandHeader(tenant: TenantID(1), time: Milliseconds(time)), body: body)
    }

    private static func run(
        _ lockstep: BudgetLockstep, _ stream: BudgetCommandStream, seed: UInt64, count: Int
    ) throws {
        var stream = stream
        for index in 0..<count {
            let command = stream.next(now: lockstep.harness.now)
            do {
                try lockstep.run(command)
            } catch {
                Issue.record("seed \(seed), command \(index): \(error)")
                throw error
            }
        }
    }
}
