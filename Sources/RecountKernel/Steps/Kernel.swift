/// The decision kernel: state × command → decision × state, and nothing else.
///
/// It works in memory that its owner provides and keeps alive and untouched, and takes no other.
/// It is not thread-safe: one owner, one step at a time. Before each command take the
/// consequences that are due:
///
///     while let consequence = kernel.nextConsequence(until: command.header.time) { … }
///     let step = try kernel.step(command)
public struct Kernel: ~Copyable {
    /// What the kernel was made for.
    public let limits: KernelLimits
    /// The sequence of the last step; 0 before the first.
    public internal(set) var sequence: UInt64 = 0
    /// The kernel's time.
    public internal(set) var time: Milliseconds

    let saltSecret: SaltSecret
    var policies: PolicyStore
    var ledger: Ledger
    var locks: LockTable
    var assembler: Assembler
    let order: StateOrder

    /// How many bytes of memory a kernel needs, the same on every platform of a pointer width. O(1).
    public static func requiredByteCount(for limits: KernelLimits) -> UInt64 {
        var region = Region.measuring
        _ = PolicyStore(limits: limits, region: &region)
        let seed = HashSeed(first: 0, second: 0)
        _ = Ledger(limits: limits, seed: seed, region: &region)
        _ = LockTable(limits: limits, seed: seed, region: &region)
        _ = Assembler(limits: limits, region: &region)
        _ = StateOrder(limits: limits, region: &region)
        return region.byteCount
    }

    /// Makes a kernel without tenants and policies. O(bytes).
    ///
    /// - Parameters:
    ///   - memory: `requiredByteCount(for:)` bytes from a multiple of 64 on, overwritten here.
    ///   - initialTime: the kernel's time before the first step.
    ///   - hashSeed: random for each journal.
    ///   - saltSecret: random for each journal; state roots depend on it, and nothing else.
    public init(
        memory: UnsafeMutableRawBufferPointer, limits: KernelLimits, initialTime: Milliseconds, hashSeed: HashSeed,
        saltSecret: SaltSecret
    ) throws(KernelError) {
        let needed = Self.requiredByteCount(for: limits)
        guard let base = memory.baseAddress, memory.count.widened >= needed else {
            throw .memoryTooSmall(needed: needed, offered: memory.count.widened)
        }
        guard UInt(bitPattern: base) % 64 == 0 else { throw .memoryMisaligned }
        guard initialTime <= .maximum else { throw .timeOutOfRange }
        var region = Region(base: base)
        guard let policies = PolicyStore(limits: limits, region: &region),
            let ledger = Ledger(limits: limits, seed: hashSeed, region: &region),
            let locks = LockTable(limits: limits, seed: hashSeed, region: &region),
            let assembler = Assembler(limits: limits, region: &region),
            let order = StateOrder(limits: limits, region: &region)
        else { preconditionFailure() }
        self.limits = limits
        self.saltSecret = saltSecret
        self.policies = policies
        self.ledger = ledger
        self.locks = locks
        self.assembler = assembler
        self.order = order
        time = initialTime
    }

    /// When the next consequence falls due; nil if nothing is pending. O(1).
    public var nextDue: Milliseconds? { nextEvent?.due }

    /// What falls due, in the order in which things that are due at the same time are taken.
    private enum Event: UInt8 {
        case promotion
        case leaseEnd
        case waitEnd
        case reservationEnd
    }

    /// What falls due next, and when: promotions at once, then by time.
    private var nextEvent: (event: Event, due: Milliseconds)? {
        if locks.isPromotionDue { return (.promotion, time) }
        var next: (event: Event, due: Milliseconds)?
        if let due = locks.nextLeaseDue { next = (.leaseEnd, due) }
        if let due = locks.nextWaitDue, next.map({ due < $0.due }) ?? true { next = (.waitEnd, due) }
        if let due = ledger.nextExpiry, next.map({ due < $0.due }) ?? true { next = (.reservationEnd, due) }
        return next
    }

    /// Takes the first consequence that is due by a time, as one step, or nil if nothing is. The
    /// kernel's own time counts if it is later; a time beyond time + `maximumAdvance` counts as now.
    /// O(log reservations + log locks).
    public mutating func nextConsequence(until limit: Milliseconds) -> Step? {
        guard let next = nextEvent, next.due <= horizon(limit) else { return nil }
        begin(at: next.due)
        return finish(.consequence, take(next.event))
    }

    private mutating func take(_ event: Event) -> Decision {
        switch event {
        case .promotion: locks.promoteFirst(at: moment, tenants: ledger.tenants)
        case .leaseEnd: locks.expireFirstLease(tenants: ledger.tenants)
        case .waitEnd: locks.expireFirstWait(tenants: ledger.tenants)
        case .reservationEnd: ledger.expireFirst(at: moment)
        }
    }

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
        if case .route(let request) = command.body { return try step(command.header, routing: request) }
        return try stepOtherKind(command)
    }

    // Not inlined: each look at a body copies it, and the compiler would copy for this before it knows the kind.
    @inline(never)
    private mutating func stepOtherKind(_ command: Command) throws(StepError) -> Step {
        if let code = command.malformation { throw .malformed(code) }
        guard begin(command.header) else { throw .consequencesDue }
        return answer(command)
    }

    private mutating func step(
        _ header: CommandHeader, routing request: RouteRequest
    ) throws(StepError) -> Step {
        if let code = header.malformation(.required) { throw .malformed(code) }
        guard begin(header) else { throw .consequencesDue }
        return answer(header, routing: request)
    }

    /// The step of a valid command that has begun.
    mutating func answer(_ command: Command) -> Step {
        do throws(Refusal) {
            try checkTime(command.header.time)
            return finish(.command, try decide(command))
        } catch {
            return finish(.command, .refused(error))
        }
    }

    /// The step of a valid request to choose a model that has begun.
    mutating func answer(_ header: CommandHeader, routing request: RouteRequest) -> Step {
        do throws(Refusal) {
            return finish(.command, .routed(try route(request, header)))
        } catch {
            return finish(.command, .refused(error))
        }
    }

    /// The time up to which consequences come before a command of this time.
    private func horizon(_ commandTime: Milliseconds) -> Milliseconds {
        isJump(commandTime) ? time : max(time, commandTime)
    }

    private func isJump(_ commandTime: Milliseconds) -> Bool {
        commandTime > latestTime
    }

    private var latestTime: Milliseconds {
        // Bound: both are at most 2^53.
        Milliseconds(time.rawValue &+ limits.maximumAdvance.rawValue)
    }

    /// Begins a command's step.
    ///
    /// - Returns: false, with nothing changed, if consequences must come first.
    mutating func begin(_ header: CommandHeader) -> Bool {
        if let due = nextDue, due <= horizon(header.time) { return false }
        begin(at: isJump(header.time) ? time : header.time)
        return true
    }

    private mutating func begin(at newTime: Milliseconds) {
        // Bound: at a step a nanosecond, 2^64 steps take five centuries.
        sequence &+= 1
        time = max(time, newTime)
        ledger.forget(at: time)
    }

    func finish(_ origin: Step.Origin, _ decision: Decision) -> Step {
        Step(sequence: sequence, time: time, origin: origin, decision: decision)
    }

    /// The jump is judged by the time before the step, which a jump leaves as it was.
    private func checkTime(_ commandTime: Milliseconds) throws(Refusal) {
        if isJump(commandTime) {
            throw Refusal(.timeJump, .count(needed: commandTime.rawValue, limit: latestTime.rawValue))
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
        case .route(let request): .routed(try route(request, command.header))
        case .openAccount(let opening): try ledger.openAccount(opening, of: ledger.tenant(id), at: moment)
        case .setQuotas(let quotas): try ledger.setQuotas(quotas, of: ledger.tenant(id))
        case .setExposureLimit(let account, let limit):
            try ledger.setExposureLimit(limit, account: account, of: ledger.tenant(id))
        case .fund(let transfer): try ledger.fund(transfer, of: ledger.tenant(id), at: moment)
        case .withdraw(let transfer): try ledger.withdraw(transfer, of: ledger.tenant(id), at: moment)
        case .reserve(let reservation): try ledger.reserve(reservation, of: ledger.tenant(id), at: moment)
        case .draw(let spending): try ledger.draw(spending, of: ledger.tenant(id), at: moment)
        case .extend(let reservation, let expiry):
            try ledger.extend(reservation, expiry: expiry, of: ledger.tenant(id), at: moment)
        case .settle(let spending): try ledger.settle(spending, of: ledger.tenant(id), at: moment)
        case .release(let reservation): try ledger.release(reservation, of: ledger.tenant(id), at: moment)
        case .charge(let charge): try ledger.charge(charge, of: ledger.tenant(id), at: moment)
        case .closeAccount(let account): try ledger.closeAccount(account, of: ledger.tenant(id))
        case .assemble(let request): .assembled(try assemble(request, for: id))
        case .acquireLock(let request):
            try locks.acquire(request, of: ledger.tenant(id), tenants: ledger.tenants, at: moment)
        case .renewLock(let reference, let lease):
            try locks.renew(reference, lease: lease, of: ledger.tenant(id), tenants: ledger.tenants, at: moment)
        case .releaseLock(let reference): try locks.release(reference, of: ledger.tenant(id), tenants: ledger.tenants)
        case .cancelWait(let agent): try locks.cancel(agent, of: ledger.tenant(id), tenants: ledger.tenants)
        case .admit(let request): try admit(request, for: ledger.tenant(id))
        }
    }

    private mutating func describe(_ subject: Description.Subject, for id: TenantID) throws(Refusal) -> Decision {
        if subject.belongsToTenant { _ = try ledger.tenant(id) }
        return .accepted
    }

    mutating func route(_ request: RouteRequest, _ header: CommandHeader) throws(Refusal) -> RouteDecision {
        try checkTime(header.time)
        _ = try ledger.tenant(header.tenant)
        return try policies.route(request)
    }

    private mutating func assemble(_ request: AssemblyRequest, for id: TenantID) throws(Refusal) -> Window {
        _ = try ledger.tenant(id)
        try assembler.checkSize(of: request)
        return try assembler.assemble(request)
    }

    var moment: Moment { Moment(sequence: sequence, time: time) }
}
