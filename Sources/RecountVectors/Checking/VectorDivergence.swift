/// The first thing in which an implementation and the vectors differ.
public struct VectorDivergence: Equatable, Sendable, CustomStringConvertible {
    /// The case.
    public var id: String
    /// What the case is a case of.
    public var comment: String
    /// The field, such as `time` or `decision.winner.cost_microcents`.
    public var field: String
    /// What the vectors say.
    public var expected: String
    /// What the implementation says.
    public var found: String

    /// One line.
    public var description: String { "\(id) (\(comment)): \(field): expected \(expected), found \(found)" }
}

/// What came of one file of vectors.
public struct VectorReport: Equatable, Sendable {
    /// What the file is about.
    public var area: VectorArea
    /// How many cases were answered as expected.
    public var passedCount = 0
    /// How many the implementation does not support.
    public var unsupportedCount = 0
    /// How many states it cannot digest, though it answered the cases.
    public var undigestedCount = 0
    /// The first divergence; nothing is asked after it.
    public var divergence: VectorDivergence?

    /// Starts with nothing.
    init(area: VectorArea) { self.area = area }

    /// What came of it all.
    public enum Outcome: String, Sendable {
        /// Everything that was asked was answered as expected.
        case passed
        /// Something was not.
        case failed
        /// Nothing was supported.
        case notImplemented = "not_implemented"
    }

    /// What came of it all.
    public var outcome: Outcome {
        if divergence != nil { return .failed }
        return passedCount == 0 && unsupportedCount > 0 ? .notImplemented : .passed
    }
}
