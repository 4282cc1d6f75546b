import RecountJournal
import RecountKernel
import RecountWorkloads

/// Tenants with trees of accounts, each a chain, all of them funded.
struct BudgetForest {
    let tenantCount: Int
    let treesPerTenant: Int
    let depth: Int

    /// Where a reservation goes.
    struct Target: BitwiseCopyable {
        let tenant: TenantID
        let account: AccountID
    }

    var accountCount: Int { tenantCount * treesPerTenant * depth }

    /// Limits for the forest and so many reservations at once.
    func limits(reservations: Int, retention: UInt64 = 0) throws(BenchmarkError) -> KernelLimits {
        try .work(
            tenants: tenantCount, accounts: accountCount, reservations: reservations,
            transfers: tenantCount * transfersPerTenant, retention: retention)
    }

    /// What is finished is forgotten at once, unless it is to be retained.
    private var transfersPerTenant: Int { max(1, 128 / tenantCount) }

    /// A kernel with the forest in it and room for so many reservations of each tenant.
    func kernel(reservationsPerTenant reservations: Int, retention: UInt64 = 0) throws(BenchmarkError) -> HostedKernel {
        let hosted = try HostedKernel.forWork(limits(reservations: tenantCount * reservations, retention: retention))
        try forEachCommand(reservationsPerTenant: reservations) { command throws(BenchmarkError) in
            try hosted.kernel.prepare(command)
        }
        return hosted
    }

    /// The commands that make it.
    ///
    /// - Parameter reservations: of each tenant at once.
    func forEachCommand(
        reservationsPerTenant reservations: Int, _ body: (Command) throws(BenchmarkError) -> Void
    ) throws(BenchmarkError) {
        for tenant in 1...UInt64(tenantCount) {
            let quotas = TenantQuotas(
                accounts: UInt32(treesPerTenant * depth), reservations: UInt32(reservations),
                transfers: UInt32(transfersPerTenant))
            try body(Command(TenantID(tenant), .openTenant(quotas)))
            for account in 1...UInt64(treesPerTenant * depth) {
                let parent = (account - 1) % UInt64(depth) == 0 ? nil : AccountID(account - 1)
                let opening = AccountOpening(account: AccountID(account), parent: parent)
                try body(Command(TenantID(tenant), .openAccount(opening)))
                try body(Command(TenantID(tenant), .fund(Self.funding(of: account))))
            }
        }
    }

    private static func funding(of account: UInt64) -> Transfer {
        Transfer(
            id: Identifier128(account), account: AccountID(account),
            amounts: .work(calls: Amounts.maximum, tokens: Amounts.maximum, cost: Amounts.maximum))
    }

    /// The lowest account of a tree, at random: as many as asked for, from a seed of their number.
    func targets(_ count: Int) -> [Target] {
        var generator = SplitMix64(state: UInt64(accountCount))
        return (0..<count).map { _ in
            let tenant = generator.uniform(1...UInt64(tenantCount))
            return Target(
                tenant: TenantID(tenant),
                account: AccountID(generator.uniform(1...UInt64(treesPerTenant)) * UInt64(depth)))
        }
    }
}
