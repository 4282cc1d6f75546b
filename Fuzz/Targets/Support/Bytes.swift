import RecountKernel

extension Sequence<UInt8> {
    /// Lends a copy of the bytes, with nothing before and behind it, so that reading beyond their end is found.
    func withCopiedBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws(PropertyViolation) -> Result
    ) throws(PropertyViolation) -> Result {
        try Array(self).withUnsafeBufferPointer { (bytes) throws(PropertyViolation) -> Result in
            try body(UnsafeRawBufferPointer(bytes))
        }
    }
}

extension ArraySlice<UInt8> {
    /// The integer that the first bytes are, little-endian; what is missing is 0.
    func integer<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type = Value.self) -> Value {
        var value: Value = 0
        for (position, byte) in prefix(MemoryLayout<Value>.size).enumerated() {
            value |= Value(truncatingIfNeeded: byte) << Value(8 * position)
        }
        return value
    }

    /// Takes the integer that the first bytes are, little-endian; what is missing is 0.
    mutating func takeInteger<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type = Value.self) -> Value {
        let value = integer(type)
        self = dropFirst(MemoryLayout<Value>.size)
        return value
    }
}

extension [UInt8] {
    /// Appends an integer, low byte first.
    mutating func append(littleEndian value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    /// Appends the 32 bytes of a digest.
    mutating func append(_ digest: Digest) {
        for index in 0..<4 { append(littleEndian: digest.words[index]) }
    }

    /// Puts bytes in the place of others, from an offset on that is taken modulo the count; what would lie
    /// behind the end is left out.
    mutating func overwrite(at offset: Int, with bytes: ArraySlice<UInt8>) {
        guard !isEmpty else { return }
        for (position, byte) in zip(offset % count..<count, bytes) { self[position] = byte }
    }
}
