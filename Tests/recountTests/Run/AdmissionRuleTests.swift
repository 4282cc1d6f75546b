import RecountJSON
import RecountKernel
import Testing

@testable import recount

/// What docs/admission-rule.md derives for requests: who asks, how long it takes, what comes in.
@Suite struct AdmissionRuleTests {
    @Test func conversationsStayWithTheirTenantAndModel() throws {
        let traffic = TrafficRule(policy: try PolicyDocument(parsing: Array(DemoFiles.smallPolicy.utf8)), seed: 1)
        let rule = AdmissionRule(traffic: traffic)
        for conversation in UInt64(1)...40 {
            let beginning = traffic.traits(of: conversation)
            let own = traffic.traits(of: 999)
            let traits = rule.traits(of: 999, conversation: conversation)
            #expect(traits.tenant == beginning.tenant && traits.accounts == beginning.accounts)
            var request = own.request
            request.requestedModel = beginning.request.requestedModel
            #expect(traits.request == request)
            #expect(traits.number == 999 && traits.estimatedOutput == own.estimatedOutput)
            #expect(traits.isRetried == own.isRetried && traits.isStreamed == own.isStreamed && traits.fate == own.fate)
        }
    }

    @Test(
        arguments: [(0, 0, 1_000), (4, 0, 1_000), (30_720, 340, 41_144), (0, 4_790, 480_000), (5, 4_790, 480_000)]
            as [(UInt64, UInt64, UInt64)])
    func answersLastByWindowAndOutput(window: UInt64, output: UInt64, duration: UInt64) {
        #expect(AdmissionRule.duration(windowTokens: Tokens(window), outputTokens: output) == duration)
    }

    @Test func fundingIsInProportion() throws {
        let total = AdmissionRule.fundingTotal(requestCount: 1_000, tokens: 12_345_678)
        #expect(total.callHundredths == 36_000 && total.tokens == 2_469_135 && total.cost == 185_185_170)
        let plan = try #require(
            FundingPlan(total: total, firstTime: .zero, lastTime: Milliseconds(600_000)))
        let expected = Amounts(calls: 180, tokens: 1_234_567, cost: 92_592_585)
        #expect(plan.amounts.first == expected)
        let huge = AdmissionRule.fundingTotal(requestCount: 1, tokens: .max)
        #expect(FundingPlan(total: huge, firstTime: .zero, lastTime: .zero) == nil)
    }

    @Test func kernelHoldsWhatTheRunNeeds() throws {
        let scratch = try ScratchDirectory()
        let policy = try LoadedPolicy(path: try scratch.write(DemoFiles.smallPolicy, to: "policy.json"))
        let limits = try RunSetup.limits(policy: policy, needs: AdmissionRule.needs(maximumBlockCount: 247))
        #expect(limits.locks == 6 * 1_024 && limits.fragments == 247)
        #expect(limits.maximumLease == Milliseconds(30_000) && limits.maximumWait == Milliseconds(20_000))
    }
}
