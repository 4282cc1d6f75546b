import RecountKernel

// Commands and answers about locks in as few words as a test can read them.

extension CommandBody {
    package static func acquire(
        _ resource: UInt64, by agent: UInt64, _ mode: LockMode = .exclusive, lease: UInt64 = 100, wait: UInt64 = 0
    ) -> Self {
        .acquireLock(
            LockRequest(
                resource: LockResource(resource), agent: LockAgent(agent), mode: mode, lease: Milliseconds(lease),
                wait: Milliseconds(wait)))
    }

    package static func renew(_ resource: UInt64, by agent: UInt64, token: UInt64, lease: UInt64) -> Self {
        .renewLock(.of(resource, agent, token: token), lease: Milliseconds(lease))
    }

    package static func unlock(_ resource: UInt64, by agent: UInt64, token: UInt64) -> Self {
        .releaseLock(.of(resource, agent, token: token))
    }

    package static func cancel(_ agent: UInt64) -> Self {
        .cancelWait(LockAgent(agent))
    }
}

extension LeaseReference {
    /// A lease of an agent.
    package static func of(_ resource: UInt64, _ agent: UInt64, token: UInt64) -> LeaseReference {
        LeaseReference(resource: LockResource(resource), agent: LockAgent(agent), token: token)
    }
}

extension Decision {
    /// A lease that is held.
    package static func acquired(token: UInt64, expiry: UInt64, count: UInt32 = 1) -> Decision {
        .lockAcquired(LeaseGrant(token: token, expiry: Milliseconds(expiry), holdCount: count))
    }

    /// A lease that was given to the first of a queue.
    package static func promoted(
        _ resource: UInt64, _ agent: UInt64, _ mode: LockMode = .exclusive, token: UInt64, expiry: UInt64,
        count: UInt32 = 1, tenant: UInt64 = 1
    ) -> Decision {
        .lockPromoted(
            LockPromotion(
                tenant: TenantID(tenant), resource: LockResource(resource), agent: LockAgent(agent), mode: mode,
                grant: LeaseGrant(token: token, expiry: Milliseconds(expiry), holdCount: count)))
    }

    /// A lease that fell due.
    package static func leaseExpired(
        _ resource: UInt64, _ agent: UInt64, token: UInt64, tenant: UInt64 = 1
    ) -> Decision {
        .leaseExpired(LeaseExpiry(tenant: TenantID(tenant), lease: .of(resource, agent, token: token)))
    }

    /// A request that gave up.
    package static func waitExpired(_ resource: UInt64, _ agent: UInt64, tenant: UInt64 = 1) -> Decision {
        .waitExpired(
            WaitExpiry(tenant: TenantID(tenant), resource: LockResource(resource), agent: LockAgent(agent)))
    }
}
