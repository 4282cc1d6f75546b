import RecountKernel

/// A decision in calybris-core's form. Until it is filled it is a rejection: no model, all other fields 0.
public struct CalybrisDecision: CalybrisObject, Equatable {
    /// What the host should do.
    public enum Action: UInt8, CalybrisVariant {
        /// Use the requested model.
        case executeRequested = 1
        /// Use another model.
        case substitute = 2
        /// Use none.
        case reject = 3

        /// The name in JSON.
        public var name: StaticString {
            switch self {
            case .executeRequested: "ExecuteRequested"
            case .substitute: "Substitute"
            case .reject: "Reject"
            }
        }
    }

    /// The position that stands for no model.
    public static let noModelIndex = UInt16.max

    /// The request's number.
    public var requestSequence: UInt64 = 0
    /// What to do.
    public var action = Action.reject
    /// Why.
    public var reason = Reason.noEnabledModel
    /// The chosen model; 0 on a rejection, and also a model's id.
    public var selectedModelID: UInt32 = 0
    /// Its position in the catalog as given, or `noModelIndex`.
    public var selectedModelIndex = noModelIndex
    /// What it costs. Microunits.
    public var costMicrounits: UInt64 = 0
    /// What it is worth. Microunits.
    public var utilityMicrounits: Int64 = 0
    /// The second best model, or 0.
    public var counterfactualModelID: UInt32 = 0
    /// What that is worth. Microunits.
    public var counterfactualUtilityMicrounits: Int64 = 0
    /// How many models were looked at.
    public var evaluatedModels: UInt16 = 0
    /// How many passed every gate.
    public var eligibleModels: UInt16 = 0
    /// The policy's revision.
    public var policyEpoch: UInt64 = 0
    /// The catalog's revision.
    public var catalogEpoch: UInt64 = 0

    /// Makes a rejection, to be filled.
    public init() {}

    /// The names of the fields in their order.
    public static let fieldNames = CalybrisDecision().collectFieldNames()

    /// Visits every field.
    public mutating func visitFields<Visitor: CalybrisFieldVisitor>(
        _ visitor: inout Visitor
    ) throws(Visitor.Failure) {
        try visitor.integer("request_sequence", &requestSequence)
        try visitor.variant("action", &action)
        try visitor.variant("reason", &reason)
        try visitor.integer("selected_model_id", &selectedModelID)
        try visitor.integer("selected_model_index", &selectedModelIndex)
        try visitor.integer("estimated_cost_microunits", &costMicrounits)
        try visitor.integer("expected_utility_microunits", &utilityMicrounits)
        try visitor.integer("counterfactual_model_id", &counterfactualModelID)
        try visitor.integer("counterfactual_utility_microunits", &counterfactualUtilityMicrounits)
        try visitor.integer("evaluated_models", &evaluatedModels)
        try visitor.integer("eligible_models", &eligibleModels)
        try visitor.integer("policy_epoch", &policyEpoch)
        try visitor.integer("catalog_epoch", &catalogEpoch)
    }

    /// What calybris hashes for the decision's digest: 74 bytes.
    public var layout: [UInt8] {
        var bytes = Array("calydcn1\0".utf8)
        appendLayout(to: &bytes)
        return bytes
    }
}

extension CalybrisDecision {
    /// The kernel's decision in calybris' form. O(models).
    ///
    /// - Parameters:
    ///   - route: what the kernel decided.
    ///   - input: the request.
    ///   - policy: the valid policy that it decided by.
    public init(_ route: RouteDecision, of input: CalybrisInput, under policy: CalybrisPolicy) {
        self.init()
        requestSequence = input.requestSequence
        action = Action(route.action)
        reason = Reason(route.reason)
        // Valid policies have fewer than 65 536 models.
        evaluatedModels = UInt16(clamping: route.evaluatedCount)
        eligibleModels = UInt16(clamping: route.eligibleCount)
        policyEpoch = route.policy.policyEpoch
        catalogEpoch = route.policy.catalogEpoch
        if let winner = route.winner {
            selectedModelID = winner.model.rawValue
            let index = policy.models.firstIndex { $0.modelID == winner.model.rawValue }
            selectedModelIndex = index.map { UInt16(clamping: $0) } ?? Self.noModelIndex
            costMicrounits = winner.cost.rawValue
            utilityMicrounits = winner.utility
        }
        if let runnerUp = route.runnerUp {
            counterfactualModelID = runnerUp.model.rawValue
            counterfactualUtilityMicrounits = runnerUp.utility
        }
    }
}

extension CalybrisDecision.Action {
    fileprivate init(_ action: RouteDecision.Action) {
        self =
            switch action {
            case .executeRequested: .executeRequested
            case .substitute: .substitute
            case .reject: .reject
            }
    }
}
