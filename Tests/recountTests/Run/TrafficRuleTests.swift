import RecountJSON
import RecountKernel
import Testing

@testable import recount

/// The traffic rule against rows that were worked out from docs/traffic-rule.md by another program:
/// seed, number, then tenant, key, project, place of the model, value, risk, confidence, quality,
/// latency limit, capabilities, expected output, fate, streamed, retried.
@Suite struct TrafficRuleTests {
    static let golden: [(seed: UInt64, number: UInt64, row: String)] = [
        (1, 1, "3 121 202 3 21147395 7773 2816 6267 18348 0 384 settled false false"),
        (1, 2, "1 122 201 2 24812894 3918 9096 4124 12720 33 384 settled false false"),
        (1, 3, "1 122 202 2 19309408 60 8877 8486 6710 1 512 settled false false"),
        (1, 5, "5 111 202 1 25806437 2292 3331 4222 0 0 512 cancelled false false"),
        (1, 9, "1 112 201 3 24563106 4009 4732 8433 0 0 512 settled true false"),
        (1, 62, "1 121 201 1 37618153 907 5826 7710 7355 32 128 settledLate false false"),
        (1, 264, "5 111 201 3 16664672 2956 6513 6231 0 0 128 lost false true"),
        (1, 19_366, "2 112 201 1 17096824 1803 5716 6978 14301 0 256 settled false false"),
        (2, 1, "1 122 201 3 32128825 92 5069 8062 6133 1 128 settled true false"),
        (.max, 1, "4 112 201 3 7220775 3730 8673 4691 18881 0 384 settled true false"),
        (1, .max, "2 112 201 1 10055192 1398 3539 3517 11619 0 512 settled false true"),
    ]

    @Test(arguments: golden)
    func rowIsThatOfTheRule(seed: UInt64, number: UInt64, row: String) throws {
        let traits = try rule(seed: seed).traits(of: number)
        #expect(traits.number == number)
        #expect(text(traits) == row)
        #expect(text(try rule(seed: seed).traits(of: number)) == row)
    }

    @Test func onlyEnabledModelsAreWanted() throws {
        var document = try PolicyDocument(parsing: Array(DemoFiles.smallPolicy.utf8))
        document.models[1].isEnabled = false
        let rule = TrafficRule(policy: document, seed: 1)
        let wanted = Set((1...200).map { rule.traits(of: $0).request.requestedModel.rawValue })
        #expect(wanted == [1, 7])
    }

    @Test func everyFateAndTenantComesUp() throws {
        let rule = try rule(seed: 1)
        let traits = (1...2_000).map { rule.traits(of: $0) }
        #expect(Set(traits.map(\.tenant.rawValue)) == Set(1...6))
        #expect(Set(traits.map { "\($0.fate)" }).count == 4)
        #expect(Set(traits.map(\.isStreamed)).count == 2)
        #expect(Set(traits.map(\.isRetried)).count == 2)
    }

    @Test func answersLastByTheirTokensAtMostEightMinutes() throws {
        let traits = try rule(seed: 1).traits(of: 1)
        func duration(_ output: UInt64) -> UInt64 {
            var request = traits.request
            request.usage = Usage.zero.replacing(.output, with: output)
            return TrafficRequest(
                traits: traits, time: .maximum, request: request, estimatedOutput: Tokens(1)
            ).durationMilliseconds
        }
        #expect(duration(0) == 300)
        #expect(duration(44) == 1_180)
        #expect(duration(23_984) == 479_980)
        #expect(duration(23_985) == 480_000)
        #expect(duration(23_986) == 480_000)
        #expect(duration(Tokens.maximum.rawValue) == 480_000)
    }

    private func rule(seed: UInt64) throws -> TrafficRule {
        TrafficRule(policy: try PolicyDocument(parsing: Array(DemoFiles.smallPolicy.utf8)), seed: seed)
    }

    private func text(_ traits: TrafficTraits) -> String {
        let request = traits.request
        let place = [1: 1, 2: 2, 7: 3][request.requestedModel.rawValue] ?? 0
        let numbers: [any BinaryInteger] = [
            traits.tenant.rawValue, traits.accounts[0].rawValue, traits.accounts[1].rawValue, place, request.value,
            request.risk.rawValue, request.confidence.rawValue, request.minimumQuality.rawValue,
            request.latencyLimitMilliseconds, request.requiredCapabilities, traits.estimatedOutput.rawValue,
        ]
        let words = ["\(traits.fate)", "\(traits.isStreamed)", "\(traits.isRetried)"]
        return (numbers.map { "\($0)" } + words).joined(separator: " ")
    }
}
