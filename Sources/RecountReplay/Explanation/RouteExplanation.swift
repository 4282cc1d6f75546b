import RecountJSON
import RecountKernel

/// A routing decision in sentences, model by model.
struct RouteExplanation {
    let names: NameBook
    let policy: PolicyBytes
    let request: RouteRequest
    let decision: RouteDecision

    /// What was asked and what was decided.
    func summary(tenant: String) -> String {
        let asked = "\(tenant) asked for \(names.model(request.requestedModel)) under policy \(request.policy.rawValue)"
        guard let winner = decision.winner else {
            return "\(asked) and was rejected: \(rejection(of: "its")) (\(decision.eligibilityText))."
        }
        let verdict =
            decision.action == .executeRequested
            ? "gets it" : "gets \(names.model(winner.model)) instead, which ranks first"
        return "\(asked) and \(verdict): cost \(dollars(winner.cost)), utility \(dollars(winner.utility)); "
            + "\(decision.eligibilityText)."
    }

    /// The request, then every model.
    var details: [String] {
        guard decision.evaluatedCount > 0 else {
            return [requestSentence, "No model was looked at: \(rejection(of: "the request's"))."]
        }
        return [requestSentence] + warmSentences + (0..<policy.modelCount).map { sentence(about: policy.model(at: $0)) }
    }

    private func rejection(of whose: String) -> String {
        switch decision.reason {
        case .hardRiskLimit:
            return "\(whose) risk of \(request.risk.rawValue) bp reaches the policy's hard limit of "
                + "\(policy.header.hardRiskLimit.rawValue) bp"
        case .confidenceBelowMinimum:
            return "\(whose) confidence of \(request.confidence.rawValue) bp is below the policy's minimum of "
                + "\(policy.header.minimumConfidence.rawValue) bp"
        default: return decision.rejectionText
        }
    }

    private var requestSentence: String {
        let used = Component.all.filter { request.usage[$0] > 0 }
            .map { "\($0.fieldName) \(request.usage[$0])" }.joined(separator: ", ")
        return "The request expects \(used.isEmpty ? "no usage" : used); it is worth up to \(dollars(request.value)) "
            + "at a confidence of \(request.confidence.rawValue) bp and a risk of \(request.risk.rawValue) bp."
    }

    /// What each warm cache takes off the input's price: it decides costs, and so the winner.
    private var warmSentences: [String] {
        let entries = request.warmEntries
        return (0..<entries.count).map { position in
            let served = min(entries[position].tokens.rawValue, request.usage[.input])
            return "\(names.model(entries[position].model)) has a warm cache, which serves \(served) of the "
                + "\(counted(request.usage[.input], "input token"))."
        }
    }

    private func sentence(about model: Model) -> String {
        let name = names.model(model.id)
        switch request.judgement(of: model, under: policy.header) {
        case .failed(let gate): return "\(name) is out at \(gate.name): \(failure(of: model, at: gate))."
        case .eligible(let candidate):
            let rank =
                candidate.model == decision.winner?.model
                ? " It wins." : candidate.model == decision.runnerUp?.model ? " It is the runner-up." : ""
            return "\(name) is eligible: cost \(dollars(candidate.cost)), utility \(dollars(candidate.utility)).\(rank)"
        }
    }

    private func failure(of model: Model, at gate: Gate) -> String {
        switch gate {
        case .disabled:
            return model.availability == .disabled ? "the policy disables it" : "the request excludes it"
        case .quality:
            return "its quality of \(model.quality.rawValue) bp is below \(request.minimumQuality.rawValue) bp"
        case .latency:
            return "its latency of \(model.latencyMilliseconds) ms is above \(request.latencyLimitMilliseconds) ms"
        case .capability:
            let missing = CapabilitySet(rawValue: request.requiredCapabilities & ~model.capabilities)
            return "it lacks \(missing.text)"
        case .provider: return "\(names.provider(model.provider)) is not among the allowed providers"
        case .region: return "it runs in none of the required regions"
        case .riskCeiling:
            return "the risk of \(request.risk.rawValue) bp is above its ceiling of \(model.riskCeiling.rawValue) bp"
        case .contextWindow: return windowFailure(of: model)
        case .cost: return "its cost of \(dollars(cost(of: model))) is above the limit of \(dollars(request.costLimit))"
        case .utility:
            let utility = request.utility(of: model, cost: cost(of: model), under: policy.header)
            return "its utility of \(dollars(utility)) is not above 0, at a cost of \(dollars(cost(of: model)))"
        }
    }

    private func windowFailure(of model: Model) -> String {
        let usage = request.usage(with: model)
        let tokens = usage.inputClass + usage[.output] + usage[.reasoning]
        if model.contextWindow != .zero, tokens > model.contextWindow.rawValue {
            return "\(tokens) tokens do not fit in its window of \(model.contextWindow.rawValue)"
        }
        return "\(usage[.output]) output tokens are more than its maximum of \(model.maximumOutput.rawValue)"
    }

    private func cost(of model: Model) -> Microcents {
        model.cost(of: request.usage(with: model))
    }

    private func dollars(_ cost: Microcents) -> String { "\(CostText.dollars(microcents: cost.rawValue)) USD" }

    private func dollars(_ utility: Int64) -> String {
        "\(utility < 0 ? "-" : "")\(CostText.dollars(microcents: utility.magnitude)) USD"
    }
}

extension RouteDecision {
    /// `2 of 7 models were eligible`.
    var eligibilityText: String { "\(eligibleCount) of \(evaluatedCount) models were eligible" }

    /// Why no model was chosen, as far as the decision alone tells.
    var rejectionText: String {
        switch reason {
        case .hardRiskLimit: "the request's risk reaches the policy's hard limit"
        case .confidenceBelowMinimum: "the request's confidence is below the policy's minimum"
        default: "no model passed every gate, and no gate stopped more of them than \(reason.name)"
        }
    }
}

extension CapabilitySet {
    /// The names of the capabilities, and the numbers of bits that have none.
    fileprivate var text: String {
        let known = capabilities
        let unnamed = known.reduce(self) { $0.subtracting(CapabilitySet($1)) }
        let bits = (0..<64).filter { unnamed.rawValue & (1 << UInt64($0)) != 0 }.map { "bit \($0)" }
        return (known.map(\.name) + bits).joined(separator: ", ")
    }
}
