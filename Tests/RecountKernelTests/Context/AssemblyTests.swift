import RecountKernel
import RecountTestSupport
import Testing

@Suite("Context, case by case")
struct AssemblyTests {
    /// The window, which must be the reference's and keep C1 to C5.
    private func window(
        _ context: ContextCase, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> PlainWindow {
        let answer = AssemblingKernel().answer(context)
        #expect(answer == ReferenceAssembly(context).answer(), sourceLocation: sourceLocation)
        let window = try #require(answer.window, sourceLocation: sourceLocation)
        #expect(AssemblyAuditor(context).violations(of: window) == [], sourceLocation: sourceLocation)
        return window
    }

    /// Kept tokens by fragment; those left out are not there.
    private func kept(
        _ context: ContextCase, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> [UInt64: UInt32] {
        try window(context, sourceLocation: sourceLocation).kept
    }

    @Test("no fragments: an empty window, whatever the limit")
    func empty() throws {
        for limit in [0, 1, Tokens.maximum.rawValue] {
            let window = try window(ContextCase(limit: limit, separator: 9, sections: []))
            #expect(window.usedTokens == 0)
            #expect(window.entries.isEmpty)
            #expect(window.includedCount == 0)
            #expect(window.prefixCount == 0)
            #expect(window.prefixTokens == 0)
            #expect(window.digest == .window([]))
            #expect(window.prefixDigest == .window([]))
        }
    }

    @Test("a limit below the output leaves no room, not a negative one")
    func outputAboveLimit() throws {
        let context = ContextCase(limit: 5, output: 6, [.of(1, tokens: 1), .of(2, tokens: 0)])
        let window = try window(context)
        #expect(window.kept == [:])
        #expect(window.entries.map(\.reason) == [.total, .afterCutoff])
        #expect(try kept(context.with(mode: .greedy)) == [2: 0])
    }

    @Test("a limit that is met exactly, and one token less")
    func exactly() throws {
        let context = ContextCase(limit: 14, output: 2, separator: 2, [.of(1, tokens: 4), .of(2, tokens: 6)])
        #expect(try kept(context) == [1: 4, 2: 6])
        #expect(try window(context).usedTokens == 12)
        #expect(try kept(context.with(limit: 13)) == [1: 4])
    }

    @Test("selection: section priority, fragment priority, order, id; rendering: render order, section, order, id")
    func orders() throws {
        let context = ContextCase(
            limit: 100,
            sections: [
                .of(1, priority: 1, renderOrder: 7), .of(2, priority: 2, renderOrder: 7), .of(3, renderOrder: 0),
            ],
            [
                .of(1, section: 1, tokens: 1, order: 5), .of(2, section: 1, tokens: 1, order: 4),
                .of(3, section: 1, tokens: 1, priority: 1, order: 9), .of(4, section: 2, tokens: 1, order: 3),
                .of(5, section: 2, tokens: 1, order: 3), .of(6, section: 3, tokens: 1, priority: 9),
            ])
        #expect(try window(context).fragmentIDs == [6, 2, 1, 3, 4, 5])
        // Each limit lets one more in.
        let entering = try (1...6).map { try Set(kept(context.with(limit: UInt64($0))).keys) }
        #expect(entering == [[4], [4, 5], [4, 5, 3], [4, 5, 3, 2], [4, 5, 3, 2, 1], [4, 5, 3, 2, 1, 6]])
    }

    @Test("cut by cut: a fragment takes what fits, in both modes")
    func cuts() throws {
        let fragments: [Fragment] = [
            .of(1, tokens: 10, .optional, .truncatable, cuts: [3, 7]), .of(2, tokens: 2),
        ]
        let expected: [(limit: UInt64, cutoff: [UInt64: UInt32], greedy: [UInt64: UInt32])] = [
            (2, [:], [2: 2]), (3, [1: 3], [1: 3]), (6, [1: 3], [1: 3, 2: 2]), (7, [1: 7], [1: 7]),
            (9, [1: 7], [1: 7, 2: 2]), (10, [1: 10], [1: 10]), (12, [1: 10, 2: 2], [1: 10, 2: 2]),
        ]
        for row in expected {
            let context = ContextCase(limit: row.limit, fragments)
            #expect(try kept(context) == row.cutoff)
            #expect(try kept(context.with(mode: .greedy)) == row.greedy)
        }
    }

    @Test("reasons: what met the limit, what came after it, what met its cap before it")
    func reasons() throws {
        let sections = [ContextSection.of(1, priority: 1, cap: 4), .of(2)]
        let fragments: [Fragment] = [
            .of(1, section: 1, tokens: 9, .required, .truncatable, cuts: [2, 4]), .of(2, section: 1, tokens: 5),
            .of(3, section: 2, tokens: 5), .of(4, section: 2, tokens: 1), .of(5, section: 1, tokens: 0, priority: 0),
        ]
        let cutoff = try window(ContextCase(limit: 8, sections: sections, fragments))
        // In render order: section 1 with 1, 2 and 5, then section 2.
        #expect(cutoff.entries.map(\.reason) == [.sectionCap, .sectionCap, .none, .total, .afterCutoff])
        #expect(cutoff.entries.map(\.outcome) == [.truncated, .excluded, .included, .excluded, .excluded])
        let greedy = try window(ContextCase(limit: 8, mode: .greedy, sections: sections, fragments))
        #expect(greedy.entries.map(\.reason) == [.sectionCap, .sectionCap, .none, .total, .none])
        // The walk stops before anything meets its cap.
        let early = try window(ContextCase(limit: 3, sections: sections, fragments))
        #expect(early.entries.map(\.reason) == [.total, .afterCutoff, .afterCutoff, .afterCutoff, .afterCutoff])
        #expect(early.kept == [1: 2])
    }

    @Test("a step beyond its cap and the limit is the cap's, and the cutoff goes on")
    func capBeforeTotal() throws {
        let context = ContextCase(
            limit: 3, sections: [.of(1, priority: 1, cap: 4), .of(2)],
            [.of(1, section: 1, tokens: 5), .of(2, section: 2, tokens: 3)])
        #expect(try kept(context) == [2: 3])
        #expect(try window(context).entries.map(\.reason) == [.sectionCap, .none])
    }

    @Test("required fragments have their smallest forms first, then grow, then optional ones come")
    func required() throws {
        let context = ContextCase(
            limit: 0, sections: [.of(1, priority: 9), .of(2)],
            [
                .of(1, section: 1, tokens: 5), .of(2, section: 2, tokens: 4, .required, .truncatable, cuts: [1]),
                .of(3, section: 2, tokens: 6, priority: 1, .required, .truncatable, cuts: [2]),
            ])
        #expect(try kept(context.with(limit: 3)) == [2: 1, 3: 2])
        #expect(try kept(context.with(limit: 7)) == [2: 1, 3: 6])
        #expect(try kept(context.with(limit: 10)) == [2: 4, 3: 6])
        #expect(try kept(context.with(limit: 15)) == [1: 5, 2: 4, 3: 6])
        #expect(try kept(context.with(limit: 6)) == [2: 1, 3: 2])
        #expect(try kept(context.with(limit: 6, mode: .greedy)) == [2: 4, 3: 2])
    }

    @Test("cut points of a fragment that may not be cut are none; a truncatable one without any neither")
    func unusableCuts() throws {
        for mode in [AssemblyMode.cutoff, .greedy] {
            let whole = ContextCase(limit: 5, mode: mode, [.of(1, tokens: 6, .optional, .whole, cuts: [2, 4])])
            #expect(try kept(whole) == [:])
            let bare = ContextCase(limit: 5, mode: mode, [.of(1, tokens: 6, .optional, .truncatable)])
            #expect(try kept(bare) == [:])
            #expect(try kept(bare.with(limit: 6)) == [1: 6])
            let grouped = ContextCase(
                limit: 5, mode: mode, [.of(1, tokens: 6, .optional, .truncatable, cuts: [2, 4], group: 7)])
            #expect(try kept(grouped) == [:])
        }
    }

    @Test("fragments without tokens take room only by their separators")
    func zeroTokens() throws {
        let fragments = (1...4).map { Fragment.of(UInt64($0), tokens: 0) }
        #expect(try kept(ContextCase(limit: 0, fragments)) == [1: 0, 2: 0, 3: 0, 4: 0])
        let separated = ContextCase(limit: 0, separator: 3, fragments)
        #expect(try kept(separated) == [1: 0])
        #expect(try kept(separated.with(limit: 8)) == [1: 0, 2: 0, 3: 0])
        #expect(try window(separated.with(limit: 9)).usedTokens == 9)
        let window = try window(separated.with(limit: 3))
        #expect(window.entries.map(\.outcome) == [.included, .included, .excluded, .excluded])
    }
}
