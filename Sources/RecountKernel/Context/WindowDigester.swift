/// Digests what is in a window, in render order.
struct WindowDigester {
    /// Number of bytes of each fragment: content digest and kept tokens.
    private static var contentByteCount: Int { Digest.byteCount &+ 4 }
    /// As many contents as fill whole blocks, so that they are compressed where they stand.
    static var bufferByteCount: Int { contentByteCount &* 32 }

    private var engine = Blake2b(in: .window)
    private let buffer: UnsafeMutableRawPointer
    /// How many bytes of the buffer wait to be digested.
    private var waitingByteCount = 0

    /// - Parameter buffer: `bufferByteCount` bytes with any content.
    init(buffer: UnsafeMutableRawPointer) {
        self.buffer = buffer
    }

    /// Takes the next fragment in render order if it is in the window.
    ///
    /// - Parameter contentDigest: 32 bytes.
    @inline(__always)
    mutating func add(contentDigest: UnsafeRawPointer, keptTokens: UInt32, if outcome: WindowEntry.Outcome) {
        if waitingByteCount == Self.bufferByteCount { digestBuffer() }
        let content = buffer + waitingByteCount
        content.copyMemory(from: contentDigest, byteCount: Digest.byteCount)
        content.storeBytes(of: keptTokens.littleEndian, toByteOffset: Digest.byteCount, as: UInt32.self)
        // What is left out is overwritten by the next. Bound: the buffer has room for a whole number of contents.
        waitingByteCount &+= outcome == .excluded ? 0 : Self.contentByteCount
    }

    // Not inlined: it would take the registers of the loop that it is rarely called from.
    @inline(never)
    private mutating func digestBuffer() {
        engine.update(UnsafeRawBufferPointer(start: buffer, count: waitingByteCount))
        waitingByteCount = 0
    }

    /// The digest of all that was added.
    func digest() -> Digest {
        var copy = self
        return copy.finish()
    }

    /// The digest of all that was added: nothing may follow.
    mutating func finish() -> Digest {
        digestBuffer()
        return engine.finishDigest()
    }
}
