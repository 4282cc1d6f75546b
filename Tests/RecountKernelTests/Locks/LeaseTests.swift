import RecountKernel
import RecountTestSupport
import Testing

/// The tenant is opened by step 1, so that the first lease has token 2.
@Suite("Leases: held, renewed, released and ended")
struct LeaseTests {
    private let harness = KernelHarness()

    init() {
        harness.run(.openTenant())
    }

    private func holders(_ resource: UInt64 = 1, tenant: UInt64 = 1) -> [LockPicture.Lease] {
        LockPicture(harness.kernel).resource(LockResource(resource), of: TenantID(tenant)).holders
    }

    @Test("A free resource is given at once; its token is the step's sequence")
    func granted() {
        #expect(harness.answer(.acquire(1, by: 1, lease: 10), at: 5) == .acquired(token: 2, expiry: 15))
        #expect(harness.answer(.acquire(2, by: 1, lease: 20)) == .acquired(token: 3, expiry: 25))
        #expect(harness.kernel.nextDue == Milliseconds(15))
        #expect(harness.kernel.leaseCount == 2)
        #expect(harness.tenant()?.used.locks == 2)
    }

    @Test("Shared holders hold together, in the order in which they came")
    func shared() {
        for agent in UInt64(1)...3 { harness.run(.acquire(1, by: 4 - agent, .shared)) }
        #expect(holders().map(\.agent.low) == [3, 2, 1])
        #expect(holders().map(\.grant.token) == [2, 3, 4])
    }

    @Test("Held again: the same token, one more, and never a shorter time")
    func reentrant() {
        harness.run(.acquire(1, by: 1, lease: 10))
        #expect(harness.answer(.acquire(1, by: 1, lease: 5)) == .acquired(token: 2, expiry: 10, count: 2))
        #expect(harness.answer(.acquire(1, by: 1, .shared, lease: 50)) == .acquired(token: 2, expiry: 50, count: 3))
        #expect(holders().map(\.mode) == [.exclusive])
        #expect(harness.tenant()?.used.locks == 1)
        for left in [UInt32(2), 1, 0] {
            #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .lockReleased(holdCount: left))
        }
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .refused(.unknownLease))
        #expect(harness.tenant()?.used.locks == 0)
        #expect(harness.kernel.nextDue == nil)
    }

    @Test("Held again while others wait, who stay behind")
    func reentrantBeforeQueue() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 2, wait: 50))
        #expect(harness.answer(.acquire(1, by: 1, .shared)) == .acquired(token: 2, expiry: 100, count: 2))
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .lockReleased(holdCount: 1))
        #expect(harness.takeConsequences(until: 0).isEmpty)
        harness.run(.unlock(1, by: 1, token: 2))
        #expect(harness.takeConsequences(until: 0).map(\.decision) == [.promoted(1, 2, token: 7, expiry: 100)])
    }

    @Test("Renewed from now, longer or shorter")
    func renewed() {
        harness.run(.acquire(1, by: 1, lease: 100))
        #expect(harness.answer(.renew(1, by: 1, token: 2, lease: 10), at: 20) == .acquired(token: 2, expiry: 30))
        #expect(harness.kernel.nextDue == Milliseconds(30))
        #expect(harness.answer(.renew(1, by: 1, token: 2, lease: 500)) == .acquired(token: 2, expiry: 520))
        #expect(harness.takeConsequences(until: 519).isEmpty)
        #expect(harness.takeConsequences(until: 520).map(\.decision) == [.leaseExpired(1, 1, token: 2)])
    }

    @Test("Ended at its millisecond whatever its count, and one millisecond before it can be renewed")
    func expired() {
        harness.run(.acquire(1, by: 1, lease: 10))
        harness.run(.acquire(1, by: 1, lease: 10))
        #expect(
            harness.answer(.renew(1, by: 1, token: 2, lease: 1), at: 9) == .acquired(token: 2, expiry: 10, count: 2))
        let steps = harness.run(.renew(1, by: 1, token: 2, lease: 1), at: 10)
        #expect(steps.map(\.decision) == [.leaseExpired(1, 1, token: 2), .refused(.unknownLease)])
        #expect(steps.map(\.sequence) == [5, 6])
        #expect(harness.kernel.leaseCount == 0)
    }

    @Test("What ends at the same time ends in the order in which that was last set")
    func expiryOrder() {
        for resource in UInt64(1)...3 { harness.run(.acquire(resource, by: 1, lease: 10)) }
        harness.run(.renew(1, by: 1, token: 2, lease: 10))
        // A shorter hold does not set the expiry; one that ends at the same time does.
        harness.run(.acquire(3, by: 1, lease: 9))
        harness.run(.acquire(2, by: 1, lease: 10))
        #expect(
            harness.takeConsequences(until: 10).map(\.decision) == [
                .leaseExpired(3, 1, token: 4), .leaseExpired(1, 1, token: 2), .leaseExpired(2, 1, token: 3),
            ])
    }

    @Test("Tokens of a resource increase for ever, also after it was free")
    func tokens() {
        var last: UInt64 = 0
        for round in UInt64(1)...40 {
            guard case .lockAcquired(let grant) = harness.answer(.acquire(1, by: round % 3, lease: 2), at: round * 3)
            else {
                Issue.record("the lock is free in round \(round)")
                return
            }
            #expect(grant.token > last)
            last = grant.token
            if round % 2 == 0 { harness.run(.unlock(1, by: round % 3, token: grant.token)) }
        }
    }

    @Test("Tenants share neither resources nor agents nor quotas")
    func tenants() {
        harness.run(.openTenant(locks: 2), tenant: 2)
        harness.run(.acquire(1, by: 1), tenant: 1)
        #expect(harness.answer(.acquire(1, by: 1), tenant: 2) == .acquired(token: 4, expiry: 100))
        harness.run(.acquire(1, by: 2, wait: 50), tenant: 2)
        // Agent 2 waits in the other tenant, whose quota is used up.
        #expect(harness.answer(.acquire(2, by: 2), tenant: 1) == .acquired(token: 6, expiry: 100))
        #expect(
            harness.answer(.unlock(1, by: 1, token: 4), tenant: 1)
                == .refused(
                    .staleToken, .count(needed: 4, limit: 3)))
        #expect(harness.answer(.cancel(2), tenant: 1) == .refused(.notWaiting))
        #expect(harness.tenant(1)?.used.locks == 2)
        #expect(harness.tenant(2)?.used.locks == 2)
        harness.run(.unlock(1, by: 1, token: 3), tenant: 1)
        #expect(harness.takeConsequences(until: 0).isEmpty)
        #expect(holders(1, tenant: 2).map(\.agent.low) == [1])
    }

    @Test("A quota is not set below what is held and awaited")
    func quotas() {
        harness.run(.acquire(1, by: 1))
        harness.run(.acquire(1, by: 2, wait: 9))
        #expect(harness.answer(.setQuotas(locks: 1)) == .refused(.belowUse, .count(needed: 2, limit: 1)))
        #expect(harness.answer(.setQuotas(locks: 2)) == .accepted)
        #expect(harness.answer(.acquire(2, by: 1)) == .refused(.full, .count(needed: 3, limit: 2)))
        // A promotion never needs more than its request had.
        harness.run(.unlock(1, by: 1, token: 2))
        #expect(harness.takeConsequences(until: 0).count == 1)
        #expect(harness.tenant()?.used.locks == 1)
    }
}
