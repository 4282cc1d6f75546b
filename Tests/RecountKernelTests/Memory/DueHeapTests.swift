import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Due heap")
struct DueHeapTests {
    private struct Due: Comparable {
        let key: DueKey
        let slot: UInt32

        static func < (left: Due, right: Due) -> Bool { left.key < right.key }
    }

    @Test("Agrees with sorting under insertion, removal and change", arguments: UInt64(1)...12)
    func randomly(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let capacity = UInt32(random.uniform(1...40))
        let owner = MemoryOwner()
        var region = owner.region
        guard var heap = DueHeap(capacity: capacity, region: &region) else {
            Issue.record("the region has memory")
            return
        }
        var expected: [Due] = []
        for index in UInt64(0)..<4_000 {
            let slot = UInt32(random.uniform(0...UInt64(capacity) - 1))
            // Few due times, so that the step that set them decides often.
            let key = DueKey(due: random.uniform(0...9), setBy: index)
            if let place = expected.firstIndex(where: { $0.slot == slot }) {
                expected.remove(at: place)
                if random.uniform(0...1) == 0 {
                    heap.remove(Slot(rawValue: slot))
                } else {
                    heap.update(Slot(rawValue: slot), key: key)
                    expected.append(Due(key: key, slot: slot))
                }
            } else {
                heap.insert(Slot(rawValue: slot), key: key)
                expected.append(Due(key: key, slot: slot))
            }
            let (first, count) = (heap.first, heap.count)
            #expect(count == expected.count && first?.slot.rawValue == expected.min()?.slot, "seed \(seed), \(index)")
            #expect(first?.key == expected.min()?.key, "seed \(seed), \(index)")
            let firstDue = heap.firstDue
            #expect(firstDue == expected.min()?.key.due ?? .max, "seed \(seed), \(index)")
        }
        for due in expected.sorted() {
            #expect(heap.first?.slot.rawValue == due.slot, "seed \(seed)")
            heap.remove(Slot(rawValue: due.slot))
        }
        let isEmpty = heap.first == nil && heap.firstDue == .max
        #expect(isEmpty)
        withExtendedLifetime(owner) {}
    }

    @Test("The step that set a due time decides between equal ones, then the place in its command")
    func keys() {
        #expect(DueKey(due: 1, setBy: 9) < DueKey(due: 2, setBy: 1))
        #expect(DueKey(due: 2, setBy: 1) < DueKey(due: 2, setBy: 2))
        #expect(!(DueKey(due: 2, setBy: 2) < DueKey(due: 2, setBy: 2)))
        #expect(DueKey(due: .max, setBy: 0) < DueKey(due: .max, setBy: .max))
        #expect(DueKey(due: 2, setBy: 2) < DueKey(due: 2, setBy: 2, index: 1))
        #expect(DueKey(due: 2, setBy: 1, index: 9) < DueKey(due: 2, setBy: 2, index: 1))
    }
}
