/// The warm entries that admissions must have, from the windows of the admissions before.
struct RecountedCaches {
    private struct Cache {
        var servedCount = 0
        var lastPlaces: [UInt64: Int] = [:]

        func has(_ block: UInt64) -> Bool { lastPlaces[block].map { $0 >= servedCount - 16_384 } ?? false }
    }

    private var caches: [Int128: Cache] = [:]

    /// Model and tokens, ascending by model.
    func warmEntries(of request: BlockRequest, isWhole: Bool) -> [[Int128]] {
        let countable = isWhole ? max(1, min(request.seenCount, request.blocks.count - 1)) : 1
        let limit = min(countable, request.blocks.count - 1)
        let entries = caches.map { model, cache -> [Int128] in
            let count = request.blocks.prefix(limit).prefix { cache.has($0) }.count
            return [model, (0..<count).map { request.tokens(at: $0) }.reduce(0, +)]
        }
        let warmest = entries.filter { $0[1] > 0 }.sorted { ($1[1], $0[0]) < ($0[1], $1[0]) }
        return warmest.prefix(8).sorted { $0[0] < $1[0] }
    }

    /// Takes the entries of an admitted window.
    mutating func serve(_ request: BlockRequest, entries: [JSONObject], by model: Int128) {
        for (block, entry) in zip(request.blocks, entries) {
            guard entry["outcome"] == "included" else { return }
            caches[model, default: Cache()].lastPlaces[block] = caches[model]?.servedCount ?? 0
            caches[model]?.servedCount += 1
        }
    }
}
