import RecountKernel

/// What the names in requests stand for under one policy: models, providers, regions.
public struct RequestNames: Sendable {
    private let models: [String: ModelID]
    private let modelNames: [UInt32: String]
    private let providers: [String: UInt64]
    private let regions: [String: UInt64]

    /// Collects the names of a policy. O(models + providers + regions).
    public init(policy: PolicyDocument) {
        models = Dictionary(
            policy.models.map { ($0.name, ModelID($0.id)) }, uniquingKeysWith: { first, _ in first })
        modelNames = Dictionary(policy.models.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        providers = Dictionary(
            policy.providers.map { ($0.name, 1 &<< UInt64($0.id)) }, uniquingKeysWith: { first, _ in first })
        regions = Dictionary(
            policy.regions.map { ($0.name, 1 &<< UInt64($0.bit)) }, uniquingKeysWith: { first, _ in first })
    }

    /// The id of a model by its name, or nil. O(1) expected.
    public func model(named name: String) -> ModelID? { models[name] }

    /// The name of a model by its id, or nil. O(1) expected.
    public func name(of model: ModelID) -> String? { modelNames[model.rawValue] }

    func mask(of name: String, in list: MaskList) -> UInt64? {
        switch list {
        case .capabilities: Capability(name: name).map { CapabilitySet($0).rawValue }
        case .providers: providers[name]
        case .regions: regions[name]
        }
    }
}

/// The lists whose entries are bits of a mask.
enum MaskList: String {
    case capabilities
    case providers
    case regions
}
