import RecountJournal
import RecountKernel
import RecountWorkloads

/// Routes with all that a request can have: every component, two price rows, eight warm models, eight excluded ones,
/// products beyond 64 bits, and every other model eligible.
final class WideRoutingWork: Workload {
    private let hosted: HostedKernel
    private let policy: CatalogPolicy
    private let command: Command

    init(modelCount: Int) throws(BenchmarkError) {
        policy = try CatalogPolicy(Self.catalog(modelCount))
        hosted = try .forRouting(policy, modelCount: modelCount)
        command = Command(.routing, .route(try Self.request(modelCount)))
    }

    private static func catalog(_ modelCount: Int) -> [Model] {
        var generator = SplitMix64(state: UInt64(modelCount))
        return (1...UInt32(modelCount)).map { id in
            var model = Model(id: ModelID(id))
            model.availability = .enabled
            model.quality = BasisPoints(UInt16(generator.uniform(9_000...10_000)))
            model.riskCeiling = .whole
            model.latencyMilliseconds = UInt32(generator.uniform(50...2_000))
            model.longContextThreshold = Tokens(1)
            for index in 0..<Component.count {
                model.prices.prices[index] = generator.uniform(1...1 << 30)
                model.longContextPrices.prices[index] = generator.uniform(1 << 29...1 << 30)
            }
            return model
        }
    }

    private static func request(_ modelCount: Int) throws(BenchmarkError) -> RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        guard let usage = Usage(InlineArray(repeating: 1 << 40)) else { throw .preparation("usage beyond its bounds") }
        request.usage = usage
        request.value = .max
        for number in 1...UInt32(8) {
            request.warmEntries.append(WarmEntry(model: ModelID(number * 2), tokens: Tokens(1 << 39)))
            request.excludedModels.append(ModelID(number * 2 + 1))
        }
        return request
    }

    func check(_ results: inout ResultDigest) { results.add(hosted.kernel.take(command)) }

    func run(operationCount: Int) -> Tally {
        var tally = Tally()
        for _ in 0..<operationCount {
            guard case .routed(let decision) = hosted.kernel.take(command).decision, let winner = decision.winner else {
                continue
            }
            tally.add(true, winner.cost.rawValue)
        }
        return tally
    }
}
