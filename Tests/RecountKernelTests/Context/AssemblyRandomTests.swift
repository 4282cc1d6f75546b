import RecountKernel
import RecountTestSupport
import Testing

@Suite("Context, at random")
struct AssemblyRandomTests {
    private static let tiny = RandomContexts.Size(fragments: 6, sections: 2, tokens: 3)
    private static let small = RandomContexts.Size(fragments: 9, sections: 3, tokens: 9)
    private static let middle = RandomContexts.Size(fragments: 60, sections: 6, tokens: 100)
    private static let large = RandomContexts.Size(fragments: 2_000, sections: 256, tokens: 0xffff_ffff)

    /// One message is enough.
    private struct Violation: Error {}

    private static func require(_ violations: [String], _ context: ContextCase, seed: UInt64) throws {
        guard violations.isEmpty else {
            Issue.record("seed \(seed), \(context): \(violations)")
            throw Violation()
        }
    }

    @Test("C4: a cutoff at a larger limit loses nothing, 100 000 times", arguments: 1...100 as ClosedRange<UInt64>)
    func monotonicity(seed: UInt64) throws {
        let kernel = AssemblingKernel()
        var random = RandomContexts(seed: seed, size: seed % 2 == 0 ? Self.tiny : Self.small)
        for _ in 0..<1_000 {
            let context = random.next()
            let smaller = context.header.tokenLimit.rawValue
            // Neighbours see the steps that differ, others that those in between do not hide them.
            let larger = random.draw(0...3) > 0 ? smaller + 1 : max(smaller, random.limit(of: context))
            let losses = AssemblyAuditor.losses(
                from: kernel.answer(context), to: kernel.answer(context.with(limit: larger)))
            try Self.require(losses, context, seed: seed)
        }
    }

    @Test("the answer is the reference's", arguments: 1...20 as ClosedRange<UInt64>)
    func agreement(seed: UInt64) throws {
        let kernel = AssemblingKernel()
        let size = [Self.tiny, Self.small, Self.small, Self.middle][Int(seed % 4)]
        var random = RandomContexts(seed: 1_000 + seed, size: size)
        for index in 0..<(size.fragments > 9 ? 10 : 300) {
            let context = random.next(mode: index % 2 == 0 ? .cutoff : .greedy)
            let answer = kernel.answer(context)
            let expected = ReferenceAssembly(context).answer()
            var violations = answer == expected ? [] : ["\(answer) instead of \(expected)"]
            if let window = answer.window { violations += AssemblyAuditor(context).violations(of: window) }
            try Self.require(violations, context, seed: 1_000 + seed)
        }
    }

    @Test("with many sections and the largest numbers the answer is the reference's", arguments: UInt64(1)...4)
    func wideAgreement(seed: UInt64) throws {
        let kernel = AssemblingKernel(fragments: 150)
        var random = RandomContexts(
            seed: 4_000 + seed, size: RandomContexts.Size(fragments: 150, sections: 256, tokens: 0xffff_ffff))
        let context = random.next(mode: seed % 2 == 0 ? .cutoff : .greedy)
        let answer = kernel.answer(context)
        let expected = ReferenceAssembly(context).answer()
        try Self.require(answer == expected ? [] : ["\(answer) instead of \(expected)"], context, seed: 4_000 + seed)
    }

    @Test("many fragments keep C1 to C5", arguments: 1...10 as ClosedRange<UInt64>)
    func large(seed: UInt64) throws {
        let kernel = AssemblingKernel(fragments: 2_000)
        var random = RandomContexts(seed: 2_000 + seed, size: seed < 9 ? Self.middle : Self.large)
        for index in 0..<(seed < 9 ? 30 : 2) {
            var context = random.next(mode: index % 2 == 0 ? .cutoff : .greedy)
            let auditor = AssemblyAuditor(context)
            var before: AssemblyAnswer?
            for limit in [random.limit(of: context), random.limit(of: context)].sorted() {
                context.header.tokenLimit = Tokens(limit)
                let answer = kernel.answer(context)
                var violations = answer.window.map { auditor.violations(of: $0, limit: limit) } ?? []
                if context.header.mode == .cutoff, let before {
                    violations += AssemblyAuditor.losses(from: before, to: answer)
                }
                try Self.require(violations, context, seed: 2_000 + seed)
                before = answer
            }
        }
    }

    @Test("as many fragments as a request may have")
    func most() throws {
        let count = Fragment.maximumCount
        let kernel = AssemblingKernel(fragments: count)
        let size = RandomContexts.Size(fragments: 4, sections: 4, tokens: 1_000)
        var random = RandomContexts(seed: 3_000, size: size)
        var context = random.next()
        let patterns = (0..<500).flatMap { _ in random.next().fragments.map { ($0, random.draw(0...9)) } }
        context.sections = (1...4).map { .of($0, cap: $0 == 3 ? 1_000_000 : nil) }
        context.fragments = (0..<UInt64(count)).map { id in
            var (fragment, order) = patterns[Int(id) % patterns.count]
            fragment.id = FragmentID(id)
            fragment.order = order
            // Small groups everywhere; a pattern's group would have thousands of members.
            if fragment.group != .none { fragment.group = GroupID(UInt32(id / 8 + 1)) }
            return fragment
        }
        for mode in [AssemblyMode.cutoff, .greedy] {
            let context = context.with(limit: context.wholeTokens / 2, mode: mode)
            let window = try #require(kernel.answer(context).window)
            #expect(AssemblyAuditor(context).violations(of: window) == [])
            #expect(window.entries.count == Int(count))
        }
    }

    @Test("C3: a permutation of the input has the same bytes and so the same answer; unsorted bytes have none")
    func permutations() throws {
        let kernel = AssemblingKernel()
        var random = RandomContexts(seed: 4_000, size: Self.small)
        for index in 0..<300 {
            let context = random.next(mode: index % 2 == 0 ? .cutoff : .greedy)
            var permuted = context
            permuted.sections = random.shuffled(context.sections)
            permuted.fragments = random.shuffled(context.fragments)
            #expect(permuted.bytes == context.bytes)
            #expect(kernel.answer(permuted) == kernel.answer(context))
            let isSorted = permuted.bytesAsListed == context.bytes
            let isTaken = permuted.bytesAsListed.withUnsafeBytes { (try? AssemblyRequest(validating: $0)) != nil }
            #expect(isTaken == isSorted)
        }
    }

    @Test("new ids in the same order change nothing else")
    func renamed() throws {
        let kernel = AssemblingKernel()
        var random = RandomContexts(seed: 5_000, size: Self.small)
        for _ in 0..<200 {
            let context = random.next(mode: .greedy)
            var renamed = context
            for index in context.fragments.indices {
                renamed.fragments[index].id = FragmentID(UInt64.max - 900 + context.fragments[index].id.rawValue * 99)
            }
            let window = kernel.answer(context).window
            let other = kernel.answer(renamed).window
            #expect(window?.digest == other?.digest)
            #expect(window?.entries.map(\.keptTokens) == other?.entries.map(\.keptTokens))
        }
    }
}
