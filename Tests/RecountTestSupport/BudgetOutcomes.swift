import RecountKernel

/// What happened in a run: a random test that meets only half of what can happen proves half.
package struct BudgetOutcomes {
    private var kinds: [UInt8: Int] = [:]
    private var reasons: [UInt8: Int] = [:]
    /// How often a reservation was settled after it had expired.
    package private(set) var lateSettlementCount = 0
    /// The commands that a counter's bound stopped.
    package private(set) var overflowingKinds: Set<CommandKind> = []

    /// Nothing yet.
    package init() {}

    /// How often a decision was of a kind.
    package func counts(of kind: DecisionKind) -> Int { kinds[kind.rawValue] ?? 0 }

    /// How often a command was refused for a reason.
    package func counts(of reason: Refusal.Reason) -> Int { reasons[reason.rawValue] ?? 0 }

    /// Counts a decision; the command is nil for a consequence.
    package mutating func count(_ decision: Decision, of command: Command?) {
        kinds[decision.kind.rawValue, default: 0] += 1
        switch decision {
        case .refused(let refusal):
            reasons[refusal.reason.rawValue, default: 0] += 1
            if refusal.reason == .overflow, let command { overflowingKinds.insert(command.body.kind) }
        case .settled(.settledLate): lateSettlementCount += 1
        default: break
        }
    }

    /// Adds what happened in another run.
    package mutating func formUnion(_ other: BudgetOutcomes) {
        kinds.merge(other.kinds, uniquingKeysWith: +)
        reasons.merge(other.reasons, uniquingKeysWith: +)
        lateSettlementCount += other.lateSettlementCount
        overflowingKinds.formUnion(other.overflowingKinds)
    }
}
