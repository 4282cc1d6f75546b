import CAllocations
import RecountKernel

/// Runs benchmarks: checks their results, then measures repetitions of them.
public struct BenchmarkRunner: Sendable {
    /// What is asked for besides the benchmarks.
    public struct Plan: Sendable {
        /// How large the tables are and how long the work is.
        public var scale: Scale
        /// How many operations a repetition has; nil for as many as the benchmark wants.
        public var operationCount: Int?
        /// How many repetitions; nil for as many as the benchmark wants.
        public var repetitionCount: Int?
        /// Where journals go that are removed again.
        public var directory: String

        /// Makes a plan.
        public init(scale: Scale, directory: String, operationCount: Int? = nil, repetitionCount: Int? = nil) {
            self.scale = scale
            self.directory = directory
            self.operationCount = operationCount
            self.repetitionCount = repetitionCount
        }
    }

    private static let warmUpCount = ScaledCount(1_000, quick: 20)

    private let plan: Plan
    private let expected: ExpectedDigests

    /// Makes a runner for the digests that the results have.
    public init(_ plan: Plan, expected: ExpectedDigests = .known) {
        self.plan = plan
        self.expected = expected
    }

    /// Measures a benchmark.
    ///
    /// - Throws: `wrongResults` and `wrongOutcome` instead of a figure for other work; what kept the work from
    ///   being prepared.
    public func measure(_ benchmark: Benchmark) throws(BenchmarkError) -> Measurement {
        ProcessMemory.resetPeak()
        let workload = try make(benchmark)
        let digest = try check(workload, of: benchmark)
        let operationCount = plan.operationCount ?? benchmark.operationCount[plan.scale]
        // What a first run alone has to do, such as reaching for memory that is kept, is none of the measured ones.
        _ = try repetition(of: workload, benchmark, min(operationCount, Self.warmUpCount[plan.scale]))
        let count = plan.repetitionCount ?? (plan.scale == .full ? benchmark.repetitionCount : 1)
        var repetitions: [Repetition] = []
        for _ in 0..<count { repetitions.append(try repetition(of: workload, benchmark, operationCount)) }
        return Measurement(
            name: benchmark.name, operation: benchmark.operation, kind: benchmark.kind,
            operationCount: repetitions[0].operationCount, time: Spread(repetitions.map(\.nanoseconds)),
            allocations: repetitions.compactMap(\.allocations).min(), writtenBytes: repetitions[0].writtenBytes,
            peakMemoryByteCount: ProcessMemory.peakByteCount, digest: digest)
    }

    /// Does a benchmark's operations once, unchecked, within `recount_counted_region`, for an instruction counter
    /// to count.
    ///
    /// - Returns: how many operations were done.
    public func runOnce(_ benchmark: Benchmark) throws(BenchmarkError) -> Int {
        let workload = try make(benchmark)
        let operationCount = plan.operationCount ?? benchmark.operationCount[plan.scale]
        try workload.prepare(operationCount: operationCount)
        let tally = try CountedRegion.run { () throws(BenchmarkError) in
            try workload.run(operationCount: operationCount)
        }
        try benchmark.require(tally, operationCount)
        return tally.doneCount
    }

    /// The first 16 bytes of the digest of a benchmark's results in hexadecimal, whatever it should be.
    public func digest(of benchmark: Benchmark) throws(BenchmarkError) -> String {
        try Self.digest(of: try make(benchmark))
    }

    private static func digest(of workload: any Workload) throws(BenchmarkError) -> String {
        var results = ResultDigest()
        try workload.check(&results)
        return results.finish().shortHexadecimal
    }

    private func make(_ benchmark: Benchmark) throws(BenchmarkError) -> any Workload {
        try benchmark.make(BenchmarkSite(scale: plan.scale, directory: plan.directory))
    }

    /// - Returns: the digest of the results in hexadecimal.
    private func check(_ workload: any Workload, of benchmark: Benchmark) throws(BenchmarkError) -> String {
        let found = try Self.digest(of: workload)
        let digest = expected[benchmark.name, plan.scale]
        guard digest == found else {
            throw .wrongResults(name: benchmark.name, expected: digest ?? "any known one", found: found)
        }
        return found
    }

    private func repetition(
        of workload: any Workload, _ benchmark: Benchmark, _ operationCount: Int
    ) throws(BenchmarkError) -> Repetition {
        try workload.prepare(operationCount: operationCount)
        recount_allocations_begin()
        let start = ContinuousClock.now
        let tally: Tally
        do throws(BenchmarkError) {
            tally = try workload.run(operationCount: operationCount)
        } catch {
            _ = recount_allocations_end()
            throw error
        }
        let duration = start.duration(to: .now)
        let allocationCount = recount_allocations_end()
        try benchmark.require(tally, operationCount)
        return Repetition(
            operationCount: tally.doneCount,
            nanoseconds: Thousandths(duration.wholeNanoseconds, per: tally.doneCount),
            allocations: recount_allocations_can_be_counted()
                ? Thousandths(roundingUp: allocationCount, per: tally.doneCount) : nil,
            writtenBytes: workload.writtenByteCount.map { Thousandths($0, per: tally.doneCount) })
    }
}

/// What one repetition gave.
private struct Repetition {
    let operationCount: Int
    let nanoseconds: Thousandths
    let allocations: Thousandths?
    let writtenBytes: Thousandths?
}

extension Benchmark {
    /// Some work comes in whole portions and may do more than was asked for, but never less.
    fileprivate func require(_ tally: Tally, _ operationCount: Int) throws(BenchmarkError) {
        guard tally.doneCount >= operationCount, tally.doneCount > 0 else {
            throw .wrongOutcome(name: name, doneCount: tally.doneCount, operationCount: operationCount)
        }
    }
}

extension Duration {
    fileprivate var wholeNanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        return UInt64(seconds) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
    }
}

extension Digest {
    /// The first 16 bytes in lower-case hexadecimal: enough to tell results apart that nobody forges.
    var shortHexadecimal: String {
        var digits = ""
        for index in 0..<2 {
            for shift in stride(from: 0, to: 64, by: 8) {
                let byte = words[index] >> UInt64(shift) & 0xff
                digits += (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return digits
    }
}
