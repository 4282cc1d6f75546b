import Foundation
import RecountContext
import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

/// `assemble`: a context file in, a window out.
@Suite struct AssembleCommandTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    @Test func textIsOnStandardOutputAsItIs() throws {
        let file = try scratch.write(
            #"{"token_limit": 6, "tokens": "bytes", "separator": "+", "fragments": [{"text": "ab"}, {"text": "ü"}, "#
                + #"{"text": "long", "truncatable": true}]}"#, to: "context.json")
        let outcome = try CommandLineTool.run(["assemble", file])
        #expect(outcome.status == 0)
        #expect(outcome.text == "ab+ü")
        #expect(outcome.error == "used 5 of 6 available tokens: 2 fragments kept whole, 0 cut, 1 left out\n")
    }

    @Test func fileMayComeFromStandardInput() throws {
        let text = #"{"fragments": [{"text": "One. Two and three and four and more.", "truncatable": true}]}"#
        let outcome = try CommandLineTool.run(
            ["assemble", "-", "--limit", "30", "--output-tokens", "5", "--tokens", "bytes"], input: text)
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.text == "One. Two and three")
        #expect(outcome.error == "used 18 of 25 available tokens: 0 fragments kept whole, 1 cut, 0 left out\n")
        let ratio = try CommandLineTool.run(["assemble", "-", "--limit", "30", "--tokens", "2/7"], input: text)
        #expect(ratio.error.hasPrefix("used 11 of 30 available tokens: 1 fragment kept whole"), "\(ratio.error)")
    }

    /// The same window and text as the library and a kernel of other limits give.
    @Test func decisionIsThatOfAnyKernel() throws {
        let bytes = try ScratchDirectory.bytes(of: DemoFiles.context)
        for limit: UInt64 in [560, 700, 1_000, 2_000] {
            let outcome = try CommandLineTool.run(["assemble", DemoFiles.context, "--limit", "\(limit)", "--json"])
            #expect(outcome.status == 0 && outcome.error.isEmpty)
            let file = try ContextFile(
                parsing: bytes, overrides: ContextFile.Overrides(tokenLimit: Tokens(limit)))
            let document = try file.document { path in
                try String(contentsOfFile: DemoFiles.root + "docs/examples/" + path, encoding: .utf8)
            }
            let context = try PreparedContext(document)
            let harness = KernelHarness(limits: .sized(fragments: 200))
            harness.answer(.openTenant())
            try context.withRequest { request in
                guard case .assembled(let window) = harness.answer(.assemble(request)) else {
                    Issue.record("refused at \(limit)")
                    return
                }
                try Self.expect(outcome.output, window, try context.render(window), context)
            }
            let plain = try CommandLineTool.run(["assemble", DemoFiles.context, "--limit", "\(limit)"])
            #expect(plain.text == (try JSONObject(parsing: outcome.output))["text"])
        }
    }

    private static func expect(
        _ output: [UInt8], _ window: Window, _ text: RenderedWindow, _ context: PreparedContext
    ) throws {
        let object = try JSONObject(parsing: output)
        #expect(object["decision"] == "assembled")
        #expect(object.integer("used_tokens") == Int128(window.usedTokens.rawValue))
        #expect(object.integer("available_tokens") == Int128(context.header.availableTokens.rawValue))
        #expect(object.integer("included") == Int128(window.includedCount))
        #expect(object["text"] == text.text)
        #expect(object["window_digest"]?.count == 64)
        #expect(object.object("stable_prefix").integer("fragments") == 2)
        let entries = object.objects("entries")
        #expect(entries.count == Int(window.entryCount))
        for (position, entry) in entries.enumerated() {
            let expected = window[UInt32(position)]
            #expect(entry.integer("fragment") == Int128(expected.fragment.rawValue))
            #expect(entry.integer("kept_tokens") == Int128(expected.keptTokens))
        }
    }

    @Test func explanationNamesEveryFragmentWithItsReason() throws {
        let outcome = try CommandLineTool.run(["assemble", DemoFiles.context, "--limit", "900", "--explain"])
        #expect(outcome.status == 0 && outcome.error.isEmpty)
        let lines = outcome.text.split(separator: "\n")
        let rows = lines.filter { $0.first == " " && $0.contains(#/^ +\d/#) }
        #expect(rows.count == 11, "\(outcome.text)")
        let sections = rows.map { $0.split(separator: " ")[1] }
        #expect(
            sections == [
                "instructions", "tools", "documents", "documents", "documents", "history", "history",
                "history", "history", "history", "question",
            ])
        for part in ["required", "fits", "the section's cap", "no room for more", "whole", "cut", "left out"] {
            #expect(outcome.text.contains(part), "\(part)")
        }
        #expect(outcome.text.contains("mode greedy"))
        #expect(outcome.text.contains("of 650 available tokens (limit 900, output 250)"), "\(outcome.text)")
        #expect(outcome.text.contains("stable prefix: 2 fragments"))
    }

    @Test func textThatMayBeCutIsLeftOutWithItsSmallestForm() throws {
        let text =
            #"{"token_limit": 5, "tokens": "bytes", "fragments": [{"text": "abcdefgh", "truncatable": true, "#
            + #""tokens": 8, "cut_points": [{"tokens": 6, "bytes": 6}]}]}"#
        let outcome = try CommandLineTool.run(["assemble", "-", "--explain"], input: text)
        #expect(outcome.text.contains("no room, smallest form 6"), "\(outcome.text)")
    }

    /// Tokens that no text has: counts of the host's own.
    @Test func largestCountsAddUp() throws {
        let fragment = #"{"text": "x", "tokens": 4294967295}"#
        let text =
            #"{"token_limit": 281474976710655, "separator": {"text": "", "tokens": 4294967295}, "#
            + #""fragments": [\#(fragment), \#(fragment), \#(fragment)]}"#
        let outcome = try CommandLineTool.run(["assemble", "-"], input: text)
        #expect(outcome.status == 0 && outcome.text == "xxx")
        #expect(outcome.error.hasPrefix("used 21474836475 of 281474976710655 available"), "\(outcome.error)")
    }

    @Test func sectionsWithoutNamesAndHostileTextsAreShown() throws {
        let text =
            #"{"token_limit": 9, "sections": [{"id": 4}, {"id": 5, "name": "\u001b[31m"}], "fragments": "#
            + #"[{"section": 4, "text": "a\nb\tc\u0007"}, {"section": 5, "text": "\u001b[2J"}]}"#
        let outcome = try CommandLineTool.run(["assemble", "-", "--explain"], input: text)
        #expect(outcome.status == 0)
        let isPlain = outcome.text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 }
        #expect(isPlain, "\(outcome.text.debugDescription)")
        #expect(outcome.text.contains("a b c"))
    }

    @Test func nothingMakesAnEmptyWindow() throws {
        let outcome = try CommandLineTool.run(["assemble", "-"], input: #"{"token_limit": 0, "fragments": []}"#)
        #expect(outcome.status == 0 && outcome.output.isEmpty)
        #expect(outcome.error == "used 0 of 0 available tokens: 0 fragments kept whole, 0 cut, 0 left out\n")
    }
}
