import RecountKernel

/// Every sequence of commands about a few agents and resources, up to a depth, on the kernel, the
/// reference model and the auditor.
///
/// A state that differs from one that was explored only in its sequence numbers, in the present time or
/// in the names of agents and resources has the same future, so it is not explored again; nor is what
/// a refused command leaves behind, which is the state before it.
package struct LockExploration {
    /// How far to go.
    package struct Scope: Sendable {
        package var agents: UInt64 = 3
        package var resources: UInt64 = 2
        package var quota: UInt32 = 5
        package var depth = 4
        /// Lengths of leases, limits of waits and spans between commands.
        package var leases: [UInt64] = [2]
        package var waits: [UInt64] = [0, 2]
        package var advances: [UInt64] = [1]

        package init() {}
    }

    private let scope: Scope
    private let lockstep: LockLockstep
    /// How deep each state was explored already.
    private var explored: [[UInt64]: Int] = [:]
    /// Commands run.
    package private(set) var commandCount = 0
    /// States that differ by more than names, sequence and time.
    package var stateCount: Int { explored.count }
    /// What has happened.
    package var outcomes: BudgetOutcomes { lockstep.outcomes }

    /// An exploration of a scope.
    package init(_ scope: Scope) throws(LockLockstep.Mismatch) {
        self.scope = scope
        let limits = KernelLimits.sized(
            tenants: 1, accounts: 1, reservations: 1, transfers: 1, locks: scope.quota, fragments: 1)
        lockstep = LockLockstep(limits: limits)
        try lockstep.run(.openTenant(accounts: 1, reservations: 1, transfers: 1, locks: scope.quota))
    }

    /// Explores it.
    package mutating func run() throws(LockLockstep.Mismatch) {
        try explore(depth: scope.depth)
    }

    private mutating func explore(depth: Int) throws(LockLockstep.Mismatch) {
        let name = canonicalState()
        if explored[name] ?? 0 >= depth { return }
        explored[name] = depth
        let saved = lockstep.save()
        let now = lockstep.reference.time
        for letter in letters() {
            let decision = try lockstep.run(letter.body, at: now + letter.advance)
            commandCount += 1
            let isRefused = if case .refused = decision { letter.advance == 0 } else { false }
            if !isRefused, depth > 1 { try explore(depth: depth - 1) }
            lockstep.restore(saved)
        }
    }

    // What can be done.

    private func letters() -> [(body: CommandBody, advance: UInt64)] {
        var letters: [(body: CommandBody, advance: UInt64)] = scope.advances.map { (.tick, $0) }
        for agent in 1...scope.agents {
            letters.append((.cancel(agent), 0))
            for resource in 1...scope.resources {
                for mode in [LockMode.shared, .exclusive] {
                    for lease in scope.leases {
                        for wait in scope.waits {
                            letters.append((.acquire(resource, by: agent, mode, lease: lease, wait: wait), 0))
                        }
                    }
                }
                letters += lettersOfLease(resource, agent)
            }
        }
        return letters
    }

    private func lettersOfLease(_ resource: UInt64, _ agent: UInt64) -> [(body: CommandBody, advance: UInt64)] {
        let held = lockstep.reference.picture.resource(LockResource(resource), of: TenantID(1)).holders
        guard let lease = held.first(where: { $0.agent == LockAgent(agent) }) else {
            return [(.unlock(resource, by: agent, token: 1), 0)]
        }
        let token = lease.grant.token
        var letters: [(body: CommandBody, advance: UInt64)] = [(.unlock(resource, by: agent, token: token), 0)]
        for length in scope.leases {
            letters.append((.renew(resource, by: agent, token: token, lease: length), 0))
        }
        if let old = lease.superseded {
            letters.append((.unlock(resource, by: agent, token: old.token), 0))
            letters.append((.renew(resource, by: agent, token: old.token, lease: 1), 0))
        }
        return letters
    }

    // What makes states equal.

    /// The least of the state's descriptions over all names that agents and resources could have.
    private func canonicalState() -> [UInt64] {
        let times = ranksOfSettings()
        var least: [UInt64] = []
        for resources in Self.orders(of: scope.resources) {
            for agents in Self.orders(of: scope.agents) {
                let description = describe(resources: resources, agents: agents, ranks: times)
                if least.isEmpty || description.lexicographicallyPrecedes(least) { least = description }
            }
        }
        return least
    }

    /// Which of two things due at the same time is first depends on the order of the steps that set them.
    private func ranksOfSettings() -> [UInt64: UInt64] {
        var steps = Set(lockstep.reference.stepsThatSetExpiries)
        for resource in lockstep.reference.picture.resources { steps.formUnion(resource.queue.map(\.queuedBy)) }
        let ranked = steps.sorted().enumerated().map { ($1, UInt64($0)) }
        return Dictionary(uniqueKeysWithValues: ranked)
    }

    private func describe(resources: [UInt64], agents: [UInt64], ranks: [UInt64: UInt64]) -> [UInt64] {
        let reference = lockstep.reference
        let now = reference.time
        var description: [UInt64] = []
        for id in resources {
            let resource = reference.picture.resource(LockResource(id), of: TenantID(1))
            description += [UInt64(resource.holders.count), UInt64(resource.queue.count)]
            for lease in resource.holders {
                let setBy = reference.stepThatSetExpiry(of: lease.agent, on: resource)
                description += [
                    agents[Int(lease.agent.low) - 1], UInt64(lease.mode.rawValue), UInt64(lease.grant.holdCount),
                    UInt64(lease.superseded?.releaseCount ?? 99), lease.grant.expiry.rawValue - now,
                    ranks[setBy] ?? 99,
                ]
            }
            for request in resource.queue {
                description += [
                    agents[Int(request.agent.low) - 1], UInt64(request.mode.rawValue), request.lease.rawValue,
                    request.deadline.rawValue - now, ranks[request.queuedBy] ?? 99,
                ]
            }
        }
        return description
    }

    private static func orders(of count: UInt64) -> [[UInt64]] {
        var orders: [[UInt64]] = [[]]
        for number in 1...count {
            orders = orders.flatMap { order in
                (0...order.count).map { place in Array(order[..<place]) + [number] + Array(order[place...]) }
            }
        }
        return orders
    }
}
