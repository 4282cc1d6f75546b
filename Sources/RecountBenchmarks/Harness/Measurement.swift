/// What a benchmark's repetitions gave.
public struct Measurement: Equatable, Sendable {
    /// The benchmark's name.
    public var name: String
    /// What one operation is.
    public var operation: Benchmark.Operation
    /// What the work goes through.
    public var kind: Benchmark.Kind
    /// How many operations each repetition had.
    public var operationCount: Int
    /// Nanoseconds for an operation, a figure for each repetition.
    public var time: Spread
    /// Allocations for an operation in the repetition that had the fewest; nil where they cannot be counted.
    public var allocations: Thousandths?
    /// Bytes of the files for an operation; nil if nothing is written.
    public var writtenBytes: Thousandths?
    /// The most memory that the process had during this benchmark; nil where the system does not tell.
    public var peakMemoryByteCount: UInt64?
    /// The first 16 bytes of the digest of the checked results, in hexadecimal.
    public var digest: String
}

/// How figures are spread: the least, the quartiles, the median and the greatest.
public struct Spread: Equatable, Sendable {
    /// How many figures there are.
    public var count: Int
    /// The least.
    public var minimum: Thousandths
    /// A quarter is no greater.
    public var lowerQuartile: Thousandths
    /// Half is no greater.
    public var median: Thousandths
    /// Three quarters are no greater.
    public var upperQuartile: Thousandths
    /// The greatest.
    public var maximum: Thousandths

    /// The spread of figures, of which there is at least one: of an even number the lower middle is the median.
    public init(_ figures: [Thousandths]) {
        let sorted = figures.sorted()
        let last = sorted.count - 1
        count = sorted.count
        minimum = sorted[0]
        lowerQuartile = sorted[last / 4]
        median = sorted[last / 2]
        upperQuartile = sorted[last - last / 4]
        maximum = sorted[last]
    }

    /// Makes a spread that was written down.
    public init(
        count: Int, minimum: Thousandths, lowerQuartile: Thousandths, median: Thousandths, upperQuartile: Thousandths,
        maximum: Thousandths
    ) {
        self.count = count
        self.minimum = minimum
        self.lowerQuartile = lowerQuartile
        self.median = median
        self.upperQuartile = upperQuartile
        self.maximum = maximum
    }
}
