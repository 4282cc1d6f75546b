/// A piece of work with a name whose cost is measured.
public struct Benchmark: Sendable {
    /// What the work goes through.
    public enum Kind: String, Sendable {
        /// Steps of the kernel and nothing else, which must not allocate.
        case step
        /// What hosts do around the kernel.
        case host
    }

    /// What one operation is.
    public enum Operation: String, Sendable {
        case admission
        case assembly
        case command
        case consequence
        case decision
        case digest
        case fragment
        case handover
        case opening
        case pair
        case record
        case seal
        case snapshot
        case statement
        case tenant
    }

    /// Its place in the catalog, such as `route.mixed.64`.
    public let name: String
    /// What it does, in a line.
    public let summary: String
    /// What the work goes through.
    public let kind: Kind
    /// What one operation is.
    public let operation: Operation

    let operationCount: ScaledCount
    let repetitionCount: Int
    let make: @Sendable (BenchmarkSite) throws(BenchmarkError) -> any Workload

    init(
        _ name: String, _ summary: String, _ kind: Kind, _ operation: Operation, _ operationCount: ScaledCount,
        repetitionCount: Int = 9, make: @escaping @Sendable (BenchmarkSite) throws(BenchmarkError) -> any Workload
    ) {
        self.name = name
        self.summary = summary
        self.kind = kind
        self.operation = operation
        self.operationCount = operationCount
        self.repetitionCount = repetitionCount
        self.make = make
    }
}

/// Where and how large work is made.
struct BenchmarkSite: Sendable {
    let scale: Scale
    /// Where journals go that are removed again.
    let directory: String
}
