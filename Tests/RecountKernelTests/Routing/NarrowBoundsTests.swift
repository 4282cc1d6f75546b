import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: where 64 bits end")
struct NarrowBoundsTests {
    private static let price: UInt64 = 0xffff_ffff_ffff

    @Test(
        "an answer's value around the largest that 64 bits can hold, with risk as with any confidence",
        arguments: [0, 10_000, 50_000] as [UInt16], [1, 10_000, .max] as [UInt16])
    func value(riskMultiplier: UInt16, confidence: UInt16) throws {
        let policy = Self.policy(riskMultiplier: riskMultiplier)
        for weight: UInt64 in [10_000, 50_000, 0xffff] {
            for offset in -2...2 {
                var request = Self.request
                request.confidence = BasisPoints(confidence)
                request.value = Int64(UInt64.max / (10_000 * weight)) + Int64(offset)
                try Self.expectAgreement(request, policy)
            }
        }
    }

    @Test("each component around the most that is calculated with in 64 bits", arguments: 0..<Component.count)
    func quantity(component: Int) throws {
        let bound = (UInt64.max - 8_000_000) / UInt64(Component.count) / Self.price
        for offset: UInt64 in 0...4 {
            for others in [0, bound] {
                var quantities = InlineArray<8, UInt64>(repeating: others)
                quantities[component] = bound - 2 + offset
                var request = Self.request
                request.usage = try #require(Usage(quantities))
                request.value = .max
                try Self.expectAgreement(request, Self.policy())
                request.value = 30_000_000_000
                try Self.expectAgreement(request, Self.policy())
            }
        }
    }

    @Test("delays that need more than 64 bits, and almost so many", arguments: [0x3fff_ffff, 0x4000_0000, .max])
    func delay(penalty: UInt64) throws {
        var policy = Self.policy()
        policy.header.latencyPenalty = Microcents(penalty)
        for position in policy.models.indices { policy.models[position].latencyMilliseconds = .max - UInt32(position) }
        for value in [0, 1, 30_000_000_000, Int64.max] {
            var request = Self.request
            request.value = value
            try Self.expectAgreement(request, policy)
        }
    }

    /// Of a small catalog and of one that is not.
    private static func expectAgreement(_ request: RouteRequest, _ policy: PolicyBuilder) throws {
        for count in [2, 8, 9, policy.models.count] {
            var smaller = policy
            smaller.models = Array(policy.models.prefix(count))
            let kernel = try RoutingKernel(policies: 1, models: UInt32(count))
            #expect(try kernel.install(smaller).kind == .policyInstalled)
            let answer = try kernel.route(request)
            #expect(answer == .routed(ReferenceRouting(smaller).decide(request)), "\(count) models, \(request)")
        }
    }

    private static var request: RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1))
        request.usage = .tokens(input: 10, output: 20)
        request.risk = BasisPoints(9_000)
        return request
    }

    private static func policy(riskMultiplier: UInt16 = 10) -> PolicyBuilder {
        var policy = PolicyBuilder(
            header: PolicyHeader(
                policyEpoch: 1, catalogEpoch: 1, hardRiskLimit: .whole, minimumConfidence: BasisPoints(0),
                riskMultiplier: BasisPoints(riskMultiplier), latencyPenalty: Microcents(3)))
        for id in 1...UInt32(12) {
            var model = Model(id: ModelID(id))
            model.availability = .enabled
            model.quality = BasisPoints(UInt16(10_000 - id))
            model.riskCeiling = .whole
            model.latencyMilliseconds = 100 * id
            for index in 0..<Component.count { model.prices.prices[index] = Self.price - UInt64(id) * UInt64(index) }
            policy.models.append(model)
        }
        policy.models[3].prices.prices = InlineArray(repeating: Self.price)
        return policy
    }
}
