import RecountJournal
import RecountKernel
import RecountWorkloads

/// A tenant whose agents hold a lease each, on resources of their own.
struct LockScene {
    static let tenant = TenantID(1)
    /// The agent that takes and gives up locks while the others keep theirs.
    static let agent = LockAgent(1)
    static let lease = Milliseconds(1 << 40)

    /// The resource that an agent of a number holds, from 2 on.
    static func resource(_ number: Int) -> LockResource {
        LockResource(high: 7, low: UInt64(truncatingIfNeeded: number))
    }

    /// A kernel in which so many leases are held and room is for more.
    ///
    /// - Parameter leases: how long the leases last, each another time; without it, all as long.
    static func kernel(
        heldCount: Int, room: Int, leases: SplitMix64? = nil
    ) throws(BenchmarkError) -> HostedKernel {
        var leases = leases
        let lockCount = heldCount + room
        let hosted = try HostedKernel.forWork(.work(locks: lockCount))
        let quotas = TenantQuotas(accounts: 0, reservations: 0, transfers: 0, locks: UInt32(lockCount))
        try hosted.kernel.prepare(Command(tenant, .openTenant(quotas)))
        for number in 0..<heldCount {
            let agent = LockAgent(UInt64(number) + 2)
            try hosted.kernel.prepare(
                .acquiring(resource(number), agent, lease: leases?.farExpiry() ?? LockScene.lease))
        }
        return hosted
    }
}

extension Command {
    /// Asks for a resource for one agent alone, and tries only unless it may wait.
    @inline(__always)
    static func acquiring(
        _ resource: LockResource, _ agent: LockAgent, wait: Milliseconds = .zero,
        lease: Milliseconds = LockScene.lease
    ) -> Command {
        Command(
            LockScene.tenant,
            .acquireLock(
                LockRequest(resource: resource, agent: agent, mode: .exclusive, lease: lease, wait: wait)))
    }

    /// Gives a lease up.
    @inline(__always)
    static func releasing(_ resource: LockResource, _ agent: LockAgent, token: UInt64) -> Command {
        Command(LockScene.tenant, .releaseLock(LeaseReference(resource: resource, agent: agent, token: token)))
    }
}
