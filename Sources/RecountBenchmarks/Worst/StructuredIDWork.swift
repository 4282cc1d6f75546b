import RecountJournal
import RecountKernel

/// Reserves and settles where every id of an account and a reservation ends with the same 44 bits: all of them would
/// meet in one place of a table that is probed by an id's own bits, or by a hash that does not mix all of them.
final class StructuredIDWork: Workload {
    private static let checkedCount = ScaledCount(4_096, quick: 100)
    private static let sharedBitCount: UInt64 = 44

    private let hosted: HostedKernel
    private let accountCount: Int
    private let checkedCount: Int
    private var pairCount = 0

    /// As many open reservations as accounts, so that both tables are as full as they may be.
    ///
    /// - Parameter accountCount: under 2^20, so that ids differ in the bits that are left.
    init(accountCount: Int, _ site: BenchmarkSite) throws(BenchmarkError) {
        let hosted = try HostedKernel.forWork(.work(accounts: accountCount, reservations: accountCount + 4))
        let quotas = TenantQuotas(
            accounts: UInt32(accountCount), reservations: UInt32(accountCount + 4), transfers: 128)
        try hosted.kernel.prepare(Command(TenantID(1), .openTenant(quotas)))
        for number in 1...accountCount {
            let account = Self.account(number)
            try hosted.kernel.prepare(Command(TenantID(1), .openAccount(AccountOpening(account: account))))
            let all = Amounts.maximum
            let transfer = Transfer(
                id: Self.id(number), account: account, amounts: .work(calls: all, tokens: all, cost: all))
            try hosted.kernel.prepare(Command(TenantID(1), .fund(transfer)))
            try hosted.kernel.prepare(Self.reserving(number, on: number))
        }
        self.hosted = hosted
        self.accountCount = accountCount
        pairCount = accountCount
        checkedCount = Self.checkedCount[site.scale]
    }

    private static func account(_ number: Int) -> AccountID {
        AccountID(UInt64(truncatingIfNeeded: number) << sharedBitCount)
    }

    private static func id(_ number: Int) -> Identifier128 {
        Identifier128(high: UInt64(truncatingIfNeeded: number) << sharedBitCount, low: 0)
    }

    private static func reserving(_ number: Int, on account: Int) -> Command {
        let amounts = Amounts.work(calls: 1, tokens: 1_000, cost: 50_000)
        return Command(
            TenantID(1),
            .reserve(
                Reservation(
                    id: id(number), accounts: AccountList(Self.account(account)), amounts: amounts,
                    expiry: .benchmarkEnd)))
    }

    private static func settling(_ number: Int) -> Command {
        Command(TenantID(1), .settle(Spending(id: id(number), total: .work(calls: 1, tokens: 900, cost: 40_000))))
    }

    func check(_ results: inout ResultDigest) {
        for _ in 0..<checkedCount {
            pairCount += 1
            results.add(hosted.kernel.take(Self.reserving(pairCount, on: pairCount % accountCount + 1)))
            results.add(hosted.kernel.take(Self.settling(pairCount)))
        }
        for number in 1...100 { results.add(hosted.kernel.account(Self.account(number), of: TenantID(1))) }
    }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            pairCount += 1
            let reserved = hosted.kernel.take(Self.reserving(pairCount, on: pairCount % accountCount + 1))
            let settled = hosted.kernel.take(Self.settling(pairCount))
            guard case .accepted = reserved.decision, case .settled = settled.decision else { continue }
            tally.add(true, settled.sequence)
        }
        return tally
    }
}
