import RecountJournal
import RecountKernel
import RecountWorkloads

/// One command about budgets alone, among so many accounts and as many open reservations.
final class BudgetCurveWork: Workload {
    /// The step that is measured.
    enum Measured: String, Sendable {
        case reserve
        case settle
        case expire
    }

    /// The most operations of a repetition.
    static let operationCountLimit = 4_096

    private let measured: Measured
    private let hosted: HostedKernel
    private let targets: [BudgetForest.Target]
    private var expiries: SplitMix64
    private var lastID: Int
    /// What the next repetition is about.
    private var preparedIDs = 0..<0
    /// What the last repetition reserved.
    private var pendingIDs = 0..<0

    init(_ measured: Measured, entryCount: Int, _ site: BenchmarkSite) throws(BenchmarkError) {
        self.measured = measured
        let forest = BudgetForest(tenantCount: 1, treesPerTenant: entryCount, depth: 1)
        let hosted = try forest.kernel(reservationsPerTenant: entryCount + Self.operationCountLimit + 64)
        targets = forest.targets(Self.operationCountLimit)
        expiries = SplitMix64(state: UInt64(entryCount))
        var others = expiries
        for number in 1...entryCount {
            let target = BudgetForest.Target(tenant: TenantID(1), account: AccountID(UInt64(number)))
            try hosted.kernel.prepare(.reserving(number, target, until: others.farExpiry()))
        }
        self.hosted = hosted
        lastID = entryCount
    }

    func check(_ results: inout ResultDigest) throws(BenchmarkError) {
        try prepare(operationCount: 100)
        let tally = run(operationCount: 100)
        results.add(UInt64(tally.doneCount))
        results.add(tally.sum)
        results.add(UInt64(hosted.kernel.reservationCount))
        for target in targets.prefix(100) { results.add(hosted.kernel.account(target.account, of: target.tenant)) }
    }

    func prepare(operationCount: Int) throws(BenchmarkError) {
        let count = min(operationCount, Self.operationCountLimit)
        for id in pendingIDs { try hosted.kernel.prepare(Command(TenantID(1), .release(.pair(id)))) }
        let ids = lastID + 1..<lastID + 1 + count
        lastID += count
        pendingIDs = measured == .reserve ? ids : 0..<0
        switch measured {
        case .reserve: break
        case .settle: try reserve(ids) { $0.farExpiry() }
        case .expire:
            let now = hosted.kernel.time.rawValue
            try reserve(ids) { Milliseconds(now + $0.uniform(1...1_000)) }
        }
        preparedIDs = ids
    }

    private func reserve(
        _ ids: Range<Int>, until expiry: (inout SplitMix64) -> Milliseconds
    ) throws(BenchmarkError) {
        for id in ids {
            try hosted.kernel.prepare(.reserving(id, targets[id % targets.count], until: expiry(&expiries)))
        }
    }

    func run(operationCount: Int) -> Tally {
        switch measured {
        case .reserve: reserveAll()
        case .settle: settleAll()
        case .expire: expireAll()
        }
    }

    private func reserveAll() -> Tally {
        var tally = Tally()
        for id in preparedIDs {
            let command = Command.reserving(id, targets[id % targets.count], until: expiries.farExpiry())
            guard case .accepted = hosted.kernel.take(command).decision else { continue }
            tally.add(true, 1)
        }
        return tally
    }

    private func settleAll() -> Tally {
        var tally = Tally()
        for id in preparedIDs {
            let step = hosted.kernel.take(.settling(id, targets[id % targets.count]))
            guard case .settled = step.decision else { continue }
            tally.add(true, 1)
        }
        return tally
    }

    private func expireAll() -> Tally {
        var tally = Tally()
        let end = Milliseconds(hosted.kernel.time.rawValue + 1_000)
        while let step = hosted.kernel.nextConsequence(until: end) {
            guard case .reservationExpired(let expiry) = step.decision else { continue }
            tally.add(true, expiry.released[.cost])
        }
        return tally
    }
}

extension SplitMix64 {
    /// Later than anything that a benchmark waits for, each at another time.
    @inline(__always)
    mutating func farExpiry() -> Milliseconds { Milliseconds(Milliseconds.benchmarkEnd.rawValue + next() >> 24) }
}

extension Identifier128 {
    /// The id of a pair of a number.
    static func pair(_ number: Int) -> Identifier128 { Identifier128(UInt64(truncatingIfNeeded: number)) }
}
