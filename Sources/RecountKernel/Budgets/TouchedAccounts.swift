/// The accounts that one reservation or charge touches, at most 4 · 4. They stand in memory of the
/// ledger's own, so that none of them is copied: they last until it looks for those of another one.
struct TouchedAccounts {
    static let maximumCount = 16

    private let slots: UnsafeMutablePointer<Slot>
    private(set) var count = 0

    /// No accounts yet.
    ///
    /// - Parameter slots: room for `maximumCount`.
    init(in slots: UnsafeMutablePointer<Slot>) {
        self.slots = slots
    }

    /// The account at a position below `count`.
    subscript(position: Int) -> Slot { slots[position] }

    /// Notes an account.
    ///
    /// - Returns: false if it was noted before.
    @inline(__always)
    mutating func visit(_ slot: Slot) -> Bool {
        for position in 0..<count where slots[position] == slot { return false }
        append(slot)
        return true
    }

    @inline(__always)
    private mutating func append(_ slot: Slot) {
        precondition(count < Self.maximumCount)
        slots[count] = slot
        // Bound: just checked.
        count &+= 1
    }
}
