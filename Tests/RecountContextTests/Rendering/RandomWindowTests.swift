import RecountKernel
import RecountTestSupport
import Testing

@testable import RecountContext

/// Random documents through the kernel and back.
@Suite struct RandomWindowTests {
    @Test(arguments: [UInt64(1), 2, 3, 4])
    func windowsAreValidTextWithinWhatWasCharged(seed: UInt64) throws {
        let kernel = AssemblingKernel()
        var random = SplitMix64(state: seed)
        var (answered, truncated, saved) = (0, 0, 0)
        for round in 0..<500 {
            let document = try Self.document(&random)
            let context = try PreparedContext(document)
            try kernel.withDecision(context) { decision in
                guard case .assembled(let window) = decision else { return }
                answered += 1
                let rendered = try context.render(window)
                let place: Comment = "seed \(seed), round \(round)"
                #expect(rendered.estimatedTokens <= rendered.usedTokens, place)
                #expect(rendered.usedTokens == window.usedTokens, place)
                #expect(window.usedTokens <= context.header.availableTokens, place)
                #expect(String(validating: rendered.bytes, as: UTF8.self) != nil, place)
                #expect(rendered.bytes == Self.expectedBytes(window, document, context), place)
                truncated += (0..<window.entryCount).count { window[$0].outcome == .truncated }
                saved += rendered.estimatedTokens < rendered.usedTokens ? 1 : 0
            }
        }
        // The rounds reach what they are meant to.
        #expect(answered > 250 && truncated > 100 && saved > 50, "seed \(seed): \(answered), \(truncated), \(saved)")
    }

    /// The window's bytes by joining, with every fragment's end checked on the way.
    private static func expectedBytes(
        _ window: Window, _ document: ContextDocument, _ context: PreparedContext
    ) -> [UInt8] {
        var pieces: [[UInt8]] = []
        for position in 0..<window.entryCount where window[position].outcome != .excluded {
            let entry = window[position]
            let text = document.fragments.first { $0.id == entry.fragment }!.text
            guard entry.outcome == .truncated else {
                pieces.append(Array(text.utf8))
                continue
            }
            let point = context.fragment(entry.fragment)!.cutPoints.first { $0.tokens == entry.keptTokens }!
            #expect(Texts.scalarOffsets(of: text).contains(point.byteOffset))
            pieces.append(Array(text.utf8.prefix(point.byteOffset)))
        }
        return Array(pieces.joined(separator: Array(document.separator.text.utf8)))
    }

    private static func document(_ random: inout SplitMix64) throws -> ContextDocument {
        let sections = (0...random.uniform(0...3)).map { id in
            SectionDocument(
                id: SectionID(UInt32(id)), priority: UInt32(random.uniform(0...2)),
                renderOrder: UInt32(random.uniform(0...2)),
                cap: random.uniform(0...2) == 0 ? Tokens(random.uniform(0...400)) : nil)
        }
        let fragments = (0..<random.uniform(0...12)).map { id in
            fragment(id, sectionCount: UInt64(sections.count), &random)
        }
        let profiles = TokenProfile.allCases.map(\.estimate)
        let odd = try #require(
            TokenEstimate(numerator: UInt32(random.uniform(1...20)), denominator: UInt32(random.uniform(1...20))))
        let estimates = profiles + [odd]
        return ContextDocument(
            tokenLimit: Tokens(200 + random.uniform(0...1_300)), outputTokens: Tokens(random.uniform(0...200)),
            mode: random.uniform(0...1) == 0 ? .cutoff : .greedy,
            estimate: estimates[Int(random.uniform(0...UInt64(estimates.count - 1)))],
            separator: ContextDocument.Separator(text: Texts.random(Int(random.uniform(0...4)), &random)),
            sections: sections, fragments: fragments)
    }

    private static func fragment(
        _ id: UInt64, sectionCount: UInt64, _ random: inout SplitMix64
    ) -> FragmentDocument {
        FragmentDocument(
            id: FragmentID(id), section: SectionID(UInt32(random.uniform(0...(sectionCount - 1)))),
            text: Texts.random(Int(random.uniform(0...120)), &random),
            priority: UInt32(random.uniform(0...3)), order: random.uniform(0...3),
            necessity: random.uniform(0...9) == 0 ? .required : .optional,
            divisibility: random.uniform(0...2) == 0 ? .whole : .truncatable,
            stability: random.uniform(0...1) == 0 ? .stable : .changing,
            group: GroupID(random.uniform(0...4) == 0 ? UInt32(random.uniform(1...2)) : 0))
    }
}
