import RecountJSON
import RecountKernel
import Testing

@Suite("Policy documents")
struct PolicyDocumentTests {
    @Test("read back as they were written, in both forms", arguments: [JSONWriter.Form.compact, .pretty])
    func roundTrip(_ form: JSONWriter.Form) throws {
        let policy = Self.policy
        #expect(try PolicyDocument(parsing: policy.json(form)) == policy)
    }

    @Test("models come out by ascending id")
    func order() throws {
        var reversed = Self.policy
        reversed.models.reverse()
        #expect(try PolicyDocument(parsing: reversed.json()) == Self.policy)
    }

    @Test("what may be missing has its stated value")
    func defaults() throws {
        let text = """
            {"models": [{"id": 7, "name": "m", "provider": "p", "quality_bp": 1, "risk_ceiling_bp": 2, "latency_ms": 3,
            "prices_microcents_per_million": {"output": 5}}],
            "providers": [{"id": 0, "name": "p"}], "latency_penalty_microcents_per_ms": 4, "risk_multiplier_bp": 3,
            "minimum_confidence_bp": 2, "hard_risk_limit_bp": 1, "catalog_epoch": 18446744073709551615,
            "policy_epoch": 9, "version": 1, "format": "recount.policy"}
            """
        let model = ModelDocument(
            id: 7, name: "m", provider: "p", qualityBasisPoints: 1, riskCeilingBasisPoints: 2,
            latencyMilliseconds: 3, prices: PriceRowDocument(output: 5)
        )
        let expected = PolicyDocument(
            policyEpoch: 9, catalogEpoch: .max, hardRiskLimitBasisPoints: 1, minimumConfidenceBasisPoints: 2,
            riskMultiplierBasisPoints: 3, latencyPenaltyMicrocentsPerMillisecond: 4,
            providers: [ProviderDocument(id: 0, name: "p")], models: [model]
        )
        #expect(try PolicyDocument(parsing: Array(text.utf8)) == expected)
    }

    @Test("names lead to the kernel's ids and masks")
    func names() {
        let policy = Self.policy
        #expect(policy.providerIdentifier(named: "two") == 63)
        #expect(policy.providerIdentifier(named: "three") == nil)
        #expect(policy.regionMask(named: ["eu", "us"]) == 0x8000_0000_0000_0001)
        #expect(policy.regionMask(named: []) == 0)
        #expect(policy.regionMask(named: ["moon"]) == nil)
    }

    @Test("capability bits are fixed and every name leads back to its bit")
    func capabilities() {
        let names = [
            "function_calling", "parallel_function_calling", "tool_choice", "response_schema", "system_messages",
            "vision", "audio_input", "audio_output", "pdf_input", "prompt_caching", "reasoning", "web_search",
            "computer_use", "assistant_prefill", "video_input", "url_context", "native_streaming",
            "embedding_image_input",
        ]
        #expect(Capability.allCases.map(\.name) == names)
        #expect(Capability.allCases.map { Int($0.rawValue) } == Array(0..<names.count))
        for capability in Capability.allCases {
            #expect(Capability(name: capability.name) == capability)
            #expect(CapabilitySet(capability).rawValue == 1 << UInt64(capability.rawValue))
            #expect(capability.litellmKey == "supports_" + capability.name)
        }
    }

    @Test("price components have fixed numbers and names")
    func components() {
        let names = ["input", "cache_read", "cache_creation", "output", "reasoning", "audio", "image", "call"]
        #expect(Component.all.map(\.priceName) == names)
        #expect(Component.all.map { Int($0.rawValue) } == Array(0..<8))
        var row = PriceRowDocument()
        for component in Component.all { row[component] = UInt64(component.rawValue) + 1 }
        #expect(
            row
                == PriceRowDocument(
                    input: 1, cacheRead: 2, cacheCreation: 3, output: 4, reasoning: 5, audio: 6, image: 7, call: 8)
        )
    }

    static let policy = PolicyDocument(
        policyEpoch: .max,
        catalogEpoch: 2,
        hardRiskLimitBasisPoints: 9000,
        minimumConfidenceBasisPoints: 3000,
        riskMultiplierBasisPoints: .max,
        latencyPenaltyMicrocentsPerMillisecond: .max,
        providers: [ProviderDocument(id: 0, name: "one \"é\""), ProviderDocument(id: 63, name: "two")],
        regions: [RegionDocument(bit: 0, name: "us"), RegionDocument(bit: 63, name: "eu")],
        source: [
            JSONMember(key: "anything", value: .array([.null, .number(JSONNumber(1)), .object([])])),
            JSONMember(key: "name", value: .string("LiteLLM")),
        ],
        models: [
            ModelDocument(
                id: 0, name: "small", provider: "two", isEnabled: false, qualityBasisPoints: 1,
                riskCeilingBasisPoints: 2, latencyMilliseconds: .max, prices: PriceRowDocument()
            ),
            ModelDocument(
                id: .max, name: String(repeating: "é", count: 64), provider: "one \"é\"", qualityBasisPoints: .max,
                riskCeilingBasisPoints: 2, latencyMilliseconds: 3,
                capabilities: CapabilitySet(rawValue: 1 << 18 - 1), regions: ["us", "eu"], contextWindowTokens: .max,
                maximumOutputTokens: 5,
                prices: PriceRowDocument(
                    input: 1, cacheRead: 2, cacheCreation: 3, output: 4, reasoning: 5, audio: 6, image: 7, call: .max),
                longContext: LongContextPrices(thresholdTokens: 200_000, prices: PriceRowDocument(input: 9))
            ),
        ]
    )
}
