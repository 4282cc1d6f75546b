import Testing

@testable import RecountFuzz

@Suite("Mutating scripts")
struct ScriptMutatorTests {
    private static let bytes: [UInt8] = [0, 2, 0, 10, 11, 1, 3, 0, 20, 21, 22, 2, 1, 0, 30]

    private static func mutated(_ bytes: [UInt8], seed: UInt32, limit: Int = 64) -> [UInt8] {
        var mutator = ScriptMutator(seed: seed, kindCount: 4)
        return bytes.withUnsafeBytes { bytes in
            mutator.mutated(bytes, limit: limit) { payload, limit in
                #expect(limit > 0)
                return Array(repeating: 99, count: min(limit, payload.count + 1))[...]
            }
        }
    }

    private static func steps(_ bytes: [UInt8]) -> [[UInt8]] {
        bytes.withUnsafeBytes { Script($0).steps.map { [$0.kind] + $0.payload } }
    }

    @Test("What comes out is a script again, no longer than allowed, the same for the same seed")
    func limits() {
        for seed in 0..<2_000 as Range<UInt32> {
            for limit in [1, 3, 15, 16, 64] {
                let mutated = Self.mutated(Self.bytes, seed: seed, limit: limit)
                #expect(mutated.count <= limit, "seed \(seed)")
                #expect(Self.steps(mutated).map(\.count).reduce(0) { $0 + $1 + 2 } == mutated.count, "seed \(seed)")
                #expect(mutated == Self.mutated(Self.bytes, seed: seed, limit: limit), "seed \(seed)")
            }
        }
    }

    @Test("Steps are changed, moved, added and left out, and the others stay as they were")
    func kinds() {
        let before = Self.steps(Self.bytes)
        var (longer, shorter, moved, changed, kinds) = (0, 0, 0, 0, 0)
        for seed in 0..<2_000 as Range<UInt32> {
            let after = Self.steps(Self.mutated(Self.bytes, seed: seed))
            longer += after.count > before.count ? 1 : 0
            shorter += after.count < before.count ? 1 : 0
            guard after.count == before.count, after != before else { continue }
            let differing = before.indices.filter { before[$0] != after[$0] }
            moved += Set(after) == Set(before) ? 1 : 0
            if differing.count == 1 {
                changed += 1
                kinds += after[differing[0]][0] != before[differing[0]][0] ? 1 : 0
            }
            #expect(differing.count <= 2, "seed \(seed)")
        }
        #expect(min(longer, shorter, moved, changed, kinds) > 30, "\((longer, shorter, moved, changed, kinds))")
    }

    @Test("Of nothing a step is made")
    func empty() {
        for seed in 0..<100 as Range<UInt32> {
            #expect(Self.mutated([], seed: seed).count <= 64)
        }
        #expect((0..<100).contains { !Self.mutated([], seed: $0).isEmpty })
    }

    @Test("A crossing begins as one script and ends as the other")
    func crossing() {
        let other: [UInt8] = [3, 1, 0, 40, 3, 1, 0, 41]
        for seed in 0..<500 as Range<UInt32> {
            var mutator = ScriptMutator(seed: seed, kindCount: 4)
            let crossed = Self.bytes.withUnsafeBytes { first in
                other.withUnsafeBytes { mutator.crossed(first, $0, limit: 64) }
            }
            let steps = Self.steps(crossed)
            let beginning = zip(steps, Self.steps(Self.bytes)).prefix { $0 == $1 }.count
            let rest = Array(steps.dropFirst(beginning))
            #expect(Self.steps(other).suffix(rest.count).elementsEqual(rest), "seed \(seed)")
        }
    }
}
