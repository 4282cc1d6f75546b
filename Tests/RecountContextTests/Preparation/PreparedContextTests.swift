import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountContext

/// Requests made of documents.
@Suite struct PreparedContextTests {
    @Test func requestSaysWhatTheDocumentSays() throws {
        var document = ContextDocument.of(["four", "", "two."], limit: 500, separator: "--")
        document.outputTokens = Tokens(20)
        document.mode = .greedy
        document.sections = [
            SectionDocument(id: SectionID(9), name: "late", priority: 3, renderOrder: 4, cap: Tokens(77)),
            SectionDocument(id: SectionID(1), name: "early", priority: 1, renderOrder: 2),
        ]
        document.fragments[0].section = SectionID(9)
        document.fragments[0].priority = 5
        document.fragments[0].order = 6
        document.fragments[0].necessity = .required
        document.fragments[0].divisibility = .truncatable
        document.fragments[0].stability = .stable
        document.fragments[1].group = GroupID(8)
        try PreparedContext(document).withRequest { request in
            #expect(request.header.tokenLimit == Tokens(500))
            #expect(request.header.outputTokens == Tokens(20))
            #expect(request.header.separatorTokens == 2)
            #expect(request.header.mode == .greedy)
            #expect(request.sectionCount == 2)
            #expect(request.sections[0] == ContextSection(id: SectionID(1), priority: 1, renderOrder: 2))
            #expect(
                request.sections[1]
                    == ContextSection(id: SectionID(9), priority: 3, renderOrder: 4, cap: Tokens(77)))
            var fragments = request.fragments
            var next = fragments.next()
            let first = try #require(next)
            #expect(first.id == FragmentID(1) && first.section == SectionID(9))
            #expect(first.priority == 5 && first.order == 6 && first.tokens == 4)
            #expect(first.necessity == .required && first.divisibility == .truncatable && first.stability == .stable)
            #expect(first.cutPoints.count == 1 && first.cutPoints[0] == 2)
            next = fragments.next()
            let second = try #require(next)
            #expect(second.tokens == 0 && second.group == GroupID(8) && second.cutPoints.count == 0)
            let rest = [fragments.next()?.id, fragments.next()?.id]
            #expect(rest == [FragmentID(3), nil])
        }
    }

    /// C3: the order of a document's lists changes nothing.
    @Test func orderOfTheListsIsOfNoAccount() throws {
        var document = ContextDocument.of((0..<9).map { "text \($0)" })
        document.sections.append(SectionDocument(id: SectionID(0)))
        document.fragments[4].section = SectionID(0)
        let bytes = try PreparedContext(document).canonicalBytes
        document.sections.reverse()
        document.fragments.reverse()
        #expect(try PreparedContext(document).canonicalBytes == bytes)
        document.fragments.swapAt(2, 7)
        #expect(try PreparedContext(document).canonicalBytes == bytes)
    }

    /// Cut points are found where the kernel may use them, and nowhere else.
    @Test func onlyWhatMayEndEarlyHasCutPoints() throws {
        let text = String(repeating: "Some words. ", count: 50)
        var document = ContextDocument.of([text, text, text, text])
        document.fragments[1].divisibility = .truncatable
        document.fragments[2].divisibility = .truncatable
        document.fragments[2].group = GroupID(1)
        document.fragments[3].group = GroupID(1)
        let context = try PreparedContext(document)
        #expect(context.fragments.map(\.cutPoints.count) == [0, 8, 0, 0])
        for point in context.fragments[1].cutPoints {
            #expect(point.tokens == UInt32(point.byteOffset))
            #expect(text.prefix(byteCount: point.byteOffset).hasSuffix("words."))
        }
    }

    /// Places that have equally many tokens are one; none has as many as the whole.
    @Test func cutPointsAscendStrictly() throws {
        let text = String(repeating: "a b ", count: 100)
        for denominator: UInt32 in [1, 3, 50, 100, 200, 399, 400, 1_000] {
            var document = ContextDocument.of([text])
            document.fragments[0].divisibility = .truncatable
            document.estimate = try #require(TokenEstimate(numerator: 1, denominator: denominator))
            let fragment = try PreparedContext(document).fragments[0]
            let tokens = fragment.cutPoints.map(\.tokens)
            #expect(zip([0] + tokens, tokens + [fragment.tokens]).allSatisfy { $0 < $1 }, "\(denominator): \(tokens)")
            #expect(tokens.isEmpty == (denominator >= 400), "\(denominator)")
        }
    }

    @Test func ownCountsAreTakenAsTheyAre() throws {
        var document = ContextDocument.of(["héllo wörld"])
        let points = [CutPoint(tokens: 2, byteOffset: 6), CutPoint(tokens: 5, byteOffset: 7)]
        document.fragments[0].count = .counted(tokens: 9, cutPoints: points)
        document.separator.countedTokens = 3
        #expect(try PreparedContext(document).fragments[0].cutPoints.isEmpty)
        document.fragments[0].divisibility = .truncatable
        let context = try PreparedContext(document)
        #expect(context.header.separatorTokens == 3)
        #expect(context.fragments[0].tokens == 9)
        #expect(context.fragments[0].cutPoints == points)
        #expect(context.fragment(FragmentID(1))?.tokens == 9)
        #expect(context.fragment(FragmentID(2)) == nil)
        #expect(context.section(SectionID(1)) != nil)
        #expect(context.section(SectionID(2)) == nil)
    }
}
