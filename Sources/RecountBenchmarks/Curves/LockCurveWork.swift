import RecountJournal
import RecountKernel
import RecountWorkloads

/// One command about locks alone, among so many leases.
final class LockCurveWork: Workload {
    /// The step that is measured.
    enum Measured: String, Sendable {
        case acquire
        case release
    }

    /// The most operations of a repetition.
    static let operationCountLimit = 4_096

    private let measured: Measured
    private let hosted: HostedKernel
    private let resources: [LockResource]
    private var tokens: [UInt64] = []
    private var leases: SplitMix64
    private var preparedCount = 0

    init(_ measured: Measured, entryCount: Int) throws(BenchmarkError) {
        self.measured = measured
        leases = SplitMix64(state: UInt64(entryCount))
        hosted = try LockScene.kernel(heldCount: entryCount, room: Self.operationCountLimit, leases: leases)
        resources = (0..<Self.operationCountLimit).map { LockScene.resource(entryCount + $0) }
        tokens.reserveCapacity(Self.operationCountLimit)
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        try prepare(operationCount: 100)
        let tally = run(operationCount: 100)
        results.add(UInt64(tally.doneCount))
        results.add(tally.sum)
        for token in tokens { results.add(token) }
    }

    func prepare(operationCount: Int) throws(BenchmarkError) {
        _ = releaseAll()
        tokens.removeAll(keepingCapacity: true)
        preparedCount = min(operationCount, Self.operationCountLimit)
        if measured == .release { _ = acquire(preparedCount) }
    }

    func run(operationCount: Int) -> Tally {
        switch measured {
        case .acquire: acquire(preparedCount)
        case .release: releaseAll()
        }
    }

    private func acquire(_ count: Int) -> Tally {
        var tally = Tally()
        for position in 0..<count {
            let command = Command.acquiring(resources[position], LockScene.agent, lease: leases.farExpiry())
            guard case .lockAcquired(let grant) = hosted.kernel.take(command).decision else { continue }
            tokens.append(grant.token)
            tally.add(true, grant.token)
        }
        return tally
    }

    private func releaseAll() -> Tally {
        var tally = Tally()
        for (position, token) in tokens.enumerated() {
            let step = hosted.kernel.take(.releasing(resources[position], LockScene.agent, token: token))
            guard case .lockReleased(holdCount: 0) = step.decision else { continue }
            tally.add(true, step.sequence)
        }
        tokens.removeAll(keepingCapacity: true)
        return tally
    }
}
