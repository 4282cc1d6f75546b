import Testing

/// What a new user asks first.
@Suite struct HelpTests {
    static let commands: [[String]] = [
        [], ["run"], ["verify"], ["replay"], ["explain"], ["inspect"], ["decide"], ["catalog"], ["catalog", "import"],
        ["catalog", "import", "litellm"],
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

    @Test func groupsWithoutACommandShowTheirHelp() throws {
        for command in [[], ["catalog"], ["catalog", "import"]] {
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
