/// A route request in the making. It starts for policy 1 and model 1, with a value of 1 000 000 microcents,
/// full confidence, and no limits.
struct VectorRoute {
    var policy: UInt32 = 1
    var requested: UInt32 = 1
    var input: UInt64 = 0
    var cacheRead: UInt64 = 0
    var cacheCreation: UInt64 = 0
    var output: UInt64 = 0
    var reasoning: UInt64 = 0
    var audio: UInt64 = 0
    var image: UInt64 = 0
    var call: UInt64 = 0
    var value: Int64 = 1_000_000
    var costLimit: UInt64 = .max
    var risk: UInt16 = 0
    var confidence: UInt16 = 10_000
    var minimumQuality: UInt16 = 0
    var latencyLimit: UInt32 = 0
    var capabilities: UInt64 = 0
    var providers: UInt64 = .max
    var regions: UInt64 = 0
    var warm: [(model: UInt32, tokens: UInt64)] = []
    var excluded: [UInt32] = []

    init(_ change: (inout VectorRoute) -> Void = { _ in }) { change(&self) }
}

extension LayoutWriter {
    /// Appends a route request.
    mutating func route(_ route: VectorRoute) {
        integer(route.policy)
        integer(route.requested)
        let usage = [
            route.input, route.cacheRead, route.cacheCreation, route.output, route.reasoning, route.audio,
            route.image, route.call,
        ]
        for quantity in usage { integer(quantity) }
        integer(route.value)
        integer(route.costLimit)
        integer(route.risk)
        integer(route.confidence)
        integer(route.minimumQuality)
        integer(route.latencyLimit)
        integer(route.capabilities)
        integer(route.providers)
        integer(route.regions)
        count(route.warm.count)
        for entry in route.warm {
            integer(entry.model)
            integer(entry.tokens)
        }
        count(route.excluded.count)
        for model in route.excluded { integer(model) }
    }
}

extension VectorCommand {
    /// Chooses a model.
    static func route(_ change: (inout VectorRoute) -> Void = { _ in }) -> VectorCommand {
        route(VectorRoute(change))
    }

    /// Chooses a model.
    static func route(_ route: VectorRoute) -> VectorCommand { VectorCommand(16) { $0.route(route) } }
}
