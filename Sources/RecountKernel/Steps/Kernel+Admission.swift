extension Kernel {
    /// Assembles, routes, reserves and locks, all or nothing. Every check comes before the first change.
    mutating func admit(_ request: AdmissionRequest, for tenant: Slot) throws(Refusal) -> Decision {
        try assembler.checkSize(of: request.assembly)
        var stage = AdmissionStage.reservation
        do throws(Refusal) {
            return try admit(request, for: tenant, stage: &stage)
        } catch {
            return .notAdmitted(.refused(stage, error))
        }
    }

    /// - Parameter stage: the stage that was reached.
    private mutating func admit(
        _ request: AdmissionRequest, for tenant: Slot, stage: inout AdmissionStage
    ) throws(Refusal) -> Decision {
        let header = request.header
        let digest = Blake2b.digest(request.bytes, in: .admission)
        if let answer = try ledger.repeated(admission: digest, id: header.reservation, of: tenant) { return answer }
        let accounts = try ledger.openAccounts(header.accounts, of: ledger.tenants[tenant].key.id)
        try ledger.checkExpiry(header.expiry, at: moment)

        stage = .assembly
        let window = try assembler.assemble(
            request.assembly, at: Admission.windowOffset(leases: header.locks.count))

        stage = .routing
        let request = header.route.admitting(window, costLimit: ledger.affordableCost(on: accounts))
        let policy = try policies.policy(request.policy)
        let route = request.decision(under: policy)
        guard let winner = route.winner else { return .notAdmitted(.notRouted(route)) }

        stage = .budget
        let reservation = Reservation(
            id: header.reservation, accounts: header.accounts,
            amounts: header.route.usage.reserved(window, cost: winner.cost), expiry: header.expiry)
        try ledger.checkRoom(for: reservation.amounts, on: ledger.touched(by: accounts), of: tenant)

        stage = .locks
        try locks.checkTry(header.locks, agent: header.agent, of: tenant, tenants: ledger.tenants, at: moment)

        ledger.open(reservation, admission: digest, slots: accounts, of: tenant, at: moment)
        var answer = ByteWriter(assembler.output)
        answer.admission(reserved: reservation.amounts, route: route, leaseCount: header.locks.count)
        takeLocks(header, of: tenant, answer: &answer)
        return .admitted(
            Admission(answer: assembler.output, leases: header.locks.count, window))
    }

    /// Takes the locks of an admission, which were checked to be free, and writes their leases.
    private mutating func takeLocks(_ header: AdmissionHeader, of tenant: Slot, answer: inout ByteWriter) {
        for index in 0..<header.locks.count {
            let lock = header.locks[index]
            // Bound: at most 8 locks.
            let grant = locks.take(
                lock, index: UInt32(truncatingIfNeeded: index), agent: header.agent, of: tenant,
                tenants: ledger.tenants, at: moment)
            answer.admissionLease(of: lock.resource, grant)
        }
    }
}

extension RouteRequest {
    /// The request with a window as its input, and at most what the budget affords as its cost limit.
    fileprivate func admitting(_ window: Window, costLimit affordable: Microcents) -> RouteRequest {
        var request = self
        request.usage = usage.replacingInput(with: window.usedTokens)
        request.costLimit = min(costLimit, affordable)
        return request
    }
}

extension Usage {
    /// What an admission reserves: one call, the tokens of window, output and reasoning, the cost.
    ///
    /// - Precondition: the cost is at most `Amounts.maximum`.
    fileprivate func reserved(_ window: Window, cost: Microcents) -> Amounts {
        // Bound: decoding has checked that the window's limit, output and reasoning are below 2^48 together.
        let tokens = window.usedTokens.rawValue &+ self[.output] &+ self[.reasoning]
        return Amounts(unchecked: PerDimension(calls: 1, tokens: tokens, cost: cost.rawValue))
    }
}

extension Admission {
    /// The answer whose head stands at the start of a buffer, and its window behind it.
    fileprivate init(answer: UnsafeMutableRawBufferPointer, leases: Int, _ window: Window) {
        // Bound: the window stands in the same buffer.
        let end = Self.windowOffset(leases: leases) &+ window.bytes.count
        self.init(
            bytes: UnsafeRawBufferPointer(rebasing: answer[..<end]), leaseCount: UInt32(truncatingIfNeeded: leases))
    }
}
