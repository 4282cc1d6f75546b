// The standard conversions from 32 to 64 bits go through generic code that, on 32-bit freestanding
// targets, refers to arrays and so to an allocator. These are the same conversions without it.

extension UInt {
    /// The number as 64 bits.
    var widened: UInt64 {
        #if _pointerBitWidth(_64)
            UInt64(truncatingIfNeeded: self)
        #else
            // Low half first: every 32-bit target that this is built for is little-endian.
            unsafeBitCast((self, UInt(0)), to: UInt64.self)
        #endif
    }
}

extension UInt32 {
    /// The number as 64 bits.
    var widened: UInt64 { UInt(truncatingIfNeeded: self).widened }
}

extension Int {
    /// A size or count, which is never negative, as 64 bits.
    var widened: UInt64 { UInt(bitPattern: self).widened }
}
