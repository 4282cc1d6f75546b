import RecountKernel
import RecountTestSupport
import Testing

@Suite("Reservations that fall due")
struct ConsequenceTests {
    private let harness = KernelHarness()

    init() {
        for body in [CommandBody.openTenant(), .open(1), .fund(1, 1, 100)] { harness.run(body) }
    }

    private func expiries(until time: UInt64) -> [UInt64] {
        harness.takeConsequences(until: time).map(Self.expired)
    }

    private static func expired(_ step: Step) -> UInt64 {
        guard case .reservationExpired(let expiry) = step.decision else { return .max }
        return expiry.reservation.low
    }

    @Test("At the exact millisecond, not one before")
    func exactMillisecond() throws {
        harness.run(.reserve(1, [1], 5, until: 10))
        #expect(harness.kernel.nextDue == Milliseconds(10))
        #expect(harness.takeConsequence(until: 9) == nil)
        #expect(harness.answer(.draw(1, 1), at: 9) == .accepted)
        let step = try #require(harness.takeConsequence(until: 10))
        #expect(
            step.matches(
                Step(
                    sequence: 6, time: Milliseconds(10), origin: .consequence,
                    decision: .reservationExpired(
                        ReservationExpiry(tenant: TenantID(1), reservation: Identifier128(1), released: 4)))))
        #expect(harness.kernel.nextDue == nil)
        #expect(harness.reservation(1)?.state == .expired)
    }

    @Test("A reservation may fall due at once after one millisecond, and not in its own step")
    func shortest() {
        harness.run(.reserve(1, [1], 5, until: 1))
        #expect(harness.takeConsequence(until: 0) == nil)
        #expect(expiries(until: 1) == [1])
    }

    @Test("By due time, then by the step that last set it")
    func order() {
        for (id, expiry) in [(1, 30), (2, 20), (3, 20), (4, 10), (5, 20)] as [(UInt64, UInt64)] {
            harness.run(.reserve(id, [1], 1, until: expiry))
        }
        harness.run(.extend(2, until: 20))
        harness.run(.extend(1, until: 20))
        #expect(expiries(until: 25) == [4, 3, 5, 2, 1])
        #expect(harness.now == 20)
    }

    @Test("Each consequence has its own sequence, and moves time to its due time only")
    func sequences() {
        harness.run(.reserve(1, [1], 1, until: 10))
        harness.run(.reserve(2, [1], 1, until: 20))
        let steps = harness.run(.tick, at: 50)
        #expect(steps.map(\.sequence) == [6, 7, 8])
        #expect(steps.map(\.time.rawValue) == [10, 20, 50])
        #expect(steps.map(\.origin) == [.consequence, .consequence, .command])
    }

    @Test("A consequence between others is left pending")
    func pending() throws {
        for id in UInt64(1)...3 { harness.run(.reserve(id, [1], 1, until: 10)) }
        let first = try #require(harness.takeConsequence(until: 10))
        #expect(Self.expired(first) == 1)
        #expect(harness.kernel.nextDue == Milliseconds(10))
        // Time stands at 10, so the others are due whatever time is asked for.
        #expect(Self.expired(try #require(harness.takeConsequence(until: 0))) == 2)
        #expect(throws: StepError.consequencesDue) { try step(.tick, at: 0) }
        #expect(expiries(until: 0) == [3])
        #expect(try step(.tick, at: 0).sequence == 10)
    }

    @Test("While something is due there is no step and no sequence")
    func consequencesDue() throws {
        harness.run(.reserve(1, [1], 1, until: 10))
        let before = harness.snapshot
        for time in [UInt64(10), 11, 1_000] {
            #expect(throws: StepError.consequencesDue) { try step(.fund(2, 1, 1), at: time) }
        }
        #expect(harness.snapshot == before)
        #expect(harness.kernel.sequence == 4)
        #expect(harness.now == 0)
        #expect(try step(.tick, at: 9).sequence == 5)
    }

    @Test("Extended reservations leave their old due time, forwards and backwards")
    func extended() {
        harness.run(.reserve(1, [1], 1, until: 10))
        harness.run(.reserve(2, [1], 1, until: 15))
        #expect(harness.answer(.extend(1, until: 30)) == .accepted)
        #expect(harness.answer(.extend(2, until: 5)) == .accepted)
        #expect(harness.kernel.nextDue == Milliseconds(5))
        #expect(expiries(until: 29) == [2])
        #expect(expiries(until: 30) == [1])
    }

    @Test("Settled and released reservations do not fall due")
    func finished() {
        for id in UInt64(1)...4 { harness.run(.reserve(id, [1], 1, until: 10 + id)) }
        harness.run(.settle(1, 1))
        harness.run(.release(3))
        #expect(harness.kernel.nextDue == Milliseconds(12))
        #expect(expiries(until: 20) == [2, 4])
        #expect(harness.balance(1).reserved == 0)
    }

    @Test("Reservations of all tenants fall due in one order")
    func tenants() {
        harness.run(.openTenant(), tenant: 2)
        harness.run(.open(1), tenant: 2)
        harness.run(.fund(1, 1, 9), tenant: 2)
        harness.run(.reserve(1, [1], 1, until: 10), tenant: 2)
        harness.run(.reserve(1, [1], 1, until: 10), tenant: 1)
        let expired = harness.takeConsequences(until: 10).map { step in
            if case .reservationExpired(let expiry) = step.decision { expiry.tenant.rawValue } else { UInt64(0) }
        }
        #expect(expired == [2, 1])
    }

    private func step(_ body: CommandBody, at time: UInt64) throws(StepError) -> Step {
        let tenant = body.concernsTenant ? TenantID(1) : .none
        return try harness.step(
            Command(header: CommandHeader(tenant: tenant, time: Milliseconds(time)), body: body))
    }
}
