import RecountJSON
import RecountJournal
import RecountKernel

/// An admission stage by stage, as far as it came.
struct AdmissionExplanation {
    let names: NameBook
    let request: AdmissionRequest
    let decision: Decision
    /// The touched accounts as they stood before.
    let before: BudgetSnapshot
    /// The resources as they stand now.
    let standings: [LockStanding]
    /// Makes the kernel that takes window and model again, for an admission that came so far.
    let rehearse: () throws(JournalError) -> AdmissionRehearsal
    /// Finds the bytes of an installed policy.
    let policy: (PolicyNumber) -> [UInt8]?

    /// The sentences of each stage that came to something; the first of each names it.
    func details() throws(JournalError) -> [String] {
        guard let reached, reached.rawValue > AdmissionStage.reservation.rawValue else { return [] }
        let rehearsal = try rehearse()
        // Borrowed until the rehearsal's next step, so its sentences come before that.
        guard let window = rehearsal.window(request.assembly) else { return [] }
        let usedTokens = window.usedTokens
        let windowSentences = Self.titled(
            "Window", ContextExplanation(request: request.assembly, window: window).details)
        guard reached.rawValue > AdmissionStage.assembly.rawValue else { return windowSentences }
        let routed = routed(usedTokens)
        guard let route = rehearsal.route(routed) else { return windowSentences }
        var sentences = windowSentences + Self.titled("Model", modelSentences(routed, route))
        guard reached.rawValue > AdmissionStage.routing.rawValue, let winner = route.winner else { return sentences }
        let amounts = amounts(usedTokens, winner.cost)
        let limits = BudgetExplanation(names: names, before: before).limits(of: amounts, refusal(at: .budget))
        sentences += Self.titled("Budget", ["\(amounts.text) are to be reserved."] + limits)
        guard reached == .locks else { return sentences }
        return sentences + Self.titled("Locks", LockExplanation(names: names, standings: standings).details)
    }

    /// The stage that refused, or the last; nil for another answer.
    private var reached: AdmissionStage? {
        switch decision {
        case .admitted: .locks
        case .notAdmitted(.refused(let stage, _)): stage
        case .notAdmitted(.notRouted): .routing
        default: nil
        }
    }

    private func refusal(at stage: AdmissionStage) -> Refusal? {
        guard case .notAdmitted(.refused(stage, let refusal)) = decision else { return nil }
        return refusal
    }

    /// What the router was asked: the window is the input, and the budget may cap the cost.
    private func routed(_ usedTokens: Tokens) -> RouteRequest {
        var routed = request.header.route
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        for component in Component.all { quantities[Int(component.rawValue)] = routed.usage[component] }
        quantities[Int(Component.input.rawValue)] = usedTokens.rawValue
        guard let usage = Usage(quantities) else { preconditionFailure("a window has at most 2^48 - 1 tokens") }
        routed.usage = usage
        routed.costLimit = min(routed.costLimit, affordableCost)
        return routed
    }

    /// On every touched account what is available and what the exposure limit leaves.
    private var affordableCost: Microcents {
        before.accounts.reduce(Microcents(Amounts.maximum)) { least, account in
            let balance = account.balances.cost
            let exposure = account.exposureLimit[.cost].map { $0 > balance.reserved ? $0 - balance.reserved : 0 }
            return min(least, Microcents(min(balance.available, exposure ?? .max)))
        }
    }

    private func modelSentences(_ routed: RouteRequest, _ route: RouteDecision) -> [String] {
        guard let bytes = policy(routed.policy) else { return [] }
        let cap =
            routed.costLimit < request.header.route.costLimit
            ? ["The budget affords a cost of at most \(routed.costLimit.dollarText)."] : []
        return bytes.withUnsafeBytes { bytes in
            guard let policy = try? PolicyBytes(validating: bytes) else {
                preconditionFailure("the kernel installed these bytes")
            }
            return cap + RouteExplanation(names: names, policy: policy, request: routed, decision: route).details
        }
    }

    private func amounts(_ usedTokens: Tokens, _ cost: Microcents) -> Amounts {
        let usage = request.header.route.usage
        let tokens = usedTokens.rawValue + usage[.output] + usage[.reasoning]
        guard let amounts = Amounts(calls: 1, tokens: tokens, cost: cost.rawValue) else {
            preconditionFailure("the kernel reserves at most 2^48 - 1 in each dimension")
        }
        return amounts
    }

    private static func titled(_ title: String, _ sentences: [String]) -> [String] {
        guard let first = sentences.first else { return [] }
        return ["\(title): \(first)"] + sentences.dropFirst()
    }
}
