import ArgumentParser
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// `recount run`: a trace of LLM requests, decided and journaled.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Route, reserve and settle every request of a trace, and journal each decision.",
        discussion: """
            Traces are Azure LLM inference traces (CSV) or JSON lines (docs/requests.md). Tenants, accounts, \
            values and fates are derived by docs/traffic-rule.md. Nothing is written unless the whole trace \
            can be read.

            Example: recount run --policy docs/data/policy.json --journal journal \\
              --trace docs/data/azure_llm_2023_conversation_excerpt.csv
            """
    )

    @Option(help: "The policy file.")
    var policy: String

    @Option(help: "The trace file, sorted by time.")
    var trace: String

    @Option(help: "The directory of the new journal; it must not exist or be empty.")
    var journal: String

    @Option(help: "Records of a batch: each batch is one write and one sync.")
    var batch = 1_000

    @Option(help: "Seed of the traffic rule.")
    var seed: UInt64 = 1

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(help: "Print a JSON line with the last durable record after every batch.")
    var acknowledgements = false

    func validate() throws {
        guard (1...1_000_000).contains(batch) else { throw ValidationError("--batch must be 1 to 1000000") }
    }

    func run() throws {
        let policy = try LoadedPolicy(path: policy)
        let rule = TrafficRule(policy: policy.document, seed: seed)
        let extent = try TraceExtent(of: Trace(path: trace, rule: rule, names: policy.names), path: trace)
        let settings = JournalSettings(limits: try RunSetup.limits(policy: policy), initialTime: extent.firstTime)
        let journal = try create(settings)
        var runner = try Runner(journal: journal, policy: policy, extent: extent)
        var requests = try Trace(path: trace, rule: rule, names: policy.names)
        var progress = ProgressBar("run")
        var acknowledged = journal.acknowledgedSequence
        while let request = try requests.next() {
            try runner.play(request)
            progress.update(requests.consumedByteCount, of: extent.byteCount)
            try report(journal, since: &acknowledged)
        }
        try runner.finish()
        guard UInt64(runner.outcome.requests) == extent.requestCount else {
            throw Failure(.inputOutput, "\(trace): it changed while it was read; remove \(self.journal) and run again")
        }
        try report(journal, since: &acknowledged)
        progress.finish()
        let summary = ConservationSummary(of: journal.kernel)
        let report = RunReport(outcome: runner.outcome, head: journal.head, conservation: summary)
        try journal.report { () throws(JournalError) in try journal.close() }
        try Output.write(json ? report.json : Array(report.text.utf8))
    }

    private func create(_ settings: JournalSettings) throws(Failure) -> Journal {
        do throws(JournalError) {
            return try Journal.create(at: FilePath(journal), settings: settings, sync: .records(batch))
        } catch {
            throw Failure(error)
        }
    }

    private func report(_ journal: Journal, since acknowledged: inout UInt64) throws(Failure) {
        guard acknowledgements, journal.acknowledgedSequence != acknowledged else { return }
        acknowledged = journal.acknowledgedSequence
        try Output.write("{\"acknowledged\":\(acknowledged)}\n")
    }
}
