import Testing

@testable import RecountBenchmarks

@Suite("Benchmarks: reports as JSON")
struct BenchmarkReportTests {
    private static let machine = Machine(
        processor: "a \"processor\"", processorCount: 2, memoryByteCount: 1 << 34, system: "a system",
        compiler: "a compiler", build: "release", fileSystem: "ext4")

    private static let spread = Spread([17, 12_345, 999].map { Thousandths(rawValue: $0) })

    private static let report = BenchmarkReport(
        scale: .full, machine: machine,
        measurements: [
            Measurement(
                name: "route.mixed.64", operation: .decision, kind: .step, operationCount: 1 << 20, time: spread,
                allocations: Thousandths(rawValue: 0), writtenBytes: nil, peakMemoryByteCount: 1 << 28, digest: "00ff"),
            Measurement(
                name: "append.unsynced", operation: .record, kind: .host, operationCount: 7, time: spread,
                allocations: nil, writtenBytes: Thousandths(rawValue: 390_125), peakMemoryByteCount: nil, digest: ""),
        ])

    @Test("what was written reads as what it was")
    func roundTrip() throws {
        #expect(try BenchmarkReport(parsing: Self.report.json) == Self.report)
    }

    @Test("a member that is missing is named", arguments: ["version", "median_ns", "kind", "processors", "digest"])
    func missingMember(_ name: String) throws {
        let text = String(decoding: Self.report.json, as: UTF8.self)
        let renamed = text.replacing("\"\(name)\"", with: "\"other\"")
        #expect(throws: BenchmarkReportError.member(name)) { try BenchmarkReport(parsing: Array(renamed.utf8)) }
    }

    @Test("a later layout is refused")
    func otherVersion() {
        let text = String(decoding: Self.report.json, as: UTF8.self)
        let later = text.replacing("\"version\": 1", with: "\"version\": 2")
        #expect(throws: BenchmarkReportError.member("version")) { try BenchmarkReport(parsing: Array(later.utf8)) }
    }
}
