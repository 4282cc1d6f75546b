/// Why an entry of a price file was not imported.
public enum SkipReason: String, CaseIterable, Sendable {
    /// `mode` is not `chat`: the policy routes chat requests.
    case notChat = "not_chat"
    /// The entry is no object, or lacks its provider.
    case malformedEntry = "malformed_entry"
    /// A name beyond 128 UTF-8 bytes, or an empty one.
    case unusableName = "unusable_name"
    /// No price per input token.
    case missingInputPrice = "missing_input_price"
    /// No price per output token.
    case missingOutputPrice = "missing_output_price"
    /// Prices by `tiered_pricing`, a list of ranges.
    case tieredPricing = "tiered_pricing"
    /// Long-context prices above two different thresholds; a model has one.
    case severalThresholds = "several_thresholds"
    /// A price that is a text or anything else but a number.
    case priceNotANumber = "price_not_a_number"
    /// A price below zero.
    case priceNegative = "price_negative"
    /// A price finer than 10^-14 USD, the unit of prices; rounding it would bill something else.
    case priceTooFine = "price_too_fine"
    /// A price of 2^64 units or more.
    case priceTooLarge = "price_too_large"
    /// A token limit that is not an integer of 32 bits.
    case limitNotAnInteger = "limit_not_an_integer"
    /// A provider beyond the 64 that a policy's masks can tell apart.
    case providerLimit = "provider_limit"
}

/// Why a price of an imported entry was not: what it prices has no component in Recount's usage.
public enum IgnoredPriceReason: String, CaseIterable, Sendable {
    /// `…_batches`: the discount of batch requests.
    case batch = "batch"
    /// `…_flex`: the discount of slow requests.
    case flex = "flex"
    /// `…_priority`: the surcharge of fast requests.
    case priority = "priority"
    /// `…_ultrafast`, `…_balanced`, `…_decisions`: other service tiers.
    case otherServiceTier = "other_service_tier"
    /// `…_above_1hr`: cache writes that live longer than the provider's default.
    case cacheLifetime = "cache_lifetime"
    /// Caches that are asked for explicitly, priced apart from the implicit one.
    case explicitCache = "explicit_cache"
    /// Audio read from a cache.
    case cachedAudio = "cached_audio"
    /// Output that is not text: audio, images, video.
    case outputModality = "output_modality"
    /// A price per image; the image component counts image tokens.
    case perImage = "per_image"
    /// A price per second of audio, video or reserved capacity.
    case perSecond = "per_second"
    /// A price per character.
    case perCharacter = "per_character"
    /// A price per pixel.
    case perPixel = "per_pixel"
    /// Fees of tools: web search, maps, sessions, citations, file stores.
    case toolFee = "tool_fee"
    /// Factors on all prices, by region or speed.
    case priceMultiplier = "price_multiplier"
    /// Prices of some hours of the day.
    case offPeak = "off_peak"
    /// The same price again in Databricks units.
    case databricksUnits = "databricks_units"
    /// A second key for a component whose other key gives another price; that one is used.
    case conflictingKey = "conflicting_key"
    /// `null`: no price is given.
    case nullPrice = "null_price"
    /// Looks like a price and is none that this importer knows.
    case unknownPrice = "unknown_price"
}

/// What the importer assumed where an imported entry says nothing, or more than a policy can.
public enum ImportAssumption: String, CaseIterable, Sendable {
    /// No price for cache reads: billed as input.
    case cacheReadBilledAsInput = "cache_read_billed_as_input"
    /// No price for cache writes: billed as input.
    case cacheCreationBilledAsInput = "cache_creation_billed_as_input"
    /// A price of zero for cache writes, but not for input: writing costs nothing extra, so billed as input.
    case freeCacheCreationBilledAsInput = "free_cache_creation_billed_as_input"
    /// No price for reasoning: billed as output.
    case reasoningBilledAsOutput = "reasoning_billed_as_output"
    /// Takes audio, has no price for it: billed as input.
    case audioBilledAsInput = "audio_billed_as_input"
    /// Takes images, has no price per image token: billed as input.
    case imageBilledAsInput = "image_billed_as_input"
    /// Answers in audio at a price of its own, which the policy cannot state: the capability is withheld.
    case audioOutputWithheld = "audio_output_withheld"
    /// Every price is zero: the model beats all others on cost.
    case freeOfCharge = "free_of_charge"
    /// No limit on input is given: the context window is not checked.
    case contextWindowUnknown = "context_window_unknown"
    /// No limit on output is given: only the context window bounds it.
    case outputLimitUnknown = "output_limit_unknown"
    /// The limit on output exceeds the one on input, so the latter excludes output: the window is
    /// stricter than the provider's.
    case contextWindowExcludesOutput = "context_window_excludes_output"
    /// The source only numbers the model, its provider and its regions: named after their numbers.
    case namedByNumber = "named_by_number"
    /// The source only numbers capabilities: a bit has the name that policy files have for it, whatever the
    /// source means by it.
    case capabilitiesNamedByBit = "capabilities_named_by_bit"
}
