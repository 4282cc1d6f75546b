import RecountKernel

/// Proof that two implementations did the same routing work: totals over all decisions, and a mix of
/// their fields that depends on every bit and on their order.
///
/// `mix` wraps at 2^64 by its definition.
public struct RoutingCheckSum: Equatable, Sendable {
    /// Decisions to use the requested model.
    public var executeCount = 0
    /// Decisions to use another model.
    public var substituteCount = 0
    /// Decisions to use none.
    public var rejectCount = 0
    /// Sum of the winners' costs in microcents.
    public var costMicrocents: UInt64 = 0
    /// Sum of the winners' utilities in microcents.
    public var utilityMicrocents: Int64 = 0
    /// Sum of the numbers of eligible models.
    public var eligibleCount: UInt64 = 0
    /// The mix of all decisions' fields.
    public var mix: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The check sum of no decision.
    public init() {}

    /// The check sum of known totals.
    public init(
        executeCount: Int, substituteCount: Int, rejectCount: Int, costMicrocents: UInt64, utilityMicrocents: Int64,
        eligibleCount: UInt64, mix: UInt64
    ) {
        self.executeCount = executeCount
        self.substituteCount = substituteCount
        self.rejectCount = rejectCount
        self.costMicrocents = costMicrocents
        self.utilityMicrocents = utilityMicrocents
        self.eligibleCount = eligibleCount
        self.mix = mix
    }

    /// Takes the next decision in.
    public mutating func add(_ decision: RouteDecision) {
        switch decision.action {
        case .executeRequested: executeCount += 1
        case .substitute: substituteCount += 1
        case .reject: rejectCount += 1
        }
        costMicrocents += decision.winner?.cost.rawValue ?? 0
        utilityMicrocents += decision.winner?.utility ?? 0
        eligibleCount += UInt64(decision.eligibleCount)
        combine(UInt64(decision.winner?.model.rawValue ?? 0))
        combine(decision.winner?.cost.rawValue ?? 0)
        combine(UInt64(bitPattern: decision.winner?.utility ?? 0))
        combine(UInt64(decision.runnerUp?.model.rawValue ?? 0))
        combine(UInt64(bitPattern: decision.runnerUp?.utility ?? 0))
        combine(UInt64(decision.eligibleCount))
        combine(UInt64(decision.reason.calybrisCode))
    }

    private mutating func combine(_ word: UInt64) {
        mix = (mix ^ word) &* 0x100_0000_01b3
    }
}

extension RouteDecision.Reason {
    /// The number that calybris-core 0.3.10 gives the reason; 0 for the context window, which it does
    /// not know.
    public var calybrisCode: UInt16 {
        switch self {
        case .requestedModelIsBest: 1
        case .otherModelIsBest: 2
        case .hardRiskLimit: 100
        case .confidenceBelowMinimum: 101
        case .disabled: 102
        case .quality: 103
        case .latency: 104
        case .capability: 105
        case .provider: 106
        case .region: 107
        case .cost: 108
        case .utility: 109
        case .riskCeiling: 110
        case .contextWindow: 0
        }
    }
}
