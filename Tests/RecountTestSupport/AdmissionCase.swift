import RecountKernel

/// An admission in the making: everything but the assembly in a header that tests can read at a glance.
package struct AdmissionCase: Sendable {
    /// What the admission states besides its assembly.
    package var header: AdmissionHeader
    /// The assembly.
    package var context: ContextCase

    /// Starts an admission of one fragment of 10 tokens on account 1, under policy 1 for model 1, with
    /// 5 tokens of output, agent 77, no locks, and no limits of its own.
    package init(_ reservation: UInt64 = 1, accounts: [UInt64] = [1], until expiry: UInt64 = 900) {
        var route = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        route.usage = .of(output: 5)
        route.value = 1_000_000_000
        header = AdmissionHeader(
            reservation: Identifier128(reservation), accounts: .of(accounts), expiry: Milliseconds(expiry),
            agent: Identifier128(77), route: route)
        context = ContextCase(limit: 100, [.of(1, tokens: 10, .required)])
    }

    /// The same with something changed.
    package func with(_ change: (inout AdmissionCase) -> Void) -> AdmissionCase {
        var other = self
        change(&other)
        return other
    }

    /// The same with locks, each of 100 ms, sorted by resource.
    package func locking(_ locks: (UInt64, LockMode)..., lease: UInt64 = 100) -> AdmissionCase {
        with { other in
            for (resource, mode) in locks.sorted(by: { $0.0 < $1.0 }) {
                let lock = AdmissionLock(
                    resource: Identifier128(resource), mode: mode, lease: Milliseconds(lease))
                guard other.header.locks.append(lock) else { fatalError("a test asks for more than 8 locks") }
            }
        }
    }
}

extension Usage {
    /// A usage of some components, 0 where not stated.
    package static func of(
        input: UInt64 = 0, output: UInt64 = 0, reasoning: UInt64 = 0, call: UInt64 = 0
    ) -> Usage {
        guard let usage = Usage([input, 0, 0, output, reasoning, 0, 0, call]) else {
            fatalError("a test asks for more than 2^48 - 1 tokens")
        }
        return usage
    }
}

extension KernelHarness {
    /// The kernel's answer to an admission, after the consequences that come first. What the answer
    /// borrows is lent for the time of a call.
    package func admit<Result>(
        _ admission: AdmissionCase, tenant: UInt64 = 1, at time: UInt64? = nil, _ body: (Decision) throws -> Result
    ) throws -> Result {
        try admission.context.withAdmission(admission.header) { request in
            try body(answer(.admit(request), tenant: tenant, at: time))
        }
    }

    /// The kernel's answer to an assembly, as `admit`.
    package func assemble<Result>(
        _ context: ContextCase, tenant: UInt64 = 1, at time: UInt64? = nil, _ body: (Decision) throws -> Result
    ) throws -> Result {
        try context.withRequest { try body(answer(.assemble($0), tenant: tenant, at: time)) }
    }
}
