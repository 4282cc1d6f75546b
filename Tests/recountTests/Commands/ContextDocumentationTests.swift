import Foundation
import RecountContext
import RecountJournal
import RecountKernel
import RecountTestSupport
import SystemPackage
import Testing

/// docs/context.md does what it says.
@Suite struct ContextDocumentationTests {
    private let text: String
    private let scratch: ScratchDirectory

    init() throws {
        text = try String(contentsOfFile: DemoFiles.root + "docs/context.md", encoding: .utf8)
        scratch = try ScratchDirectory()
    }

    @Test func exampleGivesItsTable() throws {
        let json = try #require(text.firstMatch(of: #/```json\n((?:.*\n)+?)```/#)).output.1
        let table = try #require(text.firstMatch(of: #/```text\n((?:.*\n)+?)```/#)).output.1
        let file = DemoFiles.root + "docs/examples/bridge.json"
        #expect(try String(contentsOfFile: file, encoding: .utf8) == json)
        let outcome = try CommandLineTool.run(["assemble", file, "--explain"])
        #expect(outcome.status == 0 && outcome.error.isEmpty, "\(outcome.error)")
        #expect(outcome.text == table)
    }

    @Test func commandLinesWork() throws {
        let commands = text.matches(of: #/\n    recount (assemble [^#\n]+)/#).map { $0.output.1 }
        #expect(commands.count == 3)
        for command in commands {
            let words = command.split(separator: " ").map { $0.hasPrefix("docs/") ? DemoFiles.root + $0 : String($0) }
            let outcome = try CommandLineTool.run(words)
            #expect(outcome.status == 0 && !outcome.output.isEmpty, "\(command): \(outcome.error)")
        }
    }

    @Test func swiftExampleCompilesAndRuns() throws {
        #expect(try Self.assemble(journalAt: FilePath(scratch.path("journal"))) == "Answer briefly.")
        let source = try String(contentsOfFile: #filePath, encoding: .utf8)
        let shown = try #require(text.firstMatch(of: #/```swift\n((?:.*\n)+?)```/#)).output.1
        let compiled = try #require(source.firstMatch(of: #/\/\/ begin\n((?:.*\n)+?) +\/\/ end/#)).output.1
        #expect(compiled.split(separator: "\n").map { $0.dropFirst(8) } == shown.split(separator: "\n"))
    }

    private static func assemble(journalAt path: FilePath) throws -> String {
        let settings = JournalSettings(limits: .sized(fragments: 8), initialTime: .zero)
        let journal = try Journal.create(at: path, settings: settings, sync: .everyRecord)
        let acme = CommandHeader(tenant: TenantID(1), time: .zero)
        _ = try journal.submit(Command(header: acme, body: .openTenant()))
        // begin
        let document = ContextDocument(
            tokenLimit: Tokens(120), outputTokens: Tokens(40), mode: .greedy,
            sections: [SectionDocument(id: SectionID(1), name: "instructions")],
            fragments: [
                FragmentDocument(
                    id: FragmentID(1), section: SectionID(1), text: "Answer briefly.", necessity: .required,
                    stability: .stable)
            ])
        let context = try PreparedContext(document)
        let text = try context.withRequest { request in
            let step = try journal.submit(Command(header: acme, body: .assemble(request)))
            guard case .assembled(let window) = step.decision else { return "" }  // .refused says what does not fit
            return try context.render(window).text
        }
        // end
        try journal.close()
        return text
    }
}
