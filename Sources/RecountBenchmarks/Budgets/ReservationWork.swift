import RecountJournal
import RecountKernel

/// Reserves on an account at random and settles with less, over and over: from bytes to bytes.
final class ReservationWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 200)
    /// Enough of them to meet every account of a large forest, and no more than are kept without swapping.
    private static let targetCountLimit = 1 << 20

    private let hosted: HostedKernel
    private let targets: [BudgetForest.Target]
    private let bytes: PairBytes
    private let checkedCount: Int
    private var pairCount = 0

    init(_ forest: BudgetForest, _ site: BenchmarkSite) throws(BenchmarkError) {
        hosted = try forest.kernel(reservationsPerTenant: 4)
        targets = forest.targets(min(max(4_096, forest.accountCount), Self.targetCountLimit))
        bytes = try PairBytes(targets[0])
        checkedCount = Self.checkedCount[site.scale]
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        for target in targets.prefix(checkedCount) {
            pairCount += 1
            for step in try bytes.steps(pairCount, target, &hosted.kernel) { results.add(step) }
        }
        for target in targets.prefix(100) { results.add(hosted.kernel.account(target.account, of: target.tenant)) }
    }

    func run(operationCount: Int) -> Tally {
        defer { pairCount += operationCount }
        return targets.withUnsafeBufferPointer { Self.run($0, pairCount, operationCount, &hosted.kernel, bytes) }
    }

    private static func run(
        _ targets: UnsafeBufferPointer<BudgetForest.Target>, _ pairCount: Int, _ count: Int, _ kernel: inout Kernel,
        _ bytes: PairBytes
    ) -> Tally {
        var tally = Tally()
        var position = 0
        for pair in pairCount &+ 1...pairCount &+ count {
            let target = targets[position]
            position = position == targets.count &- 1 ? 0 : position &+ 1
            if let settled = bytes.take(pair, target, &kernel) { tally.add(true, settled.sequence) }
        }
        return tally
    }
}

extension Command {
    /// Keeps something aside for a pair of a number.
    @inline(__always)
    static func reserving(
        _ pair: Int, _ target: BudgetForest.Target, until expiry: Milliseconds = .benchmarkEnd
    ) -> Command {
        let word = UInt64(truncatingIfNeeded: pair)
        return Command(
            target.tenant,
            .reserve(
                Reservation(
                    id: Identifier128(word), accounts: AccountList(target.account),
                    amounts: .work(calls: 1, tokens: 1_000 &+ (word & 1_023), cost: 50_000 &+ (word & 65_535)),
                    expiry: expiry)))
    }

    /// Ends the reservation of a pair of a number with less than it kept aside.
    @inline(__always)
    static func settling(_ pair: Int, _ target: BudgetForest.Target) -> Command {
        let word = UInt64(truncatingIfNeeded: pair)
        return Command(
            target.tenant,
            .settle(
                Spending(
                    id: Identifier128(word),
                    total: .work(calls: 1, tokens: 900 &+ (word & 1_023), cost: 40_000 &+ (word & 65_535)))))
    }
}
