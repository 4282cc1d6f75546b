extension PolicyDocument {
    /// Reads the JSON form. Unknown keys are refused, so that a misspelt one is not silently ignored;
    /// models come out by ascending id.
    ///
    /// - Throws: `DocumentError`, with the path, line and column of the first mistake.
    /// - Complexity: O(bytes + models · log models).
    public init(parsing bytes: [UInt8]) throws(DocumentError) {
        self = try DocumentReader.read(bytes) { reader throws(DocumentError) in
            try PolicyDocumentBuilder.read(&reader)
        }
    }
}

/// The members of a policy read so far.
private struct PolicyDocumentBuilder {
    var format: Void?
    var version: Void?
    var policyEpoch: UInt64?
    var catalogEpoch: UInt64?
    var hardRiskLimit: UInt16?
    var minimumConfidence: UInt16?
    var riskMultiplier: UInt16?
    var latencyPenalty: UInt64?
    var providers: [Located<ProviderDocument>]?
    var regions: [Located<RegionDocument>] = []
    var source: [JSONMember] = []
    var models: [ModelDocumentBuilder]?

    static func read(_ reader: inout DocumentReader) throws(DocumentError) -> PolicyDocument {
        var builder = PolicyDocumentBuilder()
        let start = reader.valueOffset
        try reader.object { reader, key throws(DocumentError) in
            try builder.readMember(key, &reader)
        }
        return try builder.build(reader, from: start)
    }

    private mutating func readMember(
        _ key: String,
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> DocumentReader.Member {
        switch key {
        case "format": format = try reader.demandFormat(PolicyDocument.format)
        case "version": version = try reader.demandVersion(PolicyDocument.version)
        case "policy_epoch": policyEpoch = try reader.integer()
        case "catalog_epoch": catalogEpoch = try reader.integer()
        case "hard_risk_limit_bp": hardRiskLimit = try reader.integer()
        case "minimum_confidence_bp": minimumConfidence = try reader.integer()
        case "risk_multiplier_bp": riskMultiplier = try reader.integer()
        case "latency_penalty_microcents_per_ms": latencyPenalty = try reader.integer()
        case "providers": providers = try Self.readProviders(&reader)
        case "regions": regions = try Self.readRegions(&reader)
        case "source": source = try reader.freeObject()
        case "models": models = try Self.readModels(&reader)
        default: return .unknown
        }
        return .known
    }

    private static func readProviders(
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> [Located<ProviderDocument>] {
        var names = UniqueNames(what: "the provider")
        var ids = UniqueNames(what: "the provider id")
        return try reader.array { reader throws(DocumentError) in
            let numbered = try NumberedName.read(&reader, numberKey: "id")
            try ids.insert("\(numbered.value.number)", reader, at: numbered.offset)
            try names.insert("\"\(numbered.value.name)\"", reader, at: numbered.offset)
            return numbered.map { ProviderDocument(id: $0.number, name: $0.name) }
        }
    }

    private static func readRegions(
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> [Located<RegionDocument>] {
        var names = UniqueNames(what: "the region")
        var bits = UniqueNames(what: "the region bit")
        return try reader.array { reader throws(DocumentError) in
            let numbered = try NumberedName.read(&reader, numberKey: "bit")
            try bits.insert("\(numbered.value.number)", reader, at: numbered.offset)
            try names.insert("\"\(numbered.value.name)\"", reader, at: numbered.offset)
            return numbered.map { RegionDocument(bit: $0.number, name: $0.name) }
        }
    }

    private static func readModels(
        _ reader: inout DocumentReader
    ) throws(DocumentError) -> [ModelDocumentBuilder] {
        var names = UniqueNames(what: "the model")
        var ids = UniqueNames(what: "the model id")
        return try reader.array { reader throws(DocumentError) in
            let model = try ModelDocumentBuilder.read(&reader)
            try ids.insert("\(model.document.id)", reader, at: model.offset)
            try names.insert("\"\(model.document.name)\"", reader, at: model.offset)
            return model
        }
    }

    private func build(_ reader: DocumentReader, from start: Int) throws(DocumentError) -> PolicyDocument {
        try reader.require(format, "format", from: start)
        try reader.require(version, "version", from: start)
        let providers = try reader.require(providers, "providers", from: start).map(\.value)
        var models: [ModelDocument] = []
        for (index, model) in try reader.require(self.models, "models", from: start).enumerated() {
            try model.demandNames(providers: providers, regions: regions.map(\.value), index, reader)
            models.append(model.document)
        }
        return PolicyDocument(
            policyEpoch: try reader.require(policyEpoch, "policy_epoch", from: start),
            catalogEpoch: try reader.require(catalogEpoch, "catalog_epoch", from: start),
            hardRiskLimitBasisPoints: try reader.require(hardRiskLimit, "hard_risk_limit_bp", from: start),
            minimumConfidenceBasisPoints:
                try reader.require(minimumConfidence, "minimum_confidence_bp", from: start),
            riskMultiplierBasisPoints: try reader.require(riskMultiplier, "risk_multiplier_bp", from: start),
            latencyPenaltyMicrocentsPerMillisecond:
                try reader.require(latencyPenalty, "latency_penalty_microcents_per_ms", from: start),
            providers: providers,
            regions: regions.map(\.value),
            source: source,
            models: models.sorted { $0.id < $1.id }
        )
    }
}

/// A value and where its text starts.
struct Located<Value> {
    var value: Value
    var offset: Int

    func map<Other>(_ transform: (Value) -> Other) -> Located<Other> {
        Located<Other>(value: transform(value), offset: offset)
    }
}

/// A provider or a region: a bit of a 64-bit mask with a name.
private struct NumberedName {
    var number: UInt8
    var name: String

    static func read(
        _ reader: inout DocumentReader,
        numberKey: String
    ) throws(DocumentError) -> Located<NumberedName> {
        var number: UInt8?
        var name: String?
        let start = reader.valueOffset
        try reader.object { reader, key throws(DocumentError) in
            switch key {
            case numberKey: number = try reader.integer(upTo: 63)
            case "name": name = try reader.name()
            default: return .unknown
            }
            return .known
        }
        let result = NumberedName(
            number: try reader.require(number, numberKey, from: start),
            name: try reader.require(name, "name", from: start)
        )
        return Located(value: result, offset: start)
    }
}

/// Names that must not come twice.
struct UniqueNames {
    let what: String
    private var seen: Set<String> = []

    init(what: String) { self.what = what }

    mutating func insert(_ name: String, _ reader: DocumentReader, at offset: Int) throws(DocumentError) {
        guard seen.insert(name).inserted else { throw reader.error(.duplicate("\(what) \(name)"), at: offset) }
    }
}
