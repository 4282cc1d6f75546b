/// What benchmarks gave on a machine.
public struct BenchmarkReport: Equatable, Sendable {
    /// The layout of the JSON.
    static let version: UInt64 = 1

    /// The scale that they were run at.
    public var scale: Scale
    /// What they were run on.
    public var machine: Machine
    /// What they gave, in the order in which they ran.
    public var measurements: [Measurement]

    /// Makes a report.
    public init(scale: Scale, machine: Machine, measurements: [Measurement]) {
        self.scale = scale
        self.machine = machine
        self.measurements = measurements
    }

    /// What a benchmark gave; nil if it was not run.
    public subscript(name: String) -> Measurement? { measurements.first { $0.name == name } }
}
