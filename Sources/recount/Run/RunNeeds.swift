import RecountKernel

/// What the kernel of a run must hold besides policies, and how many calls a key may have open.
struct RunNeeds {
    /// Of runs that route and reserve, without windows and locks.
    static let routing = RunNeeds(
        locksPerTenant: 0, fragments: 1, maximumLease: .zero, maximumWait: .zero, openCallsPerKey: 5)

    /// Leases and waiting requests of a tenant at once.
    var locksPerTenant: UInt32
    /// Fragments of the longest request.
    var fragments: UInt32
    var maximumLease: Milliseconds
    var maximumWait: Milliseconds
    var openCallsPerKey: UInt64

    /// What every tenant is opened with.
    var quotas: TenantQuotas {
        TenantQuotas(
            accounts: UInt32(BudgetTree.nodes.count), reservations: 65_536, transfers: 1_024, locks: locksPerTenant)
    }
}
