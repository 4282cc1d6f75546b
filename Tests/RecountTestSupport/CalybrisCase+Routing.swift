import RecountKernel

extension CalybrisCase {
    /// The policy, for a case whose policy is valid.
    public func validPolicy() throws -> PolicyBuilder {
        let header = PolicyHeader(
            policyEpoch: try policy.integer("policy_epoch"), catalogEpoch: try policy.integer("catalog_epoch"),
            hardRiskLimit: BasisPoints(try policy.integer("hard_risk_limit_bps")),
            minimumConfidence: BasisPoints(try policy.integer("minimum_confidence_bps")),
            riskMultiplier: BasisPoints(try policy.integer("risk_penalty_multiplier_bps")),
            latencyPenalty: Microcents(try policy.integer("latency_penalty_microunits_per_ms")))
        return PolicyBuilder(header: header, models: try models.map { try Self.model($0) })
    }

    private static func model(_ fields: CalybrisFields) throws -> Model {
        var model = Model(id: ModelID(try fields.integer("model_id")))
        model.provider = try fields.integer("provider_id")
        model.quality = BasisPoints(try fields.integer("quality_bps"))
        model.riskCeiling = BasisPoints(try fields.integer("risk_ceiling_bps"))
        model.availability = try fields.integer("enabled", as: UInt8.self) == 0 ? .disabled : .enabled
        model.latencyMilliseconds = try fields.integer("p95_latency_ms")
        model.capabilities = try fields.integer("capabilities")
        model.regions = try fields.integer("region_mask")
        model.prices.prices[Int(Component.input.rawValue)] = try fields.integer(
            "input_cost_microunits_per_million_tokens")
        model.prices.prices[Int(Component.output.rawValue)] = try fields.integer(
            "output_cost_microunits_per_million_tokens")
        return model
    }

    /// The request, to the first policy that was installed.
    public func request() throws -> RouteRequest {
        var request = RouteRequest(
            policy: PolicyNumber(1), requestedModel: ModelID(try input.integer("requested_model_id")))
        request.usage = .tokens(input: try input.integer("input_tokens"), output: try input.integer("output_tokens"))
        request.value = try input.integer("business_value_microunits")
        request.costLimit = Microcents(try input.integer("budget_limit_microunits"))
        request.risk = BasisPoints(try input.integer("risk_bps"))
        request.confidence = BasisPoints(try input.integer("confidence_bps"))
        request.minimumQuality = BasisPoints(try input.integer("minimum_quality_bps"))
        request.latencyLimitMilliseconds = try input.integer("max_p95_latency_ms")
        request.requiredCapabilities = try input.integer("required_capabilities")
        request.allowedProviders = try input.integer("allowed_provider_mask")
        request.requiredRegions = try input.integer("required_region_mask")
        return request
    }

    /// The policy in the kernel's layout, valid or not, models by ascending id. A provider above 255,
    /// which has no place there, is written as 255.
    public func policyBytes() throws -> [UInt8] {
        var output = LittleEndianBytes()
        output.append(UInt16(1))
        output.append(try policy.integer("policy_epoch", as: UInt64.self))
        output.append(try policy.integer("catalog_epoch", as: UInt64.self))
        output.append(try policy.integer("hard_risk_limit_bps", as: UInt16.self))
        output.append(try policy.integer("minimum_confidence_bps", as: UInt16.self))
        output.append(try policy.integer("risk_penalty_multiplier_bps", as: UInt16.self))
        output.append(try policy.integer("latency_penalty_microunits_per_ms", as: UInt64.self))
        output.append(UInt32(models.count))
        for model in try modelsByID() {
            output.append(try model.integer("model_id", as: UInt32.self))
            output.append(UInt8(clamping: try model.integer("provider_id", as: UInt16.self)))
            output.append(try model.integer("enabled", as: UInt8.self))
            output.append(try model.integer("quality_bps", as: UInt16.self))
            output.append(try model.integer("risk_ceiling_bps", as: UInt16.self))
            output.append(try model.integer("p95_latency_ms", as: UInt32.self))
            output.append(try model.integer("capabilities", as: UInt64.self))
            output.append(try model.integer("region_mask", as: UInt64.self))
            // No window, no maximum output, one price row.
            output.append(0, count: 24)
            output.append(try model.integer("input_cost_microunits_per_million_tokens", as: UInt64.self))
            output.append(0, count: 16)
            output.append(try model.integer("output_cost_microunits_per_million_tokens", as: UInt64.self))
            output.append(0, count: 32 + 64)
        }
        return output.bytes
    }

    /// The models by ascending id; equal ids stay in the order given.
    public func modelsByID() throws -> [CalybrisFields] {
        let keyed = try models.enumerated().map { (id: try $1.integer("model_id", as: UInt32.self), position: $0) }
        return keyed.sorted { ($0.id, $0.position) < ($1.id, $1.position) }.map { models[$0.position] }
    }
}
