extension Kernel {
    /// Answers a command, as one step. O(log reservations), routing O(models of the policy),
    /// installing O(models + policies), sealing O(n log n) for n entries in all tables, assembling
    /// O(fragments · log fragments), admitting O(bytes) besides, asking for a lock O(leases of the tenant)
    /// where it must wait.
    ///
    /// A window in the answer is borrowed from the kernel until its next step.
    ///
    /// - Throws: `StepError`, with nothing changed, if consequences must come first or the command
    ///   is none that decoding would accept.
    public mutating func step(_ command: Command) throws(StepError) -> Step {
        // The only look at the body of these, since each look copies it.
        switch command.body {
        case .route(let request):
            try begin(command.header, .required)
            let occasion = Occasion(command.header)
            return request.withBytes { request in
                answer { kernel throws(Refusal) in try kernel.decide(occasion, routing: request) }
            }
        case .reserve(let reservation):
            try begin(command.header, .required, latestTime: reservation.expiry)
            let occasion = Occasion(command.header)
            return answer { kernel throws(Refusal) in try kernel.decision(occasion, reserving: reservation) }
        case .settle(let spending):
            try begin(command.header, .required)
            let occasion = Occasion(command.header)
            return answer { kernel throws(Refusal) in try kernel.decision(occasion, settling: spending) }
        case .acquireLock(let request):
            try begin(command.header, .required, latestTime: max(request.lease, request.wait))
            let occasion = Occasion(command.header)
            return answer { kernel throws(Refusal) in Decision(try kernel.decide(occasion, acquiring: request)) }
        case .releaseLock(let reference):
            try begin(command.header, .required)
            let occasion = Occasion(command.header)
            return answer { kernel throws(Refusal) in Decision(try kernel.decide(occasion, releasing: reference)) }
        default:
            try begin(rare: command)
            return answer(rare: command)
        }
    }

    // Not inlined: its stack is no business of the frequent ones.
    @inline(never)
    private mutating func answer(rare command: Command) -> Step {
        answer { kernel throws(Refusal) in
            try kernel.checkTime(command.header.time)
            return try kernel.decide(command)
        }
    }

    @inline(never)
    private mutating func begin(rare command: Command) throws(StepError) {
        let header = command.header
        switch command.body {
        case .tick, .installPolicy, .seal: try begin(header, .forbidden)
        case .describe(let description): try begin(header, describing: description)
        case .extend(_, let expiry): try begin(header, .required, latestTime: expiry)
        case .renewLock(_, let lease): try begin(header, .required, latestTime: lease)
        default: try begin(header, .required)
        }
    }

    private mutating func decide(_ command: Command) throws(Refusal) -> Decision {
        let id = command.header.tenant
        return switch command.body {
        case .tick: .accepted
        case .installPolicy(let policy): try policies.install(policy)
        case .seal: .sealed(stateRoot: stateRoot())
        case .openTenant(let quotas): try ledger.openTenant(id, quotas: quotas, at: moment)
        case .describe(let description): try describe(description.subject, for: id)
        case .openAccount(let opening): try ledger.openAccount(opening, of: ledger.tenant(id), at: moment)
        case .setQuotas(let quotas): try ledger.setQuotas(quotas, of: ledger.tenant(id))
        case .setExposureLimit(let account, let limit):
            try ledger.setExposureLimit(limit, account: account, of: ledger.tenant(id))
        case .fund(let transfer): try ledger.fund(transfer, of: ledger.tenant(id), at: moment)
        case .withdraw(let transfer): try ledger.withdraw(transfer, of: ledger.tenant(id), at: moment)
        case .draw(let spending): try ledger.draw(spending, of: ledger.tenant(id), at: moment)
        case .extend(let reservation, let expiry):
            try ledger.extend(reservation, expiry: expiry, of: ledger.tenant(id), at: moment)
        case .release(let reservation): try ledger.release(reservation, of: ledger.tenant(id), at: moment)
        case .charge(let charge): try ledger.charge(charge, of: ledger.tenant(id), at: moment)
        case .closeAccount(let account): try ledger.closeAccount(account, of: ledger.tenant(id))
        case .assemble(let request): .assembled(try assemble(request, for: id))
        case .renewLock(let reference, let lease):
            try locks.renew(reference, lease: lease, of: ledger.tenant(id), tenants: ledger.tenants, at: moment)
        case .cancelWait(let agent): try locks.cancel(agent, of: ledger.tenant(id), tenants: ledger.tenants)
        case .admit(let request): try admit(request, for: ledger.tenant(id))
        case .route, .reserve, .settle, .acquireLock, .releaseLock: preconditionFailure()
        }
    }

    private mutating func describe(_ subject: Description.Subject, for id: TenantID) throws(Refusal) -> Decision {
        if subject.belongsToTenant { _ = try ledger.tenant(id) }
        return .accepted
    }

    private mutating func assemble(_ request: AssemblyRequest, for id: TenantID) throws(Refusal) -> Window {
        _ = try ledger.tenant(id)
        try assembler.checkSize(of: request)
        return try assembler.assemble(request)
    }
}
