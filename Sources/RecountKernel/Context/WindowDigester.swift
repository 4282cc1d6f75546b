/// Digests what is in a window, in render order, and its stable beginning on the way.
struct WindowDigester {
    /// Number of bytes of each fragment: content digest and kept tokens.
    private static var contentByteCount: Int { Digest.byteCount &+ 4 }
    /// As many contents as fill whole blocks, so that they are compressed where they stand.
    static var bufferByteCount: Int { contentByteCount &* 32 }

    private var engine: Blake2b
    private let buffer: UnsafeMutableRawBufferPointer
    /// How many bytes of the buffer wait to be digested.
    private var waitingByteCount = 0
    private var prefix: WindowFill
    /// The digest of the stable beginning, once it has ended.
    private var prefixDigest: Digest?

    /// - Parameter buffer: `bufferByteCount` bytes with any content.
    init(separatorTokens: UInt32, buffer: UnsafeMutableRawBufferPointer) {
        engine = Blake2b(in: .window)
        self.buffer = buffer
        prefix = WindowFill(separatorTokens: separatorTokens)
    }

    /// Takes the next fragment of the window in render order.
    @inline(__always)
    mutating func add(_ fragment: FragmentBytes, _ item: AssemblyItem) {
        if prefixDigest == nil {
            if item.isWhole, item.stability == .stable {
                prefix.add(tokens: item.keptTokens.widened, fragments: 1)
            } else {
                prefixDigest = digest()
            }
        }
        if waitingByteCount == buffer.count {
            engine.update(UnsafeRawBufferPointer(buffer))
            waitingByteCount = 0
        }
        guard let base = buffer.baseAddress else { preconditionFailure() }
        let content = base + waitingByteCount
        content.copyMemory(from: fragment.contentDigest, byteCount: Digest.byteCount)
        content.storeBytes(of: item.keptTokens.littleEndian, toByteOffset: Digest.byteCount, as: UInt32.self)
        // Bound: the buffer has room for a whole number of contents.
        waitingByteCount &+= Self.contentByteCount
    }

    /// The digest of all that was added.
    func digest() -> Digest {
        var copy = engine
        copy.update(UnsafeRawBufferPointer(rebasing: buffer[..<waitingByteCount]))
        return copy.finishDigest()
    }

    /// The leading run of stable and whole fragments.
    func stablePrefix() -> StablePrefix {
        StablePrefix(count: prefix.count, tokens: prefix.usedTokens, digest: prefixDigest ?? digest())
    }
}
