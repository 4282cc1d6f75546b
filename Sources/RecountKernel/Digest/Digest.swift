/// A BLAKE2b-256 digest: 32 bytes, kept as four little-endian words.
public struct Digest: Equatable, Sendable, BitwiseCopyable {
    /// Number of bytes of a digest.
    public static let byteCount = 32

    /// The digest of nothing yet: all bytes zero.
    public static let zero = Digest(words: InlineArray(repeating: 0))

    /// Bytes 0…7, 8…15, 16…23 and 24…31, each read as a little-endian integer.
    public var words: InlineArray<4, UInt64>

    /// Makes a digest of its four little-endian words.
    public init(words: InlineArray<4, UInt64>) {
        self.words = words
    }

    /// Whether all 32 bytes are equal. Not constant-time: digests here are no secrets.
    public static func == (left: Digest, right: Digest) -> Bool {
        left.words[0] == right.words[0] && left.words[1] == right.words[1]
            && left.words[2] == right.words[2] && left.words[3] == right.words[3]
    }
}
