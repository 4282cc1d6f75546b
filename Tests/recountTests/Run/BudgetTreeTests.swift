import RecountKernel
import Testing

@testable import recount

/// The accounts of a run and what comes into them.
@Suite struct BudgetTreeTests {
    @Test func accountsStandAfterTheirParents() {
        let nodes = BudgetTree.nodes
        #expect(nodes.map(\.id.rawValue) == [1, 11, 111, 112, 12, 121, 122, 201, 202])
        #expect(nodes.map { $0.parent?.rawValue } == [nil, 1, 11, 11, 1, 12, 12, nil, nil])
        #expect(nodes.map(\.share) == [8, 5, 3, 3, 5, 3, 3, 5, 5])
        for node in nodes {
            let isKey = (111...122).contains(node.id.rawValue)
            let limit = node.exposureLimit(openCalls: 5)
            #expect(limit[.calls] == (isKey ? 5 : nil), "\(node.name)")
            #expect(limit[.tokens] == nil && limit[.cost] == nil)
        }
        #expect(Set(nodes.map(\.name)).count == nodes.count)
    }

    @Test func reservationsNameAKeyAndAProject() {
        let known = Set(BudgetTree.nodes.map(\.id.rawValue))
        var named: Set<[UInt64]> = []
        for team in UInt64(1)...2 {
            for user in UInt64(1)...2 {
                for project in UInt64(1)...2 {
                    let list = BudgetTree.accounts(team: team, user: user, project: project)
                    #expect(list.count == 2)
                    #expect(list[0].rawValue == 100 + 10 * team + user && list[1].rawValue == 200 + project)
                    #expect(known.isSuperset(of: [list[0].rawValue, list[1].rawValue]))
                    named.insert([list[0].rawValue, list[1].rawValue])
                }
            }
        }
        #expect(named.count == 8)
    }

    /// docs/traffic-rule.md, "Budgets": N requests over F fundings.
    @Test(
        arguments: [1, 2, 7, 2_000, 19_366, 1_000_000] as [UInt64],
        [0, 1, 599_999, 600_000, 3_599_000, 2_678_400_000] as [UInt64])
    func fundingIsInProportion(requestCount: UInt64, span: UInt64) throws {
        let first = Milliseconds(1_700_158_546_680)
        let plan = try #require(
            FundingPlan(
                requestCount: requestCount, firstTime: first, lastTime: Milliseconds(first.rawValue + span)))
        let fundingCount = span / 600_000 + 1
        #expect(plan.amounts.count == BudgetTree.nodes.count)
        for (node, amounts) in zip(BudgetTree.nodes, plan.amounts) {
            let share: UInt64 = node.share
            let calls: UInt64 = requestCount * 32 * share / 8 / fundingCount / 100
            let tokens: UInt64 = requestCount * 450 * share / 8 / fundingCount
            let cost: UInt64 = requestCount * 50_000 * share / 8 / fundingCount
            #expect(amounts[.calls] == calls)
            #expect(amounts[.tokens] == tokens)
            #expect(amounts[.cost] == cost)
        }
    }

    @Test func moreThanAnAmountCanHoldIsNoFunding() {
        let counts: [UInt64] = [.max, .max / 400_000, Amounts.maximum / 40_000]
        for requestCount in counts {
            #expect(FundingPlan(requestCount: requestCount, firstTime: .zero, lastTime: .zero) == nil)
        }
    }

    /// A run's kernel has a place for all that its setup opens, so its tables cannot be full: tables
    /// that are too small are the kernel's and the journal's tests.
    @Test func limitsHoldWhatIsSetUp() throws {
        let scratch = try ScratchDirectory()
        let policy = try LoadedPolicy(path: try scratch.write(DemoFiles.smallPolicy, to: "policy.json"))
        let limits = try RunSetup.limits(policy: policy)
        #expect(limits.tenants == 6 && limits.accounts == 54)
        #expect(limits.reservations == 6 * 65_536 && limits.transfers == 6 * 1_024)
        #expect(limits.policies == 4 && limits.models == 12)
        // Fundings of a tenant that are remembered at once: those of two rounds.
        #expect(limits.transfers / 6 >= 2 * UInt32(BudgetTree.nodes.count))
    }
}
