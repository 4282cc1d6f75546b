import RecountKernel

extension Decision {
    /// Hands every field to a visitor, the kind first, in the order of the canonical form.
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.label("decision", kind.name)
        switch self {
        case .accepted: break
        case .refused(let refusal): refusal.visit(&visitor)
        case .duplicate(let duplicate):
            visitor.unsigned("original_sequence", duplicate.sequence)
            duplicate.present.visit(&visitor)
        case .policyInstalled(let installation):
            visitor.unsigned("policy", UInt64(installation.number.rawValue))
            visitor.digest("policy_digest", installation.digest)
        case .sealed(let stateRoot): visitor.digest("state_root", stateRoot)
        case .routed(let decision): decision.visit(&visitor)
        case .settled(let settlement): visitor.label("settlement", settlement.name)
        case .assembled(let window): window.visit(&visitor)
        case .lockAcquired(let grant): grant.visit(&visitor)
        case .lockQueued(let position): visitor.unsigned("position", UInt64(position))
        case .lockReleased(let holdCount): visitor.unsigned("hold_count", UInt64(holdCount))
        case .admitted(let admission): admission.visit(&visitor)
        case .notAdmitted(let refusal): refusal.visit(&visitor)
        case .leaseExpired(let expiry):
            visitor.unsigned("tenant", expiry.tenant.rawValue)
            expiry.lease.visit(&visitor)
        case .waitExpired(let expiry):
            visitor.unsigned("tenant", expiry.tenant.rawValue)
            visitor.identifier("resource", expiry.resource)
            visitor.identifier("agent", expiry.agent)
        case .lockPromoted(let promotion): promotion.visit(&visitor)
        case .reservationExpired(let expiry):
            visitor.unsigned("tenant", expiry.tenant.rawValue)
            visitor.identifier("reservation", expiry.reservation)
            visitor.amounts("released", expiry.released)
        }
    }
}

extension Refusal {
    /// Hands the reason and what it applies to to a visitor.
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.label("reason", reason.name)
        switch detail {
        case .none: break
        case .account(let account): visitor.unsigned("account", account.rawValue)
        case .budget(let account, let dimension, let needed, let limit):
            visitor.unsigned("account", account.rawValue)
            visitor.label("dimension", dimension.name)
            visitor.unsigned("needed", needed)
            visitor.unsigned("limit", limit)
        case .amount(let dimension, let needed, let limit):
            visitor.label("dimension", dimension.name)
            visitor.unsigned("needed", needed)
            visitor.unsigned("limit", limit)
        case .count(let needed, let limit):
            visitor.unsigned("needed", needed)
            visitor.unsigned("limit", limit)
        case .reservation(let state): visitor.label("state", state.name)
        case .policy(let number): visitor.unsigned("policy", UInt64(number.rawValue))
        case .resource(let resource): visitor.identifier("resource", resource)
        case .holder(let resource, let agent):
            visitor.identifier("resource", resource)
            visitor.identifier("holder", agent)
        case .duration(let resource, let needed, let limit):
            visitor.identifier("resource", resource)
            visitor.unsigned("needed_ms", needed)
            visitor.unsigned("limit_ms", limit)
        case .room(let section, let needed, let limit):
            visitor.optional("section", section.map { UInt64($0.rawValue) })
            visitor.unsigned("needed", needed)
            visitor.unsigned("limit", limit)
        }
    }
}

extension Duplicate.PresentState {
    /// Hands how things stand to a visitor.
    func visit(_ visitor: inout some FieldVisitor) {
        switch self {
        case .tenantOpen: visitor.label("present", "tenant_open")
        case .accountOpen: visitor.label("present", "account_open")
        case .accountClosed: visitor.label("present", "account_closed")
        case .transferred: visitor.label("present", "transferred")
        case .reservation(let state, let expiry, let spent):
            visitor.label("present", state.name)
            visitor.unsigned("expiry_ms", expiry.rawValue)
            visitor.amounts("spent", spent)
        }
    }
}

extension RouteDecision {
    /// Hands every field to a visitor.
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.label("action", action.name)
        visitor.label("reason", reason.name)
        if let winner {
            visitor.unsigned("model", UInt64(winner.model.rawValue))
            visitor.cost(.cost, winner.cost)
            visitor.signed("utility_microcents", winner.utility)
        } else {
            visitor.absent("model")
        }
        if let runnerUp {
            visitor.unsigned("runner_up_model", UInt64(runnerUp.model.rawValue))
            visitor.signed("runner_up_utility_microcents", runnerUp.utility)
        } else {
            visitor.absent("runner_up_model")
        }
        visitor.unsigned("evaluated", UInt64(evaluatedCount))
        visitor.unsigned("eligible", UInt64(eligibleCount))
        visitor.beginGroup("rejections")
        for gate in Gate.all { visitor.unsigned(gate.name, UInt64(rejections[gate])) }
        visitor.endGroup()
        visitor.digest("policy_digest", policy.digest)
        visitor.unsigned("policy_epoch", policy.policyEpoch)
        visitor.unsigned("catalog_epoch", policy.catalogEpoch)
    }
}
