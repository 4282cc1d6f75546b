/// What a price file does not say: the numbers of a policy that are the operator's own. The JSON form
/// is described in `docs/data/README.md`; `docs/data/overlay.json` is one.
public struct Overlay: Equatable, Sendable {
    /// Value of the key `format`.
    public static let format = "recount.overlay"
    /// Value of the key `version`.
    public static let version: UInt64 = 1

    /// The policy's own numbers, its regions and its source; without providers and models.
    public var policy: PolicyDocument
    /// Ids of providers that have fixed ones; others get the lowest free ids.
    public var providers: [ProviderDocument]
    /// Numbers of models that have none of their own.
    public var defaults: ModelOverlay
    /// Numbers of models by their names, in the order of the text.
    public var models: [NamedModelOverlay]

    /// Makes an overlay from its parts.
    public init(
        policy: PolicyDocument,
        providers: [ProviderDocument] = [],
        defaults: ModelOverlay = ModelOverlay(),
        models: [NamedModelOverlay] = []
    ) {
        self.policy = policy
        self.providers = providers
        self.defaults = defaults
        self.models = models
    }
}

/// The operator's numbers for a model; nil is none.
public struct ModelOverlay: Equatable, Sendable {
    /// The model's id. Not among the defaults.
    public var id: UInt32?
    /// How good its answers are. Basis points.
    public var qualityBasisPoints: UInt16?
    /// The highest risk that it may be given. Basis points.
    public var riskCeilingBasisPoints: UInt16?
    /// 95th percentile of its time to answer. Milliseconds.
    public var latencyMilliseconds: UInt32?
    /// Whether requests may be routed to it; without it they may.
    public var isEnabled: Bool?
    /// Names of the regions it runs in; without it, none.
    public var regions: [String]?
    /// Replaces the context window of the price file; 0 = no limit. Not among the defaults.
    public var contextWindowTokens: UInt32?

    /// Makes an overlay without a number.
    public init() {}
}

/// The operator's numbers for the model of a name.
public struct NamedModelOverlay: Equatable, Sendable {
    /// The entry's name in the price file.
    public var name: String
    /// Its numbers.
    public var overlay: ModelOverlay

    /// Makes one from its parts.
    public init(name: String, overlay: ModelOverlay) {
        self.name = name
        self.overlay = overlay
    }
}
