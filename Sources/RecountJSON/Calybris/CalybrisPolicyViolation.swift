/// A rule of calybris' policies that one breaks.
public enum CalybrisPolicyViolation: Error, Equatable, Sendable, CustomStringConvertible {
    /// A field above its maximum.
    case tooLarge(field: String, value: UInt64, maximum: UInt64)
    /// A catalog without a model.
    case emptyCatalog
    /// Two models with one id; `models[index]` is the second.
    case duplicateModel(id: UInt32, index: Int)
    /// A catalog in which nothing is enabled.
    case noEnabledModel
    /// More models than decisions can name positions of, 65 535 meaning none.
    case tooManyModels(count: Int)

    /// One line.
    public var description: String {
        switch self {
        case .tooLarge(let field, let value, let maximum): "\(field) is \(value), above \(maximum)"
        case .emptyCatalog: "models is empty"
        case .duplicateModel(let id, let index): "models[\(index)].model_id is \(id), as another model's"
        case .noEnabledModel: "none of the models is enabled"
        case .tooManyModels(let count):
            "models has \(count) entries; a decision names one of at most \(CalybrisPolicy.maximumModelCount)"
        }
    }
}

extension CalybrisPolicy {
    /// The most models whose positions a decision can name.
    static let maximumModelCount = Int(CalybrisDecision.noModelIndex)

    /// The first rule that the policy breaks, in the order in which calybris looks; nil if it is valid. O(models).
    public var violation: CalybrisPolicyViolation? {
        let limits: [(field: String, value: UInt16, maximum: UInt16)] = [
            ("hard_risk_limit_bps", hardRiskLimitBasisPoints, 10_000),
            ("minimum_confidence_bps", minimumConfidenceBasisPoints, 10_000),
            ("risk_penalty_multiplier_bps", riskMultiplierBasisPoints, 50_000),
        ]
        if let violation = Self.firstExcess(limits) { return violation }
        if models.isEmpty { return .emptyCatalog }
        guard models.count <= Self.maximumModelCount else { return .tooManyModels(count: models.count) }
        var ids: Set<UInt32> = []
        for (index, model) in models.enumerated() {
            guard ids.insert(model.modelID).inserted else { return .duplicateModel(id: model.modelID, index: index) }
            if let violation = Self.violation(of: model, at: index) { return violation }
        }
        return models.contains { $0.enabled != 0 } ? nil : .noEnabledModel
    }

    private static func violation(of model: CalybrisModel, at index: Int) -> CalybrisPolicyViolation? {
        firstExcess([
            ("models[\(index)].provider_id", model.providerID, 63),
            ("models[\(index)].quality_bps", model.qualityBasisPoints, 10_000),
            ("models[\(index)].risk_ceiling_bps", model.riskCeilingBasisPoints, 10_000),
        ])
    }

    private static func firstExcess(
        _ limits: [(field: String, value: UInt16, maximum: UInt16)]
    ) -> CalybrisPolicyViolation? {
        limits.first { $0.value > $0.maximum }.map {
            .tooLarge(field: $0.field, value: UInt64($0.value), maximum: UInt64($0.maximum))
        }
    }
}
