import RecountKernel

extension Milliseconds {
    /// A later time, at most the largest one.
    func after(_ milliseconds: UInt64) -> Milliseconds {
        let (sum, overflowed) = rawValue.addingReportingOverflow(milliseconds)
        return overflowed ? .maximum : min(Milliseconds(sum), .maximum)
    }
}
