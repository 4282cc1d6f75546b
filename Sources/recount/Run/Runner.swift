import RecountJSON
import RecountJournal
import RecountKernel

/// Plays the requests of a trace against a journal: routes each, reserves what it is expected to
/// use, and books what it really used when it ends.
struct Runner: ~Copyable {
    private(set) var outcome = RunOutcome()

    private let journal: Journal
    private let models: [UInt32: Model]
    private var funding: FundingSchedule
    private var followUps = FollowUpQueue()
    private var seals: SealSchedule

    /// Sets a new journal up: policy, names, tenants, accounts, and the first funding.
    init(
        journal: Journal, policy: LoadedPolicy, extent: TraceExtent, sealEvery sealInterval: UInt64? = nil
    ) throws(Failure) {
        let time = extent.firstTime
        self.journal = journal
        seals = SealSchedule(every: sealInterval, from: time)
        funding = FundingSchedule(plan: extent.fundingPlan, start: time)
        models = policy.kernelModels
        var setup = RunSetup(journal: journal, time: time)
        try setup.install(policy)
        try setup.openTenants()
        try fund()
    }

    /// Plays one request; requests come in the order of their times.
    mutating func play(_ request: TrafficRequest) throws(Failure) {
        while let time = seals.take(until: request.time) {
            try advance(to: time)
            try seal(at: time)
        }
        try advance(to: request.time)
        outcome.requests += 1
        guard case .routed(let route) = try submit(.route(request.request), for: request) else {
            preconditionFailure("the run installed the policy and opened the tenant")
        }
        outcome.count(route)
        guard let winner = route.winner else { return }
        guard let model = models[winner.model.rawValue] else { preconditionFailure("the policy has the winner") }
        try reserve(request, model: model, cost: winner.cost)
    }

    /// Plays everything that is still to happen, then lets the last reservations fall due.
    mutating func finish() throws(Failure) {
        var last = journal.kernel.time
        while let followUp = followUps.popFirst() {
            try play(followUp)
            last = followUp.time
        }
        while let due = journal.kernel.nextDue {
            // A tick further ahead than the kernel lets time go would be refused and change nothing.
            last = min(max(last, due), latestTime)
            _ = try submit(Command(header: CommandHeader(tenant: .none, time: last), body: .tick))
        }
        if seals.isActive { try seal(at: journal.kernel.time) }
        try journal.report { () throws(JournalError) in try journal.flush() }
        outcome.records = journal.kernel.sequence
    }

    private var latestTime: Milliseconds {
        let kernel = journal.kernel.time.rawValue
        return min(Milliseconds(kernel + journal.kernel.limits.maximumAdvance.rawValue), .maximum)
    }

    private mutating func reserve(_ request: TrafficRequest, model: Model, cost: Microcents) throws(Failure) {
        let expected = request.request.usage
        guard let amounts = Amounts(calls: 1, tokens: expected.totalTokens, cost: cost.rawValue) else {
            outcome.refused.add("cost above 2^48 - 1")
            return
        }
        let reservation = Reservation(
            id: request.id, accounts: request.traits.accounts, amounts: amounts, expiry: request.expiry)
        let answer = try submit(.reserve(reservation), for: request)
        outcome.count(reservation: answer)
        if request.traits.isRetried { outcome.count(reservation: try submit(.reserve(reservation), for: request)) }
        guard answer == .accepted else { return }
        plan(request, reserved: amounts, model: model)
    }

    private mutating func plan(_ request: TrafficRequest, reserved: Amounts, model: Model) {
        let duration = request.durationMilliseconds
        if request.traits.isStreamed, duration / 2 < 60_000 {
            let half = request.spending(request.halfway, with: model)
            plan(.draw(Spending(id: request.id, total: half.atMost(reserved))), of: request, after: duration / 2)
        }
        let total = Spending(id: request.id, total: request.spending(request.actual, with: model))
        switch request.traits.fate {
        case .lost: break
        case .cancelled where duration / 2 + 1 < 60_000:
            plan(.release(request.id), of: request, after: duration / 2 + 1)
        case .settledLate: plan(.settle(total), of: request, after: 90_000 + duration)
        case .cancelled, .settled:
            plan(.settle(total), of: request, after: duration)
            if request.traits.isRetried { plan(.settle(total), of: request, after: duration) }
        }
    }

    private mutating func plan(_ body: CommandBody, of request: TrafficRequest, after milliseconds: UInt64) {
        followUps.plan(body, of: request.traits, at: request.after(milliseconds))
    }

    /// Plays the follow-ups and fundings up to a time, in the order of their times.
    private mutating func advance(to time: Milliseconds) throws(Failure) {
        while true {
            if funding.next <= time, funding.next <= (followUps.first?.time ?? .maximum) {
                try fund()
            } else if let followUp = followUps.first, followUp.time <= time {
                _ = followUps.popFirst()
                try play(followUp)
            } else {
                return
            }
        }
    }

    private mutating func play(_ followUp: FollowUp) throws(Failure) {
        outcome.bookings.count(followUp: try submit(followUp.command), of: followUp.body.kind)
    }

    private mutating func seal(at time: Milliseconds) throws(Failure) {
        if case .sealed = try submit(.seal(at: time)) { outcome.seals += 1 }
    }

    private mutating func fund() throws(Failure) {
        for command in funding.takeNext() { outcome.bookings.count(followUp: try submit(command), of: .fund) }
    }

    private mutating func submit(_ body: CommandBody, for request: TrafficRequest) throws(Failure) -> Decision {
        let header = CommandHeader(tenant: request.traits.tenant, time: request.time, requestID: request.id)
        return try submit(Command(header: header, body: body))
    }

    private mutating func submit(_ command: Command) throws(Failure) -> Decision {
        var counted = outcome
        let step = try journal.report { () throws(JournalError) in
            try journal.submit(command) { counted.bookings.count(consequence: $0) }
        }
        outcome = counted
        return step.decision
    }
}
