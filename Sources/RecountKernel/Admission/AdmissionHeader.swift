/// A lock that an admission takes, or is refused: it never waits.
public struct AdmissionLock: Equatable, Sendable, BitwiseCopyable {
    /// What is to be held.
    public var resource: LockResource
    /// How.
    public var mode: LockMode
    /// How long: from 1 ms to `KernelLimits.maximumLease`.
    public var lease: Milliseconds

    /// Makes a lock.
    public init(resource: LockResource, mode: LockMode, lease: Milliseconds) {
        self.resource = resource
        self.mode = mode
        self.lease = lease
    }
}

/// What an admission states besides its assembly.
public struct AdmissionHeader: Sendable {
    /// The most locks of one admission.
    public static let maximumLockCount: UInt32 = 8

    /// The locks in ascending order of their resources.
    public typealias Locks = BoundedList<8, AdmissionLock>

    /// The reservation's id, unique among the tenant's reservations and charges that are still remembered.
    public var reservation: Identifier128
    /// Where budget is kept aside; every ancestor too.
    public var accounts: AccountList
    /// When the reservation falls due, if it is still open then.
    public var expiry: Milliseconds
    /// Who takes the locks.
    public var agent: LockAgent
    /// The locks, each resource once, ascending.
    public var locks: Locks
    /// What is asked of the router. Its usage has no input of any kind: that is the window.
    public var route: RouteRequest

    /// Makes a header without locks.
    public init(
        reservation: Identifier128, accounts: AccountList, expiry: Milliseconds, agent: LockAgent, route: RouteRequest
    ) {
        self.reservation = reservation
        self.accounts = accounts
        self.expiry = expiry
        self.agent = agent
        locks = BoundedList(filler: AdmissionLock(resource: .zero, mode: .shared, lease: .zero))
        self.route = route
    }
}
