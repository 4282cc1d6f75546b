import RecountKernel
import RecountTestSupport
import Testing

@Suite("Values: usage and lists by model")
struct UsageTests {
    @Test("each quantity is at most 2^48 − 1", arguments: 0..<8)
    func bound(index: Int) {
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        quantities[index] = 0xffff_ffff_ffff
        #expect(Usage(quantities) != nil)
        quantities[index] += 1
        #expect(Usage(quantities) == nil)
        quantities[index] = .max
        #expect(Usage(quantities) == nil)
    }

    @Test("components by name, and the input class")
    func components() throws {
        let usage = try #require(Usage([1, 2, 4, 8, 16, 32, 64, 128]))
        let all: [Component] = [.input, .cacheRead, .cacheCreation, .output, .reasoning, .audio, .image, .call]
        #expect(all.map { usage[$0] } == [1, 2, 4, 8, 16, 32, 64, 128])
        #expect(usage.inputClass == 7)
        #expect(usage != .zero)
        let most = try #require(Usage(InlineArray(repeating: Tokens.maximum.rawValue)))
        #expect(most.inputClass == 3 * Tokens.maximum.rawValue)
    }

    @Test("a list by model takes strictly ascending entries, at most its capacity")
    func ascendingList() {
        var list = AscendingModelList<3, WarmEntry>(filler: WarmEntry(model: ModelID(9), tokens: Tokens(9)))
        #expect(list.entry(for: ModelID(9)) == nil)
        func append(_ model: UInt32, _ tokens: UInt64) -> Bool {
            list.append(WarmEntry(model: ModelID(model), tokens: Tokens(tokens)))
        }
        #expect(append(0, 10))
        #expect(!append(0, 11))
        #expect(append(5, 12))
        #expect(!append(4, 13))
        #expect(!append(5, 13))
        #expect(append(.max, 14))
        #expect(!append(.max, 15))
        #expect(list.count == 3)
        #expect(list.entry(for: ModelID(0))?.tokens == Tokens(10))
        #expect(list.entry(for: ModelID(5))?.tokens == Tokens(12))
        #expect(list.entry(for: ModelID(.max))?.tokens == Tokens(14))
        #expect(list.entry(for: ModelID(6)) == nil)
        #expect((0..<3).map { list[$0].model.rawValue } == [0, 5, .max])
    }

    @Test("a full list refuses what would fit in order")
    func fullList() {
        var list = AscendingModelList<1, ModelID>(filler: ModelID(0))
        let first = list.append(ModelID(1))
        let second = list.append(ModelID(2))
        #expect(first && !second)
        #expect(list.count == 1)
    }

    @Test("lists are equal by their entries, not by what fills the rest")
    func equality() {
        var left = AscendingModelList<2, ModelID>(filler: ModelID(0))
        var right = AscendingModelList<2, ModelID>(filler: ModelID(7))
        #expect(left == right)
        left.append(ModelID(3))
        #expect(left != right)
        right.append(ModelID(3))
        #expect(left == right)
        right.append(ModelID(4))
        #expect(left != right)
    }
}
