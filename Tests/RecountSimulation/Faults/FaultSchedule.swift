import RecountTestSupport

/// When a simulated disk misbehaves: with chosen odds, or at once where a test says so.
package struct FaultSchedule {
    private var random: SplitMix64
    private let odds: [DiskFault: UInt64]
    private var forced: [DiskFault] = []
    /// Whether the odds count.
    package var isActive = true

    /// - Parameter odds: each fault strikes one in so many calls that it can strike.
    package init(seed: UInt64, odds: [DiskFault: UInt64] = [:]) {
        random = SplitMix64(state: seed)
        self.odds = odds
    }

    /// Lets a fault strike the next call that it can strike.
    package mutating func force(_ fault: DiskFault) {
        forced.append(fault)
    }

    /// Whether a fault strikes a call that it can strike.
    mutating func strikes(_ fault: DiskFault) -> Bool {
        if let position = forced.firstIndex(of: fault) {
            forced.remove(at: position)
            return true
        }
        guard isActive, let odds = odds[fault] else { return false }
        return random.chance(1, in: odds)
    }

    /// What a fault leaves open: one number of a range.
    mutating func number(_ range: ClosedRange<Int>) -> Int { random.number(range) }

    /// Lets a sync of a file fail.
    mutating func failSync(of node: FileNode) {
        node.failSync(random.choice(of: SyncFailureAftermath.allCases), &random)
    }
}
