/// The canonical bytes of a valid policy, borrowed from their owner: use it only while they live
/// unchanged. Layout: docs/format.md, "Policy".
public struct PolicyBytes: Sendable {
    /// Number of bytes before the models.
    static let headerByteCount = 36
    /// Number of bytes of each model.
    static let modelByteCount = 182
    /// Version of the layout.
    static let layoutVersion: UInt16 = 1
    /// The largest risk multiplier.
    static let maximumRiskMultiplier = BasisPoints(50_000)
    /// The largest provider id.
    static let maximumProvider: UInt8 = 63

    // Sound: the owner promises not to change them while this value is used.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
    /// What the policy states besides its catalog.
    public let header: PolicyHeader
    /// The number of models, from 1.
    public let modelCount: UInt32

    /// Checks bytes to be exactly one valid policy. O(models).
    ///
    /// - Parameter bytes: the policy and nothing else. Errors give offsets from its start.
    public init(validating bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        header = try reader.policyHeader()
        let countOffset = reader.position
        modelCount = try reader.integer(UInt32.self)
        guard modelCount > 0 else { throw DecodingError(.policyEmptyCatalog, at: countOffset) }
        var previous: ModelID?
        var enabledCount: UInt32 = 0
        for _ in 0..<modelCount {
            let model = try reader.model(after: previous)
            previous = model.id
            // Bound: at most modelCount.
            if model.availability == .enabled { enabledCount &+= 1 }
        }
        try reader.end()
        guard enabledCount > 0 else { throw DecodingError(.policyNoEnabledModel, at: countOffset) }
        self.bytes = bytes
    }

    /// The model at a position below `modelCount`, in ascending order of ids. O(1).
    public func model(at position: UInt32) -> Model {
        precondition(position < modelCount)
        // Bound: below the number of bytes, which were checked to hold all models.
        let start = Self.headerByteCount &+ position.offset &* Self.modelByteCount
        var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[start...]))
        do {
            return try reader.model(after: nil)
        } catch {
            preconditionFailure()
        }
    }

    /// How many bytes a policy of so many models has.
    public static func byteCount(models: Int) -> Int {
        headerByteCount + models * modelByteCount
    }
}

extension ByteReader {
    fileprivate mutating func policyHeader() throws(DecodingError) -> PolicyHeader {
        let versionOffset = position
        guard try integer(UInt16.self) == PolicyBytes.layoutVersion else {
            throw DecodingError(.unsupportedVersion, at: versionOffset)
        }
        let policyEpoch = try integer(UInt64.self)
        let catalogEpoch = try integer(UInt64.self)
        let hardRiskLimit = try basisPoints(upTo: .whole, else: .policyHardRiskLimit)
        let minimumConfidence = try basisPoints(upTo: .whole, else: .policyMinimumConfidence)
        let riskMultiplier = try basisPoints(upTo: PolicyBytes.maximumRiskMultiplier, else: .policyRiskMultiplier)
        return PolicyHeader(
            policyEpoch: policyEpoch, catalogEpoch: catalogEpoch, hardRiskLimit: hardRiskLimit,
            minimumConfidence: minimumConfidence, riskMultiplier: riskMultiplier,
            latencyPenalty: Microcents(try integer(UInt64.self)))
    }

    fileprivate mutating func model(after previous: ModelID?) throws(DecodingError) -> Model {
        let idOffset = position
        var model = Model(id: ModelID(try integer(UInt32.self)))
        if let previous, model.id <= previous {
            throw DecodingError(model.id == previous ? .policyDuplicateModel : .policyUnsortedModels, at: idOffset)
        }
        let providerOffset = position
        model.provider = try byte()
        guard model.provider <= PolicyBytes.maximumProvider else {
            throw DecodingError(.policyProvider, at: providerOffset)
        }
        let flagOffset = position
        guard let availability = Model.Availability(rawValue: try byte()) else {
            throw DecodingError(.policyEnabledFlag, at: flagOffset)
        }
        model.availability = availability
        model.quality = try basisPoints(upTo: .whole, else: .policyQuality)
        model.riskCeiling = try basisPoints(upTo: .whole, else: .policyRiskCeiling)
        model.latencyMilliseconds = try integer(UInt32.self)
        model.capabilities = try integer(UInt64.self)
        model.regions = try integer(UInt64.self)
        model.contextWindow = try policyTokens()
        model.maximumOutput = try policyTokens()
        model.longContextThreshold = try policyTokens()
        model.prices = try priceRow()
        let secondRowOffset = position
        model.longContextPrices = try priceRow()
        guard model.longContextThreshold != .zero || model.longContextPrices.isFree else {
            throw DecodingError(.policyUnusedPriceRow, at: secondRowOffset)
        }
        return model
    }

    private mutating func basisPoints(
        upTo maximum: BasisPoints, else code: DecodingErrorCode
    ) throws(DecodingError) -> BasisPoints {
        let start = position
        let value = try basisPoints()
        guard value <= maximum else { throw DecodingError(code, at: start) }
        return value
    }

    /// 2^53, exact in every JSON reader.
    private static var maximumPolicyTokens: UInt64 { 0x0020_0000_0000_0000 }

    private mutating func policyTokens() throws(DecodingError) -> Tokens {
        let start = position
        let value = try integer(UInt64.self)
        guard value <= Self.maximumPolicyTokens else { throw DecodingError(.policyTokenCount, at: start) }
        return Tokens(value)
    }

    private mutating func priceRow() throws(DecodingError) -> PriceRow {
        var row = PriceRow.free
        for index in 0..<Component.count { row.prices[index] = try integer(UInt64.self) }
        return row
    }
}
