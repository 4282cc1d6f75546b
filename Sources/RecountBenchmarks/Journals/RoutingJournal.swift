import RecountJournal
import RecountKernel
import RecountWorkloads
import SystemPackage

/// Journals of routing requests over 8 models, of the mixed workload.
struct RoutingJournal {
    private let policy: CatalogPolicy
    /// The requests.
    let pool: [Command]
    private static let modelCount = 8

    init() throws(BenchmarkError) {
        policy = try CatalogPolicy(modelCount: Self.modelCount)
        pool = RoutingWorkload(.mixed, modelCount: Self.modelCount).commands(RoutingWork.poolCount)
    }

    /// Makes a journal with the policy and the tenant in it, durable.
    func create(at path: FilePath, sync: SyncPolicy) throws(BenchmarkError) -> Journal {
        let limits = try KernelLimits.work(models: Self.modelCount)
        return try journaling { () throws(JournalError) in
            let journal = try Journal.create(
                at: path, settings: JournalSettings(limits: limits, initialTime: .benchmarkStart),
                identity: .benchmark, sync: sync)
            _ = try journal.submit(Command(.none, .installPolicy(policy.policy)))
            let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
            _ = try journal.submit(Command(.routing, .openTenant(quotas)))
            try journal.flush()
            return journal
        }
    }
}
