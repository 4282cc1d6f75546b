import RecountKernel

/// What a key of a LiteLLM entry prices. Keys were studied in LiteLLM 1.109.1.
enum LiteLLMPriceKey: Equatable {
    /// Not a price.
    case notAPrice
    /// A component's price: of ordinary requests, or of those above a threshold of input tokens.
    case component(Component, aboveTokens: UInt32?)
    /// A second name that LiteLLM has for a component's price of ordinary requests.
    case alias(Component)
    /// A list of ranges that replaces the other prices.
    case tieredPricing
    /// A price without a component.
    case ignored(IgnoredPriceReason)

    init(_ key: String) {
        if let tier = Self.serviceTier(of: key) {
            self = .ignored(tier)
        } else if let range = key.firstRange(of: "_above_") {
            let base = String(key[..<range.lowerBound])
            self = Self.above(String(key[range.upperBound...]), base: base)
        } else {
            self = Self.base(key)
        }
    }

    private static func serviceTier(of key: String) -> IgnoredPriceReason? {
        guard key.contains("cost") else { return nil }
        if key.hasSuffix("_batches") { return .batch }
        if key.hasSuffix("_flex") { return .flex }
        if key.hasSuffix("_priority") { return .priority }
        let others = ["_ultrafast", "_balanced", "_decisions"]
        return others.contains { key.hasSuffix($0) } ? .otherServiceTier : nil
    }

    /// A key `<base>_above_<limit>`: `200k_tokens` is 200 000 tokens, as LiteLLM counts; `1hr` is the
    /// life of a cache entry, whatever follows it.
    private static func above(_ limit: String, base: String) -> LiteLLMPriceKey {
        if limit.hasPrefix("1hr") || limit.hasPrefix("12hr") { return .ignored(.cacheLifetime) }
        guard case .component(let component, nil) = Self.base(base) else { return Self.base(base) }
        let digits = limit.prefix { $0.isASCII && $0.isNumber }
        guard limit.dropFirst(digits.count) == "k_tokens", let thousands = UInt32(digits) else {
            return .ignored(.unknownPrice)
        }
        let (tokens, overflow) = thousands.multipliedReportingOverflow(by: 1000)
        guard !overflow, tokens > 0 else { return .ignored(.unknownPrice) }
        return .component(component, aboveTokens: tokens)
    }

    private static func base(_ key: String) -> LiteLLMPriceKey {
        switch key {
        case "input_cost_per_token": .component(.input, aboveTokens: nil)
        case "cache_read_input_token_cost": .component(.cacheRead, aboveTokens: nil)
        case "cache_creation_input_token_cost": .component(.cacheCreation, aboveTokens: nil)
        case "output_cost_per_token": .component(.output, aboveTokens: nil)
        case "output_cost_per_reasoning_token": .component(.reasoning, aboveTokens: nil)
        case "input_cost_per_audio_token": .component(.audio, aboveTokens: nil)
        case "input_cost_per_image_token": .component(.image, aboveTokens: nil)
        case "input_cost_per_request": .component(.call, aboveTokens: nil)
        case "input_cost_per_token_cache_hit": .alias(.cacheRead)
        case "input_cost_per_query": .alias(.call)
        case "tiered_pricing": .tieredPricing
        case "off_peak_pricing": .ignored(.offPeak)
        case "provider_specific_entry": .ignored(.priceMultiplier)
        case "explicit_cache_read_input_token_cost": .ignored(.explicitCache)
        case "cache_read_input_audio_token_cost": .ignored(.cachedAudio)
        default: Self.other(key)
        }
    }

    /// Keys without a component, by what they hold; a price that nobody has heard of is still counted.
    private static func other(_ key: String) -> LiteLLMPriceKey {
        if key.hasSuffix("_uplift_multiplier") || key.contains("_uplift_multiplier_") {
            return .ignored(.priceMultiplier)
        }
        guard key.contains("cost") || key.contains("pric") else { return .notAPrice }
        let reasons: [(String, IgnoredPriceReason)] = [
            ("_dbu_", .databricksUnits), ("per_second", .perSecond), ("per_character", .perCharacter),
            ("per_pixel", .perPixel), ("_query", .toolFee), ("_session", .toolFee), ("citation", .toolFee),
            ("search", .toolFee), ("vector_store", .toolFee), ("computer_use", .toolFee),
            ("output_cost_per_audio", .outputModality), ("output_cost_per_image", .outputModality),
            ("output_cost_per_video", .outputModality), ("per_image", .perImage),
        ]
        let reason = reasons.first { key.contains($0.0) }?.1
        return .ignored(reason ?? .unknownPrice)
    }
}
