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
        if let code = command.malformation { throw .malformed(code) }
        let commandTime = command.header.time
        if let due = nextDue, due <= horizon(commandTime) { throw .consequencesDue }
        begin(at: isJump(commandTime) ? time : commandTime)
        do throws(Refusal) {
            return finish(.command, try decide(command))
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

    private mutating func begin(at newTime: Milliseconds) {
        // Bound: at a step a nanosecond, 2^64 steps take five centuries.
        sequence &+= 1
        time = max(time, newTime)
        ledger.forget(at: time)
    }

    private func finish(_ origin: Step.Origin, _ decision: Decision) -> Step {
        Step(sequence: sequence, time: time, origin: origin, decision: decision)
    }

    private mutating func decide(_ command: Command) throws(Refusal) -> Decision {
        // The jump is judged by the time before the step, which a jump leaves as it was.
        if isJump(command.header.time) {
            throw Refusal(
                .timeJump, .count(needed: command.header.time.rawValue, limit: latestTime.rawValue))
        }
        switch command.body {
        case .tick: return .accepted
        case .installPolicy(let policy): return try policies.install(policy)
        case .seal: return .sealed(stateRoot: stateRoot())
        case .openTenant(let quotas):
            return try ledger.openTenant(command.header.tenant, quotas: quotas, at: moment)
        case .describe(let description) where !description.subject.belongsToTenant: return .accepted
        default: return try decide(command.body, for: tenant(command.header.tenant))
        }
    }

    private mutating func decide(_ body: CommandBody, for tenant: Slot) throws(Refusal) -> Decision {
        switch body {
        case .tick, .installPolicy, .seal, .openTenant, .describe: .accepted
        case .route(let request): .routed(try policies.route(request))
        case .openAccount(let opening): try ledger.openAccount(opening, of: tenant, at: moment)
        case .setQuotas(let quotas): try ledger.setQuotas(quotas, of: tenant)
        case .setExposureLimit(let account, let limit):
            try ledger.setExposureLimit(limit, account: account, of: tenant)
        case .fund(let transfer): try ledger.fund(transfer, of: tenant, at: moment)
        case .withdraw(let transfer): try ledger.withdraw(transfer, of: tenant, at: moment)
        case .reserve(let reservation): try ledger.reserve(reservation, of: tenant, at: moment)
        case .draw(let spending): try ledger.draw(spending, of: tenant, at: moment)
        case .extend(let id, let expiry): try ledger.extend(id, expiry: expiry, of: tenant, at: moment)
        case .settle(let spending): try ledger.settle(spending, of: tenant, at: moment)
        case .release(let id): try ledger.release(id, of: tenant, at: moment)
        case .charge(let charge): try ledger.charge(charge, of: tenant, at: moment)
        case .closeAccount(let account): try ledger.closeAccount(account, of: tenant)
        case .assemble(let request): .assembled(try assemble(request))
        case .acquireLock(let request):
            try locks.acquire(request, of: tenant, tenants: ledger.tenants, at: moment)
        case .renewLock(let reference, let lease):
            try locks.renew(reference, lease: lease, of: tenant, tenants: ledger.tenants, at: moment)
        case .releaseLock(let reference): try locks.release(reference, of: tenant, tenants: ledger.tenants)
        case .cancelWait(let agent): try locks.cancel(agent, of: tenant, tenants: ledger.tenants)
        case .admit(let request): try admit(request, for: tenant)
        }
    }

    private mutating func assemble(_ request: AssemblyRequest) throws(Refusal) -> Window {
        try assembler.checkSize(of: request)
        return try assembler.assemble(request)
    }

    var moment: Moment { Moment(sequence: sequence, time: time) }

    private func tenant(_ id: TenantID) throws(Refusal) -> Slot {
        let slot = ledger.tenants.find(TenantEntry.Key(id: id))
        guard !slot.isNone else { throw Refusal(.unknownTenant) }
        return slot
    }
}
