import RecountJournal
import RecountKernel

/// One resource that several agents wait for: its holder releases it, the first of the queue is promoted, and the one
/// who released it queues again.
final class QueuedLockWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 200)
    private static let resource = LockScene.resource(0)

    private let hosted: HostedKernel
    private let checkedCount: Int
    private var holder: (agent: LockAgent, token: UInt64)

    init(queueLength: Int, _ site: BenchmarkSite) throws(BenchmarkError) {
        hosted = try LockScene.kernel(heldCount: 1, room: queueLength)
        holder = (LockAgent(2), hosted.kernel.sequence)
        for number in 0..<queueLength {
            let agent = LockAgent(UInt64(number) + 3)
            try hosted.kernel.prepare(.acquiring(Self.resource, agent, wait: LockScene.lease))
        }
        checkedCount = Self.checkedCount[site.scale]
    }

    func check(_ results: inout ResultDigest) {
        for _ in 0..<checkedCount {
            let (isRight, token) = Self.handOver(&holder, &hosted.kernel)
            results.add(isRight ? 1 : 0)
            results.add(token)
            results.add(holder.agent.low)
        }
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            let (isRight, token) = Self.handOver(&holder, &hosted.kernel)
            tally.add(isRight, token)
        }
        return tally
    }

    @inline(__always)
    private static func handOver(
        _ holder: inout (agent: LockAgent, token: UInt64), _ kernel: inout Kernel
    ) -> (isRight: Bool, token: UInt64) {
        let former = holder.agent
        let released = kernel.take(.releasing(resource, former, token: holder.token))
        guard case .lockReleased = released.decision else { return (false, 0) }
        guard let step = kernel.nextConsequence(until: .benchmarkStart),
            case .lockPromoted(let promotion) = step.decision
        else { return (false, 0) }
        holder = (promotion.agent, promotion.grant.token)
        let queued = kernel.take(.acquiring(resource, former, wait: LockScene.lease))
        guard case .lockQueued = queued.decision else { return (false, 0) }
        return (true, promotion.grant.token)
    }
}
