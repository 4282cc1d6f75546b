import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Explanations of windows")
struct ContextExplanationTests {
    @Test("every section, and every fragment that lost something with the limit that took it")
    func cutoff() throws {
        let context = ContextCase(
            limit: 60, output: 10, separator: 1,
            sections: [.of(1, priority: 9), .of(2, priority: 5, cap: 12), .of(3)],
            [
                .of(1, tokens: 8, .required, .whole, .stable), .of(2, section: 2, tokens: 7, priority: 3),
                .of(3, section: 2, tokens: 9, priority: 2, .optional, .truncatable, cuts: [5]),
                .of(4, section: 3, tokens: 30, priority: 4), .of(5, section: 3, tokens: 1),
            ])
        let explanation = try Self.explain(context)
        #expect(
            explanation.summary
                == "Record 2, 1970-01-01 00:00:01.000 UTC: tenant 1 wanted a window of up to 50 tokens (60 less 10 for "
                + "the output) from 5 fragments in 3 sections, up to the first that does not fit. It got a window of "
                + "22 tokens, with 3 of its 5 fragments.")
        #expect(
            explanation.details == [
                "22 of 50 tokens are used, 2 of them separators: of 5 fragments 2 are whole, 1 cut and 2 left out.",
                "Section 1 has 1 of 1 fragment, 8 tokens.", "Section 2 has 2 of 2 fragments, 12 of at most 12 tokens.",
                "Section 3 has 0 of 2 fragments, 0 tokens.",
                "Fragment 3 of section 2 is cut to 5 of 9 tokens: its section may have 12 tokens.",
                "Fragment 4 of section 3 is left out with 30 tokens: the window may have 50 tokens.",
                "Fragment 5 of section 3 is left out with 1 token: the walk had stopped before.",
                "The first 1 fragment, 8 tokens, is whole and stable: a prompt cache can serve it.",
            ])
    }

    @Test("groups are named, and a greedy walk never stops")
    func greedy() throws {
        let context = ContextCase(
            limit: 20, mode: .greedy, sections: [.of(1, cap: 9)],
            [
                .of(1, tokens: 8, priority: 2, group: 7), .of(2, tokens: 4, priority: 3, group: 7),
                .of(3, tokens: 9), .of(4, tokens: 1),
            ])
        let explanation = try Self.explain(context)
        #expect(explanation.summary.contains("from 4 fragments in 1 section, skipping what does not fit. It got a"))
        #expect(
            explanation.details.dropFirst(2) == [
                "Fragment 1 of section 1 is left out with 8 tokens together with group 7: a section of the group has "
                    + "reached its cap.",
                "Fragment 2 of section 1 is left out with 4 tokens together with group 7: a section of the group has "
                    + "reached its cap.",
                "Fragment 4 of section 1 is left out with 1 token: its section may have 9 tokens.",
            ])
    }

    @Test("of many losses twenty are told one by one, the others counted by their limits")
    func manyLosses() throws {
        let fragments = (1...60 as ClosedRange<UInt64>).map { Fragment.of($0, section: UInt32($0 % 2), tokens: 10) }
        let context = ContextCase(limit: 200, sections: [.of(0, renderOrder: 9, cap: 30), .of(1)], fragments)
        let details = try Self.explain(context).details
        // Section 1, rendered first, has 17 of 30 fragments; section 0 has 3 and is full for 14 more before the end.
        #expect(details.count == 1 + 2 + 20 + 1)
        #expect(details.last == "And 20 more: 7 for a section's cap, 13 after the walk had stopped.")
    }

    @Test("of many sections twenty are told one by one")
    func manySections() throws {
        let sections = (0..<25 as Range<UInt32>).map { ContextSection.of($0) }
        let details = try Self.explain(ContextCase(limit: 5, sections: sections, [])).details
        #expect(details.count == 1 + 20 + 1)
        #expect(details[0] == "0 of 5 tokens are used: of 0 fragments 0 are whole, 0 cut and 0 left out.")
        #expect(details.last == "And 5 more sections.")
    }

    private static func explain(_ context: ContextCase) throws -> Explanation {
        let script = try JournalScript()
        try script.run([.openTenant(), .assemble(context)])
        try script.flush()
        return try Explanation(ofRecord: 2, inJournalAt: script.path)
    }
}
