/// What BLAKE2b keeps between two blocks: the state h and the byte counter t of RFC 7693 (section 3.2),
/// with its compression function F.
struct Blake2bState: Sendable {
    /// The state h, one word after the other.
    private var words: InlineArray<8, UInt64>
    /// Bytes compressed so far, the key's block included. The algorithm counts to 2^128; no host
    /// can feed 2^64 bytes, so the upper word is always 0.
    private var byteCount: UInt64 = 0

    /// The initialisation vector of RFC 7693 (section 2.6).
    @inline(__always)
    static var initializationVector: InlineArray<8, UInt64> {
        [
            0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
            0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
        ]
    }

    /// The initialisation vector combined with the parameter block (BLAKE2 specification, section 2.5):
    /// lengths, fanout 1 and depth 1 in its first word, `personal` in its last two, no salt.
    ///
    /// - Parameters:
    ///   - outputByteCount: 1…64.
    ///   - keyByteCount: 0…64.
    ///   - personal: the 16 bytes of the personalisation field.
    init(outputByteCount: Int, keyByteCount: Int, personal: InlineArray<16, UInt8>) {
        words = Self.initializationVector
        // Bound: neither length exceeds 64, so each stays in its byte.
        words[0] ^= 0x0101_0000 | (keyByteCount &<< 8).widened | outputByteCount.widened
        var personal = personal
        withUnsafeBytes(of: &personal) { bytes in
            words[6] ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            words[7] ^= UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        }
    }

    /// Compresses a block that is not the last.
    ///
    /// - Precondition: `block` has 128 bytes.
    mutating func compress(_ block: UnsafeRawBufferPointer) {
        byteCount &+= 128
        compress(block, finalizationFlag: 0)
    }

    /// Compresses the last block, of which the first `byteCount` bytes, 0…128, are input.
    ///
    /// - Precondition: `block` has 128 bytes, zeros behind the input.
    mutating func compressLast(_ block: UnsafeRawBufferPointer, byteCount last: Int) {
        byteCount &+= last.widened
        compress(block, finalizationFlag: .max)
    }

    /// Writes the first bytes of the state.
    ///
    /// - Precondition: `output` has at most 64 bytes.
    func copyPrefix(into output: UnsafeMutableRawBufferPointer) {
        var bytes = words
        for index in words.indices {
            bytes[index] = words[index].littleEndian
        }
        withUnsafeBytes(of: &bytes) { bytes in
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<output.count]))
        }
    }

    /// The compression function F of RFC 7693 (section 3.2).
    private mutating func compress(_ block: UnsafeRawBufferPointer, finalizationFlag: UInt64) {
        var message = InlineArray<16, UInt64>(repeating: 0)
        for index in message.indices {
            // Bound: 8 · 15 + 8 = 128.
            let word = block.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self)
            message[index] = UInt64(littleEndian: word)
        }
        var vector = Blake2bWorkVector(state: words, byteCount: byteCount, finalizationFlag: finalizationFlag)
        vector.mix(message)
        for index in words.indices {
            words[index] ^= vector.words[index] ^ vector.words[index &+ 8]
        }
    }
}
