import RecountKernel
import RecountTestSupport
import Testing

/// The tenant is opened by step 1, so that the first lease has token 2.
@Suite("Queues for locks, and promotion")
struct LockQueueTests {
    private let harness = KernelHarness()

    init() {
        harness.run(.openTenant())
    }

    private func queue(_ resource: UInt64 = 1) -> [UInt64] {
        LockPicture(harness.kernel).resource(LockResource(resource), of: TenantID(1)).queue.map(\.agent.low)
    }

    @Test("A request is told how many wait before it")
    func positions() {
        harness.run(.acquire(1, by: 1))
        for agent in UInt64(2)...4 {
            #expect(harness.answer(.acquire(1, by: agent, wait: 50)) == .lockQueued(position: UInt32(agent - 2)))
        }
        #expect(queue() == [2, 3, 4])
        #expect(harness.kernel.waiterCount == 3)
        #expect(harness.tenant()?.used.locks == 4)
        #expect(harness.answer(.cancel(3)) == .accepted)
        #expect(harness.answer(.acquire(1, by: 5, wait: 50)) == .lockQueued(position: 2))
        #expect(queue() == [2, 4, 5])
    }

    @Test("A shared request behind an exclusive one waits, although only shared leases are held")
    func sharedBehindExclusive() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 2, wait: 50))
        #expect(harness.answer(.acquire(1, by: 3, .shared, wait: 50)) == .lockQueued(position: 1))
        #expect(harness.takeConsequences(until: 0).isEmpty)
        harness.run(.cancel(2))
        #expect(harness.takeConsequences(until: 0).map(\.decision) == [.promoted(1, 3, .shared, token: 6, expiry: 100)])
    }

    @Test("All shared requests at the head go on, one record each, up to the first exclusive one")
    func severalShared() {
        harness.run(.acquire(1, by: 1))
        for agent in UInt64(2)...4 { harness.run(.acquire(1, by: agent, .shared, lease: agent, wait: 50)) }
        harness.run(.acquire(1, by: 5, wait: 50))
        harness.run(.acquire(1, by: 6, .shared, wait: 50))
        harness.run(.unlock(1, by: 1, token: 2), at: 7)
        let steps = harness.takeConsequences(until: 7)
        #expect(
            steps.map(\.decision) == [
                .promoted(1, 2, .shared, token: 9, expiry: 9), .promoted(1, 3, .shared, token: 10, expiry: 10),
                .promoted(1, 4, .shared, token: 11, expiry: 11),
            ])
        #expect(steps.map(\.sequence) == [9, 10, 11])
        #expect(steps.map(\.time.rawValue) == [7, 7, 7])
        #expect(steps.map(\.origin) == [.consequence, .consequence, .consequence])
        #expect(queue() == [5, 6])
    }

    @Test("A request gives up in the middle of a queue, and the others keep their order")
    func expiredInTheMiddle() {
        harness.run(.acquire(1, by: 1))
        for (agent, wait) in [(2, 50), (3, 10), (4, 60)] as [(UInt64, UInt64)] {
            harness.run(.acquire(1, by: agent, wait: wait))
        }
        #expect(harness.takeConsequences(until: 9).isEmpty)
        #expect(harness.takeConsequences(until: 10).map(\.decision) == [.waitExpired(1, 3)])
        #expect(queue() == [2, 4])
        #expect(harness.tenant()?.used.locks == 3)
        harness.run(.unlock(1, by: 1, token: 2))
        #expect(harness.takeConsequences(until: 10).map(\.decision) == [.promoted(1, 2, token: 8, expiry: 110)])
    }

    @Test("The head gives up, and those behind it go on")
    func headExpires() {
        harness.run(.acquire(1, by: 1, .shared))
        harness.run(.acquire(1, by: 2, wait: 10))
        harness.run(.acquire(1, by: 3, .shared, lease: 30, wait: 20))
        #expect(
            harness.takeConsequences(until: 10).map(\.decision) == [
                .waitExpired(1, 2), .promoted(1, 3, .shared, token: 6, expiry: 40),
            ])
    }

    @Test("A lease that ends at a time serves a request that gives up at that time")
    func lastMillisecond() {
        harness.run(.acquire(1, by: 1, lease: 20))
        harness.run(.acquire(1, by: 2, lease: 5, wait: 20))
        harness.run(.acquire(1, by: 3, lease: 5, wait: 20))
        let steps = harness.takeConsequences(until: 20)
        #expect(
            steps.map(\.decision) == [
                .leaseExpired(1, 1, token: 2), .promoted(1, 2, token: 6, expiry: 25), .waitExpired(1, 3),
            ])
        #expect(steps.map(\.time.rawValue) == [20, 20, 20])
    }

    @Test("A promotion comes before all else that is due")
    func promotionFirst() {
        harness.run(.acquire(1, by: 1, lease: 20))
        harness.run(.acquire(1, by: 2, lease: 5, wait: 50))
        for resource in UInt64(2)...3 { harness.run(.acquire(resource, by: 3, lease: 20)) }
        harness.run(.acquire(2, by: 4, lease: 5, wait: 50))
        #expect(
            harness.takeConsequences(until: 20).map(\.decision) == [
                .leaseExpired(1, 1, token: 2), .promoted(1, 2, token: 8, expiry: 25),
                .leaseExpired(2, 3, token: 4), .promoted(2, 4, token: 10, expiry: 25),
                .leaseExpired(3, 3, token: 5),
            ])
    }

    @Test("Leases, then requests, then reservations that are due at the same time")
    func dueOrder() {
        for body in [CommandBody.open(1), .fund(1, 1, 9), .reserve(1, [1], 1, until: 10)] { harness.run(body) }
        harness.run(.acquire(1, by: 1, lease: 50))
        harness.run(.acquire(1, by: 2, wait: 10))
        harness.run(.acquire(2, by: 1, lease: 10))
        let kinds = harness.takeConsequences(until: 10).map(\.decision.kind)
        #expect(kinds == [.leaseExpired, .waitExpired, .reservationExpired])
    }

    @Test("While a promotion is pending there is no command, and it is due at once")
    func pending() throws {
        harness.run(.acquire(1, by: 1))
        harness.run(.acquire(1, by: 2, wait: 50))
        harness.run(.unlock(1, by: 1, token: 2), at: 5)
        #expect(harness.kernel.nextDue == Milliseconds(5))
        for time in [UInt64(0), 5, 6, 1_000_000] {
            #expect(throws: StepError.consequencesDue) { try tick(at: time) }
        }
        #expect(harness.kernel.sequence == 4)
        let step = try #require(harness.takeConsequence(until: 0))
        #expect(step.decision == .promoted(1, 2, token: 5, expiry: 105))
        #expect(harness.kernel.nextDue == Milliseconds(105))
    }

    private func tick(at time: UInt64) throws(StepError) {
        _ = try harness.step(
            Command(header: CommandHeader(tenant: .none, time: Milliseconds(time)), body: .tick))
    }

    @Test("When to wake: the first lease, request or reservation")
    func nextDue() {
        #expect(harness.kernel.nextDue == nil)
        for body in [CommandBody.open(1), .fund(1, 1, 9), .reserve(1, [1], 1, until: 90)] { harness.run(body) }
        #expect(harness.kernel.nextDue == Milliseconds(90))
        harness.run(.acquire(1, by: 1, lease: 80))
        #expect(harness.kernel.nextDue == Milliseconds(80))
        harness.run(.acquire(1, by: 2, wait: 70))
        #expect(harness.kernel.nextDue == Milliseconds(70))
        harness.run(.cancel(2))
        #expect(harness.kernel.nextDue == Milliseconds(80))
        harness.run(.unlock(1, by: 1, token: 5))
        #expect(harness.kernel.nextDue == Milliseconds(90))
    }

    @Test("What a host can read of a queue")
    func queries() throws {
        harness.run(.acquire(1, by: 1, .shared, lease: 50))
        harness.run(.acquire(1, by: 2, .shared))
        harness.run(.acquire(1, by: 2, lease: 30, wait: 40))
        harness.run(.acquire(2, by: 1))
        var resources: [ResourceState] = []
        harness.kernel.forEachResource { resources.append($0) }
        #expect(resources.map(\.resource.low).sorted() == [1, 2])
        let first = try #require(resources.first { $0.resource == LockResource(1) })
        #expect(first.tenant == TenantID(1) && first.holderCount == 2 && first.waiterCount == 1)
        var waiters: [WaiterState] = []
        harness.kernel.forEachWaiter(of: LockResource(1), tenant: TenantID(1)) { waiters.append($0) }
        let waiter = try #require(waiters.first)
        #expect(waiter.agent == LockAgent(2) && waiter.mode == .exclusive && waiter.isUpgrade)
        #expect(waiter.lease == Milliseconds(30) && waiter.deadline == Milliseconds(40) && waiter.queuedBy == 4)
        var others = 0
        harness.kernel.forEachHolder(of: LockResource(1), tenant: TenantID(2)) { _ in others += 1 }
        harness.kernel.forEachWaiter(of: LockResource(2), tenant: TenantID(1)) { _ in others += 1 }
        #expect(others == 0)
    }
}
