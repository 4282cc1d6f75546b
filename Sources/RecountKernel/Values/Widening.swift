// The standard conversions from 32 to 64 bits go through generic code that, on 32-bit freestanding
// targets, refers to arrays and so to an allocator. These are the same conversions without it.

extension UInt32 {
    /// The number as 64 bits.
    var widened: UInt64 {
        #if _pointerBitWidth(_64)
            UInt64(truncatingIfNeeded: self)
        #else
            // Low half first: every 32-bit target that this is built for is little-endian.
            unsafeBitCast((self, UInt32(0)), to: UInt64.self)
        #endif
    }

    /// The number as an offset into memory. Used below 2^31 only, so it fits in an Int everywhere.
    var offset: Int { Int(truncatingIfNeeded: self) }
}

extension UInt16 {
    /// The number as 64 bits.
    var widened: UInt64 { UInt32(truncatingIfNeeded: self).widened }
}

extension UInt8 {
    /// The number as 64 bits.
    var widened: UInt64 { UInt32(truncatingIfNeeded: self).widened }
}

extension Int {
    /// A size or count, which is never negative and below 2^32 wherever it is used, as 64 bits.
    var widened: UInt64 {
        #if _pointerBitWidth(_64)
            UInt64(truncatingIfNeeded: self)
        #else
            UInt32(truncatingIfNeeded: self).widened
        #endif
    }
}
