/// A lease in the kernel's memory. It stands in its resource's list of holders.
struct LeaseEntry: LinkedEntry {
    struct Key: TableKey {
        let agent: LockAgent
        /// Stays where it is as long as anyone holds it.
        let resource: Slot

        @inline(__always)
        func hash(into hasher: inout KeyedHasher) {
            hasher.combine(agent.low)
            hasher.combine(agent.high)
            hasher.combineLast(resource.rawValue)
        }
    }

    let key: Key
    let tenant: Slot
    var links = SlotLinks()
    /// How many releases it takes to end the lease, never 0.
    var holdCount: UInt32 = 1
    var mode: LockMode
    var token: UInt64
    /// When it ends by itself, and what set that.
    var due: DueKey
    /// A lease is upgraded at most once, from shared to exclusive, so there is one old token at most.
    var superseded: SupersededToken?

    var expiry: Milliseconds { Milliseconds(due.due) }

    @inline(__always)
    var grant: LeaseGrant { LeaseGrant(token: token, expiry: expiry, holdCount: holdCount) }

    static var unused: LeaseEntry {
        LeaseEntry(
            key: Key(agent: .zero, resource: .none), tenant: .none, mode: .shared, token: 0,
            due: DueKey(due: 0, setBy: 0))
    }

    /// Holds the lease once more, at least until `key` says.
    ///
    /// - Precondition: the count was checked to have room.
    mutating func holdAgain(until key: DueKey) {
        precondition(holdCount < .max)
        holdCount &+= 1
        due = max(due, key)
    }

    /// Makes a shared lease exclusive and holds it once more, under a new token.
    mutating func upgrade(until key: DueKey) {
        precondition(mode == .shared && superseded == nil)
        superseded = SupersededToken(token: token, releaseCount: holdCount)
        mode = .exclusive
        token = key.setBy
        holdAgain(until: key)
    }

    /// Gives up the lease once.
    ///
    /// - Returns: false, and nothing is changed, if the token is not good for it.
    mutating func release(token given: UInt64) -> Bool {
        if given == token {
            // Bound: a lease ends when its count reaches 0, so the count is not 0 here.
            holdCount &-= 1
            if let old = superseded { superseded?.releaseCount = min(old.releaseCount, holdCount) }
            return true
        }
        guard let old = superseded, old.token == given, old.releaseCount > 0 else { return false }
        // Bound: the old token's count was just checked, and the lease's is never below it.
        superseded?.releaseCount &-= 1
        holdCount &-= 1
        return true
    }
}
