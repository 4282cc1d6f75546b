/// Carves tables out of one piece of memory. Without memory it only measures, so that what is
/// required and what is used cannot differ.
struct Region {
    /// Alignment of the whole region and of each piece: a cache line.
    static let alignment: UInt64 = 64

    private let base: UnsafeMutableRawPointer?
    private(set) var byteCount: UInt64 = 0

    /// A region that only measures.
    static var measuring: Region { Region(base: nil) }

    /// A region that hands out pieces of memory from `base` on.
    init(base: UnsafeMutableRawPointer?) {
        self.base = base
    }

    /// Takes room for `count` values, each set to `value`, or nothing while measuring.
    mutating func take<Value: BitwiseCopyable>(_ count: UInt64, of value: Value) -> UnsafeMutablePointer<Value>? {
        guard let pointer = takeUnset(count, of: Value.self) else { return nil }
        // The owner gave as many bytes, so the count fits in an Int.
        pointer.initialize(repeating: value, count: Int(truncatingIfNeeded: count))
        return pointer
    }

    /// Takes room for `count` values that are set before they are read, or nothing while measuring.
    mutating func takeUnset<Value: BitwiseCopyable>(
        _ count: UInt64, of type: Value.Type
    ) -> UnsafeMutablePointer<Value>? {
        let offset = byteCount
        let stride = MemoryLayout<Value>.stride.widened
        // Bound: KernelLimits holds every count under 2^29 and no value has 2^16 bytes, so a piece
        // is under 2^45 bytes, and the number of pieces is fixed.
        byteCount = (offset &+ count &* stride &+ Self.alignment &- 1) & ~(Self.alignment &- 1)
        guard let base else { return nil }
        // The owner gave `byteCount` bytes, so offsets and counts fit in an Int.
        return (base + Int(truncatingIfNeeded: offset)).bindMemory(
            to: Value.self, capacity: Int(truncatingIfNeeded: count))
    }
}
