extension Overlay {
    /// Reads the JSON form; unknown keys are refused.
    ///
    /// - Throws: `DocumentError`, with the path, line and column of the first mistake.
    /// - Complexity: O(bytes).
    public init(parsing bytes: [UInt8]) throws(DocumentError) {
        self = try DocumentReader.read(bytes) { reader throws(DocumentError) in
            var builder = OverlayBuilder()
            let start = reader.valueOffset
            try reader.object { reader, key throws(DocumentError) in try builder.readMember(key, &reader) }
            return try builder.build(reader, from: start)
        }
    }
}

/// The members of an overlay read so far.
private struct OverlayBuilder {
    var format: Void?
    var version: Void?
    var policyEpoch: UInt64?
    var catalogEpoch: UInt64?
    var hardRiskLimit: UInt16?
    var minimumConfidence: UInt16?
    var riskMultiplier: UInt16?
    var latencyPenalty: UInt64?
    var providers: [NumberedEntry] = []
    var regions: [NumberedEntry] = []
    var source: [JSONMember] = []
    var defaults = ModelOverlay()
    var models: [NamedModelOverlay] = []

    mutating func readMember(
        _ key: String,
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> DocumentReader.Member {
        switch key {
        case "format": format = try reader.demandFormat(Overlay.format)
        case "version": version = try reader.demandVersion(Overlay.version)
        case "policy_epoch": policyEpoch = try reader.integer()
        case "catalog_epoch": catalogEpoch = try reader.integer()
        case "hard_risk_limit_bp": hardRiskLimit = try reader.integer()
        case "minimum_confidence_bp": minimumConfidence = try reader.integer()
        case "risk_multiplier_bp": riskMultiplier = try reader.integer()
        case "latency_penalty_microcents_per_ms": latencyPenalty = try reader.integer()
        case "providers": providers = try NumberedEntry.readAll(&reader, what: "the provider id")
        case "regions": regions = try NumberedEntry.readAll(&reader, what: "the region bit")
        case "source": source = try reader.freeObject()
        case "defaults": defaults = try ModelOverlay.read(&reader, .defaults)
        case "models": models = try Self.readModels(&reader)
        default: return .unknown
        }
        return .known
    }

    private static func readModels(
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> [NamedModelOverlay] {
        var models: [NamedModelOverlay] = []
        var ids = UniqueNames(what: "the model id")
        try reader.object { reader, name throws(DocumentError) in
            let start = reader.valueOffset
            let overlay = try ModelOverlay.read(&reader, .model)
            if let id = overlay.id { try ids.insert("\(id)", reader, at: start) }
            models.append(NamedModelOverlay(name: name, overlay: overlay))
            return .known
        }
        return models
    }

    func build(_ reader: DocumentReader, from start: Int) throws(DocumentError) -> Overlay {
        try reader.require(format, "format", from: start)
        try reader.require(version, "version", from: start)
        try demandRegions(reader, from: start)
        let policy = PolicyDocument(
            policyEpoch: try reader.require(policyEpoch, "policy_epoch", from: start),
            catalogEpoch: try reader.require(catalogEpoch, "catalog_epoch", from: start),
            hardRiskLimitBasisPoints: try reader.require(hardRiskLimit, "hard_risk_limit_bp", from: start),
            minimumConfidenceBasisPoints:
                try reader.require(minimumConfidence, "minimum_confidence_bp", from: start),
            riskMultiplierBasisPoints: try reader.require(riskMultiplier, "risk_multiplier_bp", from: start),
            latencyPenaltyMicrocentsPerMillisecond:
                try reader.require(latencyPenalty, "latency_penalty_microcents_per_ms", from: start),
            providers: [],
            regions: regions.map { RegionDocument(bit: $0.number, name: $0.name) },
            source: source,
            models: []
        )
        let fixed = providers.map { ProviderDocument(id: $0.number, name: $0.name) }
        return Overlay(policy: policy, providers: fixed, defaults: defaults, models: models)
    }

    /// Demands that every region a model names is in the list, wherever that stands in the text.
    private func demandRegions(_ reader: DocumentReader, from start: Int) throws(DocumentError) {
        let known = Set(regions.map(\.name))
        for (path, overlay) in [("defaults", defaults)] + models.map({ ("models.\($0.name)", $0.overlay) }) {
            for name in overlay.regions ?? [] where !known.contains(name) {
                var error = reader.error(.unknownName(name, list: "\"regions\""), at: start)
                error.path = "\(path).regions"
                throw error
            }
        }
    }
}

/// A member such as `"openai": 3`: a name with its bit in a 64-bit mask.
private struct NumberedEntry {
    var name: String
    var number: UInt8

    static func readAll(
        _ reader: inout DocumentReader,
        what: String
    ) throws(DocumentError) -> [NumberedEntry] {
        var entries: [NumberedEntry] = []
        var numbers = UniqueNames(what: what)
        try reader.object { reader, name throws(DocumentError) in
            let start = reader.valueOffset
            try reader.demandName(name, at: start)
            let number: UInt8 = try reader.integer(upTo: 63)
            try numbers.insert("\(number)", reader, at: start)
            entries.append(NumberedEntry(name: name, number: number))
            return .known
        }
        return entries
    }
}

extension ModelOverlay {
    fileprivate enum Place {
        case defaults
        case model
    }

    fileprivate static func read(
        _ reader: inout DocumentReader,
        _ place: Place
    ) throws(DocumentError) -> ModelOverlay {
        var overlay = ModelOverlay()
        try reader.object { reader, key throws(DocumentError) in
            switch (key, place) {
            case ("id", .model): overlay.id = try reader.integer()
            case ("quality_bp", _): overlay.qualityBasisPoints = try reader.integer()
            case ("risk_ceiling_bp", _): overlay.riskCeilingBasisPoints = try reader.integer()
            case ("latency_ms", _): overlay.latencyMilliseconds = try reader.integer()
            case ("enabled", _): overlay.isEnabled = try reader.boolean()
            case ("regions", _): overlay.regions = try reader.regionNames()
            case ("context_window_tokens", .model): overlay.contextWindowTokens = try reader.integer()
            default: return .unknown
            }
            return .known
        }
        return overlay
    }
}
