/// The local work vector v of BLAKE2b's compression and its twelve rounds (RFC 7693, sections 3.1 and 3.2).
///
/// Sums here wrap at 2^64: the algorithm is defined modulo the word size.
struct Blake2bWorkVector {
    /// v[0] … v[15].
    private(set) var words: InlineArray<16, UInt64>

    /// The state, then the initialisation vector with counter and flag combined into it.
    @inline(__always)
    init(state: InlineArray<8, UInt64>, byteCount: UInt64, finalizationFlag: UInt64) {
        let vector = Blake2bState.initializationVector
        words = [
            state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7],
            vector[0], vector[1], vector[2], vector[3],
            vector[4] ^ byteCount, vector[5], vector[6] ^ finalizationFlag, vector[7],
        ]
    }

    /// All twelve rounds. Each line is a row of the message schedule SIGMA (RFC 7693, section 2.7),
    /// spelled out so that every index is a constant and every word can stay in a register.
    @inline(__always)
    mutating func mix(_ message: InlineArray<16, UInt64>) {
        round(message, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        round(message, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
        round(message, 11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4)
        round(message, 7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8)
        round(message, 9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13)
        round(message, 2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9)
        round(message, 12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11)
        round(message, 13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10)
        round(message, 6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5)
        round(message, 10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0)
        round(message, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
        round(message, 14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3)
    }

    /// One round: the columns, then the diagonals. The sixteen numbers are a permutation of 0…15.
    @inline(__always)
    private mutating func round(
        _ message: InlineArray<16, UInt64>,
        _ s0: Int, _ s1: Int, _ s2: Int, _ s3: Int, _ s4: Int, _ s5: Int, _ s6: Int, _ s7: Int,
        _ s8: Int, _ s9: Int, _ s10: Int, _ s11: Int, _ s12: Int, _ s13: Int, _ s14: Int, _ s15: Int
    ) {
        mix(0, 4, 8, 12, message[s0], message[s1])
        mix(1, 5, 9, 13, message[s2], message[s3])
        mix(2, 6, 10, 14, message[s4], message[s5])
        mix(3, 7, 11, 15, message[s6], message[s7])
        mix(0, 5, 10, 15, message[s8], message[s9])
        mix(1, 6, 11, 12, message[s10], message[s11])
        mix(2, 7, 8, 13, message[s12], message[s13])
        mix(3, 4, 9, 14, message[s14], message[s15])
    }

    /// The mixing function G: four words of the vector, two of the message.
    @inline(__always)
    private mutating func mix(_ a: Int, _ b: Int, _ c: Int, _ d: Int, _ x: UInt64, _ y: UInt64) {
        words[a] = words[a] &+ words[b] &+ x
        words[d] = Self.rotatedRight(words[d] ^ words[a], by: 32)
        words[c] = words[c] &+ words[d]
        words[b] = Self.rotatedRight(words[b] ^ words[c], by: 24)
        words[a] = words[a] &+ words[b] &+ y
        words[d] = Self.rotatedRight(words[d] ^ words[a], by: 16)
        words[c] = words[c] &+ words[d]
        words[b] = Self.rotatedRight(words[b] ^ words[c], by: 63)
    }

    @inline(__always)
    private static func rotatedRight(_ word: UInt64, by bitCount: UInt64) -> UInt64 {
        word &>> bitCount | word &<< (64 &- bitCount)
    }
}
