/// The human form of a routing policy: what `--policy FILE` holds. `docs/data/policy.json` is one.
///
/// A plain value; the rules that the kernel checks when the policy is installed (basis points up to
/// 10 000, an enabled model, …) are not repeated here.
public struct PolicyDocument: Equatable, Sendable {
    /// Value of the key `format`.
    public static let format = "recount.policy"
    /// Value of the key `version`.
    public static let version: UInt64 = 1
    /// Longest name of a model, provider or region, in UTF-8 bytes.
    public static let maximumNameBytes = 128

    /// Counts the versions of the policy.
    public var policyEpoch: UInt64
    /// Counts the versions of the catalog.
    public var catalogEpoch: UInt64
    /// Requests of this risk or more are rejected. Basis points.
    public var hardRiskLimitBasisPoints: UInt16
    /// Requests of less confidence are rejected. Basis points.
    public var minimumConfidenceBasisPoints: UInt16
    /// Weight of risk against value. Basis points.
    public var riskMultiplierBasisPoints: UInt16
    /// What a millisecond of latency costs. Microcents.
    public var latencyPenaltyMicrocentsPerMillisecond: UInt64
    /// Providers by their bit in request masks.
    public var providers: [ProviderDocument]
    /// Regions by their bit in request masks.
    public var regions: [RegionDocument]
    /// Where prices came from, for people: any members.
    public var source: [JSONMember]
    /// Candidates, by ascending id once read.
    public var models: [ModelDocument]

    /// Makes a policy from its parts.
    public init(
        policyEpoch: UInt64,
        catalogEpoch: UInt64,
        hardRiskLimitBasisPoints: UInt16,
        minimumConfidenceBasisPoints: UInt16,
        riskMultiplierBasisPoints: UInt16,
        latencyPenaltyMicrocentsPerMillisecond: UInt64,
        providers: [ProviderDocument],
        regions: [RegionDocument] = [],
        source: [JSONMember] = [],
        models: [ModelDocument]
    ) {
        self.policyEpoch = policyEpoch
        self.catalogEpoch = catalogEpoch
        self.hardRiskLimitBasisPoints = hardRiskLimitBasisPoints
        self.minimumConfidenceBasisPoints = minimumConfidenceBasisPoints
        self.riskMultiplierBasisPoints = riskMultiplierBasisPoints
        self.latencyPenaltyMicrocentsPerMillisecond = latencyPenaltyMicrocentsPerMillisecond
        self.providers = providers
        self.regions = regions
        self.source = source
        self.models = models
    }

    /// The id of a provider by its name; nil if the policy does not list it. O(providers).
    public func providerIdentifier(named name: String) -> UInt8? {
        providers.first { $0.name == name }?.id
    }

    /// The mask of regions by their names; nil if the policy does not list one of them.
    /// O(names × regions).
    public func regionMask(named names: [String]) -> UInt64? {
        var mask: UInt64 = 0
        for name in names {
            guard let region = regions.first(where: { $0.name == name }), region.bit < 64 else { return nil }
            mask |= 1 << UInt64(region.bit)
        }
        return mask
    }
}

/// A provider of models.
public struct ProviderDocument: Equatable, Sendable {
    /// Its bit in a request's mask of allowed providers, 0…63.
    public var id: UInt8
    /// Its name, up to 128 UTF-8 bytes.
    public var name: String

    /// Makes a provider from its parts.
    public init(id: UInt8, name: String) {
        self.id = id
        self.name = name
    }
}

/// A region that models run in.
public struct RegionDocument: Equatable, Sendable {
    /// Its bit in a request's mask of required regions, 0…63.
    public var bit: UInt8
    /// Its name, up to 128 UTF-8 bytes.
    public var name: String

    /// Makes a region from its parts.
    public init(bit: UInt8, name: String) {
        self.bit = bit
        self.name = name
    }
}
