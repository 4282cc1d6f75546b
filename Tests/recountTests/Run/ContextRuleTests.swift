import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

@testable import recount

/// Sections and fragments of requests against docs/admission-rule.md.
@Suite struct ContextRuleTests {
    /// 30 720 tokens are available: 15 360 for history, 23 040 for documents.
    private let rule = ContextRule(windowTokens: Tokens(32_768), commonBlockCount: 1)

    @Test func headerAndSectionsAreThoseOfTheWindow() {
        #expect(rule.header.availableTokens == Tokens(30_720))
        #expect(rule.header.separatorTokens == 0 && rule.header.mode == .cutoff)
        #expect(rule.sections.map(\.id.rawValue) == [1, 2, 3, 4])
        #expect(rule.sections.map(\.priority) == [4, 1, 2, 3])
        #expect(rule.sections.map(\.renderOrder) == [1, 2, 3, 4])
        #expect(rule.sections.map(\.cap?.rawValue) == [nil, nil, 23_040, nil])
    }

    @Test(arguments: [
        // Blocks, seen, the section of each block.
        (1, 0, "4"), (1, 1, "4"), (2, 1, "14"), (2, 2, "14"), (9, 1, "144444444"), (10, 0, "1344444444"),
        (12, 1, "133344444444"), (12, 12, "122222222224"), (12, 6, "122222444444"), (12, 3, "122344444444"),
    ])
    func blocksBelongToSections(blockCount: Int, seenCount: Int, sections: String) throws {
        let fragments = try context(blockCount: blockCount, origins: Array(repeating: 1, count: seenCount)).fragments
        #expect(fragments.map { "\($0.section.rawValue)" }.joined() == sections)
        #expect(fragments.map(\.id.rawValue) == Array(1...UInt64(blockCount)))
        #expect(fragments.map(\.order) == Array(1...UInt64(blockCount)))
        #expect(fragments.map(\.tokens) == Array(repeating: 512, count: blockCount - 1) + [100])
        for (index, fragment) in fragments.enumerated() {
            #expect(fragment.stability == (index < seenCount ? .stable : .changing))
            let isRequired = [1, 4].contains(fragment.section.rawValue)
            #expect(fragment.necessity == (isRequired ? .required : .optional))
            let isTruncatable = fragment.section.rawValue == 3 || index == blockCount - 1
            #expect(fragment.divisibility == (isTruncatable ? .truncatable : .whole))
        }
    }

    @Test func newestHistoryAndFirstDocumentsComeFirst() throws {
        let fragments = try context(blockCount: 14, origins: [1, 1, 1, 1]).fragments
        #expect(fragments.prefix(6).map(\.priority) == [0, 2, 3, 4, 10, 9])
    }

    @Test func groupsAreNeighboursOfOneOriginAtMostFour() throws {
        let fragments = try context(blockCount: 12, origins: [1, 5, 5, 5, 5, 5, 7, 7, 5, 5]).fragments
        #expect(fragments.map(\.group.rawValue) == [0, 1, 1, 1, 1, 2, 3, 3, 4, 4, 0, 0])
    }

    @Test func cutsAreQuarters() throws {
        func cuts(ofLast tokens: UInt64) throws -> [UInt32] {
            let last = try #require(try context(blockCount: 2, lastTokens: tokens, origins: []).fragments.last)
            return (0..<last.cutPoints.count).map { last.cutPoints[$0] }
        }
        #expect(try cuts(ofLast: 512) == [128, 256, 384])
        #expect(try cuts(ofLast: 7) == [1, 3, 5])
        #expect(try cuts(ofLast: 4) == [1, 2, 3])
        #expect(try cuts(ofLast: 3) == [])
    }

    @Test func contentDigestIsOfIdAndTokens() throws {
        let fragments = try context(blockCount: 2, origins: []).fragments
        let first: [UInt8] = [100, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0]
        let second: [UInt8] = [101, 0, 0, 0, 0, 0, 0, 0, 100, 0, 0, 0]
        for (fragment, bytes) in zip(fragments, [first, second]) {
            #expect(fragment.contentDigest == bytes.withUnsafeBytes { Blake2b.digest($0, in: .content) })
        }
    }

    /// 60 blocks of 512 tokens are available.
    @Test(arguments: [(60, 31, 31), (61, 31, 1), (60, 60, 59), (61, 0, 1), (1, 1, 0)])
    func surePrefixEndsWhereSomethingMayBeLeftOut(blockCount: Int, seenCount: Int, sure: Int) throws {
        let origins = Array(repeating: UInt64(1), count: seenCount)
        #expect(try context(blockCount: blockCount, lastTokens: 512, origins: origins).surePrefixCount == sure)
    }

    @Test func everyContextIsAValidAdmission() throws {
        var random = RecountTestSupport.SplitMix64(state: 0x0063_6f6e_7465_7874)
        for _ in 0..<200 {
            let blockCount = Int(random.uniform(1...90))
            let seenCount = random.uniform(0...UInt64(blockCount))
            let origins = (0..<seenCount).map { _ in random.uniform(1...3) }
            let line = try line(blockCount: blockCount, lastTokens: random.uniform(1...512))
            let context = rule.context(of: line, BlockProvenance(origins: origins, conversation: 1))
            let traits = TrafficTraits(
                number: 9, tenant: TenantID(1), accounts: BudgetTree.accounts(team: 1, user: 1, project: 1),
                request: RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1)),
                estimatedOutput: Tokens(128), fate: .settled, isStreamed: false, isRetried: false)
            let task = AdmissionTask(traits: traits, line: line, context: context, conversation: 3)
            let warm = PromptCaches().warmEntries(for: line, limit: context.surePrefixCount)
            let header = task.header(at: Milliseconds(7), route: task.route(warm: warm))
            try task.encoded(header, by: rule).withUnsafeBytes { bytes in
                let request = try AdmissionRequest(validating: bytes)
                #expect(Int(request.assembly.fragmentCount) == blockCount)
                #expect(request.header.locks[0].resource == Identifier128(3))
                #expect(request.header.expiry == Milliseconds(60_007))
            }
        }
    }

    private func context(blockCount: Int, lastTokens: UInt64 = 100, origins: [UInt64]) throws -> BlockContext {
        let line = try line(blockCount: blockCount, lastTokens: lastTokens)
        return rule.context(of: line, BlockProvenance(origins: origins, conversation: 1))
    }

    private func line(blockCount: Int, lastTokens: UInt64) throws -> BlockTraceLine {
        try SampleBlocks.line(Array(100..<100 + UInt64(blockCount)), lastTokens: lastTokens)
    }
}
