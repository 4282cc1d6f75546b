import RecountKernel

/// The members of a model read so far, and where its text starts.
struct ModelDocumentBuilder {
    private(set) var document: ModelDocument
    let offset: Int
    private var providerOffset = 0
    private var regionOffset = 0

    static func read(_ reader: inout DocumentReader) throws(DocumentError) -> ModelDocumentBuilder {
        var fields = Fields()
        let start = reader.valueOffset
        try reader.object { reader, key throws(DocumentError) in try fields.readMember(key, &reader) }
        var builder = ModelDocumentBuilder(document: try fields.build(reader, from: start), offset: start)
        builder.providerOffset = fields.providerOffset
        builder.regionOffset = fields.regionOffset
        return builder
    }

    private init(document: ModelDocument, offset: Int) {
        self.document = document
        self.offset = offset
    }

    /// Demands that the model's provider and regions are in the policy's lists, which may come after
    /// the models in the text.
    func demandNames(
        providers: [ProviderDocument],
        regions: [RegionDocument],
        _ index: Int,
        _ reader: DocumentReader
    ) throws(DocumentError) {
        if !providers.contains(where: { $0.name == document.provider }) {
            var error = reader.error(.unknownName(document.provider, list: "\"providers\""), at: providerOffset)
            error.path = "models[\(index)].provider"
            throw error
        }
        for (position, name) in document.regions.enumerated() where !regions.contains(where: { $0.name == name }) {
            var error = reader.error(.unknownName(name, list: "\"regions\""), at: regionOffset)
            error.path = "models[\(index)].regions[\(position)]"
            throw error
        }
    }
}

extension ModelDocumentBuilder {
    fileprivate struct Fields {
        var id: UInt32?
        var name: String?
        var provider: String?
        var providerOffset = 0
        var isEnabled = true
        var quality: UInt16?
        var riskCeiling: UInt16?
        var latency: UInt32?
        var capabilities: CapabilitySet = []
        var regions: [String] = []
        var regionOffset = 0
        var contextWindow: UInt32 = 0
        var maximumOutput: UInt32 = 0
        var threshold: UInt32 = 0
        var prices: PriceRowDocument?
        var longContextPrices: PriceRowDocument?
    }
}

extension ModelDocumentBuilder.Fields {
    mutating func readMember(
        _ key: String,
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> DocumentReader.Member {
        switch key {
        case "id": id = try reader.integer()
        case "name": name = try reader.name()
        case "provider":
            providerOffset = reader.valueOffset
            provider = try reader.name()
        case "enabled": isEnabled = try reader.boolean()
        case "quality_bp": quality = try reader.integer()
        case "risk_ceiling_bp": riskCeiling = try reader.integer()
        case "latency_ms": latency = try reader.integer()
        case "capabilities": capabilities = try Self.readCapabilities(&reader)
        case "regions":
            regionOffset = reader.valueOffset
            regions = try reader.regionNames()
        case "context_window_tokens": contextWindow = try reader.integer()
        case "maximum_output_tokens": maximumOutput = try reader.integer()
        case "long_context_threshold_tokens": threshold = try reader.integer()
        case "prices_microcents_per_million": prices = try Self.readPrices(&reader)
        case "long_context_prices_microcents_per_million": longContextPrices = try Self.readPrices(&reader)
        default: return .unknown
        }
        return .known
    }

    func build(_ reader: DocumentReader, from start: Int) throws(DocumentError) -> ModelDocument {
        var longContext: LongContextPrices?
        switch (threshold, longContextPrices) {
        case (0, nil): break
        case (0, _): throw reader.error(.pricesWithoutThreshold, at: start)
        case (_, nil): throw reader.error(.thresholdWithoutPrices, at: start)
        case (_, let row?): longContext = LongContextPrices(thresholdTokens: threshold, prices: row)
        }
        return ModelDocument(
            id: try reader.require(id, "id", from: start),
            name: try reader.require(name, "name", from: start),
            provider: try reader.require(provider, "provider", from: start),
            isEnabled: isEnabled,
            qualityBasisPoints: try reader.require(quality, "quality_bp", from: start),
            riskCeilingBasisPoints: try reader.require(riskCeiling, "risk_ceiling_bp", from: start),
            latencyMilliseconds: try reader.require(latency, "latency_ms", from: start),
            capabilities: capabilities,
            regions: regions,
            contextWindowTokens: contextWindow,
            maximumOutputTokens: maximumOutput,
            prices: try reader.require(prices, "prices_microcents_per_million", from: start),
            longContext: longContext
        )
    }

    private static func readCapabilities(
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> CapabilitySet {
        var set: CapabilitySet = []
        _ = try reader.array { reader throws(DocumentError) in
            let start = reader.valueOffset
            let name = try reader.string()
            guard let capability = Capability(name: name) else {
                throw reader.error(.unknownName(name, list: "the list of capabilities"), at: start)
            }
            guard set.insert(CapabilitySet(capability)).inserted else {
                throw reader.error(.duplicate("\"\(name)\""), at: start)
            }
        }
        return set
    }

    private static func readPrices(_ reader: inout DocumentReader) throws(DocumentError) -> PriceRowDocument {
        var row = PriceRowDocument()
        try reader.object { reader, key throws(DocumentError) in
            guard let component = Component(priceName: key) else { return .unknown }
            row[component] = try reader.integer()
            return .known
        }
        return row
    }
}
