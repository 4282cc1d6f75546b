// Fields of canonical bytes whose places are known, without the checks of `ByteReader` and `ByteWriter`.

extension UnsafeRawPointer {
    /// The number that stands in so many bytes behind this place.
    @inline(__always)
    func littleEndian<Value: FixedWidthInteger & BitwiseCopyable>(
        at offset: Int, as type: Value.Type = Value.self
    ) -> Value {
        Value(littleEndian: loadUnaligned(fromByteOffset: offset, as: Value.self))
    }
}

extension UnsafeMutableRawPointer {
    /// Stores a number so many bytes behind this place.
    @inline(__always)
    func setLittleEndian<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
    }
}
