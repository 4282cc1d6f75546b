/// How far the sorted entries of each table are written.
struct StateCursor {
    struct Position {
        private(set) var position: UInt32 = 0

        /// The positions of the next `count` entries.
        mutating func take(_ count: UInt32) -> Range<UInt32> {
            let start = position
            // Bound: at most as many as the table has entries.
            position &+= count
            return start..<position
        }
    }

    var accounts = Position()
    var reservations = Position()
    var transfers = Position()
    var resources = Position()
}
