import RecountDigest
import RecountJSON
import RecountTestSupport
import Testing

/// That the mapping of the sample loses nothing: from the fields that the routing tests read, the
/// digests that calybris-core 0.3.10 published come out.
@Suite("Digests of calybris-core 0.3.10")
struct CalybrisDigestTests {
    @Test("policies, requests and decisions of the whole sample")
    func digests() throws {
        let cases = try CalybrisCase.sample()
        #expect(cases.count == 205)
        for sample in cases {
            let name = Comment(rawValue: sample.name)
            #expect(try Self.hexadecimal(Self.policy(of: sample)) == sample.policyDigest, name)
            #expect(try Self.hexadecimal(Self.input(of: sample)) == sample.inputDigest, name)
            #expect(try Self.hexadecimal(Self.decision(of: sample)) == sample.decisionDigest, name)
        }
    }

    @Test("the layouts of what was read from JSON")
    func layouts() throws {
        for sample in try CalybrisCase.sample() {
            let name = Comment(rawValue: sample.name)
            let entry = Self.entry(of: sample)
            let record = try entry.withUnsafeBytes { try CalybrisRecord(of: try CalybrisEntry(parsing: $0)) }
            #expect(Self.hexadecimal(record.input.layout) == sample.inputDigest, name)
            #expect(Self.hexadecimal(record.decision.layout) == sample.decisionDigest, name)
            guard sample.isPolicyValid else { continue }
            let policy = try CalybrisPolicy(parsing: sample.document.value(at: ["policy"]).compactBytes)
            #expect(Self.hexadecimal(policy.layout) == sample.policyDigest, name)
        }
    }

    private static func entry(of sample: CalybrisCase) -> [UInt8] {
        CalybrisJournal([sample]) { _, _ in "" }.lines[0].compactBytes
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.withUnsafeBytes { SHA256Digest.hexadecimal(of: $0) }
    }

    private static func policy(of sample: CalybrisCase) throws -> [UInt8] {
        var output = LittleEndianBytes()
        output.append(contentsOf: Array("calypol1\0".utf8))
        let policy = sample.policy
        output.append(try policy.integer("policy_epoch", as: UInt64.self))
        output.append(try policy.integer("catalog_epoch", as: UInt64.self))
        output.append(try policy.integer("hard_risk_limit_bps", as: UInt16.self))
        output.append(try policy.integer("minimum_confidence_bps", as: UInt16.self))
        output.append(try policy.integer("risk_penalty_multiplier_bps", as: UInt16.self))
        output.append(try policy.integer("latency_penalty_microunits_per_ms", as: UInt64.self))
        for model in try sample.modelsByID() {
            output.append(try model.integer("model_id", as: UInt32.self))
            output.append(try model.integer("provider_id", as: UInt16.self))
            output.append(try model.integer("quality_bps", as: UInt16.self))
            output.append(try model.integer("risk_ceiling_bps", as: UInt16.self))
            output.append(try model.integer("enabled", as: UInt8.self))
            output.append(try model.integer("p95_latency_ms", as: UInt32.self))
            output.append(try model.integer("capabilities", as: UInt64.self))
            output.append(try model.integer("region_mask", as: UInt64.self))
            output.append(try model.integer("input_cost_microunits_per_million_tokens", as: UInt64.self))
            output.append(try model.integer("output_cost_microunits_per_million_tokens", as: UInt64.self))
        }
        return output.bytes
    }

    private static func input(of sample: CalybrisCase) throws -> [UInt8] {
        var output = LittleEndianBytes()
        output.append(contentsOf: Array("calyinp1\0".utf8))
        let input = sample.input
        output.append(try input.integer("request_sequence", as: UInt64.self))
        output.append(try input.integer("requested_model_id", as: UInt32.self))
        output.append(try input.integer("input_tokens", as: UInt32.self))
        output.append(try input.integer("output_tokens", as: UInt32.self))
        output.append(try input.integer("business_value_microunits", as: Int64.self))
        output.append(try input.integer("budget_limit_microunits", as: UInt64.self))
        output.append(try input.integer("risk_bps", as: UInt16.self))
        output.append(try input.integer("confidence_bps", as: UInt16.self))
        output.append(try input.integer("minimum_quality_bps", as: UInt16.self))
        output.append(try input.integer("max_p95_latency_ms", as: UInt32.self))
        output.append(try input.integer("required_capabilities", as: UInt64.self))
        output.append(try input.integer("allowed_provider_mask", as: UInt64.self))
        output.append(try input.integer("required_region_mask", as: UInt64.self))
        return output.bytes
    }

    private static func decision(of sample: CalybrisCase) throws -> [UInt8] {
        var output = LittleEndianBytes()
        output.append(contentsOf: Array("calydcn1\0".utf8))
        let decision = sample.decision
        output.append(try decision.integer("request_sequence", as: UInt64.self))
        output.append(sample.actionCode)
        output.append(sample.reasonCode)
        output.append(try decision.integer("selected_model_id", as: UInt32.self))
        output.append(try decision.integer("selected_model_index", as: UInt16.self))
        output.append(try decision.integer("estimated_cost_microunits", as: UInt64.self))
        output.append(try decision.integer("expected_utility_microunits", as: Int64.self))
        output.append(try decision.integer("counterfactual_model_id", as: UInt32.self))
        output.append(try decision.integer("counterfactual_utility_microunits", as: Int64.self))
        output.append(try decision.integer("evaluated_models", as: UInt16.self))
        output.append(try decision.integer("eligible_models", as: UInt16.self))
        output.append(try decision.integer("policy_epoch", as: UInt64.self))
        output.append(try decision.integer("catalog_epoch", as: UInt64.self))
        return output.bytes
    }
}
