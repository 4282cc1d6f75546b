import RecountJournal
import RecountKernel
import RecountReplay

/// Adds up the budgets of every tenant and compares them with what the kernel has.
final class ConservationWork: Workload {
    private static let forest = ScaledForest(tenants: 100_000, trees: 1, depth: 1)

    private let hosted: HostedKernel
    private let auditor: ConservationAuditor
    private let tenantCount: Int

    init(_ site: BenchmarkSite) throws(BenchmarkError) {
        let forest = Self.forest[site.scale]
        tenantCount = forest.tenantCount
        hosted = try forest.kernel(reservationsPerTenant: 1)
        for (pair, target) in forest.targets(tenantCount).enumerated() {
            try hosted.kernel.prepare(.reserving(pair, target))
            _ = hosted.kernel.take(.settling(pair, target))
        }
        auditor = ConservationAuditor(of: hosted.kernel)
    }

    func check(_ results: inout ResultDigest) {
        for tenant in ConservationSummary(of: hosted.kernel).tenants {
            for account in tenant.accounts { results.add(account) }
            results.add(tenant.isConserved ? 1 : 0)
        }
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        while tally.doneCount < operationCount {
            guard (try? auditor.auditAll(kernel: hosted.kernel)) != nil else { break }
            tally.doneCount += tenantCount
        }
        return tally
    }
}
