import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("The leases of one resource")
struct LeaseBookTests {
    @Test("agrees with a plain list, whatever is given, renewed and ended", arguments: 1...4 as ClosedRange<UInt64>)
    func randomSteps(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var book = LeaseBook()
        var reference: [AuditedLease] = []
        for round in 0..<4_000 {
            let agent = LockAgent(high: random.uniform(0...1), low: random.uniform(0...20))
            if random.uniform(0...2) == 0 {
                book.remove(agent)
                reference.removeAll { $0.agent == agent }
            } else {
                let lease = AuditedLease(
                    agent: agent, mode: random.uniform(0...9) == 0 ? .exclusive : .shared, token: UInt64(round),
                    expiry: Milliseconds(random.uniform(0...50)), holdCount: 1)
                book.put(lease)
                reference.removeAll { $0.agent == agent }
                reference.append(lease)
            }
            let place: Comment = "seed \(seed), round \(round)"
            let first = reference.min { ($0.expiry, $0.agent) < ($1.expiry, $1.agent) }
            let found = book.first()
            #expect(found?.agent == first?.agent && found?.expiry == first?.expiry, place)
            #expect(book[agent]?.token == reference.last { $0.agent == agent }?.token, place)
            #expect(book.count == reference.count && book.isEmpty == reference.isEmpty, place)
            #expect(book.hasExclusive == reference.contains { $0.mode == .exclusive }, place)
        }
    }
}
