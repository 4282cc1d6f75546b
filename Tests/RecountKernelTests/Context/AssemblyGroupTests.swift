import RecountKernel
import RecountTestSupport
import Testing

@Suite("Context: groups, required fragments, refusals and the stable prefix")
struct AssemblyGroupTests {
    private func answer(_ context: ContextCase, sourceLocation: SourceLocation = #_sourceLocation) -> AssemblyAnswer {
        let answer = AssemblingKernel().answer(context)
        #expect(answer == ReferenceAssembly(context).answer(), sourceLocation: sourceLocation)
        if let window = answer.window {
            #expect(AssemblyAuditor(context).violations(of: window) == [], sourceLocation: sourceLocation)
        }
        return answer
    }

    private func kept(_ context: ContextCase, sourceLocation: SourceLocation = #_sourceLocation) -> [UInt64: UInt32]? {
        answer(context, sourceLocation: sourceLocation).window?.kept
    }

    private func room(_ section: UInt32?, needed: UInt64, limit: UInt64) -> AssemblyAnswer {
        .refused(
            Refusal(.requiredDoesNotFit, .room(section.map { SectionID($0) }, needed: needed, limit: limit)))
    }

    /// The digest of contents, by number, and kept tokens.
    private func digest(_ contents: KeyValuePairs<UInt64, UInt32>) -> Digest {
        .window(contents.map { (Digest.of($0.key), $0.value) })
    }

    // Groups.

    @Test("a group is taken together, ranked as its best member")
    func ranks() {
        let context = ContextCase(
            limit: 5, sections: [.of(1, priority: 1), .of(2)],
            [
                .of(1, section: 1, tokens: 3, priority: 1), .of(2, section: 1, tokens: 1, priority: 2, group: 4),
                .of(3, section: 2, tokens: 4, group: 4),
            ])
        #expect(kept(context) == [2: 1, 3: 4])
        #expect(kept(context.with(limit: 4)) == [:])
        #expect(kept(context.with(limit: 4, mode: .greedy)) == [1: 3])
        let window = answer(context.with(limit: 4)).window
        #expect(window?.entries.map(\.reason) == [.afterCutoff, .total, .total])
    }

    @Test("a group needs room under every member's cap, all its members together")
    func caps() {
        let fragments: [Fragment] = [
            .of(1, section: 1, tokens: 2, group: 1), .of(2, section: 2, tokens: 2, group: 1),
            .of(3, section: 2, tokens: 2, group: 1), .of(4, section: 2, tokens: 1),
        ]
        let rows: [(first: UInt64, second: UInt64, fits: Bool)] = [
            (2, 4, true), (1, 4, false), (2, 3, false), (9, 3, false),
        ]
        for (first, second, fits) in rows {
            let context = ContextCase(
                limit: 100, sections: [.of(1, priority: 1, cap: first), .of(2, cap: second)], fragments)
            let window = answer(context).window
            #expect(window?.kept == (fits ? [1: 2, 2: 2, 3: 2] : [4: 1]))
            let reasons = window?.entries.map(\.reason)
            let caps: [WindowEntry.Reason] = [.sectionCap, .sectionCap, .sectionCap, .none]
            #expect(reasons == (fits ? [.none, .none, .none, .sectionCap] : caps))
        }
    }

    @Test("a group with one required member is required, and none of it is cut")
    func requiredMember() {
        let context = ContextCase(
            limit: 9, separator: 1,
            [
                .of(1, tokens: 2, .optional, .truncatable, cuts: [1], group: 1),
                .of(2, tokens: 5, .required, .truncatable, cuts: [1], group: 1), .of(3, tokens: 1, priority: 9),
            ])
        #expect(kept(context) == [1: 2, 2: 5])
        #expect(kept(context.with(limit: 10)) == [1: 2, 2: 5, 3: 1])
        #expect(answer(context.with(limit: 7)) == room(nil, needed: 8, limit: 7))
    }

    // Refusals.

    @Test("required fragments beyond the window: all of them in their smallest forms, with separators")
    func requiredTotal() {
        let context = ContextCase(
            limit: 10, output: 2, separator: 3,
            [
                .of(1, tokens: 9, .required, .truncatable, cuts: [2, 5]), .of(2, tokens: 4, .required),
                .of(3, tokens: 1),
            ])
        #expect(answer(context) == room(nil, needed: 9, limit: 8))
        #expect(kept(context.with(limit: 11)) == [1: 2, 2: 4])
        #expect(answer(context.with(limit: 1)) == room(nil, needed: 9, limit: 0))
    }

    @Test("required fragments beyond a cap: the lowest section, before the window")
    func requiredCaps() {
        let fragments: [Fragment] = [
            .of(1, section: 2, tokens: 2, .required), .of(2, section: 2, tokens: 3, .required),
            .of(3, section: 3, tokens: 9, .required), .of(4, section: 1, tokens: 7),
        ]
        func context(_ second: UInt64, _ third: UInt64) -> ContextCase {
            ContextCase(
                limit: 1,
                sections: [.of(1, cap: 0), .of(2, cap: second), .of(3, priority: 9, renderOrder: 0, cap: third)],
                fragments)
        }
        #expect(answer(context(4, 8)) == room(2, needed: 5, limit: 4))
        #expect(answer(context(5, 8)) == room(3, needed: 9, limit: 8))
        #expect(answer(context(5, 9)) == room(nil, needed: 14, limit: 1))
    }

    // The stable prefix.

    @Test("the stable prefix ends at what changes, what is cut and nothing else")
    func stablePrefix() throws {
        let fragments: [Fragment] = [
            .of(1, tokens: 2, .required, .whole, .stable), .of(2, tokens: 50, .optional, .whole, .changing),
            .of(3, tokens: 3, .required, .whole, .stable),
            .of(4, tokens: 9, .required, .truncatable, cuts: [4], .stable),
            .of(5, tokens: 1, .required, .whole, .stable),
        ]
        let cut = try #require(answer(ContextCase(limit: 14, separator: 1, fragments)).window)
        // What is left out stands between, and does not end it.
        #expect(cut.kept == [1: 2, 3: 3, 4: 4, 5: 1])
        #expect(cut.prefixCount == 2)
        #expect(cut.prefixTokens == 6)
        #expect(cut.prefixDigest == digest([1: 2, 3: 3]))
        #expect(cut.digest == digest([1: 2, 3: 3, 4: 4, 5: 1]))
        let whole = try #require(answer(ContextCase(limit: 18, separator: 1, fragments)).window)
        #expect(whole.prefixCount == 4)
        #expect(whole.prefixTokens == 18)
        #expect(whole.prefixDigest == whole.digest)
        let changing = try #require(answer(ContextCase(limit: 100, separator: 1, fragments)).window)
        #expect(changing.prefixCount == 1)
        #expect(changing.prefixTokens == 2)
    }

    @Test("the digest of a window, as Python computes it")
    func digest() throws {
        // hashlib.blake2b(bytes([1] + [0] * 31 + [4, 0, 0, 0] + [2] + [0] * 31 + [3, 0, 0, 0]),
        //                 digest_size=32, person=b"recount.window")
        let context = ContextCase(
            limit: 7, [.of(1, tokens: 9, .optional, .truncatable, cuts: [4], .stable), .of(2, tokens: 3, .required)])
        let window = try #require(answer(context).window)
        #expect(window.kept == [1: 4, 2: 3])
        #expect(
            window.digest.lowercaseHexadecimal
                == "1d6ebced9b6c1df029ac7e3c5500829287a2f2fb13c457ce22e571819422f7c5")
        #expect(window.prefixCount == 0)
        #expect(
            window.prefixDigest.lowercaseHexadecimal
                == "8b5c2aae85acac7b698b65b8bab2ae44dc76a3ee3178db5b2cc653a095ff27c7")
    }

    // Large numbers and the kernel's limits.

    @Test("the largest numbers of tokens and separators add up exactly")
    func largest() throws {
        let count = Fragment.maximumCount
        let most = UInt32.max
        let fragments = (0..<UInt64(count)).map { Fragment.of($0, tokens: most, .optional, .whole, .stable) }
        let whole = UInt64(count) * UInt64(most) + UInt64(count - 1) * UInt64(most)
        let kernel = AssemblingKernel(fragments: count)
        var context = ContextCase(limit: Tokens.maximum.rawValue, separator: most, fragments)
        let window = try #require(kernel.answer(context).window)
        #expect(window.usedTokens == whole)
        #expect(window.prefixTokens == whole)
        #expect(window.includedCount == Int(count))
        let less = try #require(kernel.answer(context.with(limit: whole - 1)).window)
        #expect(less.usedTokens == whole - 2 * UInt64(most))
        for index in fragments.indices { context.fragments[index].necessity = .required }
        #expect(kernel.answer(context.with(limit: whole - 1)) == room(nil, needed: whole, limit: whole - 1))
        context.sections[0].cap = Tokens(.max)
        #expect(kernel.answer(context.with(limit: whole)).window?.usedTokens == whole)
        context.sections[0].cap = Tokens(1)
        let sum = UInt64(count) * UInt64(most)
        #expect(kernel.answer(context) == room(1, needed: sum, limit: 1))
    }

    @Test("more fragments than the kernel has room for: after the tenant and the time, before all else")
    func tooLarge() throws {
        let harness = KernelHarness(limits: .sized(fragments: 2))
        harness.run(.openTenant())
        let context = ContextCase(limit: 0, [1, 2, 3].map { .of($0, tokens: 9, .required) })
        try context.withRequest { request in
            let body = CommandBody.assemble(request)
            #expect(harness.answer(body) == .refused(.tooLarge, .count(needed: 3, limit: 2)))
            #expect(harness.answer(body, tenant: 2) == .refused(.unknownTenant))
            let jump = harness.answer(body, tenant: 2, at: 1_001)
            #expect(jump == .refused(.timeJump, .count(needed: 1_001, limit: 1_000)))
        }
        let fitting = ContextCase(limit: 9, [1, 2].map { .of($0, tokens: 4) })
        try fitting.withRequest { request in
            let answer = AssemblyAnswer(harness.answer(.assemble(request)))
            #expect(answer?.window?.kept == [1: 4, 2: 4])
        }
    }

    @Test("an answer leaves nothing behind for the next")
    func independence() {
        let kernel = AssemblingKernel()
        var random = RandomContexts(seed: 6_000, size: RandomContexts.Size(fragments: 20, sections: 4, tokens: 9))
        let contexts = (0..<40).map { index in random.next(mode: index % 2 == 0 ? .cutoff : .greedy) }
        let fresh = contexts.map { AssemblingKernel().answer($0) }
        #expect(contexts.map { kernel.answer($0) } == fresh)
        #expect(contexts.reversed().map { kernel.answer($0) } == fresh.reversed())
    }
}
