import RecountKernel

/// Random assemblies, the same from the same seed: few values each, so that ties, full caps and exact fits
/// are common.
package struct RandomContexts {
    /// How large they are.
    package struct Size: Sendable {
        /// The most fragments.
        package var fragments: UInt64
        /// The most sections.
        package var sections: UInt64
        /// The most tokens of a fragment, and of a separator.
        package var tokens: UInt64

        /// Makes a size.
        package init(fragments: UInt64, sections: UInt64, tokens: UInt64) {
            self.fragments = fragments
            self.sections = sections
            self.tokens = tokens
        }
    }

    private var generator: SplitMix64
    private let size: Size

    /// Starts from a seed.
    package init(seed: UInt64, size: Size) {
        generator = SplitMix64(state: seed)
        self.size = size
    }

    /// The next assembly, with a limit somewhere between nothing and everything.
    package mutating func next(mode: AssemblyMode = .cutoff) -> ContextCase {
        let sections = (1...UInt32(draw(1...size.sections))).map { section($0) }
        let fragmentCount = draw(0...size.fragments)
        var fragments: [Fragment] = []
        for id in 0..<fragmentCount { fragments.append(fragment(id, sections: UInt64(sections.count))) }
        var context = ContextCase(
            limit: 0, output: chance(4) ? draw(0...size.tokens) : 0,
            separator: chance(2) ? 0 : UInt32(draw(0...max(1, size.tokens / 2))), mode: mode, sections: sections,
            fragments)
        context.header.tokenLimit = Tokens(limit(of: context))
        return context
    }

    /// A limit from 0 to one token more than the whole of a context.
    package mutating func limit(of context: ContextCase) -> UInt64 {
        draw(0...context.wholeTokens + context.header.outputTokens.rawValue + 1)
    }

    /// The same elements in another order.
    package mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var rest = elements
        return elements.map { _ in rest.remove(at: Int(draw(0...UInt64(rest.count - 1)))) }
    }

    private mutating func section(_ id: UInt32) -> ContextSection {
        let cap = chance(3) ? draw(0...size.tokens * max(1, size.fragments / 2)) : nil
        return .of(id, priority: UInt32(draw(0...2)), renderOrder: UInt32(draw(0...2)), cap: cap)
    }

    private mutating func fragment(_ id: UInt64, sections: UInt64) -> Fragment {
        let tokens = UInt32(draw(0...size.tokens))
        var fragment = Fragment.of(
            id, section: UInt32(draw(1...sections)), tokens: tokens, priority: UInt32(draw(0...2)),
            order: draw(0...2), chance(5) ? .required : .optional, chance(2) ? .truncatable : .whole,
            cuts: cuts(below: tokens), chance(2) ? .stable : .changing)
        if chance(3) { fragment.group = GroupID(UInt32(draw(1...max(1, size.fragments / 4)))) }
        return fragment
    }

    private mutating func cuts(below tokens: UInt32) -> [UInt32] {
        guard tokens > 1 else { return [] }
        let cuts = (0..<draw(0...3)).map { _ in UInt32(draw(1...UInt64(tokens) - 1)) }
        return Set(cuts).sorted()
    }

    /// One in so many.
    private mutating func chance(_ count: UInt64) -> Bool { draw(1...count) == 1 }

    package mutating func draw(_ range: ClosedRange<UInt64>) -> UInt64 { generator.uniform(range) }
}

extension ContextCase {
    /// The tokens of all fragments with separators: no window has more.
    package var wholeTokens: UInt64 {
        let separators = UInt64(max(1, fragments.count) - 1) * UInt64(header.separatorTokens)
        return fragments.reduce(separators) { $0 + UInt64($1.tokens) }
    }
}
