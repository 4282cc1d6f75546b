import RecountKernel

/// What every tenant and account has, as the kernel holds it: funded, withdrawn, spent, available,
/// reserved and owed.
public struct ConservationSummary: Equatable, Sendable {
    /// A tenant with its accounts.
    public struct Tenant: Equatable, Sendable {
        /// The tenant, with all it ever spent.
        public let state: TenantState
        /// Its accounts by ascending id.
        public let accounts: [AccountState]

        /// Whether B1, B2 and B3 hold in every dimension of every account.
        public var isConserved: Bool { accounts.allSatisfy(\.isConserved) }
    }

    /// All tenants by ascending id.
    public let tenants: [Tenant]

    /// Reads the state of a kernel. O(accounts · log accounts).
    public init(of kernel: borrowing Kernel) {
        var accounts: [UInt64: [AccountState]] = [:]
        for position in 0..<kernel.accountCount {
            let account = kernel.account(at: position)
            accounts[account.tenant.rawValue, default: []].append(account)
        }
        var tenants: [Tenant] = []
        for position in 0..<kernel.tenantCount {
            let state = kernel.tenant(at: position)
            let own = accounts[state.id.rawValue, default: []].sorted { $0.id < $1.id }
            tenants.append(Tenant(state: state, accounts: own))
        }
        self.tenants = tenants.sorted { $0.state.id < $1.state.id }
    }

    /// Whether B1, B2 and B3 hold everywhere.
    public var isConserved: Bool { tenants.allSatisfy(\.isConserved) }
}

extension AccountState {
    /// Whether B1, B2 and B3 hold in every dimension.
    public var isConserved: Bool {
        balances.calls.isConserved && balances.tokens.isConserved && balances.cost.isConserved
    }
}

extension WideCounter {
    /// The counter as one number.
    public var value: UInt128 { UInt128(high) << 64 | UInt128(low) }
}
