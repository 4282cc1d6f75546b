import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Sort keys")
struct SortKeysTests {
    private static let capacity: UInt32 = 5_000
    private static let byteCount = 2 * 8 * Int(capacity) + 4 * (1 << 11) + 256

    /// Counts on both sides of those from which keys are sorted by digits, and by wider ones.
    private static let counts: [UInt32] = [0, 1, 2, 3, 8, 23, 24, 25, 31, 32, 33, 255, 256, 257, 2_047, 2_048, 5_000]

    /// Calls `body` with empty lists in the same memory.
    private func withMemory(_ body: (borrowing SortKeyMemory) throws -> Void) throws {
        let owner = MemoryOwner(byteCount: Self.byteCount)
        var region = owner.region
        guard let memory = SortKeyMemory(capacity: Self.capacity, region: &region) else {
            Issue.record("the region has memory")
            return
        }
        #expect(region.byteCount <= UInt64(Self.byteCount))
        try body(memory)
        withExtendedLifetime(owner) {}
    }

    private func sorted(_ ranks: [UInt64], in memory: borrowing SortKeyMemory) -> [UInt32] {
        var keys = SortKeys(in: memory)
        for (position, rank) in ranks.enumerated() { keys.append(UInt32(position) * 3, rank: rank) }
        keys.sort()
        return (0..<keys.count).map { keys[$0] }
    }

    private func expected(_ ranks: [UInt64]) -> [UInt32] {
        ranks.indices.sorted { (ranks[$0], $0) < (ranks[$1], $1) }.map { UInt32($0) * 3 }
    }

    @Test("ranks of any width, anywhere among the bits", arguments: 0...42 as ClosedRange<UInt64>)
    func widths(bitCount: UInt64) throws {
        try withMemory { memory in
            for count in Self.counts {
                var random = SplitMix64(state: bitCount << 32 | UInt64(count))
                let mask: UInt64 = bitCount == 0 ? 0 : .max >> (64 - bitCount)
                let shift = random.uniform(0...42 - bitCount)
                let high = shift + bitCount < 42 ? UInt64(1) << (shift + bitCount) : 0
                let ranks = (0..<count).map { _ in (random.next() & mask) << shift | high }
                try #require(sorted(ranks, in: memory) == expected(ranks), "\(bitCount) bits, \(count) keys")
            }
        }
    }

    @Test("ranks that no leading digit tells apart, in order, reversed, equal")
    func arrangements() throws {
        let last: UInt64 = 1 << 42 - 1
        try withMemory { memory in
            for count in Self.counts {
                var random = SplitMix64(state: UInt64(count))
                let ascending = (0..<UInt64(count)).map { $0 }
                let arrangements: [[UInt64]] = [
                    ascending, ascending.reversed(), ascending.map { _ in last }, ascending.map { last - $0 },
                    // The first bit tells one of them apart, and all others differ in the last ones alone.
                    ascending.map { $0 == 1 ? last : random.uniform(0...9) },
                    ascending.map { _ in random.uniform(0...1) << 41 | random.uniform(0...UInt64(count)) },
                    ascending.map { $0 + 1 == UInt64(count) ? 0 : $0 << 20 },
                ]
                for (index, ranks) in arrangements.enumerated() {
                    try #require(sorted(ranks, in: memory) == expected(ranks), "arrangement \(index), \(count) keys")
                }
            }
        }
    }

    @Test("equal ranks are told apart by the comparison, and then by their places", arguments: [0, 1, 4, 20, 42])
    func ties(bitCount: UInt64) throws {
        try withMemory { memory in
            for count in Self.counts {
                var random = SplitMix64(state: 77 + bitCount << 32 | UInt64(count))
                let ranks = (0..<count).map { _ in bitCount == 0 ? 5 : random.next() >> (64 - bitCount) }
                let others = (0..<count).map { _ in random.uniform(0...UInt64(count) / 2) }
                var keys = SortKeys(in: memory)
                for position in 0..<count { keys.append(position, rank: ranks[Int(position)]) }
                keys.sort(breakingTiesBy: ListedOrder(values: others))
                let expected = (0..<Int(count)).sorted { (ranks[$0], others[$0], $0) < (ranks[$1], others[$1], $1) }
                try #require((0..<keys.count).map { Int(keys[$0]) } == expected, "\(bitCount) bits, \(count) keys")
            }
        }
    }

    @Test("the ranks stay with their places")
    func ranks() throws {
        try withMemory { memory in
            var random = SplitMix64(state: 5)
            let ranks = (0..<100).map { _ in random.next() >> 22 }
            var keys = SortKeys(in: memory)
            for position in 0..<100 { keys.append(UInt32(position), rank: ranks[position]) }
            keys.sort()
            for position in 0..<keys.count {
                #expect(keys.rank(at: position) == ranks[Int(keys[position])])
            }
        }
    }
}

/// The order of listed values.
private struct ListedOrder: PlaceOrder {
    let values: [UInt64]

    func precedes(_ left: UInt32, _ right: UInt32) -> Bool { values[Int(left)] < values[Int(right)] }
}
