import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Table")
struct TableTests {
    @Test("Agrees with a dictionary up to capacity and back", arguments: UInt64(1)...12)
    func randomly(seed: UInt64) {
        compare(seed: seed, NumberEntry.self) { NumberEntry(key: .init(number: $0), value: $1) }
    }

    @Test("Agrees with a dictionary where most keys collide", arguments: UInt64(1)...12)
    func colliding(seed: UInt64) {
        compare(seed: seed, CollidingEntry.self) { CollidingEntry(key: .init(number: $0), value: $1) }
    }

    private func compare<Entry: TableEntry & Equatable>(
        seed: UInt64, _ type: Entry.Type, _ make: (_ number: UInt64, _ value: UInt64) -> Entry
    ) {
        var random = SplitMix64(state: seed)
        let capacity = UInt32(random.uniform(1...20))
        let owner = MemoryOwner()
        var region = owner.region
        guard var table = Table<Entry>(capacity: capacity, seed: HashSeed(first: seed, second: 0), region: &region)
        else {
            Issue.record("the region has memory")
            return
        }
        var expected: [UInt64: (entry: Entry, slot: UInt32)] = [:]
        // Mostly filling, then mostly emptying, and so on.
        for index in UInt64(0)..<3_000 {
            let number = random.uniform(0...UInt64(capacity) * 2)
            let wantsInsertion = random.uniform(0...9) < (index / 100 % 2 == 0 ? 8 : 2)
            if let known = expected[number] {
                if !wantsInsertion {
                    table.remove(Slot(rawValue: known.slot))
                    expected[number] = nil
                }
            } else if wantsInsertion, expected.count < capacity {
                let entry = make(number, index)
                expected[number] = (entry, table.insert(entry).rawValue)
            }
            for number in 0...UInt64(capacity) * 2 {
                let slot = table.find(make(number, 0).key)
                #expect(slot.rawValue == expected[number]?.slot ?? .max, "seed \(seed), \(index)")
                if let known = expected[number] { #expect(table[slot] == known.entry, "seed \(seed), \(index)") }
            }
            let count = table.count
            #expect(count == expected.count, "seed \(seed), \(index)")
        }
        withExtendedLifetime(owner) {}
    }

    @Test("Slots are below the capacity, and an emptied table fills again")
    func refill() throws {
        let owner = MemoryOwner()
        var region = owner.region
        guard var table = Table<NumberEntry>(capacity: 5, seed: HashSeed(first: 1, second: 2), region: &region) else {
            Issue.record("the region has memory")
            return
        }
        for round in UInt64(0)..<10 {
            var slots: [UInt32] = []
            for number in 0..<UInt64(5) {
                slots.append(table.insert(NumberEntry(key: .init(number: round * 5 + number), value: 0)).rawValue)
            }
            #expect(slots.sorted() == [0, 1, 2, 3, 4])
            let isFull = table.isFull
            #expect(isFull)
            for slot in slots { table.remove(Slot(rawValue: slot)) }
            let count = table.count
            #expect(count == 0)
        }
        withExtendedLifetime(owner) {}
    }
}
