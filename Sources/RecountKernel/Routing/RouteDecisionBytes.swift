/// Where the canonical bytes of an answer to a routing request go. The failures of models are counted where the answer
/// has them. Layout: docs/format.md, "Route decision".
struct RouteDecisionBytes {
    private let start: UnsafeMutableRawPointer

    /// - Precondition: `RouteDecision.byteCount` bytes may be written there.
    @inline(__always)
    init(_ start: UnsafeMutableRawPointer) {
        self.start = start
    }

    func write(_ decision: RouteDecision) {
        write(decision.action, decision.reason)
        write(winner: decision.winner)
        write(runnerUp: decision.runnerUp)
        write(evaluatedCount: decision.evaluatedCount, eligibleCount: decision.eligibleCount)
        for index in 0..<Gate.count { setRejectionCount(decision.rejections[at: index], at: index) }
        write(decision.policy)
    }

    @inline(__always)
    func write(_ action: RouteDecision.Action, _ reason: RouteDecision.Reason) {
        start.setLittleEndian(action.rawValue, at: 0)
        start.setLittleEndian(reason.rawValue, at: 1)
    }

    /// - Parameter outcome: the number of an action in the lowest byte, of a reason in the next one.
    @inline(__always)
    func write(outcome: UInt32) {
        start.setLittleEndian(UInt16(truncatingIfNeeded: outcome), at: 0)
    }

    /// Writes a winner, or zeros in its place.
    ///
    /// - Parameter count: 1 if there is one, else 0.
    @inline(__always)
    func write(winner: RouteDecision.Candidate, count: UInt32) {
        let mask = 0 &- count.widened
        start.setLittleEndian(UInt8(truncatingIfNeeded: count), at: 2)
        start.setLittleEndian(winner.model.rawValue & UInt32(truncatingIfNeeded: mask), at: 3)
        start.setLittleEndian(winner.cost.rawValue & mask, at: 7)
        start.setLittleEndian(winner.utility & Int64(bitPattern: mask), at: 15)
    }

    /// Writes a runner-up, or zeros in its place.
    ///
    /// - Parameter count: 1 if there is one, else 0.
    @inline(__always)
    func write(runnerUp: RouteDecision.RunnerUp, count: UInt32) {
        let mask = 0 &- count.widened
        start.setLittleEndian(UInt8(truncatingIfNeeded: count), at: 23)
        start.setLittleEndian(runnerUp.model.rawValue & UInt32(truncatingIfNeeded: mask), at: 24)
        start.setLittleEndian(runnerUp.utility & Int64(bitPattern: mask), at: 28)
    }

    @inline(__always)
    func write(winner: RouteDecision.Candidate?) {
        write(winner: winner ?? Contender.none.candidate, count: winner == nil ? 0 : 1)
    }

    @inline(__always)
    func write(runnerUp: RouteDecision.RunnerUp?) {
        let none = RouteDecision.RunnerUp(model: ModelID(0), utility: 0)
        write(runnerUp: runnerUp ?? none, count: runnerUp == nil ? 0 : 1)
    }

    @inline(__always)
    func write(evaluatedCount: UInt32, eligibleCount: UInt32) {
        start.setLittleEndian(evaluatedCount, at: 36)
        start.setLittleEndian(eligibleCount, at: 40)
    }

    @inline(__always)
    func write(_ policy: RouteDecision.PolicyIdentity) {
        for index in 0..<4 { start.setLittleEndian(policy.digest.words[index], at: 84 &+ index &* 8) }
        start.setLittleEndian(policy.policyEpoch, at: 116)
        start.setLittleEndian(policy.catalogEpoch, at: 124)
    }

    /// The decision that was written here. O(bytes).
    @inline(__always)
    var decision: RouteDecision {
        let bytes = UnsafeRawPointer(start)
        guard let action = RouteDecision.Action(rawValue: bytes.littleEndian(at: 0)),
            let reason = RouteDecision.Reason(rawValue: bytes.littleEndian(at: 1))
        else { preconditionFailure() }
        let winner = RouteDecision.Candidate(
            model: ModelID(bytes.littleEndian(at: 3)), cost: Microcents(bytes.littleEndian(at: 7)),
            utility: bytes.littleEndian(at: 15))
        let runnerUp = RouteDecision.RunnerUp(
            model: ModelID(bytes.littleEndian(at: 24)), utility: bytes.littleEndian(at: 28))
        var rejections = GateHistogram()
        for index in 0..<Gate.count { rejections[at: index] = rejectionCount(at: index) }
        var digest = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 { digest[index] = bytes.littleEndian(at: 84 &+ index &* 8) }
        return RouteDecision(
            action: action, reason: reason, winner: bytes.littleEndian(at: 2, as: UInt8.self) == 0 ? nil : winner,
            runnerUp: bytes.littleEndian(at: 23, as: UInt8.self) == 0 ? nil : runnerUp,
            evaluatedCount: bytes.littleEndian(at: 36), eligibleCount: bytes.littleEndian(at: 40),
            rejections: rejections,
            policy: RouteDecision.PolicyIdentity(
                digest: Digest(words: digest), policyEpoch: bytes.littleEndian(at: 116),
                catalogEpoch: bytes.littleEndian(at: 124)))
    }

    /// No model failed.
    @inline(__always)
    func clearRejections() {
        for index in 0..<Gate.count { setRejectionCount(0, at: index) }
    }

    /// Counts models that failed at a gate.
    @inline(__always)
    func countRejections(_ count: UInt32, at gate: Gate) {
        countRejections(count, at: UInt32(truncatingIfNeeded: gate.rawValue).offset)
    }

    /// Counts models that failed at the gate with a number below `Gate.count`.
    @inline(__always)
    func countRejections(_ count: UInt32, at index: Int) {
        // Bound: counts are at most the number of models.
        setRejectionCount(rejectionCount(at: index) &+ count, at: index)
    }

    /// The gate at which most models failed.
    var dominantGate: Gate {
        Gate.dominant { rejectionCount(at: UInt32(truncatingIfNeeded: $0.rawValue).offset) }
    }

    @inline(__always)
    private func rejectionCount(at index: Int) -> UInt32 {
        UnsafeRawPointer(start).littleEndian(at: Self.rejectionOffset &+ index &* 4)
    }

    @inline(__always)
    func setRejectionCount(_ count: UInt32, at index: Int) {
        start.setLittleEndian(count, at: Self.rejectionOffset &+ index &* 4)
    }

    private static var rejectionOffset: Int { 44 }
}
