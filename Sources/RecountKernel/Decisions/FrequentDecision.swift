/// The decision on a frequent command about budgets or locks. A `Decision` has room for the largest of all, so that to
/// hand one on takes as long as a good part of such a step.
enum FrequentDecision {
    case accepted
    case duplicate(Duplicate)
    case settled(Settlement)
    case lockAcquired(LeaseGrant)
    case lockQueued(position: UInt32)
    case lockReleased(holdCount: UInt32)
}

extension Decision {
    /// The same decision.
    init(_ decision: FrequentDecision) {
        self =
            switch decision {
            case .accepted: .accepted
            case .duplicate(let duplicate): .duplicate(duplicate)
            case .settled(let settlement): .settled(settlement)
            case .lockAcquired(let grant): .lockAcquired(grant)
            case .lockQueued(let position): .lockQueued(position: position)
            case .lockReleased(let holdCount): .lockReleased(holdCount: holdCount)
            }
    }
}
