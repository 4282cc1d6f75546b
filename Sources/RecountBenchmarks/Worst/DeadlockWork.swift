import RecountJournal
import RecountKernel

/// Asks for the first of a chain of resources, each held by an agent that waits for the next: the search for a
/// deadlock goes through all of them. Then gives up.
final class DeadlockWork: Workload {
    private let hosted: HostedKernel

    init(chainLength: Int) throws(BenchmarkError) {
        let hosted = try LockScene.kernel(heldCount: chainLength, room: chainLength + 1)
        for number in 0..<chainLength - 1 {
            let agent = LockAgent(UInt64(number) + 2)
            try hosted.kernel.prepare(.acquiring(LockScene.resource(number + 1), agent, wait: LockScene.lease))
        }
        self.hosted = hosted
    }

    func check(_ results: inout ResultDigest) {
        results.add(ask())
        results.add(giveUp())
        // The last of the chain would close a circle, which the search finds.
        let last = LockAgent(UInt64(hosted.kernel.leaseCount) + 1)
        results.add(hosted.kernel.take(.acquiring(LockScene.resource(0), last, wait: LockScene.lease)))
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            guard case .lockQueued = ask().decision else { continue }
            let step = giveUp()
            guard case .accepted = step.decision else { continue }
            tally.add(true, step.sequence)
        }
        return tally
    }

    private func ask() -> Step {
        hosted.kernel.take(.acquiring(LockScene.resource(0), LockScene.agent, wait: LockScene.lease))
    }

    private func giveUp() -> Step { hosted.kernel.take(Command(LockScene.tenant, .cancelWait(LockScene.agent))) }
}
