import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: the decisions of calybris-core 0.3.10")
struct CalybrisTests {
    @Test("valid policies: the same decision in every field that both have")
    func decisions() throws {
        let cases = try CalybrisCase.sample().filter(\.isPolicyValid)
        #expect(cases.count == 142)
        for sample in cases {
            let policy = try sample.validPolicy()
            let kernel = try RoutingKernel(policies: 1, models: UInt32(policy.models.count))
            _ = try kernel.install(policy)
            guard case .routed(let decision) = try kernel.route(try sample.request()) else {
                Issue.record("not routed: \(sample.name)")
                continue
            }
            try Self.compare(decision, with: sample)
            #expect(decision == ReferenceRouting(policy).decide(try sample.request()), "\(sample.name)")
        }
    }

    private static func compare(_ decision: RouteDecision, with sample: CalybrisCase) throws {
        let name = Comment(rawValue: sample.name)
        let expected = sample.decision
        #expect(decision.action.rawValue == sample.actionCode, name)
        #expect(decision.reason.calybrisCode == sample.reasonCode, name)
        #expect(try (decision.winner?.model.rawValue ?? 0) == expected.integer("selected_model_id"), name)
        #expect(try (decision.winner?.cost.rawValue ?? 0) == expected.integer("estimated_cost_microunits"), name)
        #expect(try (decision.winner?.utility ?? 0) == expected.integer("expected_utility_microunits"), name)
        #expect(try (decision.runnerUp?.model.rawValue ?? 0) == expected.integer("counterfactual_model_id"), name)
        #expect(try (decision.runnerUp?.utility ?? 0) == expected.integer("counterfactual_utility_microunits"), name)
        #expect(try decision.evaluatedCount == expected.integer("evaluated_models"), name)
        #expect(try decision.eligibleCount == expected.integer("eligible_models"), name)
        #expect(try decision.policy.policyEpoch == expected.integer("policy_epoch"), name)
        #expect(try decision.policy.catalogEpoch == expected.integer("catalog_epoch"), name)
        // Its trace is empty on rejections.
        if decision.action != .reject { try compareHistogram(decision.rejections, with: sample) }
    }

    private static func compareHistogram(_ histogram: GateHistogram, with sample: CalybrisCase) throws {
        let gates: [(Gate, String)] = [
            (.disabled, "disabled"), (.quality, "quality"), (.latency, "latency"), (.capability, "capability"),
            (.provider, "provider"), (.region, "region"), (.riskCeiling, "risk_ceiling"), (.cost, "budget"),
            (.utility, "utility"),
        ]
        for (gate, key) in gates {
            #expect(try histogram[gate] == sample.rejections.integer(key), "\(sample.name), \(key)")
        }
        #expect(histogram[.contextWindow] == 0)
    }

    @Test("valid policies have the bytes that the kernel's encoder writes")
    func layout() throws {
        for sample in try CalybrisCase.sample() where sample.isPolicyValid {
            #expect(try sample.policyBytes() == sample.validPolicy().bytes, "\(sample.name)")
        }
    }

    @Test("invalid policies are refused with their first violation in the order of the bytes")
    func violations() throws {
        let cases = try CalybrisCase.sample().filter { !$0.isPolicyValid }
        #expect(cases.count == 63)
        for sample in cases {
            let expected = try #require(try Self.firstViolation(of: sample), "\(sample.name)")
            let bytes = try sample.policyBytes()
            #expect(throws: expected, "\(sample.name)") {
                try bytes.withUnsafeBytes { _ = try PolicyBytes(validating: $0) }
            }
        }
    }

    /// The first violation, looked for in calybris' fields. An enabled flag above 1 is one for us, not
    /// for calybris; each of these policies has others too.
    private static func firstViolation(of sample: CalybrisCase) throws -> DecodingError? {
        let limits: [(String, Int, DecodingErrorCode, UInt32)] = [
            ("hard_risk_limit_bps", 10_000, .policyHardRiskLimit, 18),
            ("minimum_confidence_bps", 10_000, .policyMinimumConfidence, 20),
            ("risk_penalty_multiplier_bps", 50_000, .policyRiskMultiplier, 22),
        ]
        for (key, maximum, code, offset) in limits where try sample.policy.integer(key) > maximum {
            return DecodingError(code, at: offset)
        }
        if sample.models.isEmpty { return DecodingError(.policyEmptyCatalog, at: 32) }
        let fields: [(String, Int, DecodingErrorCode, UInt32)] = [
            ("provider_id", 63, .policyProvider, 4), ("enabled", 1, .policyEnabledFlag, 5),
            ("quality_bps", 10_000, .policyQuality, 6), ("risk_ceiling_bps", 10_000, .policyRiskCeiling, 8),
        ]
        var previous: UInt32?
        for (position, model) in try sample.modelsByID().enumerated() {
            let start = UInt32(36 + 182 * position)
            let id = try model.integer("model_id", as: UInt32.self)
            if id == previous { return DecodingError(.policyDuplicateModel, at: start) }
            previous = id
            for (key, maximum, code, offset) in fields where try model.integer(key) > maximum {
                return DecodingError(code, at: start + offset)
            }
        }
        let enabled = try sample.models.filter { try $0.integer("enabled", as: UInt8.self) != 0 }
        return enabled.isEmpty ? DecodingError(.policyNoEnabledModel, at: 32) : nil
    }
}
