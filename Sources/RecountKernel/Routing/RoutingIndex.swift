/// What makes routing fast: their models in descending order of quality, and the sets of
/// those that pass each gate. Built when a policy is installed, of the policy alone.
struct RoutingIndex: ~Copyable {
    /// Where in its catalog, in ascending order of ids, each model stands; by descending quality.
    private let orders: UnsafeMutablePointer<UInt32>
    /// The inverse: the place of each model of a catalog in the order.
    private let places: UnsafeMutablePointer<UInt32>
    private let sorting: SortBuffer<UInt32>
    /// What `GateSets` has, block by block.
    private let words: UnsafeMutablePointer<UInt64>
    private let shortfalls: UnsafeMutablePointer<UInt16>
    private let latencies: UnsafeMutablePointer<UInt32>
    private let refusedRisks: UnsafeMutablePointer<UInt16>
    private var blockCount: UInt32 = 0

    /// Takes the index's memory from the region.
    ///
    /// - Returns: nil while measuring.
    init?(limits: KernelLimits, region: inout Region) {
        let models = limits.models.widened
        let blocks = Self.blockCount(limits).widened
        let orders = region.take(models, of: UInt32(0))
        let places = region.take(models, of: UInt32(0))
        let sorting = SortBuffer(capacity: limits.models, of: UInt32(0), region: &region)
        // Bound: fewer than 2^29 blocks of fewer than 2^9 words.
        let words = region.take(blocks &* GateSets.wordCount.widened, of: UInt64(0))
        let shortfalls = region.take(blocks &* GateSets.modelCount.widened, of: UInt16(0))
        let latencies = region.take(blocks &* GateSets.modelCount.widened, of: UInt32(0))
        let refusedRisks = region.take(blocks &* GateSets.modelCount.widened, of: UInt16(0))
        guard let orders, let places, let sorting, let words, let shortfalls, let latencies, let refusedRisks else {
            return nil
        }
        self.orders = orders
        self.places = places
        self.sorting = sorting
        self.words = words
        self.shortfalls = shortfalls
        self.latencies = latencies
        self.refusedRisks = refusedRisks
    }

    /// All blocks of a policy are full but the last.
    private static func blockCount(_ limits: KernelLimits) -> UInt32 {
        // Bound: both limits are at most 2^28.
        limits.models / GateSets.modelCount &+ min(limits.policies, limits.models)
    }

    /// Indexes a catalog. O(models · log models).
    ///
    /// - Parameters:
    ///   - models: the catalog.
    ///   - first: where it stands among the models of all policies.
    mutating func add(_ models: UnsafePointer<Model>, first: UInt32, count: UInt32) -> IndexedCatalog {
        for position in 0..<count { sorting[position] = position }
        sorting.sort(count: count) { left, right in
            let (quality, other) = (models[left.offset].quality, models[right.offset].quality)
            return quality == other ? left < right : quality > other
        }
        for place in 0..<count {
            let position = sorting[place]
            // Bound: the store has room for all of them.
            orders[(first &+ place).offset] = position
            places[(first &+ position).offset] = place
        }
        let firstSets = sets(ofBlock: blockCount)
        var start: UInt32 = 0
        while start < count {
            // Bound: below the number of models, and of blocks.
            let size = min(count &- start, GateSets.modelCount)
            sets(ofBlock: blockCount).fill(models, order: orders + (first &+ start).offset, count: size)
            start &+= size
            blockCount &+= 1
        }
        return IndexedCatalog(
            models: models, orders: orders + first.offset, places: places + first.offset, firstSets: firstSets,
            count: count)
    }

    /// The sets of a block.
    private func sets(ofBlock block: UInt32) -> GateSets {
        // Bound: below the number of blocks, so offsets into memory fit in an Int.
        let offset = Int(truncatingIfNeeded: block)
        let thresholds = offset &* GateSets.modelCount.offset
        return GateSets(
            words: words + offset &* GateSets.wordCount.offset, shortfalls: shortfalls + thresholds,
            latencies: latencies + thresholds,
            refusedRisks: refusedRisks + thresholds)
    }
}
