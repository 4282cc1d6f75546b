import RecountKernel

/// A second reading of the budgets in docs/format.md, as plain as can be: arrays, linear scans and 128-bit
/// numbers. It shares the kernel's commands and decisions, not a line of how it decides.
///
/// It knows no policies: commands that install one or need one are outside of it.
package struct ReferenceBudgets {
    let limits: KernelLimits
    /// The sequence of the last step.
    package private(set) var sequence: UInt64 = 0
    /// The model's time in milliseconds.
    package private(set) var time: UInt64
    var tenants: [ReferenceTenant] = []
    var accounts: [ReferenceAccount] = []
    var transfers: [ReferenceTransfer] = []
    var reservations: [ReferenceReservation] = []

    /// A model without tenants.
    package init(limits: KernelLimits, initialTime: UInt64 = 0) {
        self.limits = limits
        time = initialTime
    }

    /// When the next reservation falls due.
    package var nextDue: UInt64? { firstDue.map { reservations[$0].expiry } }

    /// The first consequence that is due by a time, or nil.
    package mutating func nextConsequence(until limit: UInt64) -> Step? {
        guard let first = firstDue, reservations[first].expiry <= horizon(limit) else { return nil }
        let (tenant, id) = (reservations[first].tenant, reservations[first].id)
        begin(at: reservations[first].expiry)
        guard let index = find(id, of: tenant) else { fatalError("an open reservation was forgotten") }
        let released = reservations[index].rest
        creditRest(of: index)
        finish(index, as: .expired)
        return Step(
            sequence: sequence, time: Milliseconds(time), origin: .consequence,
            decision: .reservationExpired(
                ReservationExpiry(tenant: TenantID(tenant), reservation: id, released: .of(released))))
    }

    /// The answer to a well-formed command.
    package mutating func step(_ command: Command) throws(StepError) -> Step {
        let commandTime = command.header.time.rawValue
        if let due = nextDue, due <= horizon(commandTime) { throw .consequencesDue }
        let latest = time + limits.maximumAdvance.rawValue
        let decision: Decision
        if commandTime > latest {
            begin(at: time)
            decision = .refused(.timeJump, .count(needed: commandTime, limit: latest))
        } else {
            begin(at: commandTime)
            decision = answer(command)
        }
        return Step(sequence: sequence, time: Milliseconds(time), origin: .command, decision: decision)
    }

    private var firstDue: Int? {
        reservations.indices.filter { reservations[$0].state == .open }.min { left, right in
            (reservations[left].expiry, reservations[left].expirySetBy)
                < (reservations[right].expiry, reservations[right].expirySetBy)
        }
    }

    private func horizon(_ limit: UInt64) -> UInt64 {
        limit > time + limits.maximumAdvance.rawValue ? time : max(time, limit)
    }

    private mutating func begin(at newTime: UInt64) {
        sequence += 1
        time = max(time, newTime)
        forget()
    }

    /// At most 64 over both tables, those that finished first.
    private mutating func forget() {
        let latest = Int128(time) - Int128(limits.retention.rawValue)
        var finished = transfers.filter { Int128($0.finishedAt) <= latest }.map(\.finishedBy)
        finished += reservations.filter { $0.state != .open && Int128($0.finishedAt) <= latest }.map(\.finishedBy)
        let forgotten = finished.sorted().prefix(64)
        guard let last = forgotten.last else { return }
        transfers.removeAll { $0.finishedBy <= last }
        reservations.removeAll { $0.state != .open && $0.finishedBy <= last }
    }

    private mutating func answer(_ command: Command) -> Decision {
        let tenant = command.header.tenant.rawValue
        switch command.body {
        case .tick: return .accepted
        case .describe(let description) where !description.subject.belongsToTenant: return .accepted
        case .openTenant(let quotas): return openTenant(tenant, quotas)
        case .installPolicy, .seal: fatalError("the model of budgets knows no policies and no state roots")
        default: break
        }
        guard tenants.contains(where: { $0.id == tenant }) else { return .refused(.unknownTenant) }
        switch command.body {
        case .tick, .openTenant, .installPolicy, .seal, .describe: return .accepted
        case .route: return .refused(.unknownPolicy)
        case .openAccount(let opening): return openAccount(opening, tenant)
        case .setQuotas(let quotas): return setQuotas(quotas, tenant)
        case .setExposureLimit(let account, let limit): return setLimit(account.rawValue, limit, tenant)
        case .fund(let transfer): return fund(transfer, tenant)
        case .withdraw(let transfer): return withdraw(transfer, tenant)
        case .reserve(let reservation): return reserve(reservation, tenant)
        case .draw(let spending): return draw(spending, tenant)
        case .extend(let id, let expiry): return extend(id, expiry.rawValue, tenant)
        case .settle(let spending): return settle(spending, tenant)
        case .release(let id): return release(id, tenant)
        case .charge(let charge): return self.charge(charge, tenant)
        case .closeAccount(let account): return close(account.rawValue, tenant)
        case .assemble, .acquireLock, .renewLock, .releaseLock, .cancelWait, .admit:
            fatalError("the model of budgets knows no context, locks and admission")
        }
    }

    // What all operations look up.

    func find(_ account: UInt64, _ tenant: UInt64) -> Int? {
        accounts.firstIndex { $0.tenant == tenant && $0.id == account }
    }

    func find(_ id: Identifier128, of tenant: UInt64) -> Int? {
        reservations.firstIndex { $0.tenant == tenant && $0.id == id }
    }

    /// Why an account cannot be used, or nil.
    func refusal(ofUsing named: [UInt64], _ tenant: UInt64) -> Decision? {
        for id in named where find(id, tenant) == nil { return .refused(.unknownAccount, .account(AccountID(id))) }
        for id in named {
            if let index = find(id, tenant), accounts[index].isClosed {
                return .refused(.closedAccount, .account(AccountID(id)))
            }
        }
        return nil
    }

    /// As listed, each leaf to root, first visit only.
    func touched(by named: [UInt64], _ tenant: UInt64) -> [Int] {
        var touched: [Int] = []
        for id in named {
            var next: UInt64? = id
            while let current = next, let index = find(current, tenant) {
                if !touched.contains(index) { touched.append(index) }
                next = accounts[index].parent
            }
        }
        return touched
    }

    func quotas(of tenant: UInt64) -> TenantQuotas {
        guard let tenant = tenants.first(where: { $0.id == tenant }) else { fatalError("tenant \(tenant) is unknown") }
        return tenant.quotas
    }

    func full(_ used: Int, _ quota: UInt32) -> Decision? {
        used >= quota ? .refused(.full, .count(needed: UInt64(quota) + 1, limit: UInt64(quota))) : nil
    }
}
