/// What a case is a case of, so that a failing implementation can be judged by kind.
public enum VectorFlag: String, CaseIterable, Sendable {
    /// Taken from the authors of the algorithm.
    case official
    /// At the edge of a range: the last value that passes or the first that does not.
    case boundary
    /// Numbers near the end of their width, where an operation could wrap.
    case overflow
    /// A division that rounds.
    case rounding
    /// A value that is clamped instead of refused.
    case saturation
    /// Several answers would do, and the format says which.
    case order
    /// Equal candidates, and the format says which wins.
    case tie
    /// Time advances, jumps or falls behind.
    case time
    /// A command that was given before.
    case duplicate
    /// A known id with other fields.
    case conflict
    /// A table, quota or list at its limit.
    case capacity
    /// Finished things that are forgotten.
    case forgetting
    /// A decision that refuses.
    case refused
    /// Bytes that are no command.
    case malformed
    /// A step that no command asked for.
    case consequence
    /// A journal that ends within a batch.
    case torn
    /// A journal that must be refused.
    case damaged
    /// Drawn by the seeded generator.
    case generated

    /// What the flag says, for people.
    public var explanation: String {
        switch self {
        case .official: "taken from the authors of the algorithm"
        case .boundary: "the last value that passes, or the first that does not"
        case .overflow: "numbers near the end of their width, where an operation could wrap"
        case .rounding: "a division that rounds"
        case .saturation: "a value that is clamped instead of refused"
        case .order: "several answers would do, and the format says which"
        case .tie: "equal candidates, and the format says which wins"
        case .time: "time advances, jumps or falls behind"
        case .duplicate: "a command that was given before"
        case .conflict: "a known id with other fields"
        case .capacity: "a table, quota or list at its limit"
        case .forgetting: "finished things that are forgotten"
        case .refused: "a decision that refuses"
        case .malformed: "bytes that are no command"
        case .consequence: "a step that no command asked for"
        case .torn: "a journal that ends within a batch"
        case .damaged: "a journal that must be refused"
        case .generated: "drawn by the seeded generator"
        }
    }
}
