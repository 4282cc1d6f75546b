import RecountKernel

/// What reading a trace once tells, before anything is written.
struct TraceExtent {
    let firstTime: Milliseconds
    let byteCount: UInt64
    let requestCount: UInt64
    let fundingPlan: FundingPlan

    /// Reads the whole trace.
    ///
    /// - Throws: a failure if any line cannot be read, or there is no request.
    init(of trace: consuming Trace, path: String) throws(Failure) {
        guard let first = try trace.next() else { throw .wrongInput(path, "the trace has no request") }
        var lastTime = first.time
        var requestCount: UInt64 = 1
        while let request = try trace.next() {
            lastTime = request.time
            requestCount += 1
        }
        firstTime = first.time
        self.requestCount = requestCount
        byteCount = trace.consumedByteCount
        let plan = FundingPlan(requestCount: requestCount, firstTime: first.time, lastTime: lastTime)
        guard let plan else { throw .wrongInput(path, "more requests than the budgets of the traffic rule can hold") }
        fundingPlan = plan
    }
}
