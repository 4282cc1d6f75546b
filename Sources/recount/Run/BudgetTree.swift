import RecountKernel

/// The accounts of every tenant of the traffic rule: an organisation with two teams of two keys
/// each, and two projects beside it. docs/traffic-rule.md draws it.
enum BudgetTree {
    private static let organisation = AccountID(1)

    /// Accounts in the order in which they are opened.
    static let nodes: [Node] = {
        var nodes = [Node(id: organisation, parent: nil, name: "organisation", share: 8)]
        for number in UInt64(1)...2 {
            nodes.append(Node(id: team(number), parent: organisation, name: "team \(number)", share: 5))
            for user in UInt64(1)...2 {
                let name = "key \(number).\(user)"
                nodes.append(Node(id: key(number, user), parent: team(number), name: name, share: 3))
            }
        }
        for number in UInt64(1)...2 {
            nodes.append(Node(id: project(number), parent: nil, name: "project \(number)", share: 5))
        }
        return nodes
    }()

    /// The accounts that a request's reservation names: a key and a project.
    static func accounts(team: UInt64, user: UInt64, project: UInt64) -> AccountList {
        var list = AccountList(key(team, user))
        list.append(Self.project(project))
        return list
    }

    private static func team(_ team: UInt64) -> AccountID { AccountID(10 + team) }
    private static func key(_ team: UInt64, _ user: UInt64) -> AccountID { AccountID(100 + 10 * team + user) }
    private static func project(_ project: UInt64) -> AccountID { AccountID(200 + project) }

    /// An account of the tree.
    struct Node {
        let id: AccountID
        let parent: AccountID?
        let name: String
        /// Eighths of the organisation's budget.
        let share: UInt64

        /// Keys may have at most 5 calls open at once.
        var exposureLimit: ExposureLimit {
            guard id.rawValue > 100, id.rawValue < 200 else { return .none }
            return ExposureLimit(calls: 5, tokens: nil, cost: nil) ?? .none
        }
    }
}

/// How much budget comes in, and how often: in proportion to the trace, so that short and long ones
/// meet their limits alike.
struct FundingPlan {
    /// Budget comes in every ten minutes.
    static let intervalMilliseconds: UInt64 = 600_000
    /// From the first request to the last, 31 days: fundings alone are 7 776 records a day, and one
    /// wrong time in a trace must not fill the disk with them.
    static let maximumSpanMilliseconds: UInt64 = 31 * 86_400_000

    private let requestCount: UInt64
    private let fundingCount: UInt64

    /// Plans the fundings of a trace.
    init(requestCount: UInt64, firstTime: Milliseconds, lastTime: Milliseconds) {
        self.requestCount = requestCount
        fundingCount = (lastTime.rawValue - firstTime.rawValue) / Self.intervalMilliseconds + 1
    }

    /// What comes into an account each time. All fundings together give an organisation 0.32 calls,
    /// 450 tokens and 0.0005 USD for each request of the trace; divisions are rounded down.
    func amounts(for node: BudgetTree.Node) -> Amounts? {
        Amounts(
            calls: scaled(32, node.share) / 100, tokens: scaled(450, node.share),
            cost: scaled(50_000, node.share))
    }

    /// An amount for each request times eighths, over the fundings. Saturates: `Amounts` refuses the rest.
    private func scaled(_ perRequest: UInt64, _ share: UInt64) -> UInt64 {
        let (product, overflowed) = requestCount.multipliedReportingOverflow(by: perRequest * share)
        return overflowed ? .max : product / 8 / fundingCount
    }
}
