import RecountKernel
import RecountTestSupport
import Testing

@Suite("Forgetting")
struct ForgettingTests {
    /// Retention is 100 ms.
    private let harness = KernelHarness()

    init() {
        for body in [CommandBody.openTenant(reservations: 150, transfers: 150), .open(1)] { harness.run(body) }
    }

    private var used: TenantQuotas {
        harness.tenant()?.used ?? TenantQuotas(accounts: 0, reservations: 0, transfers: 0)
    }

    @Test("At finish time + retention, not a millisecond before")
    func boundary() {
        harness.run(.fund(1, 1, 9), at: 10)
        harness.run(.charge(1, [1], 1), at: 11)
        #expect(harness.answer(.fund(1, 1, 9), at: 109) == .duplicate(Duplicate(sequence: 3, present: .transferred)))
        #expect(harness.answer(.fund(1, 1, 8), at: 110) == .accepted)
        #expect(harness.answer(.charge(1, [1], 1), at: 110) == .duplicate(of: 4, .charged, expiry: 0, spent: 1))
        #expect(harness.reservation(1) != nil)
        harness.run(.tick, at: 111)
        #expect(harness.reservation(1) == nil)
        #expect(used == TenantQuotas(accounts: 1, reservations: 0, transfers: 1))
    }

    @Test("Open reservations are never forgotten, and finish when they finish")
    func openOnes() {
        harness.run(.fund(1, 1, 9))
        harness.run(.reserve(1, [1], 1, until: 900))
        harness.run(.tick, at: 500)
        #expect(harness.answer(.settle(1, 1)) == .settled(.settled))
        harness.run(.tick, at: 599)
        #expect(harness.reservation(1)?.state == .settled)
        harness.run(.tick, at: 600)
        #expect(harness.reservation(1) == nil)
    }

    @Test("A late settlement finishes anew")
    func lateSettlement() {
        harness.run(.fund(1, 1, 9))
        harness.run(.reserve(1, [1], 1, until: 10))
        harness.run(.settle(1, 2), at: 60)
        harness.run(.tick, at: 110)
        #expect(harness.reservation(1)?.state == .settledLate)
        harness.run(.tick, at: 159)
        #expect(harness.answer(.settle(1, 2)) == .duplicate(of: 6, .settledLate, expiry: 10, spent: 2))
        harness.run(.tick, at: 160)
        #expect(harness.reservation(1) == nil)
    }

    @Test("At most 64 a step over both tables, in the order of finishing")
    func atMost64() {
        // A transfer and a charge by turns: 50 of each.
        for id in UInt64(1)...50 {
            harness.run(.fund(id, 1, 1))
            harness.run(.charge(id, [1], 1))
        }
        // Refused as a jump: time stands, and nothing is forgotten.
        harness.run(.tick, at: 5_000)
        #expect(used == TenantQuotas(accounts: 1, reservations: 50, transfers: 50))
        harness.run(.tick, at: 100)
        #expect(used == TenantQuotas(accounts: 1, reservations: 18, transfers: 18))
        #expect(harness.reservation(32) == nil)
        #expect(harness.reservation(33)?.state == .charged)
        // Refusals forget, too: here a jump.
        harness.run(.tick, at: 5_000)
        #expect(used == TenantQuotas(accounts: 1, reservations: 0, transfers: 0))
    }

    @Test("Routing from bytes forgets, too, at the same millisecond, answered or refused", arguments: [UInt32(1), 2])
    func routing(policy: UInt32) throws {
        try PolicyBuilder(models: [.permissive(1)]).withPolicy { _ = harness.run(.installPolicy($0)) }
        let request = RouteRequest(policy: PolicyNumber(policy), requestedModel: ModelID(1))
        for id in UInt64(1)...65 { harness.run(.fund(id, 1, 1), at: 10) }
        _ = harness.decisionBytes(routing: request, at: 109)
        #expect(used.transfers == 65)
        _ = harness.decisionBytes(routing: request, at: 110)
        #expect(used.transfers == 1)
        // The second step of the same time takes what the limit of 64 left.
        _ = harness.decisionBytes(routing: request, at: 110)
        #expect(used.transfers == 0)
    }

    @Test("An odd number: the order is by finishing, not by table")
    func oddOrder() {
        for id in UInt64(1)...63 { harness.run(.charge(id, [1], 1)) }
        for id in UInt64(1)...3 { harness.run(.fund(id, 1, 1)) }
        harness.run(.charge(64, [1], 1))
        harness.run(.tick, at: 100)
        #expect(used == TenantQuotas(accounts: 1, reservations: 1, transfers: 2))
        #expect(harness.reservation(64) != nil)
    }

    @Test("Consequences forget, too, and what expires counts from its due time")
    func consequences() {
        harness.run(.fund(1, 1, 9))
        harness.run(.reserve(1, [1], 1, until: 100))
        harness.run(.reserve(2, [1], 1, until: 200))
        #expect(harness.takeConsequences(until: 150).count == 1)
        #expect(used == TenantQuotas(accounts: 1, reservations: 2, transfers: 0))
        harness.run(.tick, at: 199)
        #expect(harness.reservation(1)?.state == .expired)
        #expect(harness.takeConsequences(until: 200).count == 1)
        #expect(harness.reservation(1) == nil)
        #expect(harness.reservation(2)?.state == .expired)
    }

    @Test("A quota is full at its count, and free again when something is forgotten")
    func quota() {
        harness.run(.setQuotas(reservations: 2, transfers: 2))
        harness.run(.fund(1, 1, 9), at: 0)
        harness.run(.fund(2, 1, 9), at: 1)
        #expect(harness.answer(.fund(3, 1, 9)) == .refused(.full, .count(needed: 3, limit: 2)))
        harness.run(.charge(1, [1], 1), at: 2)
        harness.run(.reserve(2, [1], 1, until: 900), at: 2)
        #expect(harness.answer(.charge(3, [1], 1)) == .refused(.full, .count(needed: 3, limit: 2)))
        #expect(harness.answer(.reserve(3, [1], 1, until: 900)) == .refused(.full, .count(needed: 3, limit: 2)))
        #expect(harness.answer(.fund(3, 1, 9), at: 99) == .refused(.full, .count(needed: 3, limit: 2)))
        #expect(harness.answer(.fund(3, 1, 9), at: 100) == .accepted)
        #expect(harness.answer(.charge(3, [1], 1), at: 101) == .refused(.full, .count(needed: 3, limit: 2)))
        #expect(harness.answer(.charge(3, [1], 1), at: 102) == .accepted)
    }

    @Test("Without retention an id answers for the rest of its step only")
    func noRetention() {
        let harness = KernelHarness(limits: .sized(retention: 0))
        for body in [CommandBody.openTenant(reservations: 1, transfers: 1), .open(1)] { harness.run(body) }
        for _ in 0..<3 {
            #expect(harness.answer(.fund(1, 1, 2)) == .accepted)
            #expect(harness.answer(.charge(1, [1], 1)) == .accepted)
        }
        #expect(harness.balance(1).available == 3)
    }
}
