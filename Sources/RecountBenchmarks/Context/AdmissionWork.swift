import RecountJournal
import RecountKernel
import RecountWorkloads

/// Admits a request with a context, a reservation and a lock, settles it and releases the lock, over and over.
final class AdmissionWork: Workload {
    private static let checkedCount = ScaledCount(1_024, quick: 50)
    private static let poolCount = 64
    private static let modelCount = 8
    private static let fragmentCount = 16

    private let hosted: HostedKernel
    private let policy: CatalogPolicy
    private let pool: [(bytes: OwnedBytes, command: Command)]
    private let checkedCount: Int

    init(_ site: BenchmarkSite) throws(BenchmarkError) {
        policy = try CatalogPolicy(modelCount: Self.modelCount)
        let limits = try KernelLimits.work(
            accounts: 4, reservations: 4, models: Self.modelCount, locks: 4, fragments: Self.fragmentCount)
        let hosted = try HostedKernel.forWork(limits)
        try hosted.kernel.prepare(Command(.none, .installPolicy(policy.policy)))
        try Self.openAccounts(&hosted.kernel)
        self.hosted = hosted
        pool = try Self.pool()
        checkedCount = Self.checkedCount[site.scale]
    }

    private static func openAccounts(_ kernel: inout Kernel) throws(BenchmarkError) {
        let quotas = TenantQuotas(accounts: 4, reservations: 4, transfers: 8, locks: 4)
        try kernel.prepare(Command(LockScene.tenant, .openTenant(quotas)))
        for account in 1...UInt64(4) {
            let opening = AccountOpening(
                account: AccountID(account), parent: account == 1 ? nil : AccountID(account - 1))
            try kernel.prepare(Command(LockScene.tenant, .openAccount(opening)))
            let all = Amounts.maximum
            let transfer = Transfer(
                id: Identifier128(account), account: AccountID(account),
                amounts: .work(calls: all, tokens: all, cost: all))
            try kernel.prepare(Command(LockScene.tenant, .fund(transfer)))
        }
    }

    private static func pool() throws(BenchmarkError) -> [(bytes: OwnedBytes, command: Command)] {
        var requests = RoutingWorkload(.open, modelCount: modelCount)
        let context = ContextInput(fragmentCount: fragmentCount, mode: .greedy)
        var pool: [(bytes: OwnedBytes, command: Command)] = []
        for number in 1...UInt64(poolCount) {
            var route = requests.next(policy: PolicyNumber(1))
            route.usage = .tokens(input: 0, output: route.usage[.output])
            var header = AdmissionHeader(
                reservation: Identifier128(number), accounts: AccountList(AccountID(4)), expiry: .benchmarkEnd,
                agent: LockScene.agent, route: route)
            header.locks.append(AdmissionLock(resource: resource(number), mode: .exclusive, lease: LockScene.lease))
            let bytes = try context.admissionBytes(header)
            do throws(DecodingError) {
                let request = try AdmissionRequest(validating: bytes.bytes)
                pool.append((bytes, Command(LockScene.tenant, .admit(request))))
            } catch {
                throw .preparation("an admission: \(error)")
            }
        }
        return pool
    }

    private static func resource(_ number: UInt64) -> LockResource { LockScene.resource(Int(number)) }

    func check(_ results: inout ResultDigest) {
        for number in 0..<checkedCount {
            let position = number % pool.count
            let admitted = hosted.kernel.take(pool[position].command)
            results.add(admitted)
            let (settling, releasing) = Self.ending(UInt64(position + 1), token: admitted.sequence)
            results.add(hosted.kernel.take(settling))
            results.add(hosted.kernel.take(releasing))
        }
        results.add(hosted.kernel.account(AccountID(1), of: LockScene.tenant))
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        var position = 0
        for _ in 0..<operationCount {
            let isAdmitted: Bool
            let admitted = hosted.kernel.take(pool[position].command)
            if case .admitted = admitted.decision { isAdmitted = true } else { isAdmitted = false }
            position = position == pool.count - 1 ? 0 : position + 1
            let number = UInt64(position == 0 ? pool.count : position)
            let (settling, releasing) = Self.ending(number, token: admitted.sequence)
            guard isAdmitted, case .settled = hosted.kernel.take(settling).decision,
                case .lockReleased = hosted.kernel.take(releasing).decision
            else { continue }
            tally.add(true, admitted.sequence)
        }
        return tally
    }

    /// What ends an admission: a settlement, which is forgotten with the next step, and a release.
    private static func ending(_ number: UInt64, token: UInt64) -> (settling: Command, releasing: Command) {
        let spending = Spending(id: Identifier128(number), total: .work(calls: 1, tokens: 100, cost: 100))
        return (
            Command(LockScene.tenant, .settle(spending)), .releasing(resource(number), LockScene.agent, token: token)
        )
    }
}
