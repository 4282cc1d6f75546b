/// What elements are ordered by, with the number of the element.
struct SortKey: BitwiseCopyable {
    var major: UInt64
    var minor: UInt64
    var index: UInt32

    static var unused: SortKey { SortKey(major: 0, minor: 0, index: 0) }

    /// By both keys, then by the elements' numbers: a total order.
    static func < (left: Self, right: Self) -> Bool {
        if left.major != right.major { return left.major < right.major }
        return left.minor != right.minor ? left.minor < right.minor : left.index < right.index
    }
}

/// A list of sort keys with the memory to sort it by merging from the bottom up: O(n log n) at worst,
/// without recursion.
struct SortKeyList: ~Copyable {
    private var keys: UnsafeMutablePointer<SortKey>
    private var spare: UnsafeMutablePointer<SortKey>

    /// Takes room for so many keys from the region.
    ///
    /// - Returns: nil while measuring.
    init?(capacity: UInt32, region: inout Region) {
        let keys = region.take(capacity.widened, of: SortKey.unused)
        let spare = region.take(capacity.widened, of: SortKey.unused)
        guard let keys, let spare else { return nil }
        self.keys = keys
        self.spare = spare
    }

    /// The key at a position below the capacity.
    subscript(position: UInt32) -> SortKey {
        get { keys[position.offset] }
        nonmutating set { keys[position.offset] = newValue }
    }

    /// Sorts the first `count` keys. O(count · log count).
    mutating func sort(count: UInt32) {
        var width: UInt32 = 1
        // Bound: counts are at most 2^15, so no sum below reaches 2^17.
        while width < count {
            var start: UInt32 = 0
            while start < count {
                let middle = min(start &+ width, count)
                let end = min(middle &+ width, count)
                merge(start, middle, end)
                start = end
            }
            (keys, spare) = (spare, keys)
            width &*= 2
        }
    }

    /// Merges the sorted runs from `start` and from `middle` into the spare memory.
    private func merge(_ start: UInt32, _ middle: UInt32, _ end: UInt32) {
        var left = start
        var right = middle
        for target in start..<end {
            // Bound: both stay at or below `end`.
            if left < middle, right == end || !(keys[right.offset] < keys[left.offset]) {
                spare[target.offset] = keys[left.offset]
                left &+= 1
            } else {
                spare[target.offset] = keys[right.offset]
                right &+= 1
            }
        }
    }
}
