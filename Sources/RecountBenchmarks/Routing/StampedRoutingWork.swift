import RecountJournal
import RecountKernel
import RecountWorkloads

/// Decides, encodes the record and stamps it: what proves a decision, without writing it.
final class StampedRoutingWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 200)

    private let hosted: HostedKernel
    private let policy: CatalogPolicy
    private let pool: [Command]
    private let stamper = RecordStamper()
    private let checkedCount: Int

    init(_ kind: RoutingWorkload.Kind, modelCount: Int, _ site: BenchmarkSite) throws(BenchmarkError) {
        policy = try CatalogPolicy(modelCount: modelCount)
        hosted = try .forRouting(policy, modelCount: modelCount)
        pool = RoutingWorkload(kind, modelCount: modelCount).commands(RoutingWork.poolCount)
        checkedCount = Self.checkedCount[site.scale]
    }

    func check(_ results: inout ResultDigest) {
        for command in pool.prefix(checkedCount) {
            results.add(stamper.stamp(of: hosted.kernel.take(command), command))
        }
    }

    func run(operationCount: Int) -> Tally {
        pool.withUnsafeBufferPointer { Self.run($0, operationCount, &hosted.kernel, stamper) }
    }

    private static func run(
        _ pool: UnsafeBufferPointer<Command>, _ count: Int, _ kernel: inout Kernel, _ stamper: RecordStamper
    ) -> Tally {
        var tally = Tally()
        var position = 0
        for _ in 0..<count {
            let step = kernel.take(pool[position])
            tally.add(true, stamper.stamp(of: step, pool[position]).words[0])
            position = position == pool.count &- 1 ? 0 : position &+ 1
        }
        return tally
    }
}

extension HostedKernel {
    /// A kernel with a policy, and with a tenant that asks.
    static func forRouting(_ policy: CatalogPolicy, modelCount: Int) throws(BenchmarkError) -> HostedKernel {
        let hosted = try HostedKernel.forWork(.work(models: modelCount))
        try hosted.kernel.prepare(Command(.none, .installPolicy(policy.policy)))
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        try hosted.kernel.prepare(Command(.routing, .openTenant(quotas)))
        return hosted
    }
}
