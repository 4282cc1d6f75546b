import RecountKernel

/// One value of the hash chain over all that a journal holds, while it is computed: of the value
/// before it, then of what is added. Layout: docs/format.md, "Chain".
struct ChainLink {
    private var engine: JournalDigest

    /// - Parameters:
    ///   - previous: the value before; nil for the first of a journal.
    ///   - key: that of the segment, if its journal has keys.
    init(previous: Digest?, key: JournalKey?) {
        engine = key.engine(personal: DigestDomain.chain.personal)
        guard let previous else { return }
        withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { bytes in
            bytes.store(previous, at: 0)
            engine.update(UnsafeRawBufferPointer(bytes))
        }
    }

    /// Adds the header of a segment or frame, or stamps.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        engine.update(bytes)
    }

    consuming func finish() -> Digest { engine.finishDigest() }

    /// The value after a segment's header.
    static func value(ofHeader bytes: UnsafeRawBufferPointer, _ header: JournalHeader, key: JournalKey?) -> Digest {
        var link = ChainLink(previous: header.firstSequence == 1 ? nil : header.previousChain, key: key)
        link.add(bytes)
        return link.finish()
    }
}

/// Where a journal stands: the last record and what the chain says of all up to it.
public struct JournalHead: Equatable, Sendable {
    /// The sequence of the last record; 0 if there is none.
    public let sequence: UInt64
    /// The chain value after its batch, or after its segment's header if no batch follows that.
    public let chain: Digest

    /// Makes a head.
    public init(sequence: UInt64, chain: Digest) {
        self.sequence = sequence
        self.chain = chain
    }
}
