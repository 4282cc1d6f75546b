import RecountJournal
import RecountKernel

/// One command that leaves everything as it is, over and over.
final class RepeatedCommandWork: Workload {
    private let hosted: HostedKernel
    private let command: Command
    /// What the command borrows.
    private let policy: CatalogPolicy?

    private init(_ hosted: HostedKernel, _ command: Command, borrowingFrom policy: CatalogPolicy? = nil) {
        self.hosted = hosted
        self.command = command
        self.policy = policy
    }

    /// Seals among so many accounts of a thousand tenants.
    static func sealing(_ site: BenchmarkSite) throws(BenchmarkError) -> RepeatedCommandWork {
        let forest = ScaledForest(tenants: 1_000, trees: 100, depth: 1)[site.scale]
        return RepeatedCommandWork(try forest.kernel(reservationsPerTenant: 1), Command(.none, .seal))
    }

    /// Installs a policy that is installed already: its digest is computed to know it.
    static func installing(modelCount: Int) throws(BenchmarkError) -> RepeatedCommandWork {
        let policy = try CatalogPolicy(modelCount: modelCount)
        let hosted = try HostedKernel.forWork(.work(models: modelCount))
        let command = Command(.none, .installPolicy(policy.policy))
        try hosted.kernel.prepare(command)
        return RepeatedCommandWork(hosted, command, borrowingFrom: policy)
    }

    func check(_ results: inout ResultDigest) { results.add(hosted.kernel.take(command)) }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            let step = hosted.kernel.take(command)
            switch step.decision {
            case .sealed(let root): tally.add(true, root.words[0])
            case .refused(let refusal): tally.add(refusal.reason == .alreadyInstalled, step.sequence)
            default: break
            }
        }
        return tally
    }
}
