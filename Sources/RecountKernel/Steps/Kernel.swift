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

    /// Whether nothing falls due up to a time. Four tests that hardly ever fail, and no search for what is first.
    @inline(__always)
    private func isQuiet(until limit: Milliseconds) -> Bool {
        !locks.isPromotionDue && limit.rawValue < locks.leaseDues.firstDue && limit.rawValue < locks.waiterDues.firstDue
            && limit.rawValue < ledger.expiries.firstDue
    }

    /// Takes the first consequence that is due by a time, as one step, or nil if nothing is. The
    /// kernel's own time counts if it is later; a time beyond time + `maximumAdvance` counts as now.
    /// O(log reservations + log locks).
    public mutating func nextConsequence(until limit: Milliseconds) -> Step? {
        guard !isQuiet(until: horizon(limit)), let next = nextEvent else { return nil }
        advance(to: max(time, next.due))
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

    /// Begins the step of a command.
    ///
    /// - Parameters:
    ///   - rule: for its tenant.
    ///   - latestTime: the largest moment or span of time in its body.
    @inline(__always)
    mutating func begin(
        _ header: borrowing CommandHeader, _ rule: TenantRule, latestTime: Milliseconds = .zero
    ) throws(StepError) {
        if let code = header.malformation(rule, latestTime: latestTime) { throw .malformed(code) }
        guard begin(at: header.time) else { throw .consequencesDue }
    }

    /// Begins the step of a description.
    mutating func begin(_ header: borrowing CommandHeader, describing description: Description) throws(StepError) {
        if let code = header.malformation(describing: description) { throw .malformed(code) }
        guard begin(at: header.time) else { throw .consequencesDue }
    }

    /// Begins the step of a valid command.
    ///
    /// - Returns: false, with nothing changed, if consequences must come first.
    @inline(__always)
    mutating func begin(at commandTime: Milliseconds) -> Bool {
        // A jump leaves the time as it is.
        let newTime = horizon(commandTime)
        guard isQuiet(until: newTime) else { return false }
        advance(to: newTime)
        return true
    }

    /// Begins the step of a valid command as steps mostly begin: it is no jump, its tenant is the last one's, and
    /// nothing is due or forgotten at its time.
    ///
    /// - Returns: false, with nothing changed, if any of that does not hold.
    @inline(__always)
    mutating func beginUndisturbed(_ occasion: Occasion) -> Bool {
        guard ledger.isLast(occasion.tenant), !isJump(occasion.time) else { return false }
        let newTime = max(time, occasion.time)
        guard isQuiet(until: newTime), newTime < ledger.nextForgetting else { return false }
        // Bound: as in `advance`.
        sequence &+= 1
        time = newTime
        return true
    }

    /// - Parameter newTime: the time or a later one.
    @inline(__always)
    private mutating func advance(to newTime: Milliseconds) {
        // Bound: at a step a nanosecond, 2^64 steps take five centuries.
        sequence &+= 1
        time = newTime
        ledger.forget(at: newTime)
    }

    func finish(_ origin: Step.Origin, _ decision: Decision) -> Step {
        Step(sequence: sequence, time: time, origin: origin, decision: decision)
    }

    /// The jump is judged by the time before the step, which a jump leaves as it was.
    @inline(__always)
    func checkTime(_ commandTime: Milliseconds) throws(Refusal) {
        if isJump(commandTime) {
            throw Refusal(.timeJump, .count(needed: commandTime.rawValue, limit: latestTime.rawValue))
        }
    }

    var moment: Moment { Moment(sequence: sequence, time: time) }
}
