import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Slot queue")
struct SlotQueueTests {
    @Test("Agrees with an array under appending and taking out anywhere", arguments: UInt64(1)...12)
    func randomly(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let capacity = UInt32(random.uniform(1...12))
        let owner = MemoryOwner()
        var region = owner.region
        guard var queue = SlotQueue(capacity: capacity, region: &region) else {
            Issue.record("the region has memory")
            return
        }
        var expected: [UInt32] = []
        for index in 0..<3_000 {
            let slot = UInt32(random.uniform(0...UInt64(capacity) - 1))
            if let place = expected.firstIndex(of: slot) {
                expected.remove(at: place)
                queue.remove(Slot(rawValue: slot))
            } else {
                expected.append(slot)
                queue.append(Slot(rawValue: slot))
            }
            let first = queue.first
            #expect(first == expected.first.map { Slot(rawValue: $0) } ?? .none, "seed \(seed), \(index)")
        }
        var order: [UInt32] = []
        while !queue.first.isNone {
            order.append(queue.first.rawValue)
            queue.remove(queue.first)
        }
        #expect(order == expected, "seed \(seed)")
        withExtendedLifetime(owner) {}
    }
}
