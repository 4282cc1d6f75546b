import RecountKernel

/// How much budget comes in, and how often: in proportion to the trace, so that short and long ones
/// meet their limits alike.
struct FundingPlan {
    /// Budget comes in every ten minutes.
    static let intervalMilliseconds: UInt64 = 600_000
    /// From the first request to the last, 31 days: fundings alone are 7 776 records a day, and one
    /// wrong time in a trace must not fill the disk with them.
    static let maximumSpanMilliseconds: UInt64 = 31 * 86_400_000

    /// What comes in each time, an amount for each of `BudgetTree.nodes`: the organisation's part of
    /// all fundings together; divisions are rounded down.
    let amounts: [Amounts]

    /// Plans the fundings of a trace: all together give an organisation 0.32 calls, 450 tokens and
    /// 0.0005 USD for each request.
    ///
    /// - Returns: nil if an amount would be above `Amounts.maximum`.
    init?(requestCount: UInt64, firstTime: Milliseconds, lastTime: Milliseconds) {
        let total = Total(
            callHundredths: requestCount.saturatingProduct(32), tokens: requestCount.saturatingProduct(450),
            cost: requestCount.saturatingProduct(50_000))
        self.init(total: total, firstTime: firstTime, lastTime: lastTime)
    }

    /// Plans the fundings of a trace.
    ///
    /// - Returns: nil if an amount would be above `Amounts.maximum`.
    init?(total: Total, firstTime: Milliseconds, lastTime: Milliseconds) {
        let fundingCount = (lastTime.rawValue - firstTime.rawValue) / Self.intervalMilliseconds + 1
        // Saturates: such an amount is out of range anyway.
        func scaled(_ total: UInt64, _ share: UInt64) -> UInt64 {
            let (product, overflowed) = total.multipliedReportingOverflow(by: share)
            return overflowed ? .max : product / 8 / fundingCount
        }
        let planned = BudgetTree.nodes.compactMap { node in
            Amounts(
                calls: scaled(total.callHundredths, node.share) / 100, tokens: scaled(total.tokens, node.share),
                cost: scaled(total.cost, node.share))
        }
        guard planned.count == BudgetTree.nodes.count else { return nil }
        amounts = planned
    }

    /// What an organisation gets in all fundings of a trace together; 2^64 − 1 for more than that.
    struct Total {
        var callHundredths: UInt64
        var tokens: UInt64
        /// In microcents.
        var cost: UInt64
    }
}

/// The fundings of a run, one after another.
struct FundingSchedule {
    /// When budget comes in next.
    private(set) var next: Milliseconds
    private let plan: FundingPlan
    private var count: UInt64 = 0

    /// Makes a schedule whose first funding is at `start`.
    init(plan: FundingPlan, start: Milliseconds) {
        self.plan = plan
        next = start
    }

    /// The commands of the next funding, tenant by tenant.
    mutating func takeNext() -> [Command] {
        var commands: [Command] = []
        for tenant in 1...TrafficRule.tenantCount {
            let header = CommandHeader(tenant: TenantID(tenant), time: next)
            for (node, amounts) in zip(BudgetTree.nodes, plan.amounts) {
                count += 1
                // Apart from the ids of requests, which have no upper half.
                let id = Identifier128(high: 1, low: count)
                let transfer = Transfer(id: id, account: node.id, amounts: amounts)
                commands.append(Command(header: header, body: .fund(transfer)))
            }
        }
        next = Milliseconds(next.rawValue + FundingPlan.intervalMilliseconds)
        return commands
    }
}

extension UInt64 {
    /// The product, or 2^64 − 1 if it is larger.
    func saturatingProduct(_ factor: UInt64) -> UInt64 {
        let (product, overflowed) = multipliedReportingOverflow(by: factor)
        return overflowed ? .max : product
    }
}
