import Foundation
import Testing

/// What a new user asks first.
@Suite struct HelpTests {
    static let commands: [[String]] = [
        [], ["keygen"], ["run"], ["checkpoint"], ["verify"], ["replay"], ["explain"], ["inspect"], ["locks"],
        ["decide"], ["assemble"], ["seal"], ["snapshot"], ["archive"], ["rekey"],
        ["catalog"],
        ["catalog", "import"], ["catalog", "import", "litellm"], ["catalog", "import", "calybris"],
        ["verify", "calybris"], ["proof", "inclusion"], ["proof", "consistency"], ["proof", "check"], ["proof"],
        ["statement", "issue"], ["statement", "check"], ["statement"], ["bench"],
    ]

    @Test(arguments: commands)
    func everyCommandExplainsItself(command: [String]) throws {
        let help = try CommandLineTool.run(command + ["--help"])
        #expect(help.status == 0 && help.error.isEmpty)
        #expect(help.text.hasPrefix("OVERVIEW: "))
        let example = try #require(help.text.firstMatch(of: #/\n *Example: (.+\n)+/#))
        #expect(example.output.0.contains("recount "), "\(help.text)")
        #expect(try CommandLineTool.run(command + ["-h"]).text == help.text)
    }

    /// Every example can be copied from a terminal of 80 columns and works where the package's docs are.
    @Test func examplesWork() throws {
        let scratch = try ScratchDirectory()
        let files = FileManager.default
        try files.createSymbolicLink(atPath: scratch.path("docs"), withDestinationPath: DemoFiles.root + "docs")
        try files.createSymbolicLink(atPath: scratch.path("model_prices.json"), withDestinationPath: DemoFiles.prices)
        let tools = URL(fileURLWithPath: CommandLineTool.path).deletingLastPathComponent().path
        for command in Self.commands where !command.isEmpty {
            let help = try CommandLineTool.run(command + ["--help"]).text
            let examples = help.matches(of: #/Example: ((?:.+\n)+)/#)
            #expect(!examples.isEmpty)
            for example in examples { try expectWorks(String(example.output.1), tools: tools, in: scratch) }
        }
    }

    private func expectWorks(_ example: String, tools: String, in scratch: ScratchDirectory) throws {
        let error = scratch.path("error")
        let script = "cd '\(scratch.root)' && PATH='\(tools)':$PATH && \(example)"
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-ec", "exec 2> '\(error)' > /dev/null\n\(script)"]
        try shell.run()
        shell.waitUntilExit()
        let message = try String(contentsOfFile: error, encoding: .utf8)
        #expect(shell.terminationStatus == 0 && message.isEmpty, "\(example): \(message)")
    }

    @Test func groupsWithoutACommandShowTheirHelp() throws {
        for command in [[], ["catalog"], ["catalog", "import"], ["proof"], ["statement"]] {
            let outcome = try CommandLineTool.run(command)
            #expect(outcome.status == 0)
            #expect(outcome.text == (try CommandLineTool.run(command + ["--help"])).text)
        }
    }

    @Test func versionIsALine() throws {
        let outcome = try CommandLineTool.run(["--version"])
        #expect(outcome.status == 0)
        #expect(outcome.text.wholeMatch(of: #/\d+\.\d+\.\d+\n/#) != nil)
    }
}
