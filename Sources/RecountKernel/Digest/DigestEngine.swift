/// A way to compute BLAKE2b. The kernel brings `Blake2b`, which needs no library; hosts may stamp and
/// chain with another, such as libb2. All engines give the same bytes.
///
/// Feed bytes with `update`, then call `finish` once.
public protocol DigestEngine: ~Copyable {
    /// Starts a digest.
    ///
    /// - Parameters:
    ///   - outputByteCount: 1…64, the length of the digest; part of what is hashed.
    ///   - key: 0…64 bytes; empty for an unkeyed digest.
    ///   - personal: the 16 bytes of BLAKE2b's personalisation field.
    /// - Precondition: both lengths are in range; they are constants at every call site.
    init(outputByteCount: Int, key: UnsafeRawBufferPointer, personal: InlineArray<16, UInt8>)

    /// Appends bytes to what is hashed. O(count), no allocation.
    mutating func update(_ bytes: UnsafeRawBufferPointer)

    /// Writes the digest into `output` and ends it: nothing may follow.
    ///
    /// - Precondition: `output.count` is the `outputByteCount` given at the start.
    mutating func finish(into output: UnsafeMutableRawBufferPointer)
}

extension DigestEngine where Self: ~Copyable {
    /// Starts a digest of 32 bytes in a domain, unkeyed.
    public init(in domain: DigestDomain) {
        self.init(
            outputByteCount: Digest.byteCount,
            key: UnsafeRawBufferPointer(start: nil, count: 0),
            personal: domain.personal
        )
    }

    /// The BLAKE2b-256 digest of `bytes` in a domain, unkeyed.
    public static func digest(_ bytes: UnsafeRawBufferPointer, in domain: DigestDomain) -> Digest {
        var engine = Self(in: domain)
        engine.update(bytes)
        return engine.finishDigest()
    }

    /// Appends the 32 bytes of a digest.
    public mutating func update(_ digest: Digest) {
        var words = digest.words
        for index in 0..<4 { words[index] = words[index].littleEndian }
        withUnsafeBytes(of: &words) { update($0) }
    }

    /// Ends a digest that was started with 32 bytes of output.
    public mutating func finishDigest() -> Digest {
        var words = InlineArray<4, UInt64>(repeating: 0)
        withUnsafeMutableBytes(of: &words) { finish(into: $0) }
        for index in 0..<4 {
            words[index] = UInt64(littleEndian: words[index])
        }
        return Digest(words: words)
    }
}
