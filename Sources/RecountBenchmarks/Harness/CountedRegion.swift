import CAllocations

/// Work within the function by whose name an instruction counter knows when to count.
enum CountedRegion {
    /// Runs `body` there.
    static func run<Result>(_ body: () throws(BenchmarkError) -> Result) throws(BenchmarkError) -> Result {
        var outcome: Swift.Result<Result, BenchmarkError>?
        withoutActuallyEscaping({ outcome = Self.outcome(of: body) }) { work in
            var work = work
            withUnsafeMutablePointer(to: &work) { pointer in
                recount_counted_region(
                    { context in context?.assumingMemoryBound(to: (() -> Void).self).pointee() }, pointer)
            }
        }
        guard let outcome else { preconditionFailure("the region calls its body") }
        return try outcome.get()
    }

    private static func outcome<Result>(
        of body: () throws(BenchmarkError) -> Result
    ) -> Swift.Result<Result, BenchmarkError> {
        do throws(BenchmarkError) {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }
}
