import Foundation
import RecountJournal
import RecountKernel
import RecountTestSupport
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Runs that are killed at any moment: what was acknowledged is there, and the journal goes on.
@Suite struct KilledRunTests {
    /// A run that is killed again and again.
    enum Scenario: CaseIterable {
        case routing
        case admission

        fileprivate func arguments(in scratch: ScratchDirectory) throws -> [String] {
            let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
            switch self {
            case .routing:
                let trace = try scratch.write(try DemoFiles.rows(300, of: DemoFiles.conversation), to: "trace.csv")
                return ["--policy", policy, "--trace", trace]
            case .admission:
                let trace = try scratch.write(try DemoFiles.blockLines(200), to: "trace.jsonl")
                return ["--policy", policy, "--trace", trace, "--admit"]
            }
        }
    }

    private static let killCount = 24
    private static let options = ["--acknowledgements", "--batch", "20"]

    @Test(arguments: Scenario.allCases)
    func acknowledgedRecordsSurviveKills(scenario: Scenario) throws {
        let scratch = try ScratchDirectory()
        let inputs = try scenario.arguments(in: scratch)
        let whole = scratch.path("whole")
        let undisturbed = try CommandLineTool.run(["run", "--journal", whole] + Self.options + inputs)
        #expect(undisturbed.status == 0)
        let lineCount = undisturbed.text.split(separator: "\n").count { $0.hasPrefix("{\"acknowledged\"") }
        let reference = try CommandLineTool.run(["inspect", whole]).text.split(separator: "\n")

        let seed: UInt64 = 0x6b69_6c6c
        var random = SplitMix64(state: seed)
        var unfinished = 0
        for number in 1...Self.killCount {
            let journal = scratch.path("journal \(number)")
            let killAfter = random.uniform(1...UInt64(lineCount))
            let acknowledged = try killedRun(["run", "--journal", journal] + inputs, afterLines: killAfter)
            let records = try check(journal, acknowledged, reference, "seed \(seed), kill \(number)")
            if records < reference.count { unfinished += 1 }
        }
        #expect(unfinished > Self.killCount / 2, "too few runs were killed before their end")
    }

    /// - Returns: the last record that was acknowledged.
    private func killedRun(_ arguments: [String], afterLines count: UInt64) throws -> Int {
        let (reading, writing) = try Descriptor.pipe()
        let null = try Descriptor.file("/dev/null", O_RDWR)
        let tool = try RunningTool(
            arguments + Self.options, input: null, output: writing, error: null)
        writing.close()
        let lines = LineSource(reading)
        var last = 0
        for _ in 1...count { last = try number(in: try #require(lines.next())) }
        tool.kill()
        tool.wait()
        while let line = lines.next(), line.hasPrefix("{\"acknowledged\"") { last = try number(in: line) }
        return last
    }

    private func number(in line: String) throws -> Int {
        Int(try JSONObject(parsing: Array(line.utf8)).integer("acknowledged"))
    }

    /// - Returns: how many records are in the journal.
    private func check(
        _ path: String, _ acknowledged: Int, _ reference: [Substring], _ place: String
    ) throws -> Int {
        let verify = try CommandLineTool.run(["verify", path, "--json"])
        #expect(verify.status == 0, "\(place): \(verify.error)")
        let count = Int(try JSONObject(parsing: verify.output).integer("records"))
        #expect(count >= acknowledged, "\(place)")

        let journal = try Journal.open(at: FilePath(path), sync: .everyRecord)
        #expect(journal.head.sequence == UInt64(count), "\(place)")
        #expect(journal.recovery?.action != .removedSegment, "\(place)")
        let header = CommandHeader(tenant: .none, time: journal.kernel.time)
        let step = try journal.submit(Command(header: header, body: .tick))
        #expect(step.sequence == UInt64(count + 1), "\(place)")
        try journal.close()

        let records = try CommandLineTool.run(["inspect", path, "--to", "\(count)"]).text.split(separator: "\n")
        #expect(records == Array(reference.prefix(count)), "\(place)")
        #expect(try CommandLineTool.run(["verify", path]).status == 0, "\(place)")
        return count
    }
}
