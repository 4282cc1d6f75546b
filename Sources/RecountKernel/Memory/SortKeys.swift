/// Memory for one list of `SortKeys` at a time.
struct SortKeyMemory: ~Copyable {
    fileprivate let keys: UnsafeMutablePointer<UInt64>
    fileprivate let spare: UnsafeMutablePointer<UInt64>
    fileprivate let tallies: UnsafeMutablePointer<UInt32>

    /// Takes room for so many keys from the region.
    ///
    /// - Returns: nil while measuring.
    init?(capacity: UInt32, region: inout Region) {
        let keys = region.take(capacity.widened, of: UInt64(0))
        let spare = region.take(capacity.widened, of: UInt64(0))
        // Bound: a digit has at most 11 bits.
        let tallies = region.take(1 &<< SortKeys.digitBitCount(keys: capacity), of: UInt32(0))
        guard let keys, let spare, let tallies else { return nil }
        self.keys = keys
        self.spare = spare
        self.tallies = tallies
    }
}

/// A strict order of places. A type and not a closure, so that no comparison is called through a pointer.
protocol PlaceOrder {
    func precedes(_ left: UInt32, _ right: UInt32) -> Bool
}

/// Places with the ranks that they are sorted by, each pair in one word: the rank above the place.
struct SortKeys {
    /// Places are below 2^22, so that one can be an offset into an assembly request.
    private static var placeBitCount: UInt64 { 22 }
    /// Ranks are below 2^42.
    static var rankBitCount: UInt64 { 42 }
    /// Fewer keys are sorted faster by comparing them.
    private static var minimumDigitSortCount: UInt32 { 24 }

    private var keys: UnsafeMutablePointer<UInt64>
    private var spare: UnsafeMutablePointer<UInt64>
    private let tallies: UnsafeMutablePointer<UInt32>
    private(set) var count: UInt32 = 0

    /// An empty list; the one before it in the same memory is lost.
    init(in memory: borrowing SortKeyMemory) {
        keys = memory.keys
        spare = memory.spare
        tallies = memory.tallies
    }

    /// The place at a position below `count`.
    @inline(__always)
    subscript(position: UInt32) -> UInt32 { Self.place(of: keys[position.offset]) }

    /// The rank at a position below `count`.
    func rank(at position: UInt32) -> UInt64 { keys[position.offset] &>> Self.placeBitCount }

    private static func place(of key: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: key) & (1 &<< UInt32(truncatingIfNeeded: placeBitCount) &- 1)
    }

    /// Appends a place.
    ///
    /// - Parameters:
    ///   - place: greater than all before it.
    ///   - rank: below 2^42.
    /// - Precondition: fewer keys are there than the memory has room for.
    @inline(__always)
    mutating func append(_ place: UInt32, rank: UInt64) {
        keys[count.offset] = rank &<< Self.placeBitCount | place.widened
        // Bound: the capacity is at most 2^28.
        count &+= 1
    }

    /// Brings the places into ascending order of their ranks, equal ones into ascending order of the
    /// places. O(count · log count) at worst, O(count) where few leading bits tell the ranks apart.
    mutating func sort() {
        let firstBit = sortByLeadingBits()
        if firstBit > Self.placeBitCount { sortRuns(equalFrom: firstBit, by: <) }
    }

    /// The same where ranks are equal that only another comparison can tell apart.
    mutating func sort(breakingTiesBy order: some PlaceOrder) {
        let firstBit = sortByLeadingBits()
        sortRuns(equalFrom: firstBit) { left, right in
            if (left ^ right) &>> Self.placeBitCount != 0 { return left < right }
            let (place, other) = (Self.place(of: left), Self.place(of: right))
            return order.precedes(place, other) || !order.precedes(other, place) && place < other
        }
    }

    /// Sorts the runs of keys that are equal from a bit on, each by itself.
    @inline(__always)
    private func sortRuns(equalFrom firstBit: UInt64, by precedes: (UInt64, UInt64) -> Bool) {
        var start: UInt32 = 0
        for position in 1...max(count, 1) {
            // Bound: all positions are at most `count`.
            if position < count, (keys[position.offset] ^ keys[position.offset &- 1]) &>> firstBit == 0 { continue }
            if position &- start > 1 {
                (keys + start.offset).sort(count: position &- start, spare: spare, by: precedes)
            }
            start = position
        }
    }

    /// How many bits are sorted by at once: no more values than keys, and few enough for the nearest cache.
    fileprivate static func digitBitCount(keys count: UInt32) -> UInt64 {
        // Bound: 1…32 bits.
        min(11, (32 &- (count | 1).leadingZeroBitCount &- 1).widened)
    }

    /// Sorts by at most two digits from the first bit on in which the ranks differ: two tell most keys apart
    /// that are spread evenly. Few keys are sorted by all bits.
    ///
    /// - Returns: the last bit that the keys are sorted by.
    private mutating func sortByLeadingBits() -> UInt64 {
        if count < Self.minimumDigitSortCount {
            keys.sort(count: count, spare: spare, by: <)
            return Self.placeBitCount
        }
        if isAscending { return Self.placeBitCount }
        // Bound: 1…42: keys that do not ascend differ in their ranks, since their places ascend.
        let bitCount = 64 &- (differingBits &>> Self.placeBitCount).leadingZeroBitCount.widened
        let digitBitCount = Self.digitBitCount(keys: count)
        if bitCount <= digitBitCount {
            sortByDigit(from: Self.placeBitCount, bitCount)
            return Self.placeBitCount
        }
        // Bound: at most 22 and at most all bits.
        let usedBitCount = min(bitCount, 2 &* digitBitCount)
        let start = Self.placeBitCount &+ bitCount &- usedBitCount
        let lowBitCount = usedBitCount / 2
        sortByDigit(from: start, lowBitCount)
        sortByDigit(from: start &+ lowBitCount, usedBitCount &- lowBitCount)
        return start
    }

    private var isAscending: Bool {
        for position in 1..<count.offset where keys[position] < keys[position &- 1] { return false }
        return true
    }

    /// The bits that are not the same in all keys.
    private var differingBits: UInt64 {
        var union: UInt64 = 0
        var intersection = UInt64.max
        for position in 0..<count.offset {
            union |= keys[position]
            intersection &= keys[position]
        }
        return union & ~intersection
    }

    /// Sorts by so many bits of the keys; those with equal ones stay in their order.
    private mutating func sortByDigit(from start: UInt64, _ bitCount: UInt64) {
        let mask = 1 &<< bitCount &- 1
        // Bound: a digit is below the number of tallies, all tallies together are `count`.
        tallies.update(repeating: 0, count: Int(truncatingIfNeeded: mask &+ 1))
        for position in 0..<count.offset {
            tallies[Int(truncatingIfNeeded: keys[position] &>> start & mask)] &+= 1
        }
        var place: UInt32 = 0
        for digit in 0...Int(truncatingIfNeeded: mask) {
            let tally = tallies[digit]
            tallies[digit] = place
            place &+= tally
        }
        for position in 0..<count.offset {
            let key = keys[position]
            let tally = tallies + Int(truncatingIfNeeded: key &>> start & mask)
            spare[tally.pointee.offset] = key
            tally.pointee &+= 1
        }
        (keys, spare) = (spare, keys)
    }
}
