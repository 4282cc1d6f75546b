import RecountBenchmarks
import Testing

@Suite("Benchmarks: running them")
struct BenchmarkTests {
    private static let plan = BenchmarkRunner.Plan(scale: .quick, directory: "/tmp")

    @Test("each does its work, with the results that it has", arguments: Benchmark.all.map(\.name))
    func each(_ name: String) throws {
        let benchmark = try #require(Benchmark.all.first { $0.name == name })
        let measurement = try BenchmarkRunner(Self.plan).measure(benchmark)
        #expect(measurement.name == name)
        #expect(measurement.operationCount > 0)
        #expect(measurement.time.count == 1)
    }

    @Test("a digest that the results do not have is reported, with both")
    func plantedDigest() throws {
        let benchmark = try #require(try Benchmark.named(["route.mixed.2"]).first)
        let found = try BenchmarkRunner(Self.plan).digest(of: benchmark)
        let planted = ExpectedDigests(full: [:], quick: [benchmark.name: "00"])
        #expect(throws: BenchmarkError.wrongResults(name: "route.mixed.2", expected: "00", found: found)) {
            try BenchmarkRunner(Self.plan, expected: planted).measure(benchmark)
        }
    }

    @Test("a benchmark whose digest nobody has pinned has no figure")
    func unpinnedDigest() throws {
        let benchmark = try #require(try Benchmark.named(["route.mixed.2"]).first)
        let none = ExpectedDigests(full: [:], quick: [:])
        #expect(throws: BenchmarkError.self) {
            try BenchmarkRunner(Self.plan, expected: none).measure(benchmark)
        }
    }

    @Test("asked for once, the operations are done and counted")
    func once() throws {
        var plan = Self.plan
        plan.operationCount = 17
        let benchmark = try #require(try Benchmark.named(["reserve-settle.tenants.1"]).first)
        #expect(try BenchmarkRunner(plan).runOnce(benchmark) == 17)
    }

    @Test("names are unique, and each is pinned at both scales")
    func names() {
        let names = Benchmark.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(ExpectedDigests.known.names == Set(names))
    }

    @Test("a group stands for all of its benchmarks, and only whole words count")
    func groups() throws {
        let openNames = [2, 8, 22, 64, 256, 1_024].map { "route.open.\($0)" }
        #expect(try Benchmark.named(["route.open"]).map(\.name) == openNames)
        #expect(try Benchmark.named(["route.open.2"]).count == 1)
        #expect(try Benchmark.named(["route", "route.open"]).count == 14)
        #expect(try Benchmark.named([]).count == Benchmark.all.count)
        #expect(throws: BenchmarkError.unknownName("rout")) { try Benchmark.named(["rout"]) }
    }
}
