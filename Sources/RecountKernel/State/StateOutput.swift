/// Where the canonical bytes of a state go, in order. A digest engine is one.
protocol StateOutput {
    mutating func update(_ bytes: UnsafeRawBufferPointer)
}

/// Counts the bytes of a state.
struct StateMeasure: StateOutput {
    private(set) var byteCount: UInt64 = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        // Bound: entries have under 2^8 bytes, and there are under 2^32 of them.
        byteCount &+= bytes.count.widened
    }
}

/// Copies the bytes of a state into memory that was measured for them.
struct StateCopy: StateOutput {
    private var writer: ByteWriter

    init(_ bytes: UnsafeMutableRawBufferPointer) {
        writer = ByteWriter(bytes)
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) { writer.raw(bytes) }
}

/// Compares the bytes of a state with others.
struct StateComparison: StateOutput {
    private let expected: UnsafeRawBufferPointer
    private var offset = 0
    /// Where the first difference was found.
    private(set) var firstDifference: Int?

    init(_ expected: UnsafeRawBufferPointer) {
        self.expected = expected
    }

    /// Whether the state has exactly the expected bytes.
    var isEqual: Bool { firstDifference == nil && offset == expected.count }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard firstDifference == nil else { return }
        for index in 0..<bytes.count {
            // Bound: the offset stays at or below the number of expected bytes.
            guard offset < expected.count, expected[offset] == bytes[index] else {
                firstDifference = offset
                return
            }
            offset &+= 1
        }
    }
}

extension Blake2b: StateOutput {}

/// Encodes the parts of a state, each of at most 256 bytes, and hands them on.
struct StateWriter<Output: StateOutput> {
    var output: Output
    private var piece = InlineArray<256, UInt8>(repeating: 0)

    init(_ output: Output) {
        self.output = output
    }

    /// Hands on what `encode` writes. Inlined, so that no call goes through a pointer.
    @inline(__always)
    mutating func write(_ encode: (inout ByteWriter) -> Void) {
        withUnsafeMutableBytes(of: &piece) { bytes in
            var writer = ByteWriter(bytes)
            encode(&writer)
            output.update(UnsafeRawBufferPointer(rebasing: bytes[0..<writer.offset]))
        }
    }

    mutating func count(_ value: UInt32) {
        write { $0.integer(value) }
    }
}
