/// The place of an entry in a table: an index, or none.
struct Slot: Equatable, BitwiseCopyable {
    let rawValue: UInt32

    static var none: Slot { Slot(rawValue: .max) }

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    var isNone: Bool { rawValue == .max }

    /// The slot as an offset. Tables have under 2^29 slots, so it fits in an Int everywhere.
    var offset: Int { rawValue.offset }
}
