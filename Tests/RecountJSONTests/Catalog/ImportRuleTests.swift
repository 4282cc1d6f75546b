import Testing

@testable import RecountJSON

@Suite("LiteLLM import: rules")
struct ImportRuleTests {
    static let priced = #""input_cost_per_token": 2e-06, "output_cost_per_token": 8e-06"#

    @Test("components without a price are billed as what they are a kind of")
    func missingPrices() throws {
        let made = EntryImport(Self.priced + #", "supports_vision": true, "supports_audio_input": true"#)
        let expected = PriceRowDocument(
            input: 200_000_000, cacheRead: 200_000_000, cacheCreation: 200_000_000, output: 800_000_000,
            reasoning: 800_000_000, audio: 200_000_000, image: 200_000_000, call: 0
        )
        #expect(made.model?.prices == expected)
        #expect(made.model?.longContext == nil)
        let assumed: [ImportAssumption] = [
            .cacheReadBilledAsInput, .cacheCreationBilledAsInput, .reasoningBilledAsOutput, .audioBilledAsInput,
            .imageBilledAsInput, .contextWindowUnknown, .outputLimitUnknown,
        ]
        #expect(made.report.assumptions.map(\.assumption) == assumed)
    }

    @Test("every component takes its own price")
    func ownPrices() {
        let made = EntryImport(
            """
            "input_cost_per_token": 1e-14, "cache_read_input_token_cost": 2e-14,
            "cache_creation_input_token_cost": 3e-14, "output_cost_per_token": 4e-14,
            "output_cost_per_reasoning_token": 5e-14, "input_cost_per_audio_token": 6e-14,
            "input_cost_per_image_token": 7e-14, "input_cost_per_request": 0.005
            """
        )
        let expected = PriceRowDocument(
            input: 1, cacheRead: 2, cacheCreation: 3, output: 4, reasoning: 5, audio: 6, image: 7,
            call: 500_000_000_000
        )
        #expect(made.model?.prices == expected)
    }

    @Test("the long-context row: own price, else the parent's if only repeated, else the ordinary price")
    func longContext() {
        let made = EntryImport(
            """
            "input_cost_per_token": 2e-14, "output_cost_per_token": 3e-14, "cache_read_input_token_cost": 1e-14,
            "input_cost_per_image_token": 2e-14, "input_cost_per_audio_token": 9e-14, "input_cost_per_request": 5e-14,
            "output_cost_per_reasoning_token": 7e-14, "input_cost_per_token_above_200k_tokens": 4e-14,
            "output_cost_per_token_above_200k_tokens": 6e-14, "cache_creation_input_token_cost_above_1hr": 9e-14,
            "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 9e-14
            """
        )
        let expected = PriceRowDocument(
            input: 4, cacheRead: 1, cacheCreation: 4, output: 6, reasoning: 7, audio: 9, image: 4, call: 5)
        #expect(made.model?.longContext == LongContextPrices(thresholdTokens: 200_000, prices: expected))
        #expect(made.report.count(of: .cacheLifetime) == 2)
    }

    @Test("a free cache creation is input without a surcharge; a free cache read is free")
    func freeCaches() {
        let free = #", "cache_creation_input_token_cost": 0, "cache_read_input_token_cost": 0.0"#
        let made = EntryImport(Self.priced + free)
        #expect(made.model?.prices.cacheCreation == 200_000_000)
        #expect(made.model?.prices.cacheRead == 0)
        #expect(made.report.count(of: .freeCacheCreationBilledAsInput) == 1)
        #expect(made.report.count(of: .cacheCreationBilledAsInput) == 0)
    }

    @Test("second names count where the first is missing, and are reported where they contradict")
    func aliases() {
        let hit = #", "input_cost_per_token_cache_hit": 1e-14"#
        #expect(EntryImport(Self.priced + hit).model?.prices.cacheRead == 1)
        let same = EntryImport(Self.priced + hit + #", "cache_read_input_token_cost": 1e-14"#)
        #expect(same.report.ignoredPrices.isEmpty)
        let other = EntryImport(Self.priced + hit + #", "cache_read_input_token_cost": 2e-14"#)
        #expect(other.model?.prices.cacheRead == 2)
        #expect(other.report.ignoredPrices.map(\.reason) == [.conflictingKey])
        #expect(EntryImport(Self.priced + #", "input_cost_per_query": 3e-14"#).model?.prices.call == 3)
    }

    static let skips: [(String, SkipReason)] = [
        (#""output_cost_per_token": 1e-06"#, .missingInputPrice),
        (#""input_cost_per_token": 1e-06"#, .missingOutputPrice),
        (#""input_cost_per_token": null, "output_cost_per_token": 1e-06"#, .missingInputPrice),
        (priced + #", "tiered_pricing": []"#, .tieredPricing),
        (
            priced + #", "input_cost_per_token_above_32k_tokens": 1, "output_cost_per_token_above_256k_tokens": 2"#,
            .severalThresholds
        ),
        (#""input_cost_per_token": "2e-06", "output_cost_per_token": 1e-06"#, .priceNotANumber),
        (priced + #", "cache_read_input_token_cost": -1e-07"#, .priceNegative),
        (priced + #", "cache_read_input_token_cost": 1.0000000000000001e-07"#, .priceTooFine),
        (priced + #", "input_cost_per_token_above_200k_tokens": 1e-15"#, .priceTooFine),
        (priced + #", "input_cost_per_request": 184467.44073709551616"#, .priceTooLarge),
        (priced + #", "max_input_tokens": "128k""#, .limitNotAnInteger),
        (priced + #", "max_output_tokens": 0.5"#, .limitNotAnInteger),
        (priced + #", "max_tokens": 4294967296"#, .limitNotAnInteger),
    ]

    @Test("an entry that could not be billed exactly is skipped by reason", arguments: skips)
    func skipped(members: String, reason: SkipReason) {
        let made = EntryImport(members)
        #expect(made.error == .nothingImported(selectedCount: 1))
        #expect(made.report.skippedEntries.map(\.reason) == [reason])
    }

    @Test("entries that are none are skipped by reason")
    func skippedEntries() {
        let long = String(repeating: "x", count: 129)
        let made = EntryImport(
            file: """
                {"a": 1, "b": {"mode": "embedding"}, "c": {"mode": "chat"}, "d": {},
                "\(long)": {"mode": "chat", "litellm_provider": "p", \(Self.priced)}}
                """
        )
        let reasons: [SkipReason] = [.malformedEntry, .notChat, .malformedEntry, .notChat, .unusableName]
        #expect(made.report.skippedEntries.map(\.reason) == reasons)
    }

    static let ignored: [(String, IgnoredPriceReason)] = [
        ("input_cost_per_token_batches", .batch), ("output_cost_per_token_above_272k_tokens_batches", .batch),
        ("input_cost_per_token_flex", .flex), ("input_cost_per_token_priority", .priority),
        ("output_cost_per_token_ultrafast", .otherServiceTier), ("input_cost_per_token_balanced", .otherServiceTier),
        ("cache_creation_input_token_cost_above_1hr", .cacheLifetime),
        ("explicit_cache_read_input_token_cost", .explicitCache), ("cache_read_input_audio_token_cost", .cachedAudio),
        ("output_cost_per_audio_token", .outputModality), ("output_cost_per_image", .outputModality),
        ("output_cost_per_image_token", .outputModality), ("output_cost_per_video_token", .outputModality),
        ("input_cost_per_image", .perImage), ("input_cost_per_image_above_128k_tokens", .perImage),
        ("input_cost_per_second", .perSecond), ("input_cost_per_video_per_second_above_128k_tokens", .perSecond),
        ("input_cost_per_character", .perCharacter), ("input_cost_per_pixel", .perPixel),
        ("search_context_cost_per_query", .toolFee), ("google_maps_grounding_cost_per_query", .toolFee),
        ("code_interpreter_cost_per_session", .toolFee), ("citation_cost_per_token", .toolFee),
        ("regional_endpoint_uplift_multiplier", .priceMultiplier), ("provider_specific_entry", .priceMultiplier),
        ("regional_processing_uplift_multiplier_eu", .priceMultiplier), ("off_peak_pricing", .offPeak),
        ("input_dbu_cost_per_token", .databricksUnits), ("some_new_cost", .unknownPrice),
        ("input_cost_per_token_above_noon", .unknownPrice), ("input_cost_per_token_above_0k_tokens", .unknownPrice),
    ]

    @Test("a price without a component is ignored by reason, never silently", arguments: ignored)
    func ignoredKey(key: String, reason: IgnoredPriceReason) {
        let made = EntryImport(Self.priced + ", \"\(key)\": {\"x\": 0.5}")
        #expect(made.report.ignoredPrices == [ImportReport.IgnoredPrice(entry: "m", key: key, reason: reason)])
        #expect(made.model?.prices.input == 200_000_000)
    }

    @Test("a null price is no price, and is reported")
    func nullPrice() {
        let made = EntryImport(Self.priced + #", "cache_read_input_token_cost": null"#)
        #expect(made.report.ignoredPrices.map(\.reason) == [.nullPrice])
        #expect(made.model?.prices.cacheRead == 200_000_000)
    }

    @Test("limits: each its own, max_tokens for a missing one, none is 0")
    func limits() {
        func limits(_ members: String) -> [UInt32]? {
            EntryImport(Self.priced + members).model.map { [$0.contextWindowTokens, $0.maximumOutputTokens] }
        }
        #expect(limits("") == [0, 0])
        #expect(limits(#", "max_input_tokens": 8e3, "max_output_tokens": 100.0, "max_tokens": 5"#) == [8000, 100])
        #expect(limits(#", "max_tokens": 5"#) == [5, 5])
        #expect(limits(#", "max_input_tokens": null, "max_tokens": 5, "max_output_tokens": 3"#) == [5, 3])
        let made = EntryImport(Self.priced + #", "max_input_tokens": 8, "max_output_tokens": 9"#)
        #expect(made.report.count(of: .contextWindowExcludesOutput) == 1)
    }

    @Test("capabilities are what the entry claims with true, but no audio at a price of its own")
    func capabilities() {
        let claims = #", "supports_vision": true, "supports_reasoning": false, "supports_tool_choice": "yes""#
        #expect(EntryImport(Self.priced + claims).model?.capabilities == CapabilitySet(.vision))
        let audio = #", "supports_audio_output": true"#
        #expect(EntryImport(Self.priced + audio).model?.capabilities == CapabilitySet(.audioOutput))
        let priced = EntryImport(Self.priced + audio + #", "output_cost_per_audio_token": 8e-05"#)
        #expect(priced.model?.capabilities == [])
        #expect(priced.report.count(of: .audioOutputWithheld) == 1)
    }

    @Test("a model without any price is imported and named")
    func free() {
        let made = EntryImport(#""input_cost_per_token": 0.0, "output_cost_per_token": 0"#)
        #expect(made.model?.prices == PriceRowDocument())
        #expect(made.report.count(of: .freeOfCharge) == 1)
    }
}
