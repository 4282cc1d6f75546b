/// Random assemblies.
struct ContextStream: CommandStream {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func setup() -> [VectorCommand] { [.openTenant(accounts: 1, reservations: 1, transfers: 1, locks: 1)] }

    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64) {
        (.assemble(RandomContexts.context(&random, fragments: random.number(0...9))), now + 1)
    }
}

/// Random assemblies of few tokens, so that most limits bind.
enum RandomContexts {
    static func context(_ random: inout SeededRandom, fragments: UInt64) -> VectorContext {
        let ids = Set((0..<random.number(1...3)).map { _ in random.small(1...5) }).sorted()
        let sections = ids.map { id in
            VectorSection(
                id, priority: random.small(0...2), renderOrder: random.small(0...2),
                cap: random.chance(in: 3) ? random.number(0...40) : nil)
        }
        let fragments = (0..<fragments).map { id in fragment(id * 3 + random.number(0...2), ids, &random) }
        return VectorContext(limit: random.chance(in: 30) ? random.wide() >> 16 : random.number(0...140), fragments) {
            $0.output = random.chance(in: 2) ? 0 : random.number(0...30)
            $0.separator = random.chance(in: 2) ? 0 : random.small(0...4)
            $0.mode = random.chance(in: 2) ? .cutoff : .greedy
            $0.sections = sections
        }
    }

    private static func fragment(_ id: UInt64, _ sections: [UInt32], _ random: inout SeededRandom) -> VectorFragment {
        let tokens = random.chance(in: 10) ? 0 : random.small(1...40)
        var flags: VectorFragment.Flags = []
        if random.chance(in: 6) { flags.insert(.required) }
        if random.chance(in: 2) { flags.insert(.truncatable) }
        if random.chance(in: 2) { flags.insert(.stable) }
        var cuts: [UInt32] = []
        if tokens > 1 { cuts = Set((0..<random.number(0...3)).map { _ in random.small(1...tokens - 1) }).sorted() }
        return VectorFragment(
            id, tokens, flags, cuts: cuts, section: random.pick(sections), priority: random.small(0...2),
            order: random.number(0...3), group: random.chance(in: 4) ? random.small(1...2) : 0)
    }
}
