import Testing

@testable import RecountJSON

@Suite("LiteLLM import: a real file")
struct CatalogImportTests {
    private func made(_ selection: ModelSelection) throws -> CatalogImport {
        let prices = try #require(CatalogFiles.bytes(CatalogFiles.excerptPath))
        let overlay = try #require(CatalogFiles.bytes(CatalogFiles.overlayPath))
        return try CatalogImport(liteLLM: prices, overlay: overlay, selection: selection)
    }

    @Test("the demo policy is what its overlay and the price file give, byte for byte")
    func demoPolicy() throws {
        let expected = try #require(CatalogFiles.bytes(CatalogFiles.policyPath))
        let made = try made(.overlay)
        #expect(made.policy.json() == expected)
        #expect(try PolicyDocument(parsing: expected) == made.policy)
    }

    @Test("prices of models checked by hand against the providers' units")
    func prices() throws {
        let models = try made(.overlay).policy.models
        func model(_ name: String) throws -> ModelDocument { try #require(models.first { $0.name == name }) }

        // 2.50, 1.25 (cached) and 10.00 USD per million tokens.
        let gpt4o = try model("gpt-4o")
        let gpt4oPrices = PriceRowDocument(
            input: 250_000_000, cacheRead: 125_000_000, cacheCreation: 250_000_000, output: 1_000_000_000,
            reasoning: 1_000_000_000, audio: 250_000_000, image: 250_000_000)
        #expect(gpt4o.prices == gpt4oPrices)
        #expect(gpt4o.longContext == nil)
        #expect(gpt4o.contextWindowTokens == 128_000)
        #expect(gpt4o.maximumOutputTokens == 16_384)
        #expect(gpt4o.id == 1)
        #expect(gpt4o.regions == ["us", "eu"])

        // 1.25, 0.125 and 10.00 USD; above 200 000 tokens 2.50, 0.25 and 15.00 USD.
        let gemini = try model("gemini/gemini-2.5-pro")
        let ordinary = PriceRowDocument(
            input: 125_000_000, cacheRead: 12_500_000, cacheCreation: 125_000_000, output: 1_000_000_000,
            reasoning: 1_000_000_000, audio: 125_000_000, image: 125_000_000)
        let long = PriceRowDocument(
            input: 250_000_000, cacheRead: 25_000_000, cacheCreation: 250_000_000, output: 1_500_000_000,
            reasoning: 1_500_000_000, audio: 250_000_000, image: 250_000_000)
        #expect(gemini.prices == ordinary)
        #expect(gemini.longContext == LongContextPrices(thresholdTokens: 200_000, prices: long))

        // Image tokens at the input price, 1.25 USD, double above 200 000 like the input itself.
        let grok = try model("xai/grok-4.3")
        #expect(grok.prices.image == 125_000_000)
        #expect(grok.longContext?.prices.image == 250_000_000)

        // 5.00, 6.25 (written), 0.50 (read) and 25.00 USD.
        let opus = try model("claude-opus-4-5")
        let opusPrices = PriceRowDocument(
            input: 500_000_000, cacheRead: 50_000_000, cacheCreation: 625_000_000, output: 2_500_000_000,
            reasoning: 2_500_000_000, audio: 500_000_000, image: 500_000_000)
        #expect(opus.prices == opusPrices)

        // Audio costs 1.00 USD where text costs 0.30 USD.
        #expect(try model("gemini/gemini-2.5-flash").prices.audio == 100_000_000)
    }

    @Test("what cannot be represented is counted by reason")
    func report() throws {
        let overlay = try Overlay(parsing: Array(CatalogFiles.plainOverlay.utf8))
        let prices = try #require(CatalogFiles.bytes(CatalogFiles.excerptPath))
        let catalog = try LiteLLMCatalog(parsing: prices)
        var report = ImportReport()
        _ = try CatalogImport(catalog, overlay: overlay, selection: .patterns(["*"]), report: &report)
        #expect(report.selectedCount == 61)
        #expect(report.importedCount == 55)
        let skipped: [SkipReason: [String]] = [
            .notChat: ["sample_spec", "text-embedding-3-small"],
            .missingInputPrice: ["bedrock/us-east-1/1-month-commitment/anthropic.claude-v1"],
            .tieredPricing: ["dashscope/qwen-flash"],
            .severalThresholds: ["kyma/qwen3.7-flash"],
            .priceTooFine: ["databricks/databricks-claude-sonnet-4-1"],
        ]
        for reason in SkipReason.allCases {
            let names = report.skippedEntries.filter { $0.reason == reason }.map(\.entry)
            #expect(names == skipped[reason] ?? [], "\(reason)")
        }
        // Counted by a script over the excerpt's text, apart from this code.
        let ignored: [IgnoredPriceReason: Int] = [
            .batch: 108, .flex: 61, .priority: 73, .otherServiceTier: 8, .cacheLifetime: 8, .explicitCache: 1,
            .cachedAudio: 3, .outputModality: 1, .perImage: 3, .perSecond: 4, .perCharacter: 4, .toolFee: 31,
            .priceMultiplier: 9, .offPeak: 1,
        ]
        for reason in IgnoredPriceReason.allCases {
            #expect(report.count(of: reason) == ignored[reason] ?? 0, "\(reason)")
        }
        #expect(report.count(of: .audioOutputWithheld) == 1)
        #expect(report.count(of: .contextWindowExcludesOutput) == 1)
    }

    @Test("the report is rendered for people and for programs")
    func rendering() {
        let made = EntryImport(
            file: """
                {"a": {"mode": "chat", "litellm_provider": "p", "input_cost_per_token": 0, "output_cost_per_token": 1,
                "x_cost": 1, "input_cost_per_token_flex": 0, "output_cost_per_token_flex": 0,
                "max_input_tokens": 1, "max_output_tokens": 1, "cache_read_input_token_cost": 0,
                "cache_creation_input_token_cost": 0, "output_cost_per_reasoning_token": 0}, "b": {}}
                """
        )
        #expect(
            made.report.table(detail: .counts) == """
                entries selected  2
                entries imported  1

                entries skipped
                  not_chat  1

                prices ignored
                  flex           2
                  unknown_price  1

                """
        )
        #expect(made.report.table(detail: .everything).contains("  not_chat  1\n    b: mode\n"))
        #expect(
            String(decoding: made.report.json(.compact, detail: .counts), as: UTF8.self) == """
                {"selected":2,"imported":1,"skipped_entries":[{"reason":"not_chat","count":1}],\
                "ignored_prices":[{"reason":"flex","count":2},{"reason":"unknown_price","count":1}],"assumptions":[]}

                """
        )
        #expect(
            String(decoding: made.report.json(.compact, detail: .everything), as: UTF8.self)
                .contains(#"{"reason":"not_chat","count":1,"items":[{"entry":"b","key":"mode"}]}"#)
        )
    }
}
