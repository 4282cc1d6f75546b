extension CalybrisPolicy {
    /// The policy as Recount has it: the same numbers, so the kernel decides as calybris does. Models, providers
    /// and regions, which calybris only numbers, are named after their numbers. Capability bits stay where they
    /// are; those that have no name in policy files are not in the document's JSON.
    ///
    /// - Parameter source: where the policy came from, for people.
    /// - Complexity: O(models · regions).
    public func policyDocument(source: [JSONMember] = []) -> PolicyDocument {
        let providers = Set(models.map(\.providerID)).sorted()
        let regions = models.reduce(0) { $0 | $1.regions }
        return PolicyDocument(
            policyEpoch: policyEpoch, catalogEpoch: catalogEpoch,
            hardRiskLimitBasisPoints: hardRiskLimitBasisPoints,
            minimumConfidenceBasisPoints: minimumConfidenceBasisPoints,
            riskMultiplierBasisPoints: riskMultiplierBasisPoints,
            latencyPenaltyMicrocentsPerMillisecond: latencyPenaltyMicrounitsPerMillisecond,
            // Providers of valid policies are at most 63.
            providers: providers.map { ProviderDocument(id: UInt8(clamping: $0), name: Self.providerName($0)) },
            regions: Self.bits(of: regions).map { RegionDocument(bit: $0, name: Self.regionName($0)) },
            source: source,
            models: models.map(Self.document).sorted { $0.id < $1.id })
    }

    private static func document(of model: CalybrisModel) -> ModelDocument {
        ModelDocument(
            id: model.modelID, name: "model_\(model.modelID)", provider: providerName(model.providerID),
            isEnabled: model.enabled != 0, qualityBasisPoints: model.qualityBasisPoints,
            riskCeilingBasisPoints: model.riskCeilingBasisPoints, latencyMilliseconds: model.latencyMilliseconds,
            capabilities: CapabilitySet(rawValue: model.capabilities),
            regions: bits(of: model.regions).map(regionName),
            prices: PriceRowDocument(input: model.inputPriceMicrounits, output: model.outputPriceMicrounits))
    }

    private static func providerName(_ id: UInt16) -> String { "provider_\(id)" }

    private static func regionName(_ bit: UInt8) -> String { "region_\(bit)" }

    private static func bits(of mask: UInt64) -> [UInt8] {
        (0..<64).filter { mask & 1 << UInt64($0) != 0 }
    }
}
