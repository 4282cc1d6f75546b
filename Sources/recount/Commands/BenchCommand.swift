import ArgumentParser
import RecountBenchmarks
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

/// `recount bench`: what steps, journals and replays cost here.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure what steps, journals and replays cost on this machine.",
        discussion: """
            Each benchmark first compares the digest of its results with the one that they have, so that no figure is \
            of other work; exit status 1 if one differs. docs/performance.md says what is measured and how.

            Example: recount bench route.mixed append --quick
            """
    )

    @Argument(help: "Benchmarks, or groups of them such as route or route.mixed; without any, all.")
    var names: [String] = []

    @Flag(help: "Show the names and what they measure, and measure nothing.")
    var list = false

    @Flag(help: "Small tables, few operations, one repetition: whether all works, not how fast it is.")
    var quick = false

    @Option(help: "How many operations a repetition has, instead of the benchmark's own number.")
    var operations: Int?

    @Option(help: "How many repetitions.")
    var repetitions: Int?

    @Flag(
        help: """
            Only do each benchmark's operations once, unchecked, in a function named recount_counted_region, for an \
            instruction counter.
            """)
    var once = false

    @Flag(help: "Print the digests of the results, and measure nothing.")
    var digests = false

    @Option(help: "Where journals are written and removed again; without it, TMPDIR or /tmp.")
    var directory: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    func validate() throws {
        for count in [operations, repetitions].compactMap(\.self) where count < 1 {
            throw ValidationError("--operations and --repetitions must be at least 1")
        }
        guard [list, once, digests].filter(\.self).count <= 1 else {
            throw ValidationError("--list, --once and --digests exclude each other")
        }
    }

    func run() throws {
        let output: [UInt8]
        do throws(BenchmarkError) {
            output = try result()
        } catch {
            throw Failure(error)
        }
        try Output.write(output)
    }

    private func result() throws(BenchmarkError) -> [UInt8] {
        let benchmarks = try Benchmark.named(names)
        let runner = BenchmarkRunner(plan)
        if list { return Array(Self.list(benchmarks).utf8) }
        if digests { return Array(try Self.digests(benchmarks, runner).utf8) }
        if once { return Array(try Self.once(benchmarks, runner).utf8) }
        let report = try measure(benchmarks, runner)
        return json ? report.json : Array(BenchmarkText(report: report).text.utf8)
    }

    private var plan: BenchmarkRunner.Plan {
        BenchmarkRunner.Plan(
            scale: quick ? .quick : .full, directory: journalDirectory, operationCount: operations,
            repetitionCount: repetitions)
    }

    private var journalDirectory: String {
        directory ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    }

    private func measure(
        _ benchmarks: [Benchmark], _ runner: BenchmarkRunner
    ) throws(BenchmarkError) -> BenchmarkReport {
        var progress = ProgressBar("bench")
        defer { progress.finish() }
        var report = BenchmarkReport(
            scale: plan.scale, machine: Machine(directory: journalDirectory), measurements: [])
        for benchmark in benchmarks {
            report.measurements.append(try runner.measure(benchmark))
            progress.update(UInt64(report.measurements.count), of: UInt64(benchmarks.count))
        }
        return report
    }

    private static func list(_ benchmarks: [Benchmark]) -> String {
        var table = TextTable([("benchmark", .left), ("operation", .left), ("what it does", .left)])
        for benchmark in benchmarks {
            table.append([benchmark.name, benchmark.operation.rawValue, benchmark.summary])
        }
        return table.text
    }

    private static func digests(
        _ benchmarks: [Benchmark], _ runner: BenchmarkRunner
    ) throws(BenchmarkError) -> String {
        var text = ""
        for benchmark in benchmarks { text += "\(benchmark.name) \(try runner.digest(of: benchmark))\n" }
        return text
    }

    private static func once(_ benchmarks: [Benchmark], _ runner: BenchmarkRunner) throws(BenchmarkError) -> String {
        var text = ""
        for benchmark in benchmarks { text += "\(benchmark.name) \(try runner.runOnce(benchmark))\n" }
        return text
    }
}

extension Failure {
    /// A benchmark that has no figure.
    fileprivate init(_ error: BenchmarkError) {
        switch error {
        case .journal(let error): self.init(error)
        case .wrongResults, .wrongOutcome: self.init(.auditFailed, error.description)
        case .directory, .preparation: self.init(.inputOutput, error.description)
        case .unknownName: self.init(.wrongInput, error.description)
        }
    }
}
