import RecountBenchmarks
import Testing

/// `recount bench`, as a process of its own: there its allocations are counted without those of other tests.
@Suite struct BenchCommandTests {
    /// The last full result, which docs/performance.md is about.
    private static let results = DemoFiles.root + "docs/benchmarks/results.json"

    /// Without optimisation the compiler takes memory for its own ends, which says nothing about the kernel: there
    /// only the names are compared. `./dev allocations` compares the allocations of an optimised build.
    @Test("All of it runs, and no step allocates: as little as the last full result says")
    func allocations() throws {
        let outcome = try CommandLineTool.run(["bench", "--quick", "--json"])
        #expect(outcome.status == 0, "\(outcome.error)")
        let here = try BenchmarkReport(parsing: outcome.output)
        let last = try BenchmarkReport(parsing: try ScratchDirectory.bytes(of: Self.results))
        #expect(here.scale == .quick)
        #expect(last.scale == .full)
        #expect(here.measurements.map(\.name) == last.measurements.map(\.name))
        for measurement in here.measurements where measurement.kind == .step {
            if here.machine.build == "release" {
                #expect(measurement.allocations?.rawValue ?? 0 == 0, "\(measurement.name)")
            }
            #expect(last[measurement.name]?.allocations == Thousandths(rawValue: 0), "\(measurement.name)")
        }
    }

    @Test("Where allocations can be counted, a host that allocates shows them")
    func countedAllocations() throws {
        let outcome = try CommandLineTool.run(["bench", "statement.check", "--quick", "--json"])
        let report = try BenchmarkReport(parsing: outcome.output)
        #expect(report["statement.check"]?.allocations.map { $0.rawValue > 0 } ?? true)
    }

    @Test("Names are listed without measuring")
    func list() throws {
        let outcome = try CommandLineTool.run(["bench", "--list"])
        #expect(outcome.status == 0)
        let lines = outcome.text.split(separator: "\n").dropFirst(2)
        #expect(lines.map { String($0.prefix { $0 != " " }) } == Benchmark.all.map(\.name))
        #expect(try CommandLineTool.run(["bench", "lock", "--list"]).text.contains("lock.queue.8"))
    }

    @Test("A table for people has the machine and every figure")
    func table() throws {
        let outcome = try CommandLineTool.run(["bench", "route.mixed.2", "verify.chain", "--quick"])
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.text.contains("processors"))
        #expect(outcome.text.contains("\nroute.mixed.2  decision"))
        #expect(outcome.text.contains("\nverify.chain   record"))
    }

    @Test("Asked for once, it says how many operations were done")
    func once() throws {
        let outcome = try CommandLineTool.run(["bench", "curve.reserve.1000", "--quick", "--once", "--operations", "7"])
        #expect(outcome.text == "curve.reserve.1000 7\n")
    }

    @Test("An unknown name is refused with what helps")
    func unknownName() throws {
        let outcome = try CommandLineTool.run(["bench", "rout"])
        #expect(outcome.status == 2)
        #expect(outcome.error == "recount: no benchmark is named rout or rout.…; see recount bench --list\n")
    }

    @Test("A directory that is none is named")
    func noDirectory() throws {
        let outcome = try CommandLineTool.run(["bench", "verify.chain", "--quick", "--directory", "/nonexistent"])
        #expect(outcome.status == 3)
        #expect(outcome.error.contains("/nonexistent: cannot make a directory"))
    }
}
