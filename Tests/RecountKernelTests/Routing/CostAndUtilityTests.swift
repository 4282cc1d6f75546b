import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: cost and utility")
struct CostAndUtilityTests {
    @Test("each component is rounded up on its own")
    func oneCeilingPerComponent() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].prices = PriceRow(prices: InlineArray(repeating: 1))
        cases.request.usage = try #require(Usage([1, 1, 1, 1, 1, 1, 1, 1]))
        #expect(try cases.decide().winner?.cost == Microcents(8))
        cases.request.usage = try #require(Usage([1_000_000, 1_000_001, 0, 0, 0, 0, 0, 0]))
        #expect(try cases.decide().winner?.cost == Microcents(3))
    }

    @Test("each component has its own price", arguments: 0..<UInt8(Component.count))
    func priceOfEachComponent(index: UInt8) throws {
        let component = try #require(Component(rawValue: index))
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        quantities[Int(index)] = 3
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].prices = .only(component, 5_000_000)
        cases.request.usage = try #require(Usage(quantities))
        #expect(try cases.decide().winner?.cost == Microcents(15))
    }

    @Test("the gain and the risk penalty have one floor each, not one for their difference")
    func oneFloorPerProduct() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].quality = BasisPoints(5_000)
        cases.policy.header.riskMultiplier = BasisPoints(5_000)
        cases.request.risk = BasisPoints(1_000)
        // Gain 1.5 → 1, penalty 0.15 → 0: a floor of the difference would also be 1.
        cases.request.value = 3
        #expect(try cases.decide().winner?.utility == 1)
        // Gain 9.5 → 9, penalty 0.95 → 0: the difference's floor would be 8.
        cases.request.value = 19
        #expect(try cases.decide().winner?.utility == 9)
    }

    @Test("confidence and quality multiply before the floor")
    func noFloorBetweenFactors() throws {
        // 3 · 0.5 · 0.8 = 1.2; with a floor after the first factor it would be 0.
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].quality = BasisPoints(8_000)
        cases.request.confidence = BasisPoints(5_000)
        cases.request.value = 3
        #expect(try cases.decide().winner?.utility == 1)
    }

    @Test("a negative value counts as 0", arguments: [Int64.min, -1, 0])
    func negativeValue(value: Int64) throws {
        var cases = RoutingCase([.permissive(1)])
        cases.request.value = value
        #expect(try cases.decide().reason == .utility)
        // With a value of −1 a risk penalty would be a gain.
        cases.policy.header.riskMultiplier = BasisPoints(50_000)
        cases.request.risk = BasisPoints(9_999)
        #expect(try cases.decide().reason == .utility)
    }

    @Test("a cost beyond 64 bits is 2^64 − 1, by one product or by the sum, and meets that limit")
    func costSaturates() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.request.value = .max
        cases.request.confidence = BasisPoints(.max)
        // ⌊(2^63 − 1)·6.5535⌋ − (2^64 − 1) is above 2^63 − 1: both ends saturate and the model is eligible.
        cases.policy.models[0].prices = .only(.input, .max)
        cases.request.usage = .tokens(input: 1_000_001, output: 0)
        let byProduct = try cases.decide()
        #expect(byProduct.winner?.cost == Microcents(.max))
        #expect(byProduct.winner?.utility == .max)
        cases.request.usage = .tokens(input: 1_000_000, output: 1)
        #expect(try cases.decide().winner?.cost == Microcents(.max))
        cases.policy.models[0].prices.prices[3] = 1
        #expect(try cases.decide().winner?.cost == Microcents(.max))
        cases.request.usage = try #require(Usage([Tokens.maximum.rawValue, 0, 0, Tokens.maximum.rawValue, 0, 0, 0, 0]))
        #expect(try cases.decide().winner?.cost == Microcents(.max))
        cases.request.costLimit = Microcents(.max - 1)
        #expect(try cases.decide().reason == .cost)
    }

    @Test("one microcent below saturation stays exact")
    func costBelowSaturation() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.request.value = .max
        cases.request.confidence = BasisPoints(.max)
        cases.policy.models[0].prices = .only(.input, .max - 1)
        cases.request.usage = .tokens(input: 1_000_000, output: 0)
        #expect(try cases.decide().winner?.cost == Microcents(.max - 1))
    }

    @Test("the utility ends at 2^63 − 1, where models of unequal worth tie and cost decides")
    func utilityClampsAbove() throws {
        var dear = Model.permissive(1)
        dear.prices = .only(.call, 1_000_000)
        var cases = RoutingCase([dear, .permissive(2)])
        cases.request.usage = try #require(Usage([0, 0, 0, 0, 0, 0, 0, 1]))
        cases.request.value = .max
        cases.request.confidence = BasisPoints(10_001)
        let decision = try cases.decide()
        #expect(decision.winner?.utility == .max)
        #expect(decision.runnerUp?.utility == .max)
        #expect(decision.winningModel == 2)
        cases.request.confidence = .whole
        #expect(try cases.decide().winner?.utility == .max)
        cases.request.value -= 1
        #expect(try cases.decide().winner?.utility == .max - 1)
    }

    @Test("the utility ends at −2^63 without trapping", arguments: [UInt64(1), 0x8000_0000_0000_0000, .max])
    func utilityClampsBelow(penalty: UInt64) throws {
        var model = Model.permissive(1)
        model.latencyMilliseconds = .max
        model.prices = .only(.input, .max)
        var cases = RoutingCase([model])
        cases.policy.header.latencyPenalty = Microcents(penalty)
        cases.policy.header.riskMultiplier = BasisPoints(50_000)
        cases.policy.header.hardRiskLimit = .whole
        cases.request.usage = .tokens(input: Tokens.maximum.rawValue, output: 0)
        cases.request.risk = BasisPoints(9_999)
        cases.request.value = .max
        #expect(try cases.decide().reason == .utility)
    }

    @Test(
        "the second price row applies above its threshold only",
        arguments: [(999, 7), (1_000, 7), (1_001, 9)] as [(UInt64, UInt64)])
    func priceRows(input: UInt64, price: UInt64) throws {
        var model = Model.permissive(1)
        model.longContextThreshold = Tokens(1_000)
        model.prices = .only(.call, 7_000_000)
        model.longContextPrices = .only(.call, 9_000_000)
        var cases = RoutingCase([model])
        cases.request.usage = try #require(Usage([input - 300, 200, 100, 5_000, 5_000, 5_000, 5_000, 1]))
        #expect(try cases.decide().winner?.cost == Microcents(price))
    }

    @Test("a threshold of 0 is no second row, however long the input")
    func oneRow() throws {
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].prices = .only(.call, 7_000_000)
        cases.request.usage = try #require(Usage([Tokens.maximum.rawValue, 0, 0, 0, 0, 0, 0, 1]))
        #expect(try cases.decide().winner?.cost == Microcents(7))
    }
}

@Suite("Routing: warm caches")
struct WarmEntryTests {
    /// Input costs 10 a token, cache reads 1, cache creation 100.
    private static func decide(warm: [(UInt32, UInt64)], input: UInt64 = 100) throws -> RouteDecision {
        let models = (1...2).map { id in
            var model = Model.permissive(UInt32(id))
            model.prices = PriceRow(prices: [10_000_000, 1_000_000, 100_000_000, 0, 0, 0, 0, 0])
            return model
        }
        var cases = RoutingCase(models)
        cases.request.usage = Usage([input, 20, 3, 0, 0, 0, 0, 0]) ?? .zero
        for (model, tokens) in warm {
            cases.request.warmEntries.append(WarmEntry(model: ModelID(model), tokens: Tokens(tokens)))
        }
        return try cases.decide()
    }

    @Test(
        "less than, as much as and more than the input",
        arguments: [(0, 1_320), (40, 960), (100, 420), (101, 420)] as [(UInt64, UInt64)])
    func moved(tokens: UInt64, cost: UInt64) throws {
        let decision = try Self.decide(warm: [(1, tokens), (2, tokens)])
        #expect(decision.winner?.cost == Microcents(cost))
    }

    @Test("any number of warm tokens is good")
    func extremeCounts() throws {
        #expect(try Self.decide(warm: [(1, .max)]).winner?.cost == Microcents(420))
        #expect(try Self.decide(warm: [(1, .max)], input: 0).winner?.cost == Microcents(320))
    }

    @Test("only the model that it names gains by an entry")
    func oneModelOnly() throws {
        let decision = try Self.decide(warm: [(0, 50), (2, 50), (3, 50)])
        #expect(decision.winningModel == 2)
        #expect(decision.winner?.cost == Microcents(870))
        #expect(decision.runnerUp?.utility == 999_998_680)
    }

    @Test("moving tokens changes neither the price row nor the room in the window")
    func sameInputClass() throws {
        var model = Model.permissive(1)
        model.longContextThreshold = Tokens(1_000)
        model.longContextPrices = .only(.input, 1_000_000)
        model.contextWindow = Tokens(1_001)
        var cases = RoutingCase([model])
        cases.request.warmEntries.append(WarmEntry(model: ModelID(1), tokens: Tokens(600)))
        cases.request.usage = .tokens(input: 1_001, output: 0)
        #expect(try cases.decide().winner?.cost == Microcents(401))
        cases.request.usage = .tokens(input: 1_000, output: 1)
        #expect(try cases.decide().winner?.cost == .zero)
        cases.request.usage = .tokens(input: 1_002, output: 0)
        #expect(try cases.decide().reason == .contextWindow)
    }

    @Test("a warm cache that is served beside the largest cache read is exact")
    func largestCacheRead() throws {
        let most = Tokens.maximum.rawValue
        var cases = RoutingCase([.permissive(1)])
        cases.policy.models[0].prices = .only(.cacheRead, 1)
        cases.request.usage = try #require(Usage([most, most, most, most, most, most, most, most]))
        cases.request.warmEntries.append(WarmEntry(model: ModelID(1), tokens: Tokens(most)))
        #expect(try cases.decide().winner?.cost == Microcents((2 * most + 999_999) / 1_000_000))
    }
}
