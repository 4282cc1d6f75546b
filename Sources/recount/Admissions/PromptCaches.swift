import RecountJSON
import RecountKernel

/// What each model's prompt cache is taken to have: the blocks that it served last.
struct PromptCaches {
    private var caches: [UInt32: BlockCache] = [:]

    /// Records that a model has served blocks.
    mutating func serve(_ blocks: some Sequence<UInt64>, by model: ModelID) {
        for block in blocks { caches[model.rawValue, default: BlockCache()].append(block) }
    }

    /// The models that have the most of a request's leading blocks, with the tokens of these.
    /// O(models · blocks).
    ///
    /// - Parameter limit: leading blocks that may count.
    func warmEntries(for line: BlockTraceLine, limit: Int) -> AscendingModelList<8, WarmEntry> {
        var warm: [WarmEntry] = []
        for (model, cache) in caches {
            let count = line.blocks.prefix(limit).prefix(while: cache.contains).count
            let tokens = (0..<count).reduce(UInt64(0)) { $0 + line.tokens(ofBlock: $1) }
            if tokens > 0 { warm.append(WarmEntry(model: ModelID(model), tokens: Tokens(tokens))) }
        }
        warm.sort { $0.tokens != $1.tokens ? $0.tokens > $1.tokens : $0.model < $1.model }
        var list = AscendingModelList<8, WarmEntry>(filler: WarmEntry(model: ModelID(0), tokens: .zero))
        for entry in warm.prefix(RouteRequest.maximumListCount).sorted(by: { $0.model < $1.model }) {
            list.append(entry)
        }
        return list
    }
}

/// The last blocks that were served, 16 384 of them, each as often as it was.
private struct BlockCache {
    private static let capacity = 16_384

    private var served: [UInt64] = []
    private var oldest = 0
    private var counts: [UInt64: Int] = [:]

    func contains(_ block: UInt64) -> Bool { counts[block] != nil }

    mutating func append(_ block: UInt64) {
        counts[block, default: 0] += 1
        guard served.count == Self.capacity else {
            served.append(block)
            return
        }
        forget(served[oldest])
        served[oldest] = block
        oldest = (oldest + 1) % Self.capacity
    }

    private mutating func forget(_ block: UInt64) {
        guard let count = counts[block] else { return }
        counts[block] = count == 1 ? nil : count - 1
    }
}
