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

        /// Keys may have only so many calls open at once.
        func exposureLimit(openCalls: UInt64) -> ExposureLimit {
            guard id.rawValue > 100, id.rawValue < 200 else { return .none }
            return ExposureLimit(calls: openCalls, tokens: nil, cost: nil) ?? .none
        }
    }
}
