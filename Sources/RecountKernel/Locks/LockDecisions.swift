/// A lease as it stands after a step.
public struct LeaseGrant: Equatable, Sendable, BitwiseCopyable {
    /// The fencing token: the sequence of the record that gave the lease in its present mode. Whoever
    /// guards the resource refuses smaller ones than it has seen.
    public var token: UInt64
    /// When the lease ends by itself.
    public var expiry: Milliseconds
    /// How many releases it takes to end it.
    public var holdCount: UInt32

    /// Makes a grant.
    public init(token: UInt64, expiry: Milliseconds, holdCount: UInt32) {
        self.token = token
        self.expiry = expiry
        self.holdCount = holdCount
    }
}

/// The token that a lease had before it was upgraded from shared to exclusive.
public struct SupersededToken: Equatable, Sendable, BitwiseCopyable {
    /// The token.
    public var token: UInt64
    /// How often it may still release the lease: at most as often as it held it, and never more often
    /// than the lease is still held.
    public var releaseCount: UInt32

    /// Makes a superseded token.
    public init(token: UInt64, releaseCount: UInt32) {
        self.token = token
        self.releaseCount = releaseCount
    }
}

/// Consequence: a lease fell due.
public struct LeaseExpiry: Equatable, Sendable {
    /// Its tenant.
    public var tenant: TenantID
    /// What was held, by whom, under which token.
    public var lease: LeaseReference

    /// Makes an answer.
    public init(tenant: TenantID, lease: LeaseReference) {
        self.tenant = tenant
        self.lease = lease
    }
}

/// Consequence: a request waited as long as it would.
public struct WaitExpiry: Equatable, Sendable {
    /// Its tenant.
    public var tenant: TenantID
    /// What it waited for.
    public var resource: LockResource
    /// Who waited.
    public var agent: LockAgent

    /// Makes an answer.
    public init(tenant: TenantID, resource: LockResource, agent: LockAgent) {
        self.tenant = tenant
        self.resource = resource
        self.agent = agent
    }
}

/// Consequence: the first of a queue was given what it waited for.
public struct LockPromotion: Equatable, Sendable {
    /// Its tenant.
    public var tenant: TenantID
    /// What is held now.
    public var resource: LockResource
    /// By whom.
    public var agent: LockAgent
    /// How.
    public var mode: LockMode
    /// Under which token, how long, how often.
    public var grant: LeaseGrant

    /// Makes an answer.
    public init(tenant: TenantID, resource: LockResource, agent: LockAgent, mode: LockMode, grant: LeaseGrant) {
        self.tenant = tenant
        self.resource = resource
        self.agent = agent
        self.mode = mode
        self.grant = grant
    }
}
