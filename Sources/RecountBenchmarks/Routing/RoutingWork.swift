import RecountJournal
import RecountKernel
import RecountWorkloads

/// The first 4 096 requests of a routing workload, over and over.
final class RoutingWork: Workload {
    /// The requests of the timing loop.
    static let poolCount = 4_096
    /// The decisions whose check sums are published.
    private static let checkedCount = ScaledCount(100_000, quick: 200)

    private let hosted: HostedKernel
    private let source: RoutingWorkload
    private let policy: CatalogPolicy
    private let pool: [Command]
    private let checkedCount: Int
    private let published: RoutingCheckSum?

    init(_ kind: RoutingWorkload.Kind, modelCount: Int, _ site: BenchmarkSite) throws(BenchmarkError) {
        policy = try CatalogPolicy(modelCount: modelCount)
        hosted = try .forRouting(policy, modelCount: modelCount)
        source = RoutingWorkload(kind, modelCount: modelCount)
        pool = source.commands(Self.poolCount)
        checkedCount = Self.checkedCount[site.scale]
        published = site.scale == .full ? RoutingCheckSum.published(kind, modelCount: modelCount) : nil
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        var requests = source
        var checkSum = RoutingCheckSum()
        for _ in 0..<checkedCount {
            let step = hosted.kernel.take(requests.nextCommand())
            results.add(step)
            if case .routed(let decision) = step.decision { checkSum.add(decision) }
        }
        results.add(checkSum.mix)
        if let published, published != checkSum {
            throw .wrongResults(name: "a published workload", expected: "\(published)", found: "\(checkSum)")
        }
    }

    func run(operationCount: Int) -> Tally {
        pool.withUnsafeBufferPointer { Self.run($0, operationCount, &hosted.kernel) }
    }

    private static func run(
        _ pool: UnsafeBufferPointer<Command>, _ count: Int, _ kernel: inout Kernel
    ) -> Tally {
        var tally = Tally()
        var position = 0
        for _ in 0..<count {
            let step = kernel.take(pool[position])
            position = position == pool.count &- 1 ? 0 : position &+ 1
            guard case .routed(let decision) = step.decision else { continue }
            tally.add(true, decision.winner?.cost.rawValue ?? 1)
        }
        return tally
    }
}

extension TenantID {
    /// The tenant of the requests.
    static var routing: TenantID { TenantID(1) }
}

extension RoutingWorkload {
    /// The next request as a command.
    mutating func nextCommand() -> Command { Command(.routing, .route(next(policy: PolicyNumber(1)))) }

    /// The first requests as commands.
    func commands(_ count: Int) -> [Command] {
        var requests = self
        return (0..<count).map { _ in requests.nextCommand() }
    }
}
