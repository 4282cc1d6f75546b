import RecountTestSupport
import Testing

@testable import RecountKernel

/// How far searches go in the index, where someone chooses the ids.
@Suite("Length of searches")
struct TableSearchLengthTests {
    /// Ways to choose ids, of which a hash without a key may make long runs.
    enum Pattern: CaseIterable {
        case ascending
        case multiplesOfTwoToThe32
        case multiplesOfTheIndexSize
        case reversedBits
        case equalLowerHalves
        case equalUpperHalves
        case singleBits

        func id(_ number: UInt64) -> UInt64 {
            switch self {
            case .ascending: number
            case .multiplesOfTwoToThe32: number << 32
            case .multiplesOfTheIndexSize: number << 15
            case .reversedBits: (0..<64).reduce(0) { $0 << 1 | number >> UInt64($1) & 1 }
            case .equalLowerHalves: number << 40 | 0xdead_beef
            case .equalUpperHalves: 0xdead_beef << 32 | number
            case .singleBits: 1 << (number % 64) | 1 << (number / 64 % 64) | 1 << (number / 4096 % 64) | number << 48
            }
        }
    }

    /// As many as fill an index to the half: no table's is ever fuller.
    private static let capacity: UInt32 = 1 << 14

    // Bounds: at half load a successful search looks at 1.5 places on average (Knuth, TAOCP 3, 6.4), and
    // the longest of 16 384 is near ln n / (α − 1 − ln α) = 50. The seeds are fixed, so nothing is left to luck.

    @Test("Chosen ids are found after few places, whatever the pattern", arguments: Pattern.allCases)
    func patterns(pattern: Pattern) {
        for seed in UInt64(1)...5 {
            var random = SplitMix64(state: seed)
            let hashSeed = HashSeed(first: random.uniform(0...UInt64.max), second: random.uniform(0...UInt64.max))
            let ids = Set((0..<UInt64(Self.capacity)).map { pattern.id($0) }).sorted()
            let lengths = searchLengths(of: ids, seed: hashSeed)
            let mean = Double(lengths.reduce(0, +)) / Double(lengths.count)
            #expect(mean < 1.6, "\(pattern), seed \(seed)")
            #expect(lengths.max() ?? 0 <= 75, "\(pattern), seed \(seed)")
        }
    }

    @Test("Ids that all collide under one seed are found, and spread under another")
    func collidingUnderOneSeed() {
        let known = HashSeed(first: 0x0123_4567_89ab_cdef, second: 0xfedc_ba98_7654_3210)
        let count = 200
        // As someone who knows the seed would: every id begins its search at place 0 of the index.
        var ids: [UInt64] = []
        var candidate: UInt64 = 0
        while ids.count < count {
            if home(of: candidate, seed: known) & (2 * Self.capacity - 1) == 0 { ids.append(candidate) }
            candidate += 1
        }
        #expect(searchLengths(of: ids, seed: known).sorted() == Array(1...count))
        for second in UInt64(0)...20 {
            let lengths = searchLengths(of: ids, seed: HashSeed(first: known.first, second: second))
            #expect(lengths.max() ?? 0 <= 4, "second half \(second)")
        }
    }

    @Test("Removals leave no searches longer than insertion alone", arguments: UInt64(1)...4)
    func afterRemovals(seed: UInt64) {
        var random = SplitMix64(state: seed)
        let hashSeed = HashSeed(first: seed, second: 9)
        withTable(seed: hashSeed) { table in
            var present: [UInt64] = []
            for number in 0..<UInt64(Self.capacity) * 8 {
                if table.isFull {
                    let place = Int(random.uniform(0...UInt64(present.count) - 1))
                    let slot = table.find(NumberEntry.Key(number: present[place]))
                    table.remove(slot)
                    present.swapAt(place, present.count - 1)
                    present.removeLast()
                }
                _ = table.insert(NumberEntry(key: NumberEntry.Key(number: number), value: 0))
                present.append(number)
            }
            let lengths = present.map { length(of: $0, in: table, seed: hashSeed) }
            #expect(Double(lengths.reduce(0, +)) / Double(lengths.count) < 1.6)
            #expect(lengths.max() ?? 0 <= 75)
        }
    }

    /// For each id how many places of the index its search looks at, in a table of just these.
    private func searchLengths(of ids: [UInt64], seed: HashSeed) -> [Int] {
        var lengths: [Int] = []
        withTable(seed: seed) { table in
            for id in ids { _ = table.insert(NumberEntry(key: NumberEntry.Key(number: id), value: id)) }
            lengths = ids.map { length(of: $0, in: table, seed: seed) }
        }
        return lengths
    }

    private func withTable(seed: HashSeed, _ body: (inout Table<NumberEntry>) -> Void) {
        let owner = MemoryOwner(byteCount: 1 << 20)
        var region = owner.region
        guard var table = Table<NumberEntry>(capacity: Self.capacity, seed: seed, region: &region) else {
            Issue.record("the region has memory")
            return
        }
        body(&table)
        withExtendedLifetime(owner) {}
    }

    private func length(of id: UInt64, in table: borrowing Table<NumberEntry>, seed: HashSeed) -> Int {
        let slot = table.find(NumberEntry.Key(number: id)).rawValue
        var position = home(of: id, seed: seed) & table.mask
        var length = 1
        while table.index[Int(position)] & table.mask != slot {
            #expect(table.index[Int(position)] != .max, "\(id) stands behind an empty place")
            position = (position + 1) & table.mask
            length += 1
        }
        return length
    }

    private func home(of id: UInt64, seed: HashSeed) -> UInt32 {
        var hasher = KeyedHasher(seed: seed)
        NumberEntry.Key(number: id).hash(into: &hasher)
        return hasher.finish().home
    }
}
