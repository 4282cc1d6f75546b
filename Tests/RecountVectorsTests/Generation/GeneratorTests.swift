import Testing

@testable import RecountVectors

@Suite struct GeneratorTests {
    @Test("The same seed gives the same bytes, another others", arguments: VectorArea.allCases)
    func determinism(area: VectorArea) {
        let first = VectorCatalog.generated(area, VectorGenerator(seed: 11, count: 20))
        #expect(first.json == VectorCatalog.generated(area, VectorGenerator(seed: 11, count: 20)).json)
        #expect(first.groups != VectorCatalog.generated(area, VectorGenerator(seed: 12, count: 20)).groups)
    }

    @Test("As many commands as were asked for", arguments: [1, 50, 51, 120] as [UInt64])
    func counts(count: UInt64) {
        let file = VectorCatalog.generated(.budgets, VectorGenerator(seed: 1, count: count))
        let commands = file.groups.flatMap { group -> [StepCase] in
            guard case .steps(let sequence) = group.content else { return [] }
            return sequence.entries.filter { $0.command != nil }
        }
        #expect(UInt64(commands.count) == count)
    }

    @Test("The numbers of a seed are SplitMix64's")
    func numbers() {
        var random = SeededRandom(seed: 1_234_567)
        #expect(random.bits() == 6_457_827_717_110_365_317)
        #expect(random.bits() == 3_203_168_211_198_807_973)
    }
}
