import Foundation
import Testing

/// docs/statements.md does what it says.
@Suite struct StatementDocumentationTests {
    @Test func everyCommandWorksAndEveryMemberIsExplained() throws {
        let text = try String(contentsOfFile: DemoFiles.root + "docs/statements.md", encoding: .utf8)
        let commands = text.matches(of: #/\n    recount (.+)/#).map { $0.output.1 }
        #expect(commands.count == 5)
        let scratch = try ScratchDirectory()
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("docs"), withDestinationPath: DemoFiles.root + "docs")
        let script = commands.map { "'\(CommandLineTool.path)' \($0) >> output" }.joined(separator: "\n")
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-ec", "cd '\(scratch.root)'\nexec 2> error\n\(script)"]
        try shell.run()
        shell.waitUntilExit()
        let error = try String(contentsOfFile: scratch.path("error"), encoding: .utf8)
        #expect(shell.terminationStatus == 0 && error.isEmpty, "\(error)")
        let output = try String(contentsOfFile: scratch.path("output"), encoding: .utf8)
        let table = try #require(text.firstMatch(of: #/```text\n((?:.+\n)+)```/#)).output.1
        #expect(output.contains(table), "\(output)")
        let statement = try String(contentsOfFile: scratch.path("tenant3.json"), encoding: .utf8)
        let keys = Set(statement.matches(of: #/"([a-z_]+)":/#).map { String($0.output.1) })
        #expect(keys.count > 30)
        for key in keys where !key.hasPrefix("closing_") { #expect(text.contains("`\(key)`"), "\(key)") }
    }
}
