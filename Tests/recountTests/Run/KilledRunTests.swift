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
        /// With a key, segments of a few batches and snapshots.
        case rotation

        fileprivate func arguments(in scratch: ScratchDirectory) throws -> [String] {
            let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
            switch self {
            case .routing:
                let trace = try scratch.write(try DemoFiles.rows(300, of: DemoFiles.conversation), to: "trace.csv")
                return ["--policy", policy, "--trace", trace]
            case .admission:
                let trace = try scratch.write(try DemoFiles.blockLines(200), to: "trace.jsonl")
                return ["--policy", policy, "--trace", trace, "--admit"]
            case .rotation:
                let trace = try scratch.write(try DemoFiles.rows(300, of: DemoFiles.conversation), to: "trace.csv")
                try scratch.write(JournalKey.repeated.fileText, to: "key")
                // No seals: they depend on the salt secret, which each run draws.
                let rotation = ["--snapshots", "--segment-bytes", "16384"]
                return ["--policy", policy, "--trace", trace] + rotation + keyArguments(in: scratch)
            }
        }

        /// What every command needs to read the journal.
        fileprivate func keyArguments(in scratch: ScratchDirectory) -> [String] {
            self == .rotation ? ["--key-file", scratch.path("key")] : []
        }

        /// Opens the journal as the run had it.
        fileprivate func open(_ path: String) throws(JournalError) -> Journal {
            guard self == .rotation else { return try Journal.open(at: FilePath(path), sync: .everyRecord) }
            return try Journal.open(
                at: FilePath(path), sync: .everyRecord,
                rotation: RotationPolicy(segmentByteCount: 16_384, snapshots: .everySegment),
                access: JournalAccess(keys: [.repeated]))
        }
    }

    /// `RECOUNT_KILLS` asks for more than a test of a few seconds has.
    private static let killCount =
        ProcessInfo.processInfo.environment["RECOUNT_KILLS"].flatMap { Int($0) } ?? 24
    private static let options = ["--acknowledgements", "--batch", "20"]

    @Test(arguments: Scenario.allCases)
    func acknowledgedRecordsSurviveKills(scenario: Scenario) throws {
        let scratch = try ScratchDirectory()
        let inputs = try scenario.arguments(in: scratch)
        let whole = scratch.path("whole")
        let undisturbed = try CommandLineTool.run(["run", "--journal", whole] + Self.options + inputs)
        #expect(undisturbed.status == 0)
        let lineCount = undisturbed.text.split(separator: "\n").count { $0.hasPrefix("{\"acknowledged\"") }
        let key = scenario.keyArguments(in: scratch)
        let reference = try CommandLineTool.run(["inspect", whole] + key).text.split(separator: "\n")

        let seed: UInt64 = 0x6b69_6c6c
        var random = SplitMix64(state: seed)
        var unfinished = 0
        for number in 1...Self.killCount {
            let journal = scratch.path("journal \(number)")
            let killAfter = random.uniform(1...UInt64(lineCount))
            let acknowledged = try killedRun(["run", "--journal", journal] + inputs, afterLines: killAfter)
            let journalFiles = Journaled(path: journal, scenario: scenario, key: key)
            let records = try check(journalFiles, acknowledged, reference, "seed \(seed), kill \(number)")
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

    /// A journal that a killed run left.
    private struct Journaled {
        let path: String
        let scenario: Scenario
        let key: [String]

        func run(_ command: String, _ arguments: [String] = []) throws -> CommandLineTool.Outcome {
            try CommandLineTool.run([command, path] + arguments + key)
        }
    }

    /// - Returns: how many records are in the journal.
    private func check(
        _ left: Journaled, _ acknowledged: Int, _ reference: [Substring], _ place: String
    ) throws -> Int {
        let verify = try left.run("verify", ["--json"])
        #expect(verify.status == 0, "\(place): \(verify.error)")
        let count = Int(try JSONObject(parsing: verify.output).integer("records"))
        #expect(count >= acknowledged, "\(place)")

        let journal = try left.scenario.open(left.path)
        #expect(journal.head.sequence == UInt64(count), "\(place)")
        #expect(journal.refusedSnapshots.isEmpty, "\(place)")
        let header = CommandHeader(tenant: .none, time: journal.kernel.time)
        let step = try journal.submit(Command(header: header, body: .tick))
        #expect(step.sequence == UInt64(count + 1), "\(place)")
        try journal.close()

        let records = try left.run("inspect", ["--to", "\(count)"]).text.split(separator: "\n")
        #expect(records == Array(reference.prefix(count)), "\(place)")
        #expect(try left.run("verify").status == 0, "\(place)")
        return count
    }
}

extension JournalKey {
    /// A key of one repeated byte.
    fileprivate static let repeated = JournalKey(bytes: InlineArray(repeating: 7))
}
