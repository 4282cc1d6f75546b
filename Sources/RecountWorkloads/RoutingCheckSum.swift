import RecountKernel

/// Proof that two implementations did the same routing work: totals over all decisions, and a mix of
/// their fields that depends on every bit and on their order.
///
/// `mix` wraps at 2^64 by its definition.
package struct RoutingCheckSum: Equatable, Sendable {
    /// Decisions to use the requested model.
    package var executeCount = 0
    /// Decisions to use another model.
    package var substituteCount = 0
    /// Decisions to use none.
    package var rejectCount = 0
    /// Sum of the winners' costs in microcents.
    package var costMicrocents: UInt64 = 0
    /// Sum of the winners' utilities in microcents.
    package var utilityMicrocents: Int64 = 0
    /// Sum of the numbers of eligible models.
    package var eligibleCount: UInt64 = 0
    /// The mix of all decisions' fields.
    package var mix: UInt64 = 0xcbf2_9ce4_8422_2325

    /// The check sum of no decision.
    package init() {}

    /// The check sum of known totals.
    package init(
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
    package mutating func add(_ decision: RouteDecision) {
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
    package var calybrisCode: UInt16 {
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

extension RoutingCheckSum {
    /// The check sum over the first 100 000 requests of a workload that is published with what other implementations
    /// get; nil for the others.
    package static func published(_ kind: RoutingWorkload.Kind, modelCount: Int) -> RoutingCheckSum? {
        switch (kind, modelCount) {
        case (.open, 8):
            RoutingCheckSum(
                executeCount: 12_446, substituteCount: 87_554, rejectCount: 0, costMicrocents: 3_124_899_211,
                utilityMicrocents: 63_624_124_069_325, eligibleCount: 800_000, mix: 0x5b7b_797b_91b8_92ab)
        case (.mixed, 64):
            RoutingCheckSum(
                executeCount: 1_481, substituteCount: 93_116, rejectCount: 5_403, costMicrocents: 2_707_946_655,
                utilityMicrocents: 569_354_439_461, eligibleCount: 2_487_553, mix: 0x41cd_b284_bdec_8d0c)
        default: nil
        }
    }
}
