import RecountKernel

extension CalybrisDecision {
    /// Why a decision is what it is.
    public enum Reason: UInt16, CalybrisVariant {
        /// The requested model has the best utility.
        case requestedModelMaximizesUtility = 1
        /// Another model has the best utility.
        case alternativeMaximizesUtility = 2
        /// The request's risk reaches the policy's hard limit.
        case riskHardLimit = 100
        /// The request's confidence is below the policy's minimum.
        case confidenceHardLimit = 101
        /// No model is left; most are disabled.
        case noEnabledModel = 102
        /// No model is left; most are not good enough.
        case qualityConstraint = 103
        /// No model is left; most are too slow.
        case latencyConstraint = 104
        /// No model is left; most lack a capability.
        case capabilityConstraint = 105
        /// No model is left; most are of providers that are not allowed.
        case providerConstraint = 106
        /// No model is left; most are in other regions.
        case regionConstraint = 107
        /// No model is left; most cost too much.
        case budgetConstraint = 108
        /// No model is left; most are worth nothing.
        case nonPositiveUtility = 109
        /// No model is left; most may not be given so much risk.
        case riskCeilingConstraint = 110

        /// The name in JSON.
        public var name: StaticString {
            switch self {
            case .requestedModelMaximizesUtility: "RequestedModelMaximizesUtility"
            case .alternativeMaximizesUtility: "AlternativeMaximizesUtility"
            case .riskHardLimit: "RiskHardLimit"
            case .confidenceHardLimit: "ConfidenceHardLimit"
            case .noEnabledModel: "NoEnabledModel"
            case .qualityConstraint: "QualityConstraint"
            case .latencyConstraint: "LatencyConstraint"
            case .capabilityConstraint: "CapabilityConstraint"
            case .providerConstraint: "ProviderConstraint"
            case .regionConstraint: "RegionConstraint"
            case .budgetConstraint: "BudgetConstraint"
            case .nonPositiveUtility: "NonPositiveUtility"
            case .riskCeilingConstraint: "RiskCeilingConstraint"
            }
        }
    }
}

extension CalybrisDecision.Reason {
    init(_ reason: RouteDecision.Reason) {
        self =
            switch reason {
            case .requestedModelIsBest: .requestedModelMaximizesUtility
            case .otherModelIsBest: .alternativeMaximizesUtility
            case .hardRiskLimit: .riskHardLimit
            case .confidenceBelowMinimum: .confidenceHardLimit
            case .disabled: .noEnabledModel
            case .quality: .qualityConstraint
            case .latency: .latencyConstraint
            case .capability: .capabilityConstraint
            case .provider: .providerConstraint
            case .region: .regionConstraint
            case .cost: .budgetConstraint
            case .utility: .nonPositiveUtility
            case .riskCeiling: .riskCeilingConstraint
            case .contextWindow:
                preconditionFailure("models of calybris have no context window that a request could exceed")
            }
    }
}
