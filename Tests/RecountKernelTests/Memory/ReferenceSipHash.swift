/// SipHash over bytes, plainly as its authors describe it (Aumasson and Bernstein, 2012).
struct ReferenceSipHash {
    /// Rounds for each block.
    let compressionRounds: Int
    /// Rounds at the end.
    let finalizationRounds: Int

    func hash(_ bytes: [UInt8], key: (UInt64, UInt64)) -> UInt64 {
        var state: [UInt64] = [
            key.0 ^ 0x736f_6d65_7073_6575, key.1 ^ 0x646f_7261_6e64_6f6d, key.0 ^ 0x6c79_6765_6e65_7261,
            key.1 ^ 0x7465_6462_7974_6573,
        ]
        var padded = bytes + Array(repeating: 0, count: 7 - bytes.count % 8)
        padded.append(UInt8(truncatingIfNeeded: bytes.count))
        for start in stride(from: 0, to: padded.count, by: 8) {
            let word = padded[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) }
            state[3] ^= word
            for _ in 0..<compressionRounds { round(&state) }
            state[0] ^= word
        }
        state[2] ^= 0xff
        for _ in 0..<finalizationRounds { round(&state) }
        return state[0] ^ state[1] ^ state[2] ^ state[3]
    }

    private func round(_ state: inout [UInt64]) {
        halfRound(&state, 0, 1, 2, 3, 13, 16)
        halfRound(&state, 2, 1, 0, 3, 17, 21)
    }

    /// Adds b to a and d to c, rotates b and d and joins them with a and c, then swaps the halves of a.
    private func halfRound(_ state: inout [UInt64], _ a: Int, _ b: Int, _ c: Int, _ d: Int, _ s: UInt64, _ t: UInt64) {
        state[a] &+= state[b]
        state[c] &+= state[d]
        state[b] = rotated(state[b], s) ^ state[a]
        state[d] = rotated(state[d], t) ^ state[c]
        state[a] = rotated(state[a], 32)
    }

    private func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
}
