/// The neighbours of an entry in a `SlotList`.
struct SlotLinks: BitwiseCopyable {
    var next = Slot.none
    var previous = Slot.none
}

/// An entry that stands in one list at most.
protocol LinkedEntry: TableEntry {
    var links: SlotLinks { get set }
}

/// Entries of one table in a row, linked through the entries themselves, so that a table of lists
/// takes no memory for each. All operations are O(1).
struct SlotList: BitwiseCopyable {
    private(set) var first = Slot.none
    private(set) var last = Slot.none
    private(set) var count: UInt32 = 0

    var isEmpty: Bool { first.isNone }

    /// Adds an entry that is in no list at the end.
    mutating func append<Entry: LinkedEntry>(_ slot: Slot, in table: borrowing Table<Entry>) {
        table[slot].links = SlotLinks(next: .none, previous: last)
        if last.isNone {
            first = slot
        } else {
            table[last].links.next = slot
        }
        last = slot
        // Bound: no more than the table has slots.
        count &+= 1
    }

    /// Adds an entry that is in no list at the start.
    mutating func prepend<Entry: LinkedEntry>(_ slot: Slot, in table: borrowing Table<Entry>) {
        table[slot].links = SlotLinks(next: first, previous: .none)
        if first.isNone {
            last = slot
        } else {
            table[first].links.previous = slot
        }
        first = slot
        // Bound: no more than the table has slots.
        count &+= 1
    }

    /// Takes out an entry that is in this list.
    mutating func remove<Entry: LinkedEntry>(_ slot: Slot, in table: borrowing Table<Entry>) {
        let links = table[slot].links
        if links.previous.isNone {
            first = links.next
        } else {
            table[links.previous].links.next = links.next
        }
        if links.next.isNone {
            last = links.previous
        } else {
            table[links.next].links.previous = links.previous
        }
        // Bound: the entry is in the list, so count > 0.
        count &-= 1
    }
}
