import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Sort buffer")
struct SortBufferTests {
    /// How elements stand before they are sorted.
    enum Arrangement: CaseIterable {
        case ascending, descending, equal, few, random, twoRuns, oneAstray

        func elements(_ count: Int, _ random: inout SplitMix64) -> [UInt64] {
            let last = UInt64(max(count, 1)) - 1
            let ascending = (0..<count).map { UInt64($0) }
            switch self {
            case .ascending: return ascending
            case .descending: return ascending.reversed()
            case .equal: return ascending.map { _ in 7 }
            case .few: return ascending.map { _ in random.uniform(0...3) }
            case .random: return ascending.map { _ in random.next() }
            case .twoRuns: return ascending.map { ($0 * 2) % (last + 1) }
            case .oneAstray: return ascending.map { $0 == random.uniform(0...last) ? random.uniform(0...last) : $0 }
            }
        }
    }

    /// Elements whose order is that of their keys, then that of their places.
    private struct Element: BitwiseCopyable, Equatable {
        var key: UInt64
        var place: UInt32
    }

    @Test("any number of elements in any arrangement", arguments: Arrangement.allCases)
    func sorting(_ arrangement: Arrangement) throws {
        let capacity = 600
        let owner = MemoryOwner(byteCount: 2 * capacity * MemoryLayout<Element>.stride + 128)
        var region = owner.region
        let unused = Element(key: 0, place: 0)
        guard let buffer = SortBuffer(capacity: UInt32(capacity), of: unused, region: &region) else {
            Issue.record("the region has memory")
            return
        }
        for count in Array(0...70) + [127, 128, 129, 600] {
            var random = SplitMix64(state: UInt64(count))
            let keys = arrangement.elements(count, &random)
            for place in 0..<count { buffer[UInt32(place)] = Element(key: keys[place], place: UInt32(place)) }
            buffer.sort(count: UInt32(count)) { $0.key == $1.key ? $0.place < $1.place : $0.key < $1.key }
            let sorted = (0..<UInt32(count)).map { buffer[$0] }
            let expected = keys.enumerated().map { Element(key: $1, place: UInt32($0)) }.sorted {
                ($0.key, $0.place) < ($1.key, $1.place)
            }
            try #require(sorted == expected, "\(count) elements, \(arrangement)")
        }
        withExtendedLifetime(owner) {}
    }
}
