import RecountKernel

/// A kernel with its memory and one tenant, that installs policies and routes requests as commands.
public final class RoutingKernel {
    private let memory: UnsafeMutableRawBufferPointer
    private var kernel: Kernel

    /// Makes a kernel that holds so many policies and models.
    public init(policies: UInt32 = 8, models: UInt32 = 1_024) throws {
        guard
            let limits = KernelLimits(
                tenants: 1, accounts: 1, reservations: 1, transfers: 1, policies: policies, models: models,
                maximumAdvance: .maximum, retention: .maximum)
        else { preconditionFailure("limits out of range: \(policies) policies, \(models) models") }
        memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: Int(Kernel.requiredByteCount(for: limits)), alignment: 64)
        kernel = try Kernel(
            memory: memory, limits: limits, initialTime: .zero, hashSeed: HashSeed(first: 1, second: 2),
            saltSecret: .zero)
        let quotas = TenantQuotas(accounts: 1, reservations: 1, transfers: 1)
        _ = try decision(on: .openTenant(quotas), tenant: TenantID(1))
    }

    deinit {
        memory.deallocate()
    }

    /// The answer to an installation.
    public func install(_ policy: PolicyBuilder) throws -> Decision {
        try policy.withPolicy { try decision(on: .installPolicy($0), tenant: .none) }
    }

    /// The answer to a request, of which every one is answered by a step.
    public func route(_ request: RouteRequest) throws -> Decision {
        try decision(on: .route(request), tenant: TenantID(1))
    }

    /// The answer of a step at the initial time.
    public func decision(on body: CommandBody, tenant: TenantID) throws -> Decision {
        try kernel.step(Command(header: CommandHeader(tenant: tenant, time: .zero), body: body)).decision
    }
}
