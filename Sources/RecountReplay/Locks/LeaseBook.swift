import HeapModule
import RecountKernel

/// The open leases of one resource, with what the audit asks about all of them at hand. One lease alone, as most
/// resources have, is kept in place; more of them allocate.
struct LeaseBook {
    /// The only lease, as long as there was never another beside it.
    private var only: AuditedLease?
    private var leases: [AgentKey: AuditedLease] = [:]
    /// Of `leases`.
    private var exclusiveCount = 0
    /// An expiry of every one of `leases`, and some that hold no longer: those are dropped when they come up, or when
    /// they are more than the leases.
    private var expiries = Heap<ExpiryMark>()

    var isEmpty: Bool { only == nil && leases.isEmpty }
    var count: Int { only == nil ? leases.count : 1 }

    /// Whether any of them is exclusive.
    var hasExclusive: Bool { only?.mode == .exclusive || exclusiveCount > 0 }

    /// The lease of an agent. O(1).
    subscript(agent: LockAgent) -> AuditedLease? {
        if let only { return only.agent == agent ? only : nil }
        return leases.isEmpty ? nil : leases[AgentKey(agent)]
    }

    /// Takes a lease, in the place of the agent's own if it has one. O(log leases), amortised.
    mutating func put(_ lease: AuditedLease) {
        if isEmpty || only?.agent == lease.agent {
            only = lease
            return
        }
        if let first = only {
            only = nil
            putBeside(first)
        }
        putBeside(lease)
    }

    private mutating func putBeside(_ lease: AuditedLease) {
        let previous = leases.updateValue(lease, forKey: AgentKey(lease.agent))
        if previous?.mode == .exclusive { exclusiveCount -= 1 }
        if lease.mode == .exclusive { exclusiveCount += 1 }
        guard previous?.expiry != lease.expiry else { return }
        expiries.insert(ExpiryMark(expiry: lease.expiry, agent: lease.agent))
        if expiries.count > 2 * leases.count + 16 { expiries = Heap(leases.values.map(\.mark)) }
    }

    /// Ends the lease of an agent. O(1).
    mutating func remove(_ agent: LockAgent) {
        if only?.agent == agent {
            only = nil
        } else if leases.removeValue(forKey: AgentKey(agent))?.mode == .exclusive {
            exclusiveCount -= 1
        }
    }

    /// The lease that ends first, of equals that of the lowest agent; nil without any. O(log leases), amortised.
    mutating func first() -> AuditedLease? {
        if let only { return only }
        while let mark = expiries.min {
            if let lease = leases[AgentKey(mark.agent)], lease.expiry == mark.expiry { return lease }
            expiries.removeMin()
        }
        return nil
    }
}

/// A lease that is open.
struct AuditedLease {
    let agent: LockAgent
    var mode: LockMode
    var token: UInt64
    var expiry: Milliseconds
    var holdCount: UInt32

    init(agent: LockAgent, mode: LockMode, token: UInt64, expiry: Milliseconds, holdCount: UInt32) {
        self.agent = agent
        self.mode = mode
        self.token = token
        self.expiry = expiry
        self.holdCount = holdCount
    }

    /// A lease as a kernel has it.
    init(_ lease: LeaseState) {
        self.init(
            agent: lease.agent, mode: lease.mode, token: lease.grant.token, expiry: lease.grant.expiry,
            holdCount: lease.grant.holdCount)
    }

    fileprivate var mark: ExpiryMark { ExpiryMark(expiry: expiry, agent: agent) }
}

/// An agent by which leases are found.
private struct AgentKey: Hashable {
    let high: UInt64
    let low: UInt64

    init(_ agent: LockAgent) {
        high = agent.high
        low = agent.low
    }
}

/// When a lease ends, or would have ended.
private struct ExpiryMark: Comparable {
    let expiry: Milliseconds
    let agent: LockAgent

    static func < (left: Self, right: Self) -> Bool {
        left.expiry != right.expiry ? left.expiry < right.expiry : left.agent < right.agent
    }
}
