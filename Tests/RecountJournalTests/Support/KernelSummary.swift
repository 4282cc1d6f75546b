import RecountJournal
import RecountKernel

/// All that a kernel answers about its state, to compare two of them.
struct KernelSummary: Equatable {
    let sequence: UInt64
    let time: Milliseconds
    let nextDue: Milliseconds?
    let policyCount: Int
    let reservationCount: Int
    let tenants: [TenantState]
    let accounts: [AccountState]
    let reservations: [ReservationStanding?]
    let locks: [LockSummary]

    init(_ kernel: borrowing Kernel) {
        sequence = kernel.sequence
        time = kernel.time
        nextDue = kernel.nextDue
        policyCount = kernel.policyCount
        reservationCount = kernel.reservationCount
        var tenants: [TenantState] = []
        for position in 0..<kernel.tenantCount { tenants.append(kernel.tenant(at: position)) }
        var accounts: [AccountState] = []
        for position in 0..<kernel.accountCount { accounts.append(kernel.account(at: position)) }
        var reservations: [ReservationStanding?] = []
        for id in 1...24 as ClosedRange<UInt64> {
            reservations.append(kernel.reservation(Identifier128(id), of: TenantID(7)))
        }
        var locks: [LockSummary] = []
        kernel.forEachResource { locks.append(LockSummary($0)) }
        for position in locks.indices { locks[position].read(kernel) }
        self.locks = locks
        self.tenants = tenants
        self.accounts = accounts
        self.reservations = reservations
    }
}

/// A resource with its leases and its queue.
struct LockSummary: Equatable {
    let resource: ResourceState
    private(set) var holders: [LeaseState] = []
    private(set) var waiters: [WaiterState] = []

    init(_ resource: ResourceState) {
        self.resource = resource
    }

    mutating func read(_ kernel: borrowing Kernel) {
        var holders: [LeaseState] = []
        kernel.forEachHolder(of: resource.resource, tenant: resource.tenant) { holders.append($0) }
        var waiters: [WaiterState] = []
        kernel.forEachWaiter(of: resource.resource, tenant: resource.tenant) { waiters.append($0) }
        (self.holders, self.waiters) = (holders, waiters)
    }
}

/// The kernel alone, driven by the same protocol: what a journal must agree with.
final class ReferenceKernel {
    let hosted: HostedKernel
    private(set) var steps: [Step] = []

    init(_ settings: JournalSettings) throws {
        hosted = try HostedKernel(
            limits: settings.limits, initialTime: settings.initialTime,
            identity: JournalIdentity(
                journalID: .zero, hashSeed: HashSeed(first: 3, second: 4),
                saltSecret: JournalIdentity.fixed.saltSecret))
    }

    func submit(_ command: Command) throws {
        while let step = hosted.kernel.nextConsequence(until: command.header.time) { steps.append(step) }
        steps.append(try hosted.kernel.step(command))
    }

    var summary: KernelSummary { KernelSummary(hosted.kernel) }
}

/// A step as something to compare.
struct StepSummary: Equatable {
    let sequence: UInt64
    let time: Milliseconds
    let origin: Step.Origin
    let decision: Decision

    init(_ step: Step) {
        sequence = step.sequence
        time = step.time
        origin = step.origin
        decision = step.decision
    }
}
