/// Reads canonical bytes: little-endian, fixed width, no padding. Each read fails with the offset
/// of the field that it could not read.
struct ByteReader {
    let bytes: UnsafeRawBufferPointer
    private(set) var offset = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The offset of the next field, as errors state it. Encodings have under 2^32 bytes.
    var position: UInt32 { UInt32(truncatingIfNeeded: offset) }

    // Bound: the offset never passes the count.
    var remaining: Int { bytes.count &- offset }

    func error(_ code: DecodingErrorCode) -> DecodingError {
        DecodingError(code, at: position)
    }

    // Inlined: a call costs several times the load, and a command has dozens of fields.
    @inline(__always)
    mutating func integer<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type) throws(DecodingError) -> Value
    {
        let size = MemoryLayout<Value>.size
        guard remaining >= size else { throw error(.truncated) }
        let value = bytes.loadUnaligned(fromByteOffset: offset, as: Value.self)
        // Bound: offset + size is at most the number of bytes.
        offset &+= size
        return Value(littleEndian: value)
    }

    @inline(__always)
    mutating func byte() throws(DecodingError) -> UInt8 { try integer(UInt8.self) }

    /// An unsigned number of at most `maximum`.
    @inline(__always)
    mutating func integer(upTo maximum: UInt64) throws(DecodingError) -> UInt64 {
        let start = position
        let value = try integer(UInt64.self)
        guard value <= maximum else { throw DecodingError(.outOfRange, at: start) }
        return value
    }

    @inline(__always)
    mutating func raw(_ count: Int) throws(DecodingError) -> UnsafeRawBufferPointer {
        guard count >= 0, remaining >= count else { throw error(.truncated) }
        // Bound: offset + count is at most the number of bytes.
        let piece = UnsafeRawBufferPointer(rebasing: bytes[offset..<(offset &+ count)])
        offset &+= count
        return piece
    }

    /// A list's count, at most `maximum`.
    @inline(__always)
    mutating func count(upTo maximum: UInt32) throws(DecodingError) -> Int {
        let start = position
        let value = try integer(UInt32.self)
        guard value <= maximum else { throw DecodingError(.badCount, at: start) }
        return Int(truncatingIfNeeded: value)
    }

    /// What is left as one piece, validated as such.
    @inline(__always)
    mutating func rest<Value>(
        _ validate: (UnsafeRawBufferPointer) throws(DecodingError) -> Value
    ) throws(DecodingError) -> Value {
        try piece(remaining, validate)
    }

    /// The next bytes as one piece, validated as such, with errors whose offsets count from its start.
    @inline(__always)
    mutating func piece<Value>(
        _ count: Int, _ validate: (UnsafeRawBufferPointer) throws(DecodingError) -> Value
    ) throws(DecodingError) -> Value {
        let start = position
        let bytes = try raw(count)
        do throws(DecodingError) {
            return try validate(bytes)
        } catch {
            // Bound: both are offsets into bytes that are there.
            throw DecodingError(error.code, at: start &+ error.offset)
        }
    }

    mutating func zeros(_ count: Int) throws(DecodingError) {
        if remaining >= count {
            var bits: UInt8 = 0
            // Bound: offset + count is at most the number of bytes, here and below.
            for index in offset..<(offset &+ count) { bits |= bytes[index] }
            if bits == 0 {
                offset &+= count
                return
            }
        }
        for _ in 0..<count {
            let start = position
            guard try byte() == 0 else { throw DecodingError(.nonZeroReserved, at: start) }
        }
    }

    @inline(__always)
    func end() throws(DecodingError) {
        guard remaining == 0 else { throw error(.trailingBytes) }
    }

    @inline(__always)
    mutating func identifier() throws(DecodingError) -> Identifier128 {
        let low = try integer(UInt64.self)
        let high = try integer(UInt64.self)
        return Identifier128(high: high, low: low)
    }

    @inline(__always)
    mutating func time() throws(DecodingError) -> Milliseconds {
        Milliseconds(try integer(upTo: Milliseconds.maximum.rawValue))
    }

    mutating func basisPoints() throws(DecodingError) -> BasisPoints {
        BasisPoints(try integer(UInt16.self))
    }

    mutating func digest() throws(DecodingError) -> Digest {
        var words = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 { words[index] = try integer(UInt64.self) }
        return Digest(words: words)
    }

    @inline(__always)
    mutating func lockMode() throws(DecodingError) -> LockMode {
        let tagOffset = position
        guard let mode = LockMode(rawValue: try byte()) else { throw DecodingError(.unknownTag, at: tagOffset) }
        return mode
    }

    mutating func leaseGrant() throws(DecodingError) -> LeaseGrant {
        let token = try integer(UInt64.self)
        let expiry = try time()
        return LeaseGrant(token: token, expiry: expiry, holdCount: try integer(UInt32.self))
    }

    mutating func perDimension(upTo maximum: UInt64) throws(DecodingError) -> PerDimension<UInt64> {
        let calls = try integer(upTo: maximum)
        let tokens = try integer(upTo: maximum)
        let cost = try integer(upTo: maximum)
        return PerDimension(calls: calls, tokens: tokens, cost: cost)
    }

    mutating func amounts() throws(DecodingError) -> Amounts {
        Amounts(unchecked: try perDimension(upTo: Amounts.maximum))
    }
}
