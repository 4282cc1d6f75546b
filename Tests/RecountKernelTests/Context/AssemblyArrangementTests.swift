import RecountKernel
import RecountTestSupport
import Testing

/// Contexts whose orders, priorities, ids and groups are of every kind that sorting tells apart.
private struct ArrangedContexts {
    private enum Orders: CaseIterable {
        case ascending, descending, equal, few, anything, lastBits, aroundNarrow, oneFar
    }

    private var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    mutating func next(fragmentCount: Int) -> ContextCase {
        let sectionIDs = sectionIDs()
        let sections = sectionIDs.map { id in
            ContextSection.of(
                id, priority: number(), renderOrder: number(),
                cap: chance(4) ? random.uniform(0...UInt64(fragmentCount + 1) * 20) : nil)
        }
        let orders = orders(fragmentCount)
        let groupIDs = groupIDs()
        let tokens: UInt64 = chance(4) ? 0xffff_ffff : 60
        let isWide = chance(3)
        let fragments = (0..<fragmentCount).map { position in
            let count = UInt32(random.uniform(0...tokens))
            var fragment = Fragment.of(
                UInt64(position) + 5, section: pick(sectionIDs), tokens: count,
                priority: isWide ? UInt32(truncatingIfNeeded: random.next()) : UInt32(random.uniform(0...2)),
                order: orders[position], chance(9) ? .required : .optional, chance(2) ? .truncatable : .whole,
                cuts: cuts(below: count), chance(2) ? .stable : .changing)
            if !groupIDs.isEmpty, chance(3) { fragment.group = GroupID(pick(groupIDs)) }
            return fragment
        }
        var context = ContextCase(
            limit: 0, separator: chance(2) ? 0 : UInt32(random.uniform(0...9)),
            mode: chance(2) ? .cutoff : .greedy, sections: sections, fragments)
        context.header.tokenLimit = Tokens(random.uniform(0...context.wholeTokens))
        return context
    }

    private mutating func orders(_ count: Int) -> [UInt64] {
        let kind = pick(Orders.allCases)
        let far = random.uniform(0...UInt64(max(count, 1)) - 1)
        return (0..<UInt64(count)).map { position in
            switch kind {
            case .ascending: position * 1_000
            case .descending: 1_000_000 - position
            case .equal: 1 << 50
            case .few: random.uniform(0...2)
            case .anything: random.next()
            case .lastBits: .max - random.uniform(0...20)
            case .aroundNarrow: 1 << 41 + random.uniform(0...8) - 4
            case .oneFar: position == far ? .max : random.uniform(0...UInt64(count))
            }
        }
    }

    /// Ascending ids: dense, all with the same low byte, or anywhere.
    private mutating func sectionIDs() -> [UInt32] {
        let count = UInt32(chance(4) ? random.uniform(1...256) : random.uniform(1...5))
        switch random.uniform(0...2) {
        case 0: return (1...count).map { $0 }
        case 1: return (1...count).map { $0 << 8 | 3 }
        default:
            let step = UInt32.max / count
            return (0..<count).map { $0 * step + UInt32(random.uniform(0...UInt64(step) - 1)) }
        }
    }

    private mutating func groupIDs() -> [UInt32] {
        switch random.uniform(0...3) {
        case 0: []
        case 1: [1, 2]
        case 2: [.max, 1, .max - 1]
        default: (0..<40).map { _ in UInt32(truncatingIfNeeded: random.next()) | 1 }
        }
    }

    private mutating func cuts(below tokens: UInt32) -> [UInt32] {
        guard tokens > 1 else { return [] }
        return Set((0..<random.uniform(0...8)).map { _ in UInt32(random.uniform(1...UInt64(tokens) - 1)) }).sorted()
    }

    /// A priority or render order: one of few, or any.
    private mutating func number() -> UInt32 {
        chance(4) ? UInt32(truncatingIfNeeded: random.next()) : UInt32(random.uniform(0...2))
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int(random.uniform(0...UInt64(elements.count) - 1))]
    }

    private mutating func chance(_ count: UInt64) -> Bool { random.uniform(1...count) == 1 }
}

@Suite("Context, in every arrangement")
struct AssemblyArrangementTests {
    /// One message is enough.
    private struct Violation: Error {}

    @Test("the answer is the reference's, in memory that other requests were in", arguments: UInt64(1)...30)
    func agreement(seed: UInt64) throws {
        let kernel = AssemblingKernel(fragments: 130)
        var contexts = ArrangedContexts(seed: 7_000 + seed)
        for fragmentCount in [20, 1, 23, 24, 130, 9, 40, 3, 25, 16, 60] {
            let context = contexts.next(fragmentCount: fragmentCount)
            let answer = kernel.answer(context)
            let expected = ReferenceAssembly(context).answer()
            guard answer == expected else {
                Issue.record("seed \(7_000 + seed), \(context): \(answer) instead of \(expected)")
                throw Violation()
            }
        }
    }

    @Test("a kernel for one fragment takes as many sections as there may be")
    func smallestKernel() throws {
        let kernel = AssemblingKernel(fragments: 1)
        let sections = (1...ContextSection.maximumCount).map {
            ContextSection.of($0, priority: $0 % 7, renderOrder: 300 - $0)
        }
        let context = ContextCase(limit: 9, sections: sections, [.of(1, section: 200, tokens: 9)])
        #expect(kernel.answer(context) == ReferenceAssembly(context).answer())
    }

    @Test("a section's id is found among others with the same low byte")
    func sharedLowBytes() throws {
        let sections = [ContextSection.of(1, cap: 3), .of(257, cap: 5), .of(513)]
        let fragments = [Fragment.of(1, section: 1, tokens: 4), .of(2, section: 257, tokens: 4)]
        let context = ContextCase(limit: 9, sections: sections, fragments)
        let window = try #require(AssemblingKernel().answer(context).window)
        #expect(window.kept == [2: 4])
    }
}
