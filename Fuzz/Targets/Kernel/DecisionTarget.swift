import RecountJournal
import RecountKernel

extension FuzzTarget {
    /// The bytes of one decision, which are refused or its only encoding, and its renderings.
    static let decision = FuzzTarget("decision") { input throws(PropertyViolation) in
        guard let decision = try? Decision(decoding: input) else { return .refused }
        try require(
            OwnedDecision(decision).bytes.elementsEqual(input), "a decision is encoded otherwise than it was decoded")
        try requireRendering(of: decision)
        return .accepted
    }
}
