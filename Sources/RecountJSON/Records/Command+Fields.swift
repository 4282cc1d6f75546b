import RecountKernel

extension Command {
    /// Hands every field to a visitor, the kind first, in the order of the canonical form. Of a
    /// policy only its header and the number of its models.
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.label("command", body.kind.name)
        visitor.unsigned("tenant", header.tenant.rawValue)
        visitor.unsigned("time_ms", header.time.rawValue)
        visitor.identifier("request_id", header.requestID)
        visitor.identifier("actor", header.actor)
        visitor.identifier("correlation", header.correlation)
        body.visit(&visitor)
    }
}

extension CommandBody {
    /// Hands the fields after the header to a visitor.
    func visit(_ visitor: inout some FieldVisitor) {
        switch self {
        case .tick, .seal: break
        case .describe(let description): description.visit(&visitor)
        case .installPolicy(let policy):
            policy.header.visit(&visitor)
            visitor.unsigned("models", UInt64(policy.modelCount))
        case .route(let request): request.visit(&visitor)
        case .openTenant(let quotas), .setQuotas(let quotas): quotas.visit(&visitor)
        case .openAccount(let opening):
            visitor.unsigned("account", opening.account.rawValue)
            visitor.optional("parent", opening.parent?.rawValue)
            opening.exposureLimit.visit(&visitor)
        case .setExposureLimit(let account, let limit):
            visitor.unsigned("account", account.rawValue)
            limit.visit(&visitor)
        case .fund(let transfer), .withdraw(let transfer):
            visitor.identifier("transfer", transfer.id)
            visitor.unsigned("account", transfer.account.rawValue)
            visitor.amounts("amounts", transfer.amounts)
        case .reserve(let reservation):
            visitor.identifier("reservation", reservation.id)
            reservation.accounts.visit(&visitor)
            visitor.amounts("amounts", reservation.amounts)
            visitor.unsigned("expiry_ms", reservation.expiry.rawValue)
        case .draw(let spending), .settle(let spending):
            visitor.identifier("reservation", spending.id)
            visitor.amounts("total", spending.total)
        case .extend(let id, let expiry):
            visitor.identifier("reservation", id)
            visitor.unsigned("expiry_ms", expiry.rawValue)
        case .release(let id): visitor.identifier("reservation", id)
        case .charge(let charge):
            visitor.identifier("reservation", charge.id)
            charge.accounts.visit(&visitor)
            visitor.amounts("amounts", charge.amounts)
        case .closeAccount(let account): visitor.unsigned("account", account.rawValue)
        case .assemble(let request): request.visit(&visitor)
        case .acquireLock(let request): request.visit(&visitor)
        case .renewLock(let reference, let lease):
            reference.visit(&visitor)
            visitor.unsigned("lease_ms", lease.rawValue)
        case .releaseLock(let reference): reference.visit(&visitor)
        case .cancelWait(let agent): visitor.identifier("agent", agent)
        case .admit(let request): request.visit(&visitor)
        }
    }
}

extension PolicyHeader {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("policy_epoch", policyEpoch)
        visitor.unsigned("catalog_epoch", catalogEpoch)
        visitor.unsigned("hard_risk_limit_bp", UInt64(hardRiskLimit.rawValue))
        visitor.unsigned("minimum_confidence_bp", UInt64(minimumConfidence.rawValue))
        visitor.unsigned("risk_multiplier_bp", UInt64(riskMultiplier.rawValue))
        visitor.unsigned("latency_penalty_microcents_per_ms", latencyPenalty.rawValue)
    }
}

extension Description {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.label("subject", subject.name)
        visitor.identifier("id", id)
        visitor.text("name", name.text)
    }
}

extension Name {
    /// The name as text. O(bytes).
    public var text: String {
        String(decoding: (0..<byteCount).map { self[$0] }, as: UTF8.self)
    }

    /// Makes a name of a text.
    ///
    /// - Returns: nil if it is empty or has more than 128 UTF-8 bytes.
    public init?(_ text: String) {
        var text = text
        let name = text.withUTF8 { Name(utf8: UnsafeRawBufferPointer($0)) }
        guard let name else { return nil }
        self = name
    }
}

extension TenantQuotas {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.beginGroup("quotas")
        visitor.unsigned("accounts", UInt64(accounts))
        visitor.unsigned("reservations", UInt64(reservations))
        visitor.unsigned("transfers", UInt64(transfers))
        visitor.unsigned("locks", UInt64(locks))
        visitor.endGroup()
    }
}

extension ExposureLimit {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.beginGroup("exposure_limit")
        visitor.optional("calls", self[.calls])
        visitor.optional("tokens", self[.tokens])
        if let limit = self[.cost] { visitor.cost(.cost, Microcents(limit)) } else { visitor.absent("cost_microcents") }
        visitor.endGroup()
    }
}

extension AccountList {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.beginList("accounts")
        for position in 0..<count {
            visitor.beginElement()
            visitor.unsigned("account", self[position].rawValue)
            visitor.endElement()
        }
        visitor.endList()
    }
}

extension RouteRequest {
    /// Hands every field to a visitor, under the names that `decide` reads.
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("policy", UInt64(policy.rawValue))
        visitor.unsigned("requested_model", UInt64(requestedModel.rawValue))
        for component in Component.all { visitor.unsigned(component.fieldName, usage[component]) }
        visitor.signed("value_microcents", value)
        visitor.cost(.costLimit, costLimit)
        visitor.unsigned("risk_bp", UInt64(risk.rawValue))
        visitor.unsigned("confidence_bp", UInt64(confidence.rawValue))
        visitor.unsigned("minimum_quality_bp", UInt64(minimumQuality.rawValue))
        visitor.unsigned("latency_limit_ms", UInt64(latencyLimitMilliseconds))
        visitor.unsigned("required_capabilities", requiredCapabilities)
        visitor.unsigned("allowed_providers", allowedProviders)
        visitor.unsigned("required_regions", requiredRegions)
        visitor.beginList("warm")
        for position in 0..<warmEntries.count {
            visitor.beginElement()
            visitor.unsigned("model", UInt64(warmEntries[position].model.rawValue))
            visitor.unsigned("tokens", warmEntries[position].tokens.rawValue)
            visitor.endElement()
        }
        visitor.endList()
        visitor.beginList("excluded")
        for position in 0..<excludedModels.count {
            visitor.beginElement()
            visitor.unsigned("model", UInt64(excludedModels[position].rawValue))
            visitor.endElement()
        }
        visitor.endList()
    }
}
