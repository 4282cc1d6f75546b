import RecountJournal
import RecountKernel
import RecountWorkloads

/// The first 4 096 requests of a routing workload, over and over: from the bytes of commands to those of decisions.
final class RoutingWork: Workload {
    /// The requests of the timing loop.
    static let poolCount = 4_096
    /// The decisions whose check sums are published.
    private static let checkedCount = ScaledCount(100_000, quick: 200)

    private let hosted: HostedKernel
    private let policy: CatalogPolicy
    private let requests: EncodedCommands
    private let commands: [UnsafeRawBufferPointer]
    private let source: RoutingWorkload
    private let risk: BasisPoints?
    private let checkedCount: Int
    private let published: RoutingCheckSum?

    /// - Parameter risk: of every request; nil for that of the workload.
    init(
        _ kind: RoutingWorkload.Kind, modelCount: Int, risk: BasisPoints? = nil, _ site: BenchmarkSite
    ) throws(BenchmarkError) {
        policy = try CatalogPolicy(modelCount: modelCount)
        hosted = try .forRouting(policy, modelCount: modelCount)
        source = RoutingWorkload(kind, modelCount: modelCount)
        self.risk = risk
        requests = try EncodedCommands(source.commands(Self.poolCount, risk: risk))
        commands = requests.pool.map { UnsafeRawBufferPointer($0) }
        checkedCount = Self.checkedCount[site.scale]
        let isPublished = site.scale == .full && risk == nil
        published = isPublished ? RoutingCheckSum.published(kind, modelCount: modelCount) : nil
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        var checkSum = RoutingCheckSum()
        var requests = source
        for _ in 0..<checkedCount {
            let command = try EncodedCommands([requests.nextCommand(risk: risk)])
            let taken = hosted.kernel.take(UnsafeRawBufferPointer(command.pool[0]), into: command.decision)
            let step = try command.decoded(taken)
            results.add(step)
            if case .routed(let decision) = step.decision { checkSum.add(decision) }
        }
        results.add(checkSum.mix)
        if let published, published != checkSum {
            throw .wrongResults(name: "a published workload", expected: "\(published)", found: "\(checkSum)")
        }
    }

    func run(operationCount: Int) -> Tally {
        commands.withUnsafeBufferPointer { Self.run($0, operationCount, &hosted.kernel, requests.decision) }
    }

    private static func run(
        _ pool: UnsafeBufferPointer<UnsafeRawBufferPointer>, _ count: Int, _ kernel: inout Kernel,
        _ decision: UnsafeMutableRawBufferPointer
    ) -> Tally {
        var tally = Tally()
        var position = 0
        for _ in 0..<count {
            _ = kernel.take(pool[position], into: decision)
            position = position == pool.count &- 1 ? 0 : position &+ 1
            // Eight bytes on stands the winner's cost, or 0.
            tally.add(
                decision[0] == DecisionKind.routed.rawValue,
                decision.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
        return tally
    }
}

/// The same with commands and steps as values, which are copied on the way in and out.
final class RoutingValueWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 200)

    private let hosted: HostedKernel
    private let policy: CatalogPolicy
    private let pool: [Command]
    private let checkedCount: Int

    init(_ kind: RoutingWorkload.Kind, modelCount: Int, _ site: BenchmarkSite) throws(BenchmarkError) {
        policy = try CatalogPolicy(modelCount: modelCount)
        hosted = try .forRouting(policy, modelCount: modelCount)
        pool = RoutingWorkload(kind, modelCount: modelCount).commands(RoutingWork.poolCount)
        checkedCount = Self.checkedCount[site.scale]
    }

    func check(_ results: inout ResultDigest) {
        for command in pool.prefix(checkedCount) { results.add(hosted.kernel.take(command)) }
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
    ///
    /// - Parameter risk: of the request; nil for that of the workload.
    mutating func nextCommand(risk: BasisPoints? = nil) -> Command {
        var request = next(policy: PolicyNumber(1))
        if let risk { request.risk = risk }
        return Command(.routing, .route(request))
    }

    /// The first requests as commands.
    ///
    /// - Parameter risk: of every request; nil for that of the workload.
    func commands(_ count: Int, risk: BasisPoints? = nil) -> [Command] {
        var requests = self
        return (0..<count).map { _ in requests.nextCommand(risk: risk) }
    }
}
