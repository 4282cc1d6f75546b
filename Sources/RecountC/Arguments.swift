import CRecount

// What every argument goes through before it is used. Numbers of arguments count from 1.

/// A piece of memory by its addresses: it reaches to, but does not include, its end.
struct Extent {
    let start: UInt
    let end: UInt

    /// Memory from an address on.
    ///
    /// - Precondition: `count` bytes from there on have addresses.
    init(_ start: UnsafeRawPointer, count: Int) {
        self.start = UInt(bitPattern: start)
        end = self.start &+ UInt(bitPattern: count)
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        start = UInt(bitPattern: bytes.baseAddress)
        end = start &+ UInt(bitPattern: bytes.count)
    }

    func overlaps(_ other: Extent) -> Bool { start < other.end && other.start < end }

    /// Refuses an argument that shares memory with another.
    func requireDistinct(from other: Extent, argument: UInt32) throws(Failure) {
        guard !overlaps(other) else { throw Failure(RECOUNT_OVERLAPPING, argument: argument) }
    }
}

/// The bytes of an argument.
///
/// - Parameter maximum: the most that the format allows.
func bytes(
    _ pointer: UnsafeRawPointer?, _ count: UInt64, upTo maximum: UInt64, argument: UInt32
) throws(Failure) -> UnsafeRawBufferPointer {
    guard let pointer else { throw Failure(RECOUNT_NULL_POINTER, argument: argument) }
    let addressable = (UInt.max &- UInt(bitPattern: pointer)).widened
    let most = min(maximum, min(addressable, Int.max.widened))
    guard count <= most else {
        throw Failure(RECOUNT_TOO_LONG, argument: argument &+ 1, needed: most, offered: count)
    }
    // Bound: checked above.
    return UnsafeRawBufferPointer(start: pointer, count: Int(truncatingIfNeeded: count))
}

/// As `bytes`, where no bytes need no pointer.
func optionalBytes(
    _ pointer: UnsafeRawPointer?, _ count: UInt64, upTo maximum: UInt64 = .max, argument: UInt32
) throws(Failure) -> UnsafeRawBufferPointer {
    if count == 0 { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return try bytes(pointer, count, upTo: maximum, argument: argument)
}

/// A buffer to be written, of which the first `needed` bytes are used.
func buffer(
    _ pointer: UnsafeMutableRawPointer?, _ count: UInt64, needed: UInt64, argument: UInt32
) throws(Failure) -> UnsafeMutableRawBufferPointer {
    guard pointer != nil else { throw Failure(RECOUNT_NULL_POINTER, argument: argument) }
    guard count >= needed else {
        throw Failure(RECOUNT_BUFFER_TOO_SMALL, argument: argument &+ 1, needed: needed, offered: count)
    }
    return UnsafeMutableRawBufferPointer(
        mutating: try bytes(pointer, needed, upTo: .max, argument: argument))
}

/// A place for one value.
func place<Value>(
    _ pointer: UnsafeMutablePointer<Value>?, argument: UInt32
) throws(Failure) -> UnsafeMutablePointer<Value> {
    guard let pointer else { throw Failure(RECOUNT_NULL_POINTER, argument: argument) }
    guard isAligned(pointer, as: Value.self) else { throw Failure(RECOUNT_MISALIGNED, argument: argument) }
    return pointer
}

/// Whether an address is one that a value may stand at.
func isAligned<Value>(_ pointer: UnsafeRawPointer, as: Value.Type) -> Bool {
    // Bound: alignments are powers of two.
    UInt(bitPattern: pointer) & UInt(bitPattern: MemoryLayout<Value>.alignment &- 1) == 0
}
