import RecountKernel

/// Holds the requests of a trace to the order of their times, and to a month.
struct TraceOrder {
    private var first: Milliseconds?
    private var last = Milliseconds.zero

    /// Takes the next request's time.
    ///
    /// - Throws: a failure about the line that was read last if it is earlier than the one before or
    ///   too long after the first.
    mutating func accept(_ time: Milliseconds, of lines: borrowing LineReader) throws(Failure) {
        guard time >= last else { throw lines.failure("earlier than the request before; sort the trace by time") }
        let first = first ?? time
        guard time.rawValue - first.rawValue <= FundingPlan.maximumSpanMilliseconds else {
            throw lines.failure("more than 31 days after the first request; split the trace")
        }
        self.first = first
        last = time
    }
}

extension LineReader {
    /// Opens a trace, which must be a file.
    init(trace path: String) throws(Failure) {
        guard path != "-", FileKind(path: path) != .stream else {
            throw .wrongInput(path, "not a file; a trace is read twice, so it cannot come from a pipe")
        }
        try self.init(path: path)
    }
}
