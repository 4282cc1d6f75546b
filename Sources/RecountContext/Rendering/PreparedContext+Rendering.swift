import RecountKernel

extension PreparedContext {
    /// The text of a window that answers this document's request.
    ///
    /// Nothing is taken on trust but the choice itself: every fragment must have its entry, in render order, in
    /// a form that it can have, and the number, the tokens, the stable beginning and the digest of what is in
    /// the window must be those of these texts, cut points and this separator. So a window out of a journal
    /// renders as the bytes that it was decided on, or not at all. O(bytes + entries).
    public func render(_ window: Window) throws(RenderingError) -> RenderedWindow {
        guard Int(window.entryCount) == fragments.count else {
            throw .entryCount(found: window.entryCount, expected: fragments.count)
        }
        var rendering = Rendering(context: self)
        for position in 0..<window.entryCount {
            let expected = fragments[renderOrder[Int(position)]]
            try rendering.append(window[position], of: expected)
        }
        return try rendering.finish(window)
    }
}

/// A window's text as far as it is rendered.
private struct Rendering {
    private let context: PreparedContext
    private var bytes: [UInt8] = []
    private var parts: [RenderedWindow.Part] = []
    private var digest = Blake2b(in: .window)
    private var keptTokens: UInt64 = 0
    /// Set where the run of stable and whole fragments ends.
    private var stablePrefix: (count: UInt32, tokens: Tokens, digest: Digest)?
    /// Bytes whose tokens are estimated, and tokens that the host has counted.
    private var estimatedByteCount = 0
    private var countedTokens: UInt64 = 0

    init(context: PreparedContext) { self.context = context }

    mutating func append(_ entry: WindowEntry, of fragment: PreparedFragment) throws(RenderingError) {
        guard entry.fragment == fragment.document.id else {
            guard context.fragment(entry.fragment) != nil else { throw .unknownFragment(entry.fragment) }
            throw .fragmentOutOfOrder(entry.fragment, expected: fragment.document.id)
        }
        guard let byteCount = fragment.byteCount(of: entry.outcome, keptTokens: entry.keptTokens) else {
            throw .unknownForm(entry.fragment, keptTokens: entry.keptTokens)
        }
        guard entry.outcome != .excluded else { return }
        if entry.outcome != .included || fragment.document.stability != .stable { endStablePrefix() }
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
        // docs/format.md, "Window": content digest, then the kept tokens in 32 bits.
        digest.update(fragment.contentDigest)
        digest.update(entry.keptTokens)
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

    private mutating func endStablePrefix() {
        guard stablePrefix == nil else { return }
        stablePrefix = (includedCount, Tokens(keptTokens), currentDigest)
    }

    private var includedCount: UInt32 {
        // Bound: at most 2^15 fragments.
        UInt32(truncatingIfNeeded: parts.count)
    }

    private var currentDigest: Digest {
        var copy = digest
        return copy.finishDigest()
    }

    consuming func finish(_ window: Window) throws(RenderingError) -> RenderedWindow {
        endStablePrefix()
        guard includedCount == window.includedCount else {
            throw .includedCount(found: window.includedCount, expected: includedCount)
        }
        guard currentDigest == window.digest else { throw .digest }
        let kept = Tokens(keptTokens)
        guard kept == window.usedTokens else { throw .usedTokens(found: window.usedTokens, expected: kept) }
        let found = window.stablePrefix
        guard let stablePrefix, stablePrefix == (found.count, found.tokens, found.digest) else { throw .stablePrefix }
        guard let estimated = context.estimate.wideTokens(ofByteCount: estimatedByteCount) else {
            preconditionFailure("the whole has no more tokens than its parts")
        }
        return RenderedWindow(
            bytes: bytes, parts: parts, usedTokens: kept, estimatedTokens: Tokens(estimated + countedTokens))
    }
}
