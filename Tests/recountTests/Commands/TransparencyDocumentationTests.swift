import Foundation
import Testing

/// docs/transparency.md does what it says. Its example was made by another program, from the page itself.
@Suite struct TransparencyDocumentationTests {
    private let text: String
    private let scratch: ScratchDirectory

    init() throws {
        text = try String(contentsOfFile: DemoFiles.root + "docs/transparency.md", encoding: .utf8)
        scratch = try ScratchDirectory()
        for example in text.matches(of: #/\n`([a-z.]+)`.*:\n\n```[a-z]+\n((?:.*\n)+?)```/#) {
            try scratch.write(String(example.output.2), to: String(example.output.1))
        }
    }

    @Test func proofsOfTheExampleHold() throws {
        let names = try scratch.content().keys.sorted()
        #expect(names == ["growth.json", "ledger.pub", "monday.checkpoint", "record.json", "tuesday.checkpoint"])
        let commands = text.matches(of: #/\n    recount (proof check .+)/#).map { $0.output.1 }
        #expect(commands.count == 2)
        for command in commands {
            let words = command.split(separator: " ").map {
                names.contains(String($0)) ? scratch.path("\($0)") : "\($0)"
            }
            let outcome = try CommandLineTool.run(words)
            #expect(outcome.status == 0 && outcome.error.isEmpty, "\(command): \(outcome.error)")
        }
    }

    @Test func everyCommandOfThePageWorks() throws {
        let ledger = try Ledger()
        try ledger.grow(by: 8)
        let commands = text.matches(of: #/\n    recount (.+)/#).map { $0.output.1 }
        #expect(commands.count == 8)
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        let directory = try scratch.makeDirectory("place")
        try FileManager.default.copyItem(atPath: ledger.path, toPath: directory + "/journal")
        let script = commands.map { "'\(CommandLineTool.path)' \($0) > /dev/null" }.joined(separator: "\n")
        shell.arguments = ["-ec", "cd '\(directory)'\nexec 2> error\n\(script)"]
        try shell.run()
        shell.waitUntilExit()
        let error = try String(contentsOfFile: directory + "/error", encoding: .utf8)
        #expect(shell.terminationStatus == 0 && error.isEmpty, "\(error)")
    }
}
