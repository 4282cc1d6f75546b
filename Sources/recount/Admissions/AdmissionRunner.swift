import RecountJSON
import RecountJournal
import RecountKernel

/// Plays the requests of a trace of context blocks against a journal: admits each, waits for the lock
/// of its conversation where another has it, and books what it really used when it ends.
struct AdmissionRunner: ~Copyable {
    private(set) var outcome = AdmissionOutcome()

    private let journal: Journal
    private let models: [UInt32: Model]
    private let rule: AdmissionRule
    private let contextRule: ContextRule
    private var history: BlockHistory
    private var caches = PromptCaches()
    private var waiting = WaitingTasks()
    /// Nil after the last request.
    private var funding: FundingSchedule?
    private var followUps = FollowUpQueue()
    private var seals: SealSchedule

    /// Sets a new journal up: policy, names, tenants, accounts, and the first funding.
    init(
        journal: Journal, policy: LoadedPolicy, rule: AdmissionRule, contextRule: ContextRule,
        extent: BlockTraceExtent, sealEvery sealInterval: UInt64? = nil
    ) throws(Failure) {
        self.journal = journal
        seals = SealSchedule(every: sealInterval, from: extent.firstTime)
        self.rule = rule
        self.contextRule = contextRule
        models = policy.kernelModels
        history = BlockHistory(commonBlockCount: extent.commonBlockCount)
        funding = FundingSchedule(plan: extent.fundingPlan, start: extent.firstTime)
        let needs = AdmissionRule.needs(maximumBlockCount: extent.maximumBlockCount)
        var setup = RunSetup(journal: journal, time: extent.firstTime, needs: needs)
        try setup.install(policy)
        try setup.openTenants()
        try fund()
    }

    /// Plays one request; requests come in the order of their times.
    mutating func play(_ line: BlockTraceLine) throws(Failure) {
        while let time = seals.take(until: line.time) {
            try advance(to: time)
            try seal(at: time)
        }
        try advance(to: line.time)
        outcome.requests += 1
        let number = UInt64(outcome.requests)
        let provenance = history.enter(line, number: number)
        let task = AdmissionTask(
            traits: rule.traits(of: number, conversation: provenance.conversation), line: line,
            context: contextRule.context(of: line, provenance), conversation: provenance.conversation)
        try admit(task, at: line.time)
        try resume()
    }

    /// Plays everything that is still to happen, until nothing is open.
    mutating func finish() throws(Failure) {
        funding = nil
        while let next = nextEvent(until: .maximum) { try play(next) }
        if seals.isActive { try seal(at: journal.kernel.time) }
        try journal.report { () throws(JournalError) in try journal.flush() }
        outcome.records = journal.kernel.sequence
    }

    // MARK: The order of what happens

    private enum Event {
        /// Something falls due in the kernel.
        case due(Milliseconds)
        case funding
        case followUp
    }

    /// Plays everything up to a time, in the order of the times.
    private mutating func advance(to time: Milliseconds) throws(Failure) {
        while let next = nextEvent(until: time) { try play(next) }
    }

    /// What happens next, at one time what is due in the kernel first, then a funding.
    private func nextEvent(until limit: Milliseconds) -> Event? {
        var next: (event: Event, time: Milliseconds)?
        if let due = journal.kernel.nextDue { next = (.due(due), due) }
        if let time = funding?.next, next.map({ time < $0.time }) ?? true { next = (.funding, time) }
        if let time = followUps.first?.time, next.map({ time < $0.time }) ?? true { next = (.followUp, time) }
        guard let next, next.time <= limit else { return nil }
        return next.event
    }

    private mutating func play(_ event: Event) throws(Failure) {
        switch event {
        case .due(let time): _ = try submit(Command(header: CommandHeader(tenant: .none, time: time), body: .tick))
        case .funding: try fund()
        case .followUp:
            guard let followUp = followUps.popFirst() else { return }
            let answer = try submit(followUp.command)
            outcome.bookings.count(followUp: answer, of: followUp.body.kind)
        }
        try resume()
    }

    private mutating func seal(at time: Milliseconds) throws(Failure) {
        if case .sealed = try submit(.seal(at: time)) { outcome.seals += 1 }
    }

    private mutating func fund() throws(Failure) {
        for command in funding?.takeNext() ?? [] { outcome.bookings.count(followUp: try submit(command), of: .fund) }
    }

    // MARK: Admission

    /// Asks for everything at once; where another has the lock, waits for it.
    private mutating func admit(_ task: AdmissionTask, at time: Milliseconds) throws(Failure) {
        let entries = caches.warmEntries(for: task.line, limit: task.context.surePrefixCount)
        let route = task.route(warm: entries)
        let bytes = task.encoded(task.header(at: time, route: route), by: contextRule)
        var admitted: AdmittedTask?
        switch try submitAdmission(bytes, of: task, at: time) {
        case .admitted(let admission):
            outcome.admitted += 1
            outcome.windows.add(admission.window, of: task.context.fragments)
            admitted = AdmittedTask(task, admission, route: route, at: time)
        case .notAdmitted(.refused(.locks, let refusal)) where refusal.reason == .lockHeld:
            return try enqueue(task, at: time)
        case .notAdmitted(let refusal): outcome.count(refusal: refusal)
        case .refused(let refusal): outcome.refused.add(refusal.outcomeName)
        case let decision: outcome.bookings.unexpected.add(decision.kind.name.description)
        }
        guard let admitted else { return }
        caches.serve(task.line.blocks.prefix(admitted.cachedBlockCount), by: admitted.model)
        if task.traits.isRetried, case .duplicate = try submitAdmission(bytes, of: task, at: time) {
            outcome.bookings.duplicates += 1
        }
        plan(admitted)
    }

    private mutating func submitAdmission(
        _ bytes: [UInt8], of task: AdmissionTask, at time: Milliseconds
    ) throws(Failure) -> Decision {
        try bytes.withUnsafeBufferPointer { (bytes) throws(Failure) -> Decision in
            guard let request = try? AdmissionRequest(validating: UnsafeRawBufferPointer(bytes)) else {
                preconditionFailure("the rule makes valid admissions")
            }
            return try submit(.admit(request), for: task, at: time)
        }
    }

    // MARK: Waiting

    private mutating func enqueue(_ task: AdmissionTask, at time: Milliseconds) throws(Failure) {
        switch try submit(.acquireLock(task.waitingRequest), for: task, at: time) {
        case .lockQueued:
            outcome.waits.queued += 1
            waiting.add(task, since: time)
        case .refused(let refusal): outcome.waits.unqueued.add(refusal.outcomeName)
        case let decision: outcome.bookings.unexpected.add(decision.kind.name.description)
        }
    }

    /// Admits what was promoted. The lock that came with the promotion is given back: the admission has
    /// taken it a second time, or has failed.
    private mutating func resume() throws(Failure) {
        while let promoted = waiting.takePromoted() {
            let time = journal.kernel.time
            try admit(promoted.task, at: time)
            let answer = try submit(.releaseLock(promoted.lease), for: promoted.task, at: time)
            outcome.bookings.count(followUp: answer, of: .releaseLock)
        }
    }

    // MARK: What follows an admission

    private mutating func plan(_ admitted: AdmittedTask) {
        guard let model = models[admitted.model.rawValue] else { preconditionFailure("the policy has the winner") }
        for followUp in admitted.followUps(model: model) {
            followUps.plan(
                followUp.body, of: admitted.request.traits, at: admitted.request.after(followUp.delay),
                correlation: admitted.lease.resource)
        }
    }

    // MARK: The journal

    private mutating func submit(
        _ body: CommandBody, for task: AdmissionTask, at time: Milliseconds
    ) throws(Failure) -> Decision {
        let header = CommandHeader(
            tenant: task.traits.tenant, time: time, requestID: task.id, correlation: task.resource)
        return try submit(Command(header: header, body: body))
    }

    private mutating func submit(_ command: Command) throws(Failure) -> Decision {
        // Counted afterwards: to count while the journal is at work would copy all who wait.
        var consequences: [Step] = []
        let step = try journal.report { () throws(JournalError) in
            try journal.submit(command) { consequences.append($0) }
        }
        for consequence in consequences { count(consequence) }
        return step.decision
    }

    private mutating func count(_ consequence: Step) {
        outcome.consequences.add(consequence.decision.kind.name.description)
        outcome.bookings.count(consequence: consequence)
        if let end = waiting.take(consequence) { outcome.waits.count(end) }
    }
}
