import Foundation
import Testing

/// `inspect` and `explain` over the journal of a run.
@Suite struct JournalReadingTests {
    private let scratch: ScratchDirectory
    private let journal: String

    init() throws {
        scratch = try ScratchDirectory()
        journal = scratch.path("journal")
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(try DemoFiles.rows(30, of: DemoFiles.conversation), to: "trace.csv")
        let run = try CommandLineTool.run(["run", "--policy", policy, "--trace", trace, "--journal", journal])
        #expect(run.status == 0, "\(run.error)")
    }

    @Test func rangesAreInclusive() throws {
        func lines(_ options: String...) throws -> [Substring] { try inspect(options).split(separator: "\n") }
        let all = try lines()
        #expect(try lines("--from", "1", "--to", "18446744073709551615") == all)
        #expect(try lines("--json", "--from", "9", "--to", "12") == Array(all[8...11]))
        #expect(try lines("--from", "\(all.count)") == Array(all.suffix(1)))
        #expect(try lines("--to", "1") == Array(all.prefix(1)))
        let beyond = try CommandLineTool.run(["inspect", journal, "--from", "\(all.count + 1)"])
        #expect(beyond.status == 2 && beyond.output.isEmpty)
        #expect(beyond.error.contains("the journal ends at record \(all.count)"))
    }

    @Test func textSaysTheSameInALine() throws {
        let records = try RecordLine.all(inspect([]))
        let lines = try inspect(["--text"]).split(separator: "\n")
        #expect(lines.count == records.count)
        for (line, record) in zip(lines, records) {
            let kind = record.command?["command"] ?? "consequence"
            #expect(line.hasPrefix("\(record.sequence ?? 0)  2023-11-16 18:"), "\(line)")
            #expect(line.contains("  \(kind)"), "\(line)")
            #expect(line.contains(" → \(record.decision["decision"] ?? "")"), "\(line)")
        }
        #expect(lines[0].contains("install_policy"))
    }

    /// Names stand in journals as their writers chose them.
    @Test func namesNeitherBreakLinesNorReachTheTerminal() throws {
        let text = DemoFiles.smallPolicy.replacing(#""name": "small""#, with: #""name": "sm\nall\u001b[31m""#)
        let policy = try scratch.write(text, to: "odd.json")
        let trace = try scratch.write(DemoFiles.smallTrace, to: "trace.csv")
        let journal = scratch.path("odd")
        let run = try CommandLineTool.run(["run", "--policy", policy, "--trace", trace, "--journal", journal])
        #expect(run.status == 0, "\(run.error)")
        let records = try CommandLineTool.run(["inspect", journal]).text.split(separator: "\n")
        let lines = try CommandLineTool.run(["inspect", journal, "--text"]).text
        #expect(lines.split(separator: "\n").count == records.count)
        #expect(!lines.contains("\u{1B}"))
        #expect(lines.contains(#"sm\nall"#))
        let number = try #require(records.firstIndex { $0.contains("sm\\nall") }) + 1
        let explanation = try CommandLineTool.run(["explain", journal, "\(number)"])
        #expect(explanation.status == 0, "\(explanation.error)")
        #expect(!explanation.text.contains("\u{1B}") && explanation.text.contains(#"sm\nall"#), "\(explanation.text)")
    }

    @Test func recordsOfEveryKindAreExplained() throws {
        var counts: [String: Int] = [:]
        for record in try RecordLine.all(inspect([])) {
            let kind = "\(record.command?["command"] ?? "") \(record.decision["decision"] ?? "")"
            counts[kind, default: 0] += 1
            guard counts[kind, default: 0] <= 3 else { continue }
            let sequence = "\(record.sequence ?? 0)"
            let text = try CommandLineTool.run(["explain", journal, sequence])
            #expect(text.status == 0, "\(text.error)")
            let lines = text.text.split(separator: "\n")
            #expect(lines.first?.hasPrefix("Record \(sequence), 2023-11-16 18:") == true, "\(text.text)")
            #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("  ") }, "\(text.text)")
            guard record.command?["command"] == "route" else { continue }
            let json = try JSONObject(parsing: CommandLineTool.run(["explain", journal, sequence, "--json"]).output)
            #expect(json.integer("sequence") == Int128(sequence))
            #expect(json["summary"].map { String($0) } == lines.first.map { String($0) })
            let details = json.members["details"] as? [String]
            #expect(details?.map { "  " + $0 } == lines.dropFirst().map { String($0) })
        }
    }

    private func inspect(_ options: [String]) throws -> String {
        let outcome = try CommandLineTool.run(["inspect", journal] + options)
        #expect(outcome.status == 0, "\(outcome.error)")
        return outcome.text
    }
}
