import Foundation
import RecountTestSupport
import Testing

/// `verify` on journals that were changed after they were written.
@Suite struct VerifyCommandTests {
    private let scratch: ScratchDirectory
    private let journal: String
    private let bytes: [UInt8]
    private let head: String

    init() throws {
        scratch = try ScratchDirectory()
        journal = scratch.path("journal")
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(try DemoFiles.rows(40, of: DemoFiles.code), to: "trace.csv")
        let run = try CommandLineTool.run([
            "run", "--policy", policy, "--trace", trace, "--journal", journal, "--batch", "16", "--json",
        ])
        #expect(run.status == 0, "\(run.error)")
        head = try #require(try JSONObject(parsing: run.output)["head"])
        bytes = try ScratchDirectory.bytes(of: ScratchDirectory.segment(of: journal))
    }

    @Test func everyFlippedByteIsFound() throws {
        var random = SplitMix64(state: 0x666c_6970)
        var offsets = (0..<24).map { _ in Int(random.uniform(512...UInt64(bytes.count - 1))) }
        offsets += [0, 8, 10, 16, 40, 64, 128, 144, 176, 300, 504, 511, 512, bytes.count - 1]
        for offset in offsets {
            var changed = bytes
            changed[offset] ^= UInt8(1 << random.uniform(0...7))
            let verify = try verify(changed, [])
            // Without a bit of its magic number, or with a newer version, it is no journal to be judged.
            #expect(verify.status == 1 || verify.status == 3, "byte \(offset): \(verify.text)")
            if offset >= 512 { #expect(verify.status == 1, "byte \(offset): \(verify.error)") }
            RefusalCheck.expectOneLine(verify.error)
            #expect(verify.error.contains("00000000000000000001"), "byte \(offset): \(verify.error)")
        }
    }

    @Test func flippedByteIsReportedInJSON() throws {
        var changed = bytes
        changed[bytes.count / 2] ^= 1
        let verify = try verify(changed, ["--json"])
        #expect(verify.status == 1)
        let report = try JSONObject(parsing: verify.output)
        #expect(report.boolean("valid") == false)
        let finding = try #require(report.object("finding")["text"])
        #expect(verify.error == "recount: \(journal): not valid: \(finding)\n")
    }

    @Test func cutTailIsANoteButNotWithTheHeadThatWas() throws {
        for cut in [1, 5, 100] {
            let plain = try verify(bytes.dropLast(cut), [])
            #expect(plain.status == 0, "\(plain.error)")
            #expect(plain.text.contains("the last batch is incomplete"), "\(plain.text)")
            #expect(plain.error.isEmpty)
            let expecting = try verify(bytes.dropLast(cut), ["--expect", head])
            #expect(expecting.status == 1)
            RefusalCheck.expectOneLine(expecting.error)
            #expect(expecting.error.contains("never was at \(head)"), "\(expecting.error)")
            #expect(expecting.text.contains("NOT VALID"))
        }
        let whole = try verify(bytes, ["--expect", head])
        #expect(whole.status == 0, "\(whole.error)")
        #expect(!whole.text.contains("incomplete"))
    }

    @Test func anEarlierHeadIsPassed() throws {
        let earlier = try verify(bytes.dropLast(1), ["--json"])
        let earlierHead = try #require(try JSONObject(parsing: earlier.output)["head"])
        #expect(earlierHead != head)
        #expect(try JSONObject(parsing: earlier.output)["incomplete_tail"] != nil)
        #expect(try verify(bytes, ["--expect", earlierHead]).status == 0)
        let uppercase = earlierHead.uppercased()
        #expect(try verify(bytes, ["--expect", uppercase]).status == 0)
        let parts = earlierHead.split(separator: ":")
        let wrong = "\(parts[0]):" + String(repeating: "0", count: 64)
        #expect(try verify(bytes, ["--expect", wrong]).status == 1)
    }

    @Test func replayIsAnotherNameOfVerify() throws {
        let replay = try CommandLineTool.run(["replay", journal])
        #expect(replay.status == 0)
        #expect(replay.text == (try CommandLineTool.run(["verify", journal])).text)
        #expect(replay.text.contains("\(journal): valid\n"))
        #expect(replay.text.hasSuffix("head \(head)\n"))
    }

    private func verify(_ bytes: some Collection<UInt8>, _ options: [String]) throws -> CommandLineTool.Outcome {
        let segment = try ScratchDirectory.segment(of: journal)
        try Data(bytes).write(to: URL(fileURLWithPath: segment))
        return try CommandLineTool.run(["verify", journal] + options)
    }
}
