import Foundation
import Testing

/// `catalog import litellm` over the excerpt of a price file.
@Suite struct CatalogCommandTests {
    private static let command = ["catalog", "import", "litellm", DemoFiles.prices, "--overlay", DemoFiles.overlay]

    @Test func demoPolicyIsReproduced() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path("policy.json")
        let toFile = try CommandLineTool.run(Self.command + ["--output", path])
        #expect(toFile.status == 0 && toFile.error.isEmpty, "\(toFile.error)")
        let expected = try ScratchDirectory.bytes(of: DemoFiles.policy)
        #expect(try ScratchDirectory.bytes(of: path) == expected)
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.root) == ["policy.json"])

        // Without a file the policy is on standard output, and the summary on standard error.
        let toOutput = try CommandLineTool.run(Self.command)
        #expect(toOutput.status == 0)
        #expect(toOutput.output == expected)
        #expect(toOutput.error == toFile.text)
        #expect(toFile.text.hasPrefix("sha256 of \(DemoFiles.prices): "))
    }

    @Test func anExistingFileIsReplaced() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write(String(repeating: "old", count: 100_000), to: "policy.json")
        #expect(try CommandLineTool.run(Self.command + ["--output", path]).status == 0)
        #expect(try ScratchDirectory.bytes(of: path) == ScratchDirectory.bytes(of: DemoFiles.policy))
    }

    @Test func listNamesWhatTheSummaryCounts() throws {
        let scratch = try ScratchDirectory()
        let output = ["--output", scratch.path("policy.json")]
        let counts = try CommandLineTool.run(Self.command + output).text
        let list = try CommandLineTool.run(Self.command + output + ["--list"]).text
        #expect(list.count > counts.count)
        #expect(list.contains("gpt-4o"))
        for options in [["--json"], ["--json", "--list"]] {
            let json = try CommandLineTool.run(Self.command + output + options)
            #expect(json.status == 0)
            #expect(try !JSONObject(parsing: json.output).members.isEmpty)
        }
    }

    @Test func modelsAreSelectedByPattern() throws {
        let demo = try models(in: ScratchDirectory.bytes(of: DemoFiles.policy))
        func imported(_ patterns: String...) throws -> [String] {
            let outcome = try CommandLineTool.run(Self.command + ["--models"] + patterns)
            #expect(outcome.status == 0, "\(outcome.error)")
            return try models(in: outcome.output)
        }
        #expect(try imported("gpt-4o") == ["gpt-4o"])
        let some = try imported("gpt-4o*", "claude-sonnet-4-?")
        #expect(some.contains("gpt-4o-mini") && some.contains("gpt-4o"))
        #expect(some.allSatisfy { $0.hasPrefix("gpt-4o") || $0.hasPrefix("claude-sonnet-4-") })
        #expect(demo.count == 45)
    }

    private func models(in policy: [UInt8]) throws -> [String] {
        try JSONObject(parsing: policy).objects("models").compactMap { $0["name"] }
    }
}
