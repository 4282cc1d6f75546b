/// Who holds and waits for locks, within a tenant.
public typealias LockAgent = Identifier128

/// What is locked, within a tenant.
public typealias LockResource = Identifier128

/// Who may hold a resource at the same time.
public enum LockMode: UInt8, Sendable, BitwiseCopyable {
    /// Any number of agents that hold it shared.
    case shared = 1
    /// One agent alone.
    case exclusive = 2

    /// Whether two agents may not hold a resource in these modes at the same time.
    func conflicts(with other: LockMode) -> Bool { self == .exclusive || other == .exclusive }
}

/// A wish to hold a resource.
public struct LockRequest: Equatable, Sendable {
    /// What is to be held.
    public var resource: LockResource
    /// By whom.
    public var agent: LockAgent
    /// How.
    public var mode: LockMode
    /// How long a lease lasts from when it is given: from 1 ms to `KernelLimits.maximumLease`.
    public var lease: Milliseconds
    /// How long the request may wait, at most `KernelLimits.maximumWait`; 0 to try only.
    public var wait: Milliseconds

    /// Makes a request.
    public init(
        resource: LockResource, agent: LockAgent, mode: LockMode, lease: Milliseconds, wait: Milliseconds = .zero
    ) {
        self.resource = resource
        self.agent = agent
        self.mode = mode
        self.lease = lease
        self.wait = wait
    }
}

/// A lease that an agent was given.
public struct LeaseReference: Equatable, Sendable {
    /// What is held.
    public var resource: LockResource
    /// By whom.
    public var agent: LockAgent
    /// The fencing token that came with it.
    public var token: UInt64

    /// Makes a reference.
    public init(resource: LockResource, agent: LockAgent, token: UInt64) {
        self.resource = resource
        self.agent = agent
        self.token = token
    }
}
