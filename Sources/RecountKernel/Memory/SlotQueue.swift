/// Slots in the order in which they were appended; any of them can be taken out. All operations
/// are O(1) without allocation.
struct SlotQueue: ~Copyable {
    private let following: UnsafeMutablePointer<UInt32>
    private let preceding: UnsafeMutablePointer<UInt32>
    private(set) var first = Slot.none
    private var last = Slot.none

    /// Takes the queue's memory, for slots below `capacity`, from the region.
    ///
    /// - Returns: nil while measuring.
    init?(capacity: UInt32, region: inout Region) {
        let following = region.take(capacity.widened, of: UInt32.max)
        let preceding = region.take(capacity.widened, of: UInt32.max)
        guard let following, let preceding else { return nil }
        self.following = following
        self.preceding = preceding
    }

    /// Appends a slot that is not in the queue.
    mutating func append(_ slot: Slot) {
        following[slot.offset] = Slot.none.rawValue
        preceding[slot.offset] = last.rawValue
        if last.isNone {
            first = slot
        } else {
            following[last.offset] = slot.rawValue
        }
        last = slot
    }

    /// Takes out a slot that is in the queue.
    @inline(__always)
    mutating func remove(_ slot: Slot) {
        let next = Slot(rawValue: following[slot.offset])
        let previous = Slot(rawValue: preceding[slot.offset])
        if previous.isNone {
            first = next
        } else {
            following[previous.offset] = next.rawValue
        }
        if next.isNone {
            last = previous
        } else {
            preceding[next.offset] = previous.rawValue
        }
    }
}
