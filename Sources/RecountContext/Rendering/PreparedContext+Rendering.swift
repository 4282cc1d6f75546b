import RecountKernel

extension PreparedContext {
    /// The text of a window that answers this document's request.
    ///
    /// That it does is checked with the window's digest over the texts and the kept tokens, so a window out
    /// of a journal is proved to be of these texts. O(bytes + entries · log fragments).
    public func render(_ window: Window) throws(RenderingError) -> RenderedWindow {
        guard Int(window.entryCount) == fragments.count else {
            throw .entryCount(found: window.entryCount, expected: fragments.count)
        }
        var rendering = Rendering(context: self)
        for position in 0..<window.entryCount { try rendering.append(window[position]) }
        return try rendering.finish(window)
    }
}

/// A window's text as far as it is rendered.
private struct Rendering {
    private let context: PreparedContext
    private var bytes: [UInt8] = []
    private var parts: [RenderedWindow.Part] = []
    private var digest = Blake2b(
        outputByteCount: Digest.byteCount, key: UnsafeRawBufferPointer(start: nil, count: 0),
        personal: DigestDomain.window.personal)
    private var keptTokens: UInt64 = 0
    /// Bytes whose tokens are estimated, and tokens that the host has counted.
    private var estimatedByteCount = 0
    private var countedTokens: UInt64 = 0

    init(context: PreparedContext) { self.context = context }

    mutating func append(_ entry: WindowEntry) throws(RenderingError) {
        guard let fragment = context.fragment(entry.fragment) else { throw .unknownFragment(entry.fragment) }
        guard let byteCount = fragment.byteCount(of: entry.outcome, keptTokens: entry.keptTokens) else {
            throw .unknownForm(entry.fragment, keptTokens: entry.keptTokens)
        }
        guard entry.outcome != .excluded else { return }
        if !parts.isEmpty { appendSeparator() }
        let start = bytes.count
        bytes.append(contentsOf: fragment.document.text.utf8.prefix(byteCount))
        parts.append(RenderedWindow.Part(fragment: entry.fragment, byteRange: start..<bytes.count))
        // Bound: at most 2^15 fragments of under 2^32 tokens.
        keptTokens += UInt64(entry.keptTokens)
        if fragment.document.count == .estimated {
            estimatedByteCount += byteCount
        } else {
            countedTokens += UInt64(entry.keptTokens)
        }
        update(fragment.contentDigest, keptTokens: entry.keptTokens)
    }

    private mutating func appendSeparator() {
        bytes.append(contentsOf: context.separator.text.utf8)
        keptTokens += UInt64(context.header.separatorTokens)
        if context.separator.countedTokens == nil {
            estimatedByteCount += context.separator.text.utf8.count
        } else {
            countedTokens += UInt64(context.header.separatorTokens)
        }
    }

    /// docs/format.md, "Window": content digest, then the kept tokens in 32 bits.
    private mutating func update(_ contentDigest: Digest, keptTokens: UInt32) {
        for index in 0..<4 { withUnsafeBytes(of: contentDigest.words[index].littleEndian) { digest.update($0) } }
        withUnsafeBytes(of: keptTokens.littleEndian) { digest.update($0) }
    }

    consuming func finish(_ window: Window) throws(RenderingError) -> RenderedWindow {
        guard digest.finishDigest() == window.digest else { throw .digest }
        let kept = Tokens(keptTokens)
        guard kept == window.usedTokens else { throw .usedTokens(found: window.usedTokens, expected: kept) }
        guard let estimated = context.estimate.wideTokens(ofByteCount: estimatedByteCount) else {
            preconditionFailure("the whole has no more tokens than its parts")
        }
        return RenderedWindow(
            bytes: bytes, parts: parts, usedTokens: kept, estimatedTokens: Tokens(estimated + countedTokens))
    }
}
