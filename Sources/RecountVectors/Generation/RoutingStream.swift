/// Random policies and requests.
struct RoutingStream: CommandStream {
    private var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func setup() -> [VectorCommand] {
        [.openTenant(accounts: 1, reservations: 1, transfers: 1, locks: 1), .install(policy())]
    }

    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64) {
        (random.chance(in: 20) ? .install(policy()) : .route(RandomRequests.route(&random)), now + random.number(0...2))
    }

    private mutating func policy() -> VectorPolicy {
        let ids = Set((0..<random.number(1...6)).map { _ in random.small(1...9) }).sorted()
        let models = ids.map { id in
            VectorModel(id) { model in
                model.provider = UInt8(random.number(0...3))
                model.enabled = id != ids[0] && random.chance(in: 5) ? 0 : 1
                model.quality = UInt16(random.number(5...10) * 1_000)
                model.riskCeiling = UInt16(random.number(0...5) * 2_000)
                model.latency = random.small(0...300)
                model.capabilities = random.number(8...15)
                model.regions = random.number(1...7)
                model.window = random.chance(in: 3) ? 0 : random.number(50...400)
                model.maximumOutput = random.chance(in: 3) ? 0 : random.number(20...100)
                model.prices = (0..<8).map { _ in random.number(0...3_000_000) }
                if random.chance(in: 3) {
                    model.threshold = random.number(1...200)
                    model.longPrices = (0..<8).map { _ in random.number(0...6_000_000) }
                }
            }
        }
        return VectorPolicy(models) { policy in
            policy.hardRiskLimit = random.chance(in: 2) ? 10_000 : 6_000
            policy.minimumConfidence = random.chance(in: 2) ? 0 : 3_000
            policy.riskMultiplier = UInt16(random.number(0...5) * 10_000)
            policy.latencyPenalty = random.number(0...3)
            policy.policyEpoch = random.wide()
        }
    }
}

/// Random route requests.
enum RandomRequests {
    static func route(_ random: inout SeededRandom) -> VectorRoute {
        VectorRoute { route in
            route.policy = random.chance(in: 25) ? random.small(0...4) : 1
            route.requested = random.small(1...9)
            route.input = random.chance(in: 40) ? VectorAmounts.maximum : random.number(0...200)
            route.cacheRead = random.chance(in: 2) ? 0 : random.number(0...100)
            route.cacheCreation = random.chance(in: 2) ? 0 : random.number(0...100)
            limits(&route, &random)
        }
    }

    /// Everything but the input.
    static func limits(_ route: inout VectorRoute, _ random: inout SeededRandom) {
        route.output = random.number(0...80)
        route.reasoning = random.chance(in: 2) ? 0 : random.number(0...80)
        route.audio = random.chance(in: 3) ? random.number(0...9) : 0
        route.image = random.chance(in: 3) ? random.number(0...9) : 0
        route.call = random.chance(in: 2) ? 1 : 0
        route.value = random.chance(in: 30) ? Int64(bitPattern: random.wide()) : Int64(random.number(0...8_000))
        route.costLimit = random.chance(in: 2) ? .max : random.number(0...1_200)
        route.risk = UInt16(random.number(0...10) * (random.chance(in: 6) ? 900 : 200))
        route.confidence = random.chance(in: 20) ? .max : UInt16(random.number(2...10) * 1_000)
        route.minimumQuality = random.chance(in: 2) ? 0 : UInt16(random.number(0...9) * 1_000)
        route.latencyLimit = random.chance(in: 2) ? 0 : random.small(50...400)
        route.capabilities = random.chance(in: 3) ? random.number(0...15) : 0
        route.providers = random.chance(in: 2) ? .max : random.number(0...15)
        route.regions = random.chance(in: 2) ? 0 : random.number(0...15)
        let warm = Set((0..<random.number(0...2)).map { _ in random.small(1...9) }).sorted()
        route.warm = warm.map { ($0, random.number(0...300)) }
        route.excluded =
            random.chance(in: 4) ? Set((0..<random.number(0...3)).map { _ in random.small(1...9) }).sorted() : []
    }
}
