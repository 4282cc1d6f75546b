import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: the ranking")
struct RankingTests {
    @Test("utility decides before cost, quality and id", arguments: [Component.output, .call])
    func utilityFirst(component: Component) throws {
        // Model 2 costs more and is worse, but its latency costs nothing.
        var slow = Model.permissive(1)
        slow.latencyMilliseconds = 2
        var best = Model.permissive(2)
        best.prices = .only(component, 1_000_000)
        var cases = RoutingCase([slow, best])
        cases.policy.header.latencyPenalty = Microcents(1)
        cases.request.usage = try Self.one(component)
        let decision = try cases.decide()
        #expect(decision.winningModel == 2)
        #expect(decision.winner?.utility == 999_999_999)
        #expect(decision.winner?.cost == Microcents(1))
        #expect(decision.runnerUp == RouteDecision.RunnerUp(model: ModelID(1), utility: 999_999_998))
        #expect(decision.action == .substitute)
        #expect(decision.reason == .otherModelIsBest)
    }

    /// A usage of one of a component alone.
    private static func one(_ component: Component) throws -> Usage {
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        quantities[Int(component.rawValue)] = 1
        return try #require(Usage(quantities))
    }

    @Test("equal utility: the lower cost wins", arguments: [Component.output, .call])
    func costSecond(component: Component) throws {
        // Cost 5 and no latency against cost 3 and 2 ms at 1 microcent: both lose 5.
        var dear = Model.permissive(1)
        dear.prices = .only(component, 5_000_000)
        var cheap = Model.permissive(2)
        cheap.prices = .only(component, 3_000_000)
        cheap.latencyMilliseconds = 2
        var cases = RoutingCase([dear, cheap])
        cases.policy.header.latencyPenalty = Microcents(1)
        cases.request.usage = try Self.one(component)
        let decision = try cases.decide()
        #expect(decision.winningModel == 2)
        #expect(decision.winner?.utility == decision.runnerUp?.utility)
    }

    @Test("equal utility and cost: the higher quality wins")
    func qualityThird() throws {
        // The value is too small for one basis point to show after the floor.
        var worse = Model.permissive(1)
        worse.quality = BasisPoints(9_998)
        var better = Model.permissive(2)
        better.quality = BasisPoints(9_999)
        var cases = RoutingCase([worse, better])
        cases.request.value = 10
        let decision = try cases.decide()
        #expect(decision.winner?.utility == 9)
        #expect(decision.runnerUp?.utility == 9)
        #expect(decision.winningModel == 2)
    }

    @Test("equal in all: the lowest id wins, the next is the runner-up", arguments: [0, 1, 0xffff_fffb] as [UInt32])
    func idLast(first: UInt32) throws {
        let models = [3, 1, 2, 0, 4].map { Model.permissive(first + $0) }
        let decision = try RoutingCase(models).decide()
        #expect(decision.winningModel == first)
        #expect(decision.runnerUpModel == first + 1)
        #expect(decision.eligibleCount == 5)
    }

    @Test(
        "the runner-up is the second best wherever it stands",
        arguments: [[3, 2, 1], [1, 3, 2], [2, 1, 3], [1, 2, 3]] as [[UInt16]])
    func runnerUpPosition(qualities: [UInt16]) throws {
        let models = qualities.enumerated().map { position, quality in
            var model = Model.permissive(UInt32(position + 1))
            model.quality = BasisPoints(quality * 1_000)
            return model
        }
        let decision = try RoutingCase(models).decide()
        #expect(decision.winningModel == qualities.firstIndex(of: 3).map { UInt32($0 + 1) })
        #expect(decision.runnerUpModel == qualities.firstIndex(of: 2).map { UInt32($0 + 1) })
    }

    @Test("one eligible model: no runner-up")
    func runnerUpAbsent() throws {
        var disabled = Model.permissive(2)
        disabled.availability = .disabled
        let decision = try RoutingCase([.permissive(1), disabled]).decide()
        #expect(decision.action == .executeRequested)
        #expect(decision.reason == .requestedModelIsBest)
        #expect(decision.runnerUp == nil)
        #expect(decision.evaluatedCount == 2)
        #expect(decision.eligibleCount == 1)
        #expect(decision.rejections == GateHistogram([.disabled]))
    }

    @Test("a requested model that the catalog does not have is substituted", arguments: [0, 9, .max] as [UInt32])
    func requestedAbsent(requested: UInt32) throws {
        var cases = RoutingCase([.permissive(1), .permissive(2)])
        cases.request.requestedModel = ModelID(requested)
        let decision = try cases.decide()
        #expect(decision.action == .substitute)
        #expect(decision.winningModel == 1)
    }

    @Test("id 0 is a model like any other, and not the same as none")
    func idZero() throws {
        var cases = RoutingCase([.permissive(0)])
        cases.request.requestedModel = ModelID(0)
        let chosen = try cases.decide()
        #expect(chosen.action == .executeRequested)
        #expect(chosen.winningModel == 0)
        cases.request.allowedProviders = 0
        let rejected = try cases.decide()
        #expect(rejected.winner == nil)
        #expect(rejected.action == .reject)
    }

    @Test("every order of a catalog has the same bytes and the same decision")
    func permutations() throws {
        var models = (1...4).map { Model.permissive($0) }
        models[0].quality = BasisPoints(5_000)
        models[1].prices = .only(.input, 10)
        models[3].availability = .disabled
        let decisions = try Self.permutations(of: models).map { try RoutingCase($0).decide() }
        #expect(decisions.count == 24)
        #expect(decisions.allSatisfy { $0 == decisions[0] })
    }

    private static func permutations(of models: [Model]) -> [[Model]] {
        guard models.count > 1 else { return [models] }
        return models.indices.flatMap { index -> [[Model]] in
            var rest = models
            let first = rest.remove(at: index)
            return permutations(of: rest).map { [first] + $0 }
        }
    }
}
