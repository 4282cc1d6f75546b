/// Work that is done over and over while it is measured. It is made anew for each measurement: one owner, one call
/// at a time.
protocol Workload: AnyObject {
    /// Does the first operations of the work and folds all that comes of them, so that a kernel that answers otherwise,
    /// or does less, shows. Called once, before anything is measured.
    func check(_ results: inout ResultDigest) throws(BenchmarkError)

    /// Makes ready for a repetition. Not measured.
    func prepare(operationCount: Int) throws(BenchmarkError)

    /// Does so many operations, or the next higher number that it can do.
    func run(operationCount: Int) throws(BenchmarkError) -> Tally

    /// How many bytes the files have that the last repetition wrote; nil if it wrote none.
    var writtenByteCount: UInt64? { get }
}

extension Workload {
    func prepare(operationCount: Int) throws(BenchmarkError) {}

    var writtenByteCount: UInt64? { nil }
}

/// What a repetition did. Both follow from every answer, so that no compiler can leave one out.
struct Tally {
    /// How many operations were done and had the outcome that they should have.
    var doneCount = 0
    /// A sum over the answers that is cheap to keep.
    var sum: UInt64 = 0

    /// Takes in an operation that had its outcome if `isRight`.
    mutating func add(_ isRight: Bool, _ value: UInt64 = 0) {
        doneCount &+= isRight ? 1 : 0
        sum &+= value
    }
}
