import RecountKernel
import RecountTestSupport
import Testing

@Suite("Requests that would close a cycle of waiting agents")
struct DeadlockTests {
    private let lockstep = LockLockstep(limits: .sized(tenants: 2, locks: 64))

    init() throws {
        try lockstep.run(.openTenant(locks: 40))
    }

    private func run(_ bodies: [CommandBody]) throws {
        for body in bodies {
            if case .refused(let refusal) = try lockstep.run(body) { Issue.record("\(body): \(refusal)") }
        }
    }

    private static func deadlock(_ resource: UInt64, _ waiter: UInt64) -> Decision {
        .refused(.wouldDeadlock, .holder(LockResource(resource), LockAgent(waiter)))
    }

    /// Agent n holds resource n, and all but the last wait for the next one's. As many agents as a quota of
    /// 40 allows: each lease and each request counts.
    @Test("Of two agents, of three, and of as many as the quota allows", arguments: [UInt64(2), 3, 20])
    func ring(count: UInt64) throws {
        for agent in 1...count { try run([.acquire(agent, by: agent)]) }
        for agent in 1..<count { try run([.acquire(agent + 1, by: agent, wait: 50)]) }
        let last = CommandBody.acquire(1, by: count, wait: 50)
        #expect(try lockstep.run(last) == Self.deadlock(count, count - 1))
        // Once the chain is broken anywhere, it may wait.
        try run([.cancel(1), last])
    }

    @Test("A long chain is no cycle")
    func chain() throws {
        for agent in UInt64(1)...19 { try run([.acquire(agent, by: agent)]) }
        for agent in UInt64(1)...18 { try run([.acquire(agent + 1, by: agent, wait: 50)]) }
        #expect(try lockstep.run(.acquire(1, by: 30, wait: 50)) == .lockQueued(position: 0))
    }

    @Test("Over an agent that waits before in the same queue")
    func overEarlierRequest() throws {
        // 2 waits for 1, held shared by 3, who waits for what 4 holds; 4 would stand behind 2.
        try run([
            .acquire(1, by: 3, .shared), .acquire(2, by: 4), .acquire(1, by: 2, wait: 50),
            .acquire(2, by: 3, wait: 50),
        ])
        #expect(try lockstep.run(.acquire(1, by: 4, .shared, wait: 50)) == Self.deadlock(2, 3))
    }

    @Test("An agent that holds what the head of a queue waits for")
    func holdsWhatIsAwaited() throws {
        // 1 holds 1 and 2 shared; 2 waits for 1 and holds 3; 1 asks for 3.
        try run([
            .acquire(1, by: 1, .shared), .acquire(2, by: 1, .shared), .acquire(3, by: 2, .shared),
            .acquire(1, by: 2, wait: 50),
        ])
        #expect(try lockstep.run(.acquire(3, by: 1, .exclusive, wait: 50)) == Self.deadlock(1, 2))
        #expect(try lockstep.run(.acquire(3, by: 1, .shared)) == .acquired(token: 7, expiry: 100))
    }

    @Test("Of upgrades of two resources")
    func upgrades() throws {
        try run([
            .acquire(1, by: 1, .shared), .acquire(1, by: 2, .shared), .acquire(2, by: 1, .shared),
            .acquire(2, by: 2, .shared), .acquire(1, by: 1, wait: 50),
        ])
        #expect(try lockstep.run(.acquire(2, by: 2, wait: 50)) == Self.deadlock(1, 1))
    }

    @Test("Of an upgrade, over a resource that the other holder waits for")
    func upgradeOverAnother() throws {
        try run([
            .acquire(1, by: 1, .shared), .acquire(1, by: 2, .shared), .acquire(2, by: 1), .acquire(2, by: 2, wait: 50),
        ])
        #expect(try lockstep.run(.acquire(1, by: 1, wait: 50)) == Self.deadlock(2, 2))
    }

    @Test("Of several cycles the one over the holder that came first, then the nearest")
    func severalCycles() throws {
        try run([
            // 9 holds 8 and 9, for which 2 and 3 wait, who hold 1 together with 1.
            .acquire(8, by: 9), .acquire(9, by: 9), .acquire(1, by: 1, .shared), .acquire(1, by: 3, .shared),
            .acquire(1, by: 2, .shared), .acquire(8, by: 2, wait: 50), .acquire(9, by: 3, wait: 50),
            // 1 waits for 4, who waits for 9 too.
            .acquire(5, by: 4), .acquire(5, by: 1, wait: 50), .acquire(9, by: 4, wait: 50),
        ])
        #expect(try lockstep.run(.acquire(1, by: 9, wait: 50)) == Self.deadlock(9, 3))
        try run([.cancel(3)])
        #expect(try lockstep.run(.acquire(1, by: 9, wait: 50)) == Self.deadlock(8, 2))
        try run([.cancel(2)])
        #expect(try lockstep.run(.acquire(1, by: 9, wait: 50)) == Self.deadlock(9, 4))
    }

    @Test("Agents of another tenant that have the same names close nothing")
    func tenants() throws {
        try lockstep.run(.openTenant(locks: 8), tenant: 2)
        try run([.acquire(1, by: 1), .acquire(2, by: 2), .acquire(2, by: 1, wait: 50)])
        try lockstep.run(.acquire(1, by: 1), tenant: 2)
        #expect(try lockstep.run(.acquire(1, by: 2, wait: 50), tenant: 2) == .lockQueued(position: 0))
    }
}
