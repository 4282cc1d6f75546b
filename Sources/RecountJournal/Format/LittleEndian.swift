import RecountKernel

extension UnsafeRawBufferPointer {
    /// The little-endian integer at an offset.
    ///
    /// - Precondition: all of it lies within the bytes.
    func integer<Value: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as type: Value.Type) -> Value {
        Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }

    /// The digest at an offset, all of which lies within the bytes.
    func digest(at offset: Int) -> Digest {
        var words = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 { words[index] = integer(at: offset + 8 * index, as: UInt64.self) }
        return Digest(words: words)
    }

    /// Part of the bytes, counted from their start.
    func piece(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[range])
    }

    /// The offset of the first byte that is not zero, or nil. O(count).
    var firstNonZeroOffset: Int? {
        var offset = 0
        while count - offset >= 8, loadUnaligned(fromByteOffset: offset, as: UInt64.self) == 0 { offset += 8 }
        while offset < count, self[offset] == 0 { offset += 1 }
        return offset < count ? offset : nil
    }

    /// Whether every byte is zero. O(count).
    var isAllZero: Bool { firstNonZeroOffset == nil }

    /// Whether it can be the beginning of something with this magic that was not wholly written: it
    /// has as much of the magic as there is room for, or is all zero.
    func isBeginning(of magic: UInt64) -> Bool {
        let matches = Swift.withUnsafeBytes(of: magic.littleEndian) { zip(self, $0).allSatisfy { $0 == $1 } }
        return matches || isAllZero
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Writes a little-endian integer at an offset.
    ///
    /// - Precondition: all of it lies within the bytes.
    func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
    }

    /// Writes a digest at an offset, all of which lies within the bytes.
    func store(_ digest: Digest, at offset: Int) {
        for index in 0..<4 { store(digest.words[index], at: offset + 8 * index) }
    }

    /// Part of the bytes, counted from their start.
    func piece(_ range: Range<Int>) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self[range])
    }

    /// Memory of at least so many bytes: this one, or a new one in its place that begins with the same bytes.
    ///
    /// - Parameter count: how many of the bytes are kept.
    func enlarged(to byteCount: Int, keeping count: Int) -> UnsafeMutableRawBufferPointer {
        guard self.count < byteCount else { return self }
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: byteCount, alignment: 16)
        larger.copyMemory(from: UnsafeRawBufferPointer(self).piece(0..<count))
        deallocate()
        return larger
    }
}
