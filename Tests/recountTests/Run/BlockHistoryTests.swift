import RecountJSON
import RecountKernel
import Testing

@testable import recount

/// What earlier requests tell of a request: conversations, origins, warm caches.
@Suite struct BlockHistoryTests {
    @Test func conversationsFollowTheBlockBehindTheCommonOnes() throws {
        var history = BlockHistory(commonBlockCount: 1)
        // Blocks, conversation, origins of the seen ones.
        let requests: [([UInt64], UInt64, [UInt64])] = [
            ([0, 1, 2], 1, []), ([0, 3], 2, [1]), ([0, 1, 4], 1, [1, 1]), ([0], 4, [1]), ([0, 1, 4, 5], 1, [1, 1, 3]),
            ([9, 1, 2], 6, []), ([0, 3, 5], 2, [1, 2, 5]),
        ]
        for (number, request) in zip(UInt64(1)..., requests) {
            let found = history.enter(try SampleBlocks.line(request.0), number: number)
            #expect(found == BlockProvenance(origins: request.2, conversation: request.1), "request \(number)")
        }
    }

    @Test func cachesHaveWhatWasServedUpToAGap() throws {
        var caches = PromptCaches()
        caches.serve([0, 1, 2], by: ModelID(5))
        caches.serve([0, 2], by: ModelID(3))
        let line = try SampleBlocks.line([0, 1, 2], lastTokens: 10)
        #expect(entries(caches, line, limit: 3) == [3: 512, 5: 1_034])
        #expect(entries(caches, line, limit: 1) == [3: 512, 5: 512])
        #expect(entries(caches, line, limit: 0) == [:])
        #expect(entries(caches, try SampleBlocks.line([7, 1]), limit: 2) == [:])
    }

    @Test func theWarmestEightAreNamed() throws {
        var caches = PromptCaches()
        for model in UInt32(1)...10 { caches.serve([0], by: ModelID(model)) }
        caches.serve([1], by: ModelID(10))
        let line = try SampleBlocks.line([0, 1])
        let expected = Dictionary(uniqueKeysWithValues: (UInt32(1)...7).map { ($0, UInt64(512)) } + [(10, 1_024)])
        #expect(entries(caches, line, limit: 2) == expected)
    }

    @Test func cachesForgetTheOldest() throws {
        var caches = PromptCaches()
        let line = try SampleBlocks.line([0])
        caches.serve([0], by: ModelID(1))
        caches.serve(1..<16_384, by: ModelID(1))
        #expect(entries(caches, line, limit: 1) == [1: 512])
        caches.serve([0], by: ModelID(1))
        caches.serve(20_000..<36_383, by: ModelID(1))
        #expect(entries(caches, line, limit: 1) == [1: 512])
        caches.serve([40_000], by: ModelID(1))
        #expect(entries(caches, line, limit: 1) == [:])
    }

    private func entries(_ caches: PromptCaches, _ line: BlockTraceLine, limit: Int) -> [UInt32: UInt64] {
        let list = caches.warmEntries(for: line, limit: limit)
        return Dictionary(
            uniqueKeysWithValues: (0..<list.count).map { (list[$0].model.rawValue, list[$0].tokens.rawValue) })
    }
}
