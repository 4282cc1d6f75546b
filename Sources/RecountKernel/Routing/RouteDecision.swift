/// The answer to a routing request.
public struct RouteDecision: Equatable, Sendable {
    /// What the host should do.
    public enum Action: UInt8, Sendable {
        /// Use the requested model.
        case executeRequested = 1
        /// Use another model.
        case substitute = 2
        /// Use none.
        case reject = 3
    }

    /// Why.
    public enum Reason: UInt8, Sendable {
        /// The requested model has the best utility.
        case requestedModelIsBest = 1
        /// Another model has the best utility.
        case otherModelIsBest = 2
        /// The request's risk reaches the policy's hard limit.
        case hardRiskLimit = 3
        /// The request's confidence is below the policy's minimum.
        case confidenceBelowMinimum = 4
        /// No model is left; most failed at `Gate.disabled`.
        case disabled = 16
        /// No model is left; most failed at `Gate.quality`.
        case quality = 17
        /// No model is left; most failed at `Gate.latency`.
        case latency = 18
        /// No model is left; most failed at `Gate.capability`.
        case capability = 19
        /// No model is left; most failed at `Gate.provider`.
        case provider = 20
        /// No model is left; most failed at `Gate.region`.
        case region = 21
        /// No model is left; most failed at `Gate.riskCeiling`.
        case riskCeiling = 22
        /// No model is left; most failed at `Gate.contextWindow`.
        case contextWindow = 23
        /// No model is left; most failed at `Gate.cost`.
        case cost = 24
        /// No model is left; most failed at `Gate.utility`.
        case utility = 25

        /// The reason of a rejection that a gate dominates.
        public init(_ gate: Gate) {
            self =
                switch gate {
                case .disabled: .disabled
                case .quality: .quality
                case .latency: .latency
                case .capability: .capability
                case .provider: .provider
                case .region: .region
                case .riskCeiling: .riskCeiling
                case .contextWindow: .contextWindow
                case .cost: .cost
                case .utility: .utility
                }
        }
    }

    /// An eligible model with what it costs and is worth.
    public struct Candidate: Equatable, Sendable {
        /// The model.
        public var model: ModelID
        /// What the usage costs with it.
        public var cost: Microcents
        /// Its utility in microcents, above 0.
        public var utility: Int64

        /// Makes a candidate.
        public init(model: ModelID, cost: Microcents, utility: Int64) {
            self.model = model
            self.cost = cost
            self.utility = utility
        }
    }

    /// The second best model.
    public struct RunnerUp: Equatable, Sendable {
        /// The model.
        public var model: ModelID
        /// Its utility in microcents, above 0.
        public var utility: Int64

        /// Makes a runner-up.
        public init(model: ModelID, utility: Int64) {
            self.model = model
            self.utility = utility
        }
    }

    /// Which policy decided.
    public struct PolicyIdentity: Equatable, Sendable {
        /// Digest of the policy's canonical bytes.
        public var digest: Digest
        /// The policy's revision.
        public var policyEpoch: UInt64
        /// The catalog's revision.
        public var catalogEpoch: UInt64

        /// Makes an identity.
        public init(digest: Digest, policyEpoch: UInt64, catalogEpoch: UInt64) {
            self.digest = digest
            self.policyEpoch = policyEpoch
            self.catalogEpoch = catalogEpoch
        }
    }

    /// What to do.
    public var action: Action
    /// Why.
    public var reason: Reason
    /// The chosen model; nil on a rejection.
    public var winner: Candidate?
    /// The second best; nil unless two models were eligible.
    public var runnerUp: RunnerUp?
    /// How many models were looked at: the catalog's length, or 0 after a hard limit.
    public var evaluatedCount: UInt32
    /// How many passed every gate.
    public var eligibleCount: UInt32
    /// Where the others failed.
    public var rejections: GateHistogram
    /// Which policy decided.
    public var policy: PolicyIdentity

    /// Makes a decision.
    public init(
        action: Action, reason: Reason, winner: Candidate?, runnerUp: RunnerUp?, evaluatedCount: UInt32,
        eligibleCount: UInt32, rejections: GateHistogram, policy: PolicyIdentity
    ) {
        self.action = action
        self.reason = reason
        self.winner = winner
        self.runnerUp = runnerUp
        self.evaluatedCount = evaluatedCount
        self.eligibleCount = eligibleCount
        self.rejections = rejections
        self.policy = policy
    }
}
