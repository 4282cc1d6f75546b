/// Writes canonical bytes: little-endian, fixed width, no padding, into memory that the caller
/// has checked to be large enough with `encodedByteCount`.
struct ByteWriter {
    let base: UnsafeMutableRawPointer
    private let capacity: Int
    private(set) var offset = 0

    /// - Precondition: `bytes` is not empty.
    init(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let base = bytes.baseAddress else { preconditionFailure() }
        self.base = base
        self.capacity = bytes.count
    }

    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) {
        let size = MemoryLayout<Value>.size
        precondition(capacity &- offset >= size)
        (base + offset).storeBytes(of: value.littleEndian, as: Value.self)
        // Bound: checked above.
        offset &+= size
    }

    mutating func byte(_ value: UInt8) { integer(value) }

    mutating func raw(_ source: UnsafeRawBufferPointer) {
        guard let start = source.baseAddress else { return }
        precondition(capacity &- offset >= source.count)
        (base + offset).copyMemory(from: start, byteCount: source.count)
        // Bound: checked above.
        offset &+= source.count
    }

    /// Room for so many bytes, which the caller fills: one check where they are several fields.
    @inline(__always)
    mutating func space(_ count: Int) -> UnsafeMutableRawPointer {
        precondition(capacity &- offset >= count)
        let start = base + offset
        // Bound: checked above.
        offset &+= count
        return start
    }

    /// A list's or a piece's count, below 2^32 wherever it is written.
    mutating func count(_ value: Int) { integer(UInt32(truncatingIfNeeded: value)) }

    /// Leaves room for a count that is known once what it counts is written.
    ///
    /// - Returns: where it stands.
    mutating func reserveCount() -> Int {
        count(0)
        return offset
    }

    /// Sets a count to the number of bytes that were written behind it.
    ///
    /// - Parameter start: what `reserveCount` returned.
    func setCount(_ start: Int) {
        precondition(start >= 4 && start <= offset)
        // Bound: checked above.
        let value = UInt32(truncatingIfNeeded: offset &- start)
        (base + (start &- 4)).storeBytes(of: value.littleEndian, as: UInt32.self)
    }

    mutating func identifier(_ value: Identifier128) {
        integer(value.low)
        integer(value.high)
    }

    mutating func digest(_ value: Digest) {
        for index in 0..<4 { integer(value.words[index]) }
    }

    mutating func leaseReference(_ value: LeaseReference) {
        identifier(value.resource)
        identifier(value.agent)
        integer(value.token)
    }

    mutating func leaseGrant(_ value: LeaseGrant) {
        integer(value.token)
        integer(value.expiry.rawValue)
        integer(value.holdCount)
    }

    mutating func perDimension(_ values: PerDimension<UInt64>) {
        integer(values.calls)
        integer(values.tokens)
        integer(values.cost)
    }
}

/// Why something could not be encoded.
public struct EncodingError: Error, Equatable, Sendable {
    /// How many bytes the encoding needs.
    public let neededByteCount: Int
    /// How many bytes were offered.
    public let offeredByteCount: Int
}
