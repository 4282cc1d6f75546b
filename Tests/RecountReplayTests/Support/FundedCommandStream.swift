import RecountKernel
import RecountTestSupport

/// The random commands about budgets, with a tree to begin with, much funding, and without those
/// that end or narrow what can be reserved: such a run goes on meeting every other operation.
struct FundedCommandStream {
    private var stream: BudgetCommandStream
    private var count: UInt64 = 0

    init(seed: UInt64, largestAmount: UInt64 = 6) {
        stream = BudgetCommandStream(seed: seed, largestAmount: largestAmount)
    }

    mutating func next(now: UInt64) -> Command {
        defer { count += 1 }
        let accounts: UInt64 = 8
        let tenant = TenantID(1 + count % 2)
        let header = CommandHeader(tenant: tenant, time: Milliseconds(now))
        switch count / 2 {
        case 0: return Command(header: header, body: .openTenant(reservations: 9, transfers: 9))
        case 1...accounts:
            let account = count / 2
            let parent = account % 4 == 1 ? nil : account - 1
            return Command(header: header, body: .open(account, under: parent))
        default: break
        }
        if count % 8 < 2 {
            let body = CommandBody.fund(1_000 + count, 1 + count / 8 % accounts, .largest)
            return Command(header: header, body: body)
        }
        while true {
            let command = stream.next(now: now)
            if !command.body.narrows { return command }
        }
    }
}

extension CommandBody {
    /// Whether less can be reserved after it, for good.
    fileprivate var narrows: Bool {
        switch self {
        case .closeAccount, .setExposureLimit, .setQuotas: true
        default: false
        }
    }
}
