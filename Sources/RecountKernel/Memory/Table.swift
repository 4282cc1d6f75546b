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

/// A fixed number of entries, found by key in O(1) expected time, in memory taken from a region.
///
/// Entries stay in their slot until removed. An index of slots with linear probing, at most half
/// full, finds them; removal shifts later ones back, so no history of removals slows a search.
struct Table<Entry: TableEntry>: ~Copyable {
    private let entries: UnsafeMutablePointer<Entry>
    private let index: UnsafeMutablePointer<UInt32>
    private let freeSlots: UnsafeMutablePointer<UInt32>
    private let indexMask: UInt32
    private let seed: HashSeed
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
        let freeSlots = region.take(capacity.widened, of: Self.empty)
        guard let entries, let index, let freeSlots else { return nil }
        self.entries = entries
        self.index = index
        self.freeSlots = freeSlots
        // Bound: indexSize is at least 2.
        self.indexMask = indexSize &- 1
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
        unsafeAddress { UnsafePointer(entries + slot.offset) }
        nonmutating unsafeMutableAddress { entries + slot.offset }
    }

    /// The slot of the entry with this key, or none. O(1) expected.
    func find(_ key: Entry.Key) -> Slot {
        var position = home(of: key)
        // Bound: at least half of the index is empty, here and in the loops below.
        while true {
            let slot = index[position.offset]
            if slot == Self.empty { return .none }
            if entries[slot.offset].key == key { return Slot(rawValue: slot) }
            position = next(position)
        }
    }

    /// Inserts an entry whose key is not in the table. O(1) expected.
    ///
    /// - Precondition: the table is not full.
    mutating func insert(_ entry: Entry) -> Slot {
        precondition(!isFull)
        let slot = takeSlot()
        entries[slot.offset] = entry
        var position = home(of: entry.key)
        while index[position.offset] != Self.empty { position = next(position) }
        index[position.offset] = slot.rawValue
        return slot
    }

    /// Removes the entry in a slot. O(1) expected.
    mutating func remove(_ slot: Slot) {
        var position = home(of: entries[slot.offset].key)
        while index[position.offset] != slot.rawValue { position = next(position) }
        closeGap(at: position)
        entries[slot.offset] = .unused
        // Bound: the slot was in use, so count > 0.
        count &-= 1
        freeSlots[(usedSlots &- count &- 1).offset] = slot.rawValue
    }

    /// Slots ever used are `usedSlots`; those not in use now are listed in `freeSlots`.
    private mutating func takeSlot() -> Slot {
        let freeCount = usedSlots &- count
        // Bound: count < capacity, and usedSlots grows only when every used slot is taken.
        count &+= 1
        if freeCount > 0 {
            return Slot(rawValue: freeSlots[(freeCount &- 1).offset])
        }
        usedSlots &+= 1
        return Slot(rawValue: usedSlots &- 1)
    }

    /// Moves back every later entry of the run that a search could no longer reach over the gap.
    private func closeGap(at removed: UInt32) {
        var gap = removed
        var position = next(gap)
        while true {
            let slot = index[position.offset]
            if slot == Self.empty { break }
            let origin = home(of: entries[slot.offset].key)
            // Distances along the ring, modulo its size.
            if (position &- origin) & indexMask >= (position &- gap) & indexMask {
                index[gap.offset] = slot
                gap = position
            }
            position = next(position)
        }
        index[gap.offset] = Self.empty
    }

    private func home(of key: Entry.Key) -> UInt32 {
        var hasher = KeyedHasher(seed: seed)
        key.hash(into: &hasher)
        return UInt32(truncatingIfNeeded: hasher.finish()) & indexMask
    }

    private func next(_ position: UInt32) -> UInt32 {
        // Wraps around the ring by the mask.
        (position &+ 1) & indexMask
    }
}
