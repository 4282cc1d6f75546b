import RecountKernel
import Testing

@testable import RecountContext

/// Documents that no request can be made of.
@Suite struct ContextErrorTests {
    struct Spoiling: Sendable, CustomTestStringConvertible {
        let problem: ContextError.Problem
        let place: ContextError.Place
        let says: String
        let spoil: @Sendable (inout ContextDocument) -> Void

        init(
            _ problem: ContextError.Problem, in place: ContextError.Place = .fragment(FragmentID(2)), says: String,
            _ spoil: @escaping @Sendable (inout ContextDocument) -> Void
        ) {
            self.problem = problem
            self.place = place
            self.says = says
            self.spoil = spoil
        }

        var testDescription: String { says }
    }

    static let overLimit = Tokens(Tokens.maximum.rawValue + 1)

    static let spoilings = [
        Spoiling(.tooManySections(count: 257), in: .document, says: "257 sections are more than the 256") { document in
            document.sections = (0..<257).map { SectionDocument(id: SectionID($0)) }
        },
        Spoiling(.tooManyFragments(count: 32_769), in: .document, says: "32769 fragments are more than the 32768") {
            document in
            document.fragments = (0..<32_769).map {
                FragmentDocument(id: FragmentID($0), section: SectionID(1), text: "")
            }
        },
        Spoiling(.tokenLimitTooLarge(overLimit), in: .document, says: "a token limit of 281474976710656 is above") {
            $0.tokenLimit = overLimit
        },
        Spoiling(.outputTokensTooLarge(overLimit), in: .document, says: "281474976710656 tokens for the output") {
            $0.outputTokens = overLimit
        },
        Spoiling(
            .outputAboveLimit(Tokens(1_001), limit: Tokens(1_000)), in: .document,
            says: "1001 tokens for the output are more than the token limit of 1000; raise"
        ) { $0.outputTokens = Tokens(1_001) },
        Spoiling(.duplicateID, in: .section(SectionID(1)), says: "section 1: the id is there already") {
            $0.sections.append(SectionDocument(id: SectionID(1), name: "again"))
        },
        Spoiling(
            .duplicateName("tools"), in: .section(SectionID(2)), says: "section 2: the name \"tools\" is there already"
        ) {
            $0.sections[0].name = "tools"
            $0.sections.append(SectionDocument(id: SectionID(2), name: "tools"))
        },
        Spoiling(.duplicateID, says: "fragment 2: the id is there already") {
            $0.fragments[0].id = FragmentID(2)
        },
        Spoiling(.unknownSection(SectionID(7)), says: "fragment 2: there is no section 7") {
            $0.fragments[1].section = SectionID(7)
        },
        Spoiling(.tooManyTokens(byteCount: 6), says: "6 bytes are estimated at more than 4294967295 tokens") {
            $0.estimate = TokenEstimate(.max, per: 4)
            $0.fragments[1].text = "123456"
        },
        Spoiling(.tooManyTokens(byteCount: 6), in: .separator, says: "separator: 6 bytes are estimated") {
            $0.estimate = TokenEstimate(.max, per: 4)
            $0.fragments[2].text = ""
            $0.separator.text = "123456"
        },
        Spoiling(.tooManyCutPoints(count: 9), says: "9 cut points are more than 8") {
            $0.fragments[1].count = .counted(
                tokens: 10, cutPoints: (1...9).map { CutPoint(tokens: $0, byteOffset: Int($0)) })
        },
        cut(.cutTokensOutOfOrder(position: 0), [CutPoint(tokens: 0, byteOffset: 1)]),
        cut(.cutTokensOutOfOrder(position: 0), [CutPoint(tokens: 10, byteOffset: 1)]),
        cut(
            .cutTokensOutOfOrder(position: 1),
            [CutPoint(tokens: 2, byteOffset: 1), CutPoint(tokens: 2, byteOffset: 2)]),
        cut(.cutOffsetOutOfOrder(position: 0), [CutPoint(tokens: 1, byteOffset: 0)]),
        cut(.cutOffsetOutOfOrder(position: 0), [CutPoint(tokens: 1, byteOffset: -1)]),
        cut(.cutOffsetOutOfOrder(position: 0), [CutPoint(tokens: 1, byteOffset: 4)]),
        cut(
            .cutOffsetOutOfOrder(position: 1),
            [CutPoint(tokens: 1, byteOffset: 1), CutPoint(tokens: 2, byteOffset: 1)]),
        cut(.cutInsideScalar(position: 0), [CutPoint(tokens: 1, byteOffset: 2)]),
    ]

    /// The fragment's text becomes `aéb`, 4 bytes, of 10 tokens.
    private static func cut(_ problem: ContextError.Problem, _ points: [CutPoint]) -> Spoiling {
        Spoiling(problem, says: "fragment 2: ") { document in
            document.fragments[1].text = "aéb"
            document.fragments[1].count = .counted(tokens: 10, cutPoints: points)
        }
    }

    @Test(arguments: spoilings)
    func spoiledDocumentIsRefused(spoiling: Spoiling) throws {
        var document = ContextDocument.of(["one", "two", "three"])
        _ = try PreparedContext(document)
        spoiling.spoil(&document)
        let error = #expect(throws: ContextError.self) { _ = try PreparedContext(document) }
        #expect(error == ContextError(spoiling.problem, in: spoiling.place))
        let message = try #require(error).description
        #expect(message.contains(spoiling.says), "\(message)")
        #expect(!message.contains("\n"))
    }

    /// The largest of everything is fine.
    @Test func limitsThemselvesAreAllowed() throws {
        var document = ContextDocument.of([])
        document.tokenLimit = .maximum
        document.outputTokens = .maximum
        document.sections = (0..<256).map { SectionDocument(id: SectionID($0)) }
        document.fragments = (0..<32_768).map {
            FragmentDocument(id: FragmentID($0), section: SectionID(255), text: "")
        }
        document.fragments[9].count = .counted(tokens: .max, cutPoints: [])
        try PreparedContext(document).withRequest { request in
            #expect(request.fragmentCount == 32_768 && request.sectionCount == 256)
        }
        #expect(try PreparedContext(.of([])).fragments.isEmpty)
    }
}
