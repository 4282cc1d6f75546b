import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountContext

/// Windows turned back into text.
@Suite struct RenderingTests {
    private let kernel = AssemblingKernel()

    @Test func windowIsItsFragmentsInRenderOrder() throws {
        var document = ContextDocument.of(["first", "second", "third"], separator: " / ")
        document.sections = [
            SectionDocument(id: SectionID(1), renderOrder: 2), SectionDocument(id: SectionID(2), renderOrder: 1),
        ]
        document.fragments[2].section = SectionID(2)
        document.fragments[0].order = 1
        let window = try #require(try kernel.render(PreparedContext(document)))
        #expect(window.text == "third / second / first")
        #expect(window.parts.map(\.fragment) == [3, 2, 1].map { FragmentID($0) })
        #expect(window.parts.map { window.text(of: $0) } == ["third", "second", "first"])
        #expect(window.usedTokens == Tokens(22) && window.estimatedTokens == Tokens(22))
    }

    @Test func nothingMakesAnEmptyWindow() throws {
        let window = try #require(try kernel.render(PreparedContext(.of([]))))
        #expect(window.bytes.isEmpty && window.parts.isEmpty && window.usedTokens == .zero)
        let none = try #require(try kernel.render(PreparedContext(.of(["one"], limit: 2))))
        #expect(none.bytes.isEmpty && none.parts.isEmpty)
    }

    @Test func emptyFragmentsStillHaveSeparators() throws {
        let window = try #require(try kernel.render(PreparedContext(.of(["a", "", "b"], separator: "|"))))
        #expect(window.text == "a||b" && window.parts.count == 3)
    }

    /// At every limit: what is kept of a text is its start, up to one of its cut points.
    @Test(arguments: [TokenProfile.english, .code, .multilingual, .bytes])
    func truncatedTextEndsAtACutPoint(profile: TokenProfile) throws {
        let text = String(repeating: "Größe 😀 漢字。Sentence two. \(Texts.family) ", count: 9)
        var document = ContextDocument.of([text], limit: 0)
        document.estimate = profile.estimate
        document.fragments[0].divisibility = .truncatable
        let context = try PreparedContext(document)
        var seen: Set<Int> = []
        for limit in 0...UInt64(context.fragments[0].tokens) {
            document.tokenLimit = Tokens(limit)
            let window = try #require(try kernel.render(PreparedContext(document)))
            let allowed = context.fragments[0].cutPoints.last { $0.tokens <= limit }?.byteOffset ?? 0
            let expected = limit == UInt64(context.fragments[0].tokens) ? text.utf8.count : allowed
            #expect(window.bytes == Array(text.utf8.prefix(expected)), "\(limit)")
            #expect(String(validating: window.bytes, as: UTF8.self) != nil, "\(limit)")
            seen.insert(window.bytes.count)
        }
        #expect(seen.count == context.fragments[0].cutPoints.count + 2)
    }

    @Test func ownCountsAreNotEstimated() throws {
        var document = ContextDocument.of(["abcdefgh", "12345678"], separator: "--")
        document.fragments[0].count = .counted(tokens: 2, cutPoints: [])
        var window = try #require(try kernel.render(PreparedContext(document)))
        #expect(window.usedTokens == Tokens(2 + 2 + 8) && window.estimatedTokens == window.usedTokens)
        document.separator.countedTokens = 7
        window = try #require(try kernel.render(PreparedContext(document)))
        #expect(window.usedTokens == Tokens(2 + 7 + 8) && window.estimatedTokens == window.usedTokens)
        document.estimate = TokenProfile.english.estimate
        document.separator.countedTokens = nil
        window = try #require(try kernel.render(PreparedContext(document)))
        // ⌈2 / 4⌉ + ⌈8 / 4⌉ charged, ⌈10 / 4⌉ estimated together.
        #expect(window.usedTokens == Tokens(2 + 1 + 2) && window.estimatedTokens == Tokens(2 + 3))
    }

    @Test func windowOfOtherTextsIsNotRendered() throws {
        var document = ContextDocument.of(["some text", "more text"], limit: 5)
        document.fragments[0].divisibility = .truncatable
        let context = try PreparedContext(document)
        try kernel.withDecision(context) { decision in
            guard case .assembled(let window) = decision else { throw Unexpected() }
            #expect(try context.render(window).text == "some")
            expect(.entryCount(found: 2, expected: 1), window) { $0.fragments.removeLast() }
            expect(.unknownFragment(FragmentID(2)), window) { $0.fragments[1].id = FragmentID(3) }
            expect(.digest, window) { $0.fragments[0].text = "same text" }
            expect(.fragmentOutOfOrder(FragmentID(1), expected: FragmentID(2)), window) { $0.fragments[0].order = 1 }
            expect(.unknownForm(FragmentID(1), keptTokens: 4), window) { $0.fragments[0].divisibility = .whole }
            expect(.unknownForm(FragmentID(1), keptTokens: 4), window) {
                $0.estimate = TokenProfile.english.estimate
            }
        }
        document = .of(["a", "b"], separator: "-")
        let two = try PreparedContext(document)
        try kernel.withDecision(two) { decision in
            guard case .assembled(let window) = decision else { throw Unexpected() }
            document.separator.text = "--"
            let other = try PreparedContext(document)
            #expect(throws: RenderingError.digest) { try other.render(window) }
        }

        func expect(
            _ error: RenderingError, _ window: Window, sourceLocation: SourceLocation = #_sourceLocation,
            _ change: (inout ContextDocument) -> Void
        ) {
            var other = document
            change(&other)
            #expect(throws: error, sourceLocation: sourceLocation) { try PreparedContext(other).render(window) }
            #expect(!error.description.contains("\n"))
        }
    }

    private struct Unexpected: Error {}
}
