import RecountJournal
import RecountKernel
import RecountWorkloads

/// Acquires a free resource and releases it, over and over, while other agents hold others: from bytes to bytes.
final class UncontendedLockWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 200)

    private let hosted: HostedKernel
    private let resources: [LockResource]
    private let bytes: LockBytes
    private let checkedCount: Int

    /// - Parameter heldCount: how many leases the others hold.
    init(heldCount: Int, _ site: BenchmarkSite) throws(BenchmarkError) {
        hosted = try LockScene.kernel(heldCount: heldCount, room: 8)
        var generator = SplitMix64(state: UInt64(heldCount))
        let range = UInt64(heldCount)...UInt64(2 * heldCount + 1_000)
        resources = (0..<max(4_096, heldCount)).map { _ in LockScene.resource(Int(generator.uniform(range))) }
        bytes = try LockBytes()
        checkedCount = Self.checkedCount[site.scale]
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        for resource in resources.prefix(checkedCount) {
            for step in try bytes.steps(resource, &hosted.kernel) { results.add(step) }
        }
    }

    func run(operationCount: Int) -> Tally {
        resources.withUnsafeBufferPointer { Self.run($0, operationCount, &hosted.kernel, bytes) }
    }

    private static func run(
        _ resources: UnsafeBufferPointer<LockResource>, _ count: Int, _ kernel: inout Kernel, _ bytes: LockBytes
    ) -> Tally {
        var tally = Tally()
        var position = 0
        for _ in 0..<count {
            let resource = resources[position]
            position = position == resources.count &- 1 ? 0 : position &+ 1
            if let token = bytes.take(resource, &kernel) { tally.add(true, token) }
        }
        return tally
    }
}
