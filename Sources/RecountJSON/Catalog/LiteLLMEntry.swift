/// What an entry of a LiteLLM price file says in a policy's terms, before the overlay's numbers.
struct LiteLLMEntry {
    var name: String
    var provider: String
    var capabilities: CapabilitySet
    var contextWindowTokens: UInt32
    var maximumOutputTokens: UInt32
    var prices: PriceRowDocument
    var longContext: LongContextPrices?
    var ignoredPrices: [ImportReport.IgnoredPrice]
    var assumptions: Set<ImportAssumption>
}

/// Ends the import of one entry.
struct EntrySkipped: Error {
    var reason: SkipReason
    var key: String?
}

extension LiteLLMEntry {
    /// Reads an entry by the rules of `LiteLLMCatalog`.
    init(name: String, value: JSONValue) throws(EntrySkipped) {
        guard case .object(let members) = value else { throw EntrySkipped(reason: .malformedEntry) }
        guard value["mode"] == .string("chat") else { throw EntrySkipped(reason: .notChat, key: "mode") }
        guard case .string(let provider)? = value["litellm_provider"] else {
            throw EntrySkipped(reason: .malformedEntry, key: "litellm_provider")
        }
        for text in [name, provider] {
            guard (1...PolicyDocument.maximumNameBytes).contains(text.utf8.count) else {
                throw EntrySkipped(reason: .unusableName)
            }
        }
        let prices = try LiteLLMPrices(entry: name, members: members)
        let (rows, assumedPrices) = try prices.rows()
        self.init(
            name: name,
            provider: provider,
            capabilities: Self.capabilities(of: value),
            contextWindowTokens: 0,
            maximumOutputTokens: 0,
            prices: rows.base,
            longContext: rows.long,
            ignoredPrices: prices.ignored,
            assumptions: assumedPrices
        )
        try readLimits(of: value)
        settleCapabilities(of: value)
        if rows.base == PriceRowDocument(), rows.long.map({ $0.prices == PriceRowDocument() }) ?? true {
            assumptions.insert(.freeOfCharge)
        }
    }

    /// A capability is one that the entry claims with `true`; anything else claims nothing.
    private static func capabilities(of value: JSONValue) -> CapabilitySet {
        var set: CapabilitySet = []
        for capability in Capability.allCases where value[capability.litellmKey] == .boolean(true) {
            set.insert(CapabilitySet(capability))
        }
        return set
    }

    private mutating func readLimits(of value: JSONValue) throws(EntrySkipped) {
        let input = try Self.limit("max_input_tokens", of: value)
        let output = try Self.limit("max_output_tokens", of: value)
        let either = try Self.limit("max_tokens", of: value)
        contextWindowTokens = input ?? either ?? 0
        maximumOutputTokens = output ?? either ?? 0
        if contextWindowTokens == 0 { assumptions.insert(.contextWindowUnknown) }
        if maximumOutputTokens == 0 { assumptions.insert(.outputLimitUnknown) }
        if contextWindowTokens > 0, maximumOutputTokens > contextWindowTokens {
            assumptions.insert(.contextWindowExcludesOutput)
        }
    }

    private static func limit(_ key: String, of value: JSONValue) throws(EntrySkipped) -> UInt32? {
        switch value[key] {
        case nil, .null?: return nil
        case .number(let number)?:
            if let limit = try? number.integer(as: UInt32.self) { return limit }
        default: break
        }
        throw EntrySkipped(reason: .limitNotAnInteger, key: key)
    }

    /// Makes capabilities and the assumptions about prices agree.
    private mutating func settleCapabilities(of value: JSONValue) {
        if !capabilities.contains(.audioInput) { assumptions.remove(.audioBilledAsInput) }
        if !capabilities.contains(.vision) { assumptions.remove(.imageBilledAsInput) }
        if capabilities.contains(.audioOutput), value["output_cost_per_audio_token"] != nil {
            capabilities.remove(CapabilitySet(.audioOutput))
            assumptions.insert(.audioOutputWithheld)
        }
    }
}
