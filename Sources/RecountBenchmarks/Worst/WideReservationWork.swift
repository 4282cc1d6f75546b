import RecountJournal
import RecountKernel

/// Reserves on four accounts at the bottom of four trees, so that sixteen are touched, and settles.
final class WideReservationWork: Workload {
    static let forest = BudgetForest(tenantCount: 1, treesPerTenant: 4, depth: 4)
    private static let checkedCount = ScaledCount(1_024, quick: 100)

    private let hosted: HostedKernel
    private let checkedCount: Int
    private var pairCount = 0

    init(_ site: BenchmarkSite) throws(BenchmarkError) {
        hosted = try Self.forest.kernel(reservationsPerTenant: 4)
        checkedCount = Self.checkedCount[site.scale]
    }

    /// The lowest account of each tree.
    static var leaves: AccountList {
        var accounts = AccountList(AccountID(4))
        for account in [8, 12, 16] as [UInt64] { accounts.append(AccountID(account)) }
        return accounts
    }

    /// Keeps something aside on all of them.
    static func reserving(_ pair: Int, until expiry: Milliseconds) -> Command {
        let amounts = Amounts.work(calls: 1, tokens: 2_000, cost: 60_000)
        return Command(
            TenantID(1),
            .reserve(Reservation(id: .pair(pair), accounts: leaves, amounts: amounts, expiry: expiry)))
    }

    private static func settling(_ pair: Int) -> Command {
        Command(
            TenantID(1),
            .settle(Spending(id: .pair(pair), total: .work(calls: 1, tokens: 1_900, cost: 50_000))))
    }

    func check(_ results: inout ResultDigest) {
        for _ in 0..<checkedCount {
            pairCount += 1
            results.add(hosted.kernel.take(Self.reserving(pairCount, until: .benchmarkEnd)))
            results.add(hosted.kernel.take(Self.settling(pairCount)))
        }
        for account in 1...UInt64(16) { results.add(hosted.kernel.account(AccountID(account), of: TenantID(1))) }
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            pairCount += 1
            let reserved = hosted.kernel.take(Self.reserving(pairCount, until: .benchmarkEnd))
            let settled = hosted.kernel.take(Self.settling(pairCount))
            guard case .accepted = reserved.decision, case .settled = settled.decision else { continue }
            tally.add(true, settled.sequence)
        }
        return tally
    }
}
