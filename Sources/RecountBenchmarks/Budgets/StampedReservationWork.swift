import RecountJournal
import RecountKernel

/// Reserves and settles, encodes both records and stamps them.
final class StampedReservationWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 200)

    private let hosted: HostedKernel
    private let targets: [BudgetForest.Target]
    private let stamper = RecordStamper()
    private let checkedCount: Int
    private var pairCount = 0

    init(_ forest: BudgetForest, _ site: BenchmarkSite) throws(BenchmarkError) {
        hosted = try forest.kernel(reservationsPerTenant: 4)
        targets = forest.targets(4_096)
        checkedCount = Self.checkedCount[site.scale]
    }

    func check(_ results: inout ResultDigest) {
        for target in targets.prefix(checkedCount) {
            pairCount += 1
            for command in [Command.reserving(pairCount, target), .settling(pairCount, target)] {
                results.add(stamper.stamp(of: hosted.kernel.take(command), command))
            }
        }
    }

    func run(operationCount: Int) -> Tally {
        defer { pairCount += operationCount }
        return targets.withUnsafeBufferPointer { Self.run($0, pairCount, operationCount, &hosted.kernel, stamper) }
    }

    private static func run(
        _ targets: UnsafeBufferPointer<BudgetForest.Target>, _ pairCount: Int, _ count: Int, _ kernel: inout Kernel,
        _ stamper: RecordStamper
    ) -> Tally {
        var tally = Tally()
        for pair in pairCount &+ 1...pairCount &+ count {
            let target = targets[pair & 4_095]
            let reserving = Command.reserving(pair, target)
            let reserved = kernel.take(reserving)
            tally.sum &+= stamper.stamp(of: reserved, reserving).words[0]
            let settling = Command.settling(pair, target)
            let settled = kernel.take(settling)
            guard case .accepted = reserved.decision, case .settled = settled.decision else { continue }
            tally.add(true, stamper.stamp(of: settled, settling).words[0])
        }
        return tally
    }
}
