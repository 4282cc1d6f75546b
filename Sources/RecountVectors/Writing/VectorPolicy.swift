/// A model of a policy in the making. It starts enabled, of full quality, free, and takes every request.
struct VectorModel {
    var id: UInt32
    var provider: UInt8 = 0
    var enabled: UInt8 = 1
    var quality: UInt16 = 10_000
    var riskCeiling: UInt16 = 10_000
    var latency: UInt32 = 0
    var capabilities: UInt64 = .max
    var regions: UInt64 = .max
    var window: UInt64 = 0
    var maximumOutput: UInt64 = 0
    var threshold: UInt64 = 0
    /// In the order of usage; missing ones are 0.
    var prices: [UInt64] = []
    /// The second row.
    var longPrices: [UInt64] = []

    init(_ id: UInt32, _ change: (inout VectorModel) -> Void = { _ in }) {
        self.id = id
        change(&self)
    }
}

/// A policy in the making. It starts so that no request is stopped before the models.
struct VectorPolicy {
    var version: UInt16 = 1
    var policyEpoch: UInt64 = 7
    var catalogEpoch: UInt64 = 11
    var hardRiskLimit: UInt16 = 10_000
    var minimumConfidence: UInt16 = 0
    var riskMultiplier: UInt16 = 0
    var latencyPenalty: UInt64 = 0
    /// What the count says; nil for the number of models.
    var statedCount: UInt32?
    var models: [VectorModel]

    init(_ models: [VectorModel], _ change: (inout VectorPolicy) -> Void = { _ in }) {
        self.models = models
        change(&self)
    }

    var bytes: [UInt8] {
        .layout { writer in
            writer.integer(version)
            writer.integer(policyEpoch)
            writer.integer(catalogEpoch)
            writer.integer(hardRiskLimit)
            writer.integer(minimumConfidence)
            writer.integer(riskMultiplier)
            writer.integer(latencyPenalty)
            writer.integer(statedCount ?? UInt32(models.count))
            for model in models { writer.model(model) }
        }
    }
}

extension LayoutWriter {
    fileprivate mutating func model(_ model: VectorModel) {
        integer(model.id)
        integer(model.provider)
        integer(model.enabled)
        integer(model.quality)
        integer(model.riskCeiling)
        integer(model.latency)
        integer(model.capabilities)
        integer(model.regions)
        integer(model.window)
        integer(model.maximumOutput)
        integer(model.threshold)
        row(model.prices)
        row(model.longPrices)
    }

    private mutating func row(_ prices: [UInt64]) {
        for index in 0..<8 { integer(index < prices.count ? prices[index] : 0) }
    }
}

extension VectorCommand {
    /// Installs a policy.
    static func install(_ policy: VectorPolicy) -> VectorCommand {
        VectorCommand(3, belongsToTenant: false) { $0.raw(policy.bytes) }
    }
}
