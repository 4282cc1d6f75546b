/// What a table's entries are found by.
protocol TableKey: Equatable, BitwiseCopyable {
    func hash(into hasher: inout KeyedHasher)
}

/// An entry of a table: it carries its key and has a value for unused places.
protocol TableEntry: BitwiseCopyable {
    associatedtype Key: TableKey
    var key: Key { get }
    static var unused: Self { get }
}

/// What a search has come to: the slot of the entry, or none, and the key's hash, so that an entry
/// with this key can be inserted without hashing it again.
struct TableSearch {
    let slot: Slot
    let hash: KeyHash
}

/// A fixed number of entries, found by key in O(1) expected time, in memory taken from a region.
///
/// Entries stay in their slot until removed. An index with linear probing, at most half full, finds
/// them: each cell has a slot in its lower bits and some of the key's hash in the others, so that
/// hardly ever an entry is looked at that is not the one. Removal shifts later cells back, so no
/// history of removals slows a search.
struct Table<Entry: TableEntry>: ~Copyable {
    private let entries: UnsafeMutablePointer<Entry>
    /// Read by nothing else but tests, which count how far searches go.
    let index: UnsafeMutablePointer<UInt32>
    /// For each entry the place in the index where a search for it begins, before the mask; for each
    /// free slot the one that was freed before it.
    private let homes: UnsafeMutablePointer<UInt32>
    /// One less than the size of the index: wraps around it, and takes the slot from a cell. All slots
    /// are below it, so an empty cell has none.
    let mask: UInt32
    private let seed: HashSeed
    private var lastFreed = Slot.none
    /// The number of entries that fit.
    let capacity: UInt32
    /// The number of entries.
    private(set) var count: UInt32 = 0
    /// Every entry stands in a slot below this number; slots among them that are free have the unused value.
    private(set) var usedSlots: UInt32 = 0

    private static var empty: UInt32 { .max }

    /// Takes the table's memory from the region.
    ///
    /// - Returns: nil while measuring.
    init?(capacity: UInt32, seed: HashSeed, region: inout Region) {
        let indexSize = Self.indexSize(for: capacity)
        let entries = region.take(capacity.widened, of: Entry.unused)
        let index = region.take(indexSize.widened, of: Self.empty)
        let homes = region.take(capacity.widened, of: Slot.none.rawValue)
        guard let entries, let index, let homes else { return nil }
        self.entries = entries
        self.index = index
        self.homes = homes
        // Bound: indexSize is at least 2.
        self.mask = indexSize &- 1
        self.seed = seed
        self.capacity = capacity
    }

    /// The smallest power of two that is at least twice the capacity (under 2^29).
    private static func indexSize(for capacity: UInt32) -> UInt32 {
        var size: UInt32 = 2
        while size < capacity &* 2 { size &*= 2 }
        return size
    }

    /// Whether no entry can be inserted.
    var isFull: Bool { count == capacity }

    /// The entry in a slot that is in use.
    subscript(slot: Slot) -> Entry {
        @inline(__always) unsafeAddress { UnsafePointer(entries + slot.offset) }
        @inline(__always) nonmutating unsafeMutableAddress { entries + slot.offset }
    }

    /// The slot of the entry with this key, or none. O(1) expected.
    @inline(__always)
    func find(_ key: Entry.Key) -> Slot {
        // What is not used costs no hash.
        count == 0 ? .none : search(key).slot
    }

    /// The slot of the entry with this key, or none, and the key's hash. O(1) expected.
    @inline(__always)
    func search(_ key: Entry.Key) -> TableSearch {
        let hash = Self.hash(of: key, seed: seed)
        let tag = tag(of: hash)
        var position = hash.home & mask
        // Bound: at least half of the index is empty, here and in the loops below.
        while true {
            let cell = index[position.offset]
            if cell == Self.empty { return TableSearch(slot: .none, hash: hash) }
            if cell & ~mask == tag {
                let slot = Slot(rawValue: cell & mask)
                if entries[slot.offset].key == key { return TableSearch(slot: slot, hash: hash) }
            }
            position = next(position)
        }
    }

    /// Inserts an entry whose key is not in the table. O(1) expected.
    ///
    /// - Precondition: the table is not full.
    mutating func insert(_ entry: Entry) -> Slot {
        insert(entry, hash: Self.hash(of: entry.key, seed: seed))
    }

    /// Inserts an entry whose key a search has not found. O(1) expected.
    ///
    /// - Parameter hash: what the search has given.
    /// - Precondition: the table is not full.
    @inline(__always)
    mutating func insert(_ entry: Entry, hash: KeyHash) -> Slot {
        let slot = takeSlot(hash)
        entries[slot.offset] = entry
        return slot
    }

    /// Removes the entry in a slot. O(1) expected.
    mutating func remove(_ slot: Slot) {
        var position = homes[slot.offset] & mask
        while index[position.offset] & mask != slot.rawValue { position = next(position) }
        closeGap(at: position)
        entries[slot.offset] = .unused
        homes[slot.offset] = lastFreed.rawValue
        lastFreed = slot
        // Bound: the slot was in use, so count > 0.
        count &-= 1
    }

    /// Takes a free slot, the last freed one first, and enters it in the index.
    @inline(__always)
    private mutating func takeSlot(_ hash: KeyHash) -> Slot {
        precondition(!isFull)
        let slot = lastFreed.isNone ? Slot(rawValue: usedSlots) : lastFreed
        if lastFreed.isNone {
            // Bound: as many slots as entries are in use, and count < capacity.
            usedSlots &+= 1
        } else {
            lastFreed = Slot(rawValue: homes[slot.offset])
        }
        count &+= 1
        homes[slot.offset] = hash.home
        var position = hash.home & mask
        while index[position.offset] != Self.empty { position = next(position) }
        index[position.offset] = tag(of: hash) | slot.rawValue
        return slot
    }

    /// Moves back every later entry of the run that a search could no longer reach over the gap.
    @inline(__always)
    private func closeGap(at removed: UInt32) {
        var gap = removed
        var position = next(gap)
        while true {
            let cell = index[position.offset]
            if cell == Self.empty { break }
            let home = homes[(cell & mask).offset]
            // Distances along the ring, modulo its size.
            if (position &- home) & mask >= (position &- gap) & mask {
                index[gap.offset] = cell
                gap = position
            }
            position = next(position)
        }
        index[gap.offset] = Self.empty
    }

    /// One copy of it, and called with what fits in registers: searches are inlined all over the kernel.
    @inline(never)
    private static func hash(of key: Entry.Key, seed: HashSeed) -> KeyHash {
        var hasher = KeyedHasher(seed: seed)
        key.hash(into: &hasher)
        return hasher.finish()
    }

    /// What a cell has above its slot.
    private func tag(of hash: KeyHash) -> UInt32 { hash.tag & ~mask }

    private func next(_ position: UInt32) -> UInt32 {
        // Wraps around the ring by the mask.
        (position &+ 1) & mask
    }
}
