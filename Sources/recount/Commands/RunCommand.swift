import ArgumentParser
import RecountJournal
import RecountKernel
import RecountReplay
import SystemPackage

/// `recount run`: a trace of LLM requests, decided and journaled.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Decide and settle every request of a trace, and journal each decision.",
        discussion: """
            Traces are Azure LLM inference traces (CSV) or JSON lines (docs/requests.md). Tenants, accounts, \
            values and fates are derived by docs/traffic-rule.md. Traces of context blocks (Mooncake) are \
            played with --admit, by docs/admission-rule.md. Nothing is written unless the whole trace can be \
            read.

            Example: recount run --policy docs/data/policy.json --journal journal \\
              --trace docs/data/azure_llm_2023_conversation_excerpt.csv

            Example: recount run --admit --policy docs/data/policy.json \\
              --journal admissions --trace docs/data/mooncake_conversation_excerpt.jsonl

            Example: recount run --policy docs/data/policy.json \\
              --journal audited --key-file chain.key --snapshots \\
              --segment-bytes 400000 --seal-every 600000 \\
              --trace docs/data/azure_llm_2023_conversation_excerpt.csv
            """
    )

    /// Nine of ten inputs of Mooncake's conversations have no more tokens.
    private static let defaultWindowTokens: UInt64 = 32_768

    @Option(help: "The policy file.")
    var policy: String

    @Option(help: "The trace file, sorted by time.")
    var trace: String

    @Option(help: "The directory of the new journal; it must not exist or be empty.")
    var journal: String

    @Option(parsing: .unconditional, help: "Records of a batch: each batch is one write and one sync.")
    var batch = 1_000

    @Option(parsing: .unconditional, help: "Seed of the traffic rule.")
    var seed: UInt64 = 1

    @OptionGroup
    var rotation: RotationOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Seal the state after every so many milliseconds of the trace, and at its end.", valueName: "milliseconds"))
    var sealEvery: UInt64?

    @OptionGroup
    var keys: KeyOptions

    @Flag(help: "Print the summary as JSON.")
    var json = false

    @Flag(help: "Print a JSON line with the last durable record after every batch.")
    var acknowledgements = false

    @Flag(help: "Admit each request of a trace of context blocks: window, model, budget and lock in one step.")
    var admit = false

    @Option(
        parsing: .unconditional,
        help: """
            With --admit: tokens of a window, those kept for the output included: 4096 to 1000000000, 32768 unless \
            given.
            """)
    var windowTokens: UInt64?

    func validate() throws {
        guard !journal.isEmpty else { throw ValidationError("--journal must name a directory") }
        guard (1...1_000_000).contains(batch) else { throw ValidationError("--batch must be 1 to 1000000") }
        guard sealEvery != 0 else { throw ValidationError("--seal-every must be at least 1") }
        guard let windowTokens else { return }
        guard admit else { throw ValidationError("--window-tokens needs --admit") }
        guard (4_096...1_000_000_000).contains(windowTokens) else {
            throw ValidationError("--window-tokens must be 4096 to 1000000000")
        }
    }

    func run() throws {
        let policy = try LoadedPolicy(path: policy)
        let rule = TrafficRule(policy: policy.document, seed: seed)
        try Output.write(admit ? admitAll(policy, rule) : routeAll(policy, rule))
    }

    /// - Returns: the summary.
    private func routeAll(_ policy: LoadedPolicy, _ rule: TrafficRule) throws(Failure) -> [UInt8] {
        let extent = try TraceExtent(of: Trace(path: trace, rule: rule, names: policy.names), path: trace)
        let journal = try create(limits: RunSetup.limits(policy: policy), initialTime: extent.firstTime)
        var runner = try Runner(journal: journal, policy: policy, extent: extent, sealEvery: sealEvery)
        var requests = try Trace(path: trace, rule: rule, names: policy.names)
        var monitor = RunMonitor(self, journal: journal, byteCount: extent.byteCount)
        while let request = try requests.next() {
            try runner.play(request)
            try monitor.update(consumedByteCount: requests.consumedByteCount)
        }
        try runner.finish()
        let summary = try monitor.finish(UInt64(runner.outcome.requests), of: extent.requestCount)
        let report = RunReport(outcome: runner.outcome, head: journal.head, conservation: summary)
        return json ? report.json : Array(report.text.utf8)
    }

    /// - Returns: the summary.
    private func admitAll(_ policy: LoadedPolicy, _ rule: TrafficRule) throws(Failure) -> [UInt8] {
        let windowTokens = Tokens(windowTokens ?? Self.defaultWindowTokens)
        let extent = try BlockTraceExtent(path: trace, windowTokens: windowTokens)
        let contextRule = ContextRule(windowTokens: windowTokens, commonBlockCount: extent.commonBlockCount)
        let needs = AdmissionRule.needs(maximumBlockCount: extent.maximumBlockCount)
        let journal = try create(
            limits: RunSetup.limits(policy: policy, needs: needs), initialTime: extent.firstTime)
        var runner = try AdmissionRunner(
            journal: journal, policy: policy, rule: AdmissionRule(traffic: rule), contextRule: contextRule,
            extent: extent, sealEvery: sealEvery)
        var lines = try BlockTrace(path: trace)
        var monitor = RunMonitor(self, journal: journal, byteCount: extent.byteCount)
        while let line = try lines.next() {
            try runner.play(line)
            try monitor.update(consumedByteCount: lines.consumedByteCount)
        }
        try runner.finish()
        let summary = try monitor.finish(UInt64(runner.outcome.requests), of: extent.requestCount)
        let report = AdmissionReport(outcome: runner.outcome, head: journal.head, conservation: summary)
        return json ? report.json : Array(report.text.utf8)
    }

    private func create(limits: KernelLimits, initialTime: Milliseconds) throws(Failure) -> Journal {
        let settings = JournalSettings(limits: limits, initialTime: initialTime)
        let access = try keys.access
        do throws(JournalError) {
            return try Journal.create(
                at: FilePath(journal), settings: settings, sync: .records(batch), rotation: rotation.policy,
                access: access)
        } catch {
            guard case .directoryNotEmpty(_, let found) = error else { throw Failure(error) }
            throw Failure(
                .inputOutput,
                "\(journal): not empty, it holds \(found); a run begins a journal, so name a new directory")
        }
    }
}

/// Shows how far a run is, and ends it.
private struct RunMonitor {
    private let command: RunCommand
    private let journal: Journal
    private let byteCount: UInt64
    private var progress = ProgressBar("run")
    private var acknowledged: UInt64

    /// - Parameter byteCount: the length of the trace.
    init(_ command: RunCommand, journal: Journal, byteCount: UInt64) {
        self.command = command
        self.journal = journal
        self.byteCount = byteCount
        acknowledged = journal.acknowledgedSequence
    }

    /// Shows that so many bytes of the trace are played.
    mutating func update(consumedByteCount: UInt64) throws(Failure) {
        progress.update(consumedByteCount, of: byteCount)
        try reportAcknowledgement()
    }

    /// Closes the journal.
    ///
    /// - Returns: what the kernel holds at the end.
    /// - Throws: also if the trace had another number of requests when it was first read.
    mutating func finish(_ requestCount: UInt64, of expectedCount: UInt64) throws(Failure) -> ConservationSummary {
        guard requestCount == expectedCount else {
            let remedy = "remove \(command.journal) and run again"
            throw Failure(.inputOutput, "\(command.trace): it changed while it was read; \(remedy)")
        }
        try reportAcknowledgement()
        progress.finish()
        let summary = ConservationSummary(of: journal.kernel)
        try journal.report { () throws(JournalError) in try journal.close() }
        return summary
    }

    private mutating func reportAcknowledgement() throws(Failure) {
        guard command.acknowledgements, journal.acknowledgedSequence != acknowledged else { return }
        acknowledged = journal.acknowledgedSequence
        try Output.write("{\"acknowledged\":\(acknowledged)}\n")
    }
}
