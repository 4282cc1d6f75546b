import RecountKernel
import RecountTestSupport
import Testing

@Suite("Requests for locks that are refused")
struct LockRefusalTests {
    /// Requests in a row at time 0, then one that is refused. The first has sequence 2.
    private struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var limits = KernelLimits.small
        var locks: UInt32 = 16
        let preparation: [CommandBody]
        var time: UInt64 = 0
        let command: CommandBody
        let expected: Refusal

        init(
            _ name: String, limits: KernelLimits = .small, locks: UInt32 = 16, after preparation: [CommandBody] = [],
            at time: UInt64 = 0, _ command: CommandBody, is reason: Refusal.Reason, _ detail: Refusal.Detail = .none
        ) {
            (testDescription, self.limits, self.locks) = (name, limits, locks)
            (self.preparation, self.time, self.command) = (preparation, time, command)
            expected = Refusal(reason, detail)
        }
    }

    private static func holder(_ resource: UInt64, _ agent: UInt64) -> Refusal.Detail {
        .holder(LockResource(resource), LockAgent(agent))
    }

    private static func duration(_ needed: UInt64, _ limit: UInt64) -> Refusal.Detail {
        .duration(LockResource(1), needed: needed, limit: limit)
    }

    private static let queued: [CommandBody] = [.acquire(1, by: 1), .acquire(1, by: 2, wait: 50)]
    private static let shared: [CommandBody] = [.acquire(1, by: 1, .shared), .acquire(1, by: 2, .shared)]
    private static let upgrading = shared + [.acquire(1, by: 1, wait: 50)]
    /// 1 holds 1 and 2 holds 2; 1 waits for 2.
    private static let crossed: [CommandBody] = [.acquire(1, by: 1), .acquire(2, by: 2), .acquire(2, by: 1, wait: 50)]

    private static let cases: [Case] = [
        Case("no lease", .acquire(1, by: 1, lease: 0), is: .zeroLease, .resource(LockResource(1))),
        Case(
            "no lease comes before too long a wait and a wait elsewhere", after: queued,
            .acquire(1, by: 2, lease: 0, wait: 501), is: .zeroLease, .resource(LockResource(1))),
        Case("too long a lease", .acquire(1, by: 1, lease: 501), is: .leaseTooLong, duration(501, 500)),
        Case(
            "too long a lease comes before too long a wait", .acquire(1, by: 1, lease: 501, wait: 501),
            is: .leaseTooLong, duration(501, 500)),
        Case("too long a wait", .acquire(1, by: 1, wait: 501), is: .waitTooLong, duration(501, 500)),
        Case(
            "too long a wait comes before a wait elsewhere", after: queued, .acquire(1, by: 2, wait: 502),
            is: .waitTooLong, duration(502, 500)),
        Case(
            "an agent that waits asks for something free", after: queued, .acquire(7, by: 2),
            is: .alreadyQueued, .resource(LockResource(1))),
        Case(
            "an agent that waits for an upgrade asks for what it holds", after: upgrading,
            .acquire(1, by: 1, .shared), is: .alreadyQueued, .resource(LockResource(1))),
        Case("a second upgrade", after: upgrading, .acquire(1, by: 2, wait: 9), is: .upgradePending, holder(1, 1)),
        Case("a second upgrade that tries", after: upgrading, .acquire(1, by: 2), is: .upgradePending, holder(1, 1)),
        Case(
            "a cycle of two", after: crossed, .acquire(1, by: 2, wait: 50), is: .wouldDeadlock, holder(2, 1)),
        Case(
            "a cycle comes before a full quota", locks: 3, after: crossed, .acquire(1, by: 2, wait: 50),
            is: .wouldDeadlock, holder(2, 1)),
        Case("a try closes no cycle", after: crossed, .acquire(1, by: 2), is: .lockHeld, holder(1, 1)),
        Case("held", after: queued, .acquire(1, by: 3, .shared), is: .lockHeld, holder(1, 1)),
        Case(
            "held shared: the first in the order of leases", after: shared.reversed(), .acquire(1, by: 3),
            is: .lockHeld, holder(1, 2)),
        Case(
            "an upgrade that tries: the first other holder", after: shared, .acquire(1, by: 1), is: .lockHeld,
            holder(1, 2)),
        Case(
            "behind a queue: its first", after: shared + [.acquire(1, by: 3, wait: 9), .acquire(1, by: 4, wait: 9)],
            .acquire(1, by: 5, .shared), is: .lockHeld, holder(1, 3)),
        Case(
            "held comes before a full quota", locks: 1, after: [.acquire(1, by: 1)], .acquire(1, by: 2),
            is: .lockHeld, holder(1, 1)),
        Case(
            "a full quota", locks: 1, after: [.acquire(1, by: 1)], .acquire(2, by: 1), is: .full,
            .count(needed: 2, limit: 1)),
        Case(
            "a full quota for a request", locks: 1, after: [.acquire(1, by: 1)], .acquire(1, by: 2, wait: 1), is: .full,
            .count(needed: 2, limit: 1)),
        Case(
            "a full quota for an upgrade that waits", locks: 2, after: shared, .acquire(1, by: 2, wait: 1), is: .full,
            .count(needed: 3, limit: 2)),
        Case("renewed for nothing", .renew(1, by: 1, token: 1, lease: 0), is: .zeroLease, .resource(LockResource(1))),
        Case("renewed too long", .renew(1, by: 1, token: 1, lease: 501), is: .leaseTooLong, duration(501, 500)),
        Case("an unknown lease renewed", after: queued, .renew(1, by: 2, token: 2, lease: 1), is: .unknownLease),
        Case(
            "renewed at its last millisecond", after: queued, at: 100, .renew(1, by: 1, token: 2, lease: 1),
            is: .unknownLease),
        Case(
            "an old token renewed", after: queued, .renew(1, by: 1, token: 1, lease: 1), is: .staleToken,
            .count(needed: 1, limit: 2)),
        Case("an unknown lease released", after: queued, .unlock(2, by: 1, token: 2), is: .unknownLease),
        Case(
            "released with another token", after: queued, .unlock(1, by: 1, token: 3), is: .staleToken,
            .count(needed: 3, limit: 2)),
        Case("nothing to cancel", after: queued, .cancel(1), is: .notWaiting),
    ]

    @Test("Exactly, and nothing changes", arguments: cases)
    private func refusal(_ refused: Case) throws {
        let lockstep = LockLockstep(limits: refused.limits)
        try lockstep.run(.openTenant(locks: refused.locks))
        for body in refused.preparation {
            if case .refused(let refusal) = try lockstep.run(body) { Issue.record("\(body): \(refusal)") }
        }
        try lockstep.run(.tick, at: refused.time)
        let before = LockPicture(lockstep.harness.kernel)
        #expect(try lockstep.run(refused.command, at: refused.time) == .refused(refused.expected))
        #expect(LockPicture(lockstep.harness.kernel) == before)
        #expect(try lockstep.run(refused.command, at: refused.time) == .refused(refused.expected))
    }

    @Test("Nothing ends after the end of time")
    func endOfTime() throws {
        let end = Milliseconds.maximum.rawValue
        let lockstep = LockLockstep(limits: .small, initialTime: end - 10)
        try lockstep.run(.openTenant())
        #expect(try lockstep.run(.acquire(1, by: 1, lease: 11)) == .refused(.leaseTooLong, Self.duration(11, 10)))
        #expect(
            try lockstep.run(.acquire(1, by: 1, lease: 1, wait: 11)) == .refused(.waitTooLong, Self.duration(11, 10)))
        #expect(try lockstep.run(.acquire(1, by: 1, lease: 6)) == .acquired(token: 4, expiry: end - 4))
        #expect(try lockstep.run(.acquire(1, by: 2, lease: 10, wait: 10)) == .lockQueued(position: 0))
        // The lease that waited is shortened, so that time can still reach its end.
        try lockstep.run(.tick, at: end - 4)
        #expect(lockstep.reference.picture.resources[0].holders[0].grant.expiry.rawValue == end)
        #expect(lockstep.harness.kernel.nextDue == .maximum)
        try lockstep.run(.tick, at: end)
        #expect(lockstep.harness.kernel.leaseCount == 0)
        #expect(try lockstep.run(.acquire(1, by: 1, lease: 1)) == .refused(.leaseTooLong, Self.duration(1, 0)))
    }
}
