import RecountKernel
import RecountTestSupport
import Testing

@Suite("Routing: installed policies")
struct PolicyStoreTests {
    private static func policy(epoch: UInt64, models: Int = 1) -> PolicyBuilder {
        var policy = PolicyBuilder(models: (1...models).map { .permissive(UInt32($0)) })
        policy.header.policyEpoch = epoch
        return policy
    }

    private static func refusal(_ reason: Refusal.Reason, needed: UInt64, limit: UInt64) -> Decision {
        .refused(Refusal(reason, .count(needed: needed, limit: limit)))
    }

    private static func digest(_ policy: PolicyBuilder) -> Digest {
        policy.bytes.withUnsafeBytes { Blake2b.digest($0, in: .policy) }
    }

    private static func request(policy: UInt32) -> RouteRequest {
        var request = RouteRequest(policy: PolicyNumber(policy), requestedModel: ModelID(1))
        request.value = 1_000
        return request
    }

    @Test("policies are numbered from 1 and stay what they were")
    func severalPolicies() throws {
        let kernel = try RoutingKernel()
        for epoch in 1...8 as ClosedRange<UInt64> {
            let policy = Self.policy(epoch: epoch, models: Int(epoch))
            let installation = PolicyInstallation(
                number: PolicyNumber(UInt32(epoch)), digest: Self.digest(policy))
            #expect(try kernel.install(policy) == .policyInstalled(installation))
        }
        for epoch in 1...8 as ClosedRange<UInt64> {
            let request = Self.request(policy: UInt32(epoch))
            let expected = ReferenceRouting(Self.policy(epoch: epoch, models: Int(epoch))).decide(request)
            #expect(try kernel.route(request) == .routed(expected))
            #expect(expected.policy.policyEpoch == epoch)
        }
    }

    @Test("numbers that no policy has are refused", arguments: [UInt32(0), 2, 3, .max])
    func unknownNumbers(number: UInt32) throws {
        let kernel = try RoutingKernel()
        _ = try kernel.install(Self.policy(epoch: 1))
        #expect(try kernel.route(Self.request(policy: number)) == .refused(Refusal(.unknownPolicy)))
    }

    @Test("an unknown policy comes before everything that the request says")
    func unknownPolicyFirst() throws {
        let kernel = try RoutingKernel()
        var request = Self.request(policy: 1)
        request.risk = BasisPoints(.max)
        request.allowedProviders = 0
        #expect(try kernel.route(request) == .refused(Refusal(.unknownPolicy)))
    }

    @Test("an unknown tenant comes before an unknown policy")
    func unknownTenantFirst() throws {
        let kernel = try RoutingKernel()
        let decision = try kernel.decision(on: .route(Self.request(policy: 1)), tenant: TenantID(2))
        #expect(decision == .refused(Refusal(.unknownTenant)))
    }

    @Test("the same bytes again name the policy that has them, also when the store is full")
    func alreadyInstalled() throws {
        let kernel = try RoutingKernel(policies: 2, models: 2)
        _ = try kernel.install(Self.policy(epoch: 1))
        _ = try kernel.install(Self.policy(epoch: 2))
        for epoch in 1...2 as ClosedRange<UInt32> {
            let refusal = Refusal(.alreadyInstalled, .policy(PolicyNumber(epoch)))
            #expect(try kernel.install(Self.policy(epoch: UInt64(epoch))) == .refused(refusal))
        }
    }

    @Test("more models than the limits allow at all: too large, before anything else")
    func tooLarge() throws {
        let kernel = try RoutingKernel(policies: 1, models: 3)
        let tooLarge = Self.policy(epoch: 1, models: 4)
        #expect(try kernel.install(tooLarge) == Self.refusal(.tooLarge, needed: 4, limit: 3))
        _ = try kernel.install(Self.policy(epoch: 1, models: 3))
        #expect(try kernel.install(tooLarge) == Self.refusal(.tooLarge, needed: 4, limit: 3))
    }

    @Test("no place for another policy")
    func policiesFull() throws {
        let kernel = try RoutingKernel(policies: 2, models: 100)
        for epoch in 1...2 as ClosedRange<UInt64> { _ = try kernel.install(Self.policy(epoch: epoch)) }
        #expect(try kernel.install(Self.policy(epoch: 3)) == Self.refusal(.full, needed: 3, limit: 2))
    }

    @Test("no place for so many models: the refusal tells how many places would be needed in all")
    func modelsFull() throws {
        let kernel = try RoutingKernel(policies: 9, models: 10)
        _ = try kernel.install(Self.policy(epoch: 1, models: 8))
        #expect(try kernel.install(Self.policy(epoch: 2, models: 5)) == Self.refusal(.full, needed: 13, limit: 10))
        let fits = Self.policy(epoch: 3, models: 2)
        #expect(try kernel.install(fits).kind == .policyInstalled)
        #expect(try kernel.install(Self.policy(epoch: 4)) == Self.refusal(.full, needed: 11, limit: 10))
        #expect(
            try kernel.route(Self.request(policy: 2)) == .routed(ReferenceRouting(fits).decide(Self.request(policy: 2)))
        )
    }
}
