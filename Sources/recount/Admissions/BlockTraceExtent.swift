import RecountJSON
import RecountKernel

/// What reading a trace of context blocks once tells, before anything is written.
struct BlockTraceExtent {
    let firstTime: Milliseconds
    let byteCount: UInt64
    let requestCount: UInt64
    /// How many leading blocks all requests share.
    let commonBlockCount: Int
    /// Blocks of the longest request.
    let maximumBlockCount: Int
    let fundingPlan: FundingPlan

    /// Reads the whole trace.
    ///
    /// - Throws: a failure if any line cannot be read, or there is no request.
    init(path: String, windowTokens: Tokens) throws(Failure) {
        var trace = try BlockTrace(path: path)
        guard let first = try trace.next() else { throw .wrongInput(path, "the trace has no request") }
        var sums = Sums(first, windowTokens: windowTokens)
        while let line = try trace.next() { sums.add(line) }
        firstTime = first.time
        byteCount = trace.consumedByteCount
        requestCount = sums.requestCount
        commonBlockCount = sums.common.count
        maximumBlockCount = sums.maximumBlockCount
        let plan = FundingPlan(total: sums.fundingTotal, firstTime: first.time, lastTime: sums.lastTime)
        guard let plan else { throw .wrongInput(path, "more tokens than the budgets of the admission rule can hold") }
        fundingPlan = plan
    }

    private struct Sums {
        let windowTokens: UInt64
        var requestCount: UInt64 = 0
        var lastTime = Milliseconds.zero
        var common: ArraySlice<UInt64>
        var maximumBlockCount = 0
        /// Input, at most a window for each request, and output; saturates.
        var tokens: UInt64 = 0

        init(_ first: BlockTraceLine, windowTokens: Tokens) {
            self.windowTokens = windowTokens.rawValue
            common = first.blocks[...]
            add(first)
        }

        mutating func add(_ line: BlockTraceLine) {
            requestCount += 1
            lastTime = line.time
            let shared = zip(common, line.blocks).prefix { $0 == $1 }.count
            common = common.prefix(shared)
            maximumBlockCount = max(maximumBlockCount, line.blocks.count)
            // Bound: the input has at most 2^24 tokens, the output less than 2^48.
            let (sum, overflowed) = tokens.addingReportingOverflow(
                min(line.inputTokens, windowTokens) + line.outputTokens)
            tokens = overflowed ? .max : sum
        }

        var fundingTotal: FundingPlan.Total { AdmissionRule.fundingTotal(requestCount: requestCount, tokens: tokens) }
    }
}
