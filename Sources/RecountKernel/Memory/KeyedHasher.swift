/// The keyed hash of a key, whole: its halves serve an index in two ways.
struct KeyHash: BitwiseCopyable {
    let rawValue: UInt64

    /// Where a search begins.
    var home: UInt32 { UInt32(truncatingIfNeeded: rawValue) }

    /// Tells keys apart that stand near each other in an index: independent of `home`.
    var tag: UInt32 { UInt32(truncatingIfNeeded: rawValue &>> 32) }
}

/// SipHash-1-3 (Aumasson and Bernstein, 2012) over 64-bit words and at most one last of 32 bits: a keyed hash whose
/// collisions cannot be found without the key. All arithmetic wraps by its definition.
///
/// Everything here is inlined, so that a key of a known number of words is hashed in registers.
struct KeyedHasher {
    private var v0: UInt64
    private var v1: UInt64
    private var v2: UInt64
    private var v3: UInt64
    private var byteCount: UInt64 = 0
    /// Bytes that are no whole word: the last block has room for them beside the number of bytes.
    private var rest: UInt64 = 0

    @inline(__always)
    init(seed: HashSeed) {
        v0 = seed.first ^ 0x736f_6d65_7073_6575
        v1 = seed.second ^ 0x646f_7261_6e64_6f6d
        v2 = seed.first ^ 0x6c79_6765_6e65_7261
        v3 = seed.second ^ 0x7465_6462_7974_6573
    }

    @inline(__always)
    mutating func combine(_ word: UInt64) {
        v3 ^= word
        round()
        v0 ^= word
        byteCount &+= 8
    }

    /// Takes four more bytes, which are the last.
    @inline(__always)
    mutating func combineLast(_ word: UInt32) {
        rest = word.widened
        byteCount &+= 4
    }

    @inline(__always)
    consuming func finish() -> KeyHash {
        combineLength()
        v2 ^= 0xff
        round()
        round()
        round()
        return KeyHash(rawValue: v0 ^ v1 ^ v2 ^ v3)
    }

    @inline(__always)
    private mutating func combineLength() {
        let word = byteCount &<< 56 | rest
        v3 ^= word
        round()
        v0 ^= word
    }

    @inline(__always)
    private mutating func round() {
        v0 &+= v1
        v2 &+= v3
        v1 = Self.rotate(v1, 13) ^ v0
        v3 = Self.rotate(v3, 16) ^ v2
        v0 = Self.rotate(v0, 32)
        v2 &+= v1
        v0 &+= v3
        v1 = Self.rotate(v1, 17) ^ v2
        v3 = Self.rotate(v3, 21) ^ v0
        v2 = Self.rotate(v2, 32)
    }

    @inline(__always)
    private static func rotate(_ word: UInt64, _ bits: UInt64) -> UInt64 {
        word &<< bits | word &>> (64 &- bits)
    }
}
