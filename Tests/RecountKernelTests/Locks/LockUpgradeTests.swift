import RecountKernel
import RecountTestSupport
import Testing

/// The tenant is opened by step 1, so that the first lease has token 2.
@Suite("Shared leases that become exclusive")
struct LockUpgradeTests {
    private let harness = KernelHarness()

    init() {
        harness.run(.openTenant())
    }

    private var lease: LockPicture.Lease? {
        LockPicture(harness.kernel).resource(LockResource(1), of: TenantID(1)).holders.first
    }

    @Test("A sole holder is upgraded at once under a new token, never for a shorter time")
    func sole() {
        harness.run(.acquire(1, by: 1, .shared, lease: 50))
        #expect(harness.answer(.acquire(1, by: 1, lease: 10)) == .acquired(token: 3, expiry: 50, count: 2))
        #expect(lease?.mode == .exclusive)
        #expect(lease?.superseded == SupersededToken(token: 2, releaseCount: 1))
        #expect(harness.tenant()?.used.locks == 1)
        #expect(harness.answer(.acquire(1, by: 2, .shared)).isRefused(for: .lockHeld))
    }

    @Test("A sole holder's upgrade passes the queue")
    func solePassesQueue() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 2, wait: 50))
        #expect(harness.answer(.acquire(1, by: 1, lease: 200)) == .acquired(token: 4, expiry: 200, count: 2))
        #expect(harness.takeConsequences(until: 0).isEmpty)
    }

    @Test("The old token releases as often as it held, and renews nothing")
    func oldToken() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 1))
        #expect(
            harness.answer(.renew(1, by: 1, token: 2, lease: 9))
                == .refused(
                    .staleToken, .count(needed: 2, limit: 4)))
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .lockReleased(holdCount: 2))
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .lockReleased(holdCount: 1))
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .refused(.staleToken, .count(needed: 2, limit: 4)))
        #expect(harness.answer(.unlock(1, by: 1, token: 4)) == .lockReleased(holdCount: 0))
        #expect(lease == nil)
    }

    @Test("The present token releases everything; the old one is then good for no more than is left")
    func presentToken() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 1))
        for left in [UInt32(2), 1] {
            #expect(harness.answer(.unlock(1, by: 1, token: 4)) == .lockReleased(holdCount: left))
        }
        #expect(lease?.superseded == SupersededToken(token: 2, releaseCount: 1))
        // Held once more by the new token, which the old one has no part in.
        harness.run(.acquire(1, by: 1))
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .lockReleased(holdCount: 1))
        #expect(harness.answer(.unlock(1, by: 1, token: 2)).isRefused(for: .staleToken))
        #expect(harness.answer(.unlock(1, by: 1, token: 4)) == .lockReleased(holdCount: 0))
    }

    @Test("The old token can end the lease")
    func oldTokenEnds() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 1))
        harness.run(.acquire(1, by: 2, wait: 50))
        #expect(harness.answer(.unlock(1, by: 1, token: 3)) == .lockReleased(holdCount: 1))
        #expect(harness.answer(.unlock(1, by: 1, token: 2)) == .lockReleased(holdCount: 0))
        #expect(harness.takeConsequences(until: 0).map(\.decision) == [.promoted(1, 2, token: 7, expiry: 100)])
    }

    @Test("One of two upgrades waits at the head, the other is refused")
    func two() {
        harness.run(.acquire(1, by: 1, .shared, lease: 30))
        harness.run(.acquire(1, by: 2, .shared))
        harness.run(.acquire(1, by: 3, wait: 50))
        #expect(harness.answer(.acquire(1, by: 1, lease: 20, wait: 50)) == .lockQueued(position: 0))
        #expect(
            harness.answer(.acquire(1, by: 2, wait: 50))
                == .refused(
                    .upgradePending, .holder(LockResource(1), LockAgent(1))))
        harness.run(.unlock(1, by: 2, token: 3), at: 5)
        // One more hold under a new token; the lease was longer than what is asked for now.
        #expect(
            harness.takeConsequences(until: 5).map(\.decision) == [.promoted(1, 1, token: 8, expiry: 30, count: 2)])
        #expect(lease?.superseded == SupersededToken(token: 2, releaseCount: 1))
        #expect(harness.tenant()?.used.locks == 2)
        #expect(harness.takeConsequences(until: 30).map(\.decision).first == .leaseExpired(1, 1, token: 8))
    }

    @Test("Where the shared lease ends meanwhile, the request stays at the head as a plain one")
    func leaseEnds() {
        harness.run(.acquire(1, by: 1, .shared, lease: 10))
        harness.run(.acquire(1, by: 2, .shared, lease: 40))
        harness.run(.acquire(1, by: 3, .shared, lease: 40))
        harness.run(.acquire(1, by: 4, wait: 60))
        harness.run(.acquire(1, by: 1, lease: 5, wait: 60))
        #expect(harness.takeConsequences(until: 10).map(\.decision) == [.leaseExpired(1, 1, token: 2)])
        #expect(queue == [1, 4])
        // Another holder's upgrade is not in its way any more: it goes before it.
        #expect(harness.answer(.acquire(1, by: 2, lease: 5, wait: 60)) == .lockQueued(position: 0))
        #expect(queue == [2, 1, 4])
        harness.run(.unlock(1, by: 3, token: 4))
        #expect(
            harness.takeConsequences(until: 45).map(\.decision) == [
                .promoted(1, 2, token: 10, expiry: 40, count: 2), .leaseExpired(1, 2, token: 10),
                .promoted(1, 1, token: 12, expiry: 45), .leaseExpired(1, 1, token: 12),
                .promoted(1, 4, token: 14, expiry: 145),
            ])
    }

    @Test("Where the shared lease is released meanwhile, nothing of it is left")
    func leaseReleased() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 2, .shared))
        harness.run(.acquire(1, by: 1, lease: 7, wait: 60))
        harness.run(.unlock(1, by: 1, token: 2))
        #expect(harness.takeConsequences(until: 0).isEmpty)
        harness.run(.unlock(1, by: 2, token: 3))
        #expect(harness.takeConsequences(until: 0).map(\.decision) == [.promoted(1, 1, token: 7, expiry: 7)])
        #expect(lease?.superseded == nil)
    }

    private var queue: [UInt64] {
        LockPicture(harness.kernel).resource(LockResource(1), of: TenantID(1)).queue.map(\.agent.low)
    }
}

extension Decision {
    /// Whether it is a refusal for a reason.
    fileprivate func isRefused(for reason: Refusal.Reason) -> Bool {
        if case .refused(let refusal) = self { refusal.reason == reason } else { false }
    }
}
