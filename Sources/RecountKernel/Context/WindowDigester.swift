/// Digests what is in a window, in render order, and its stable beginning on the way.
struct WindowDigester {
    private var engine: Blake2b
    private var prefix: WindowFill
    /// The digest of the stable beginning, once it has ended.
    private var prefixDigest: Digest?

    init(separatorTokens: UInt32) {
        engine = Blake2b(in: .window)
        prefix = WindowFill(separatorTokens: separatorTokens)
    }

    /// Takes the next fragment in render order, if it is in the window.
    mutating func add(_ item: AssemblyItem) {
        guard item.reachedFormCount > 0 else { return }
        if prefixDigest == nil {
            if item.isWhole, item.fragment.stability == .stable {
                prefix.add(tokens: item.keptTokens.widened, fragments: 1)
            } else {
                prefixDigest = digest()
            }
        }
        // Content digest and kept tokens.
        var bytes = InlineArray<36, UInt8>(repeating: 0)
        withUnsafeMutableBytes(of: &bytes) { bytes in
            var writer = ByteWriter(bytes)
            writer.digest(item.fragment.contentDigest)
            writer.integer(item.keptTokens)
            engine.update(UnsafeRawBufferPointer(bytes))
        }
    }

    /// The digest of all that was added.
    func digest() -> Digest {
        var copy = engine
        return copy.finishDigest()
    }

    /// The leading run of stable and whole fragments.
    func stablePrefix() -> StablePrefix {
        StablePrefix(count: prefix.count, tokens: prefix.usedTokens, digest: prefixDigest ?? digest())
    }
}
