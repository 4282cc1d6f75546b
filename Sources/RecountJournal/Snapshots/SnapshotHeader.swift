import RecountKernel

/// What a snapshot says of itself. Layout: docs/format.md, "Snapshot".
public struct SnapshotHeader: Equatable, Sendable {
    /// Names the journal.
    public let journalID: Identifier128
    /// The last record before the snapshot and the chain value after it.
    public let head: JournalHead
    /// How many bytes the canonical state has.
    public let stateByteCount: UInt64
    /// The digest of the canonical state.
    public let stateDigest: Digest
    /// Names the key that the snapshot is closed with; all zero for none.
    public let keyID: Digest

    static let byteCount = 512
    /// The first eight bytes: `recountS`.
    static let magic: UInt64 = 0x5374_6e75_6f63_6572

    private enum Offset {
        static let formatVersion = 8
        static let semanticsVersion = 10
        static let journalID = 16
        static let sequence = 32
        static let stateByteCount = 40
        static let reservedCounts = 48
        static let stateDigest = 144
        static let chain = 176
        static let keyID = 208
        static let reserved = 240
        static let checksum = 504
    }

    init(journalID: Identifier128, head: JournalHead, stateByteCount: UInt64, stateDigest: Digest, key: JournalKey?) {
        self.journalID = journalID
        self.head = head
        self.stateByteCount = stateByteCount
        self.stateDigest = stateDigest
        keyID = key.id
    }

    /// - Precondition: `output` has `byteCount` bytes.
    func encode(into output: UnsafeMutableRawBufferPointer) {
        precondition(output.count == Self.byteCount)
        output.initializeMemory(as: UInt8.self, repeating: 0)
        output.store(Self.magic, at: 0)
        output.store(JournalHeader.supportedFormatVersion, at: Offset.formatVersion)
        output.store(JournalHeader.supportedSemanticsVersion, at: Offset.semanticsVersion)
        output.store(journalID.low, at: Offset.journalID)
        output.store(journalID.high, at: Offset.journalID + 8)
        output.store(head.sequence, at: Offset.sequence)
        output.store(stateByteCount, at: Offset.stateByteCount)
        output.store(stateDigest, at: Offset.stateDigest)
        output.store(head.chain, at: Offset.chain)
        output.store(keyID, at: Offset.keyID)
        let checked = UnsafeRawBufferPointer(output).piece(0..<Offset.checksum)
        output.store(Checksum.ofHeader(checked), at: Offset.checksum)
    }

    /// - Precondition: `bytes` has `byteCount` bytes.
    init(decoding bytes: UnsafeRawBufferPointer) throws(HeaderViolation) {
        precondition(bytes.count == Self.byteCount)
        guard bytes.integer(at: 0, as: UInt64.self) == Self.magic else { throw .notAJournal }
        let found = bytes.integer(at: Offset.checksum, as: UInt64.self)
        let expected = Checksum.ofHeader(bytes.piece(0..<Offset.checksum))
        guard found == expected else { throw .checksum(expected: expected, found: found) }
        try JournalHeader.checkVersions(
            format: bytes.integer(at: Offset.formatVersion, as: UInt16.self),
            semantics: bytes.integer(at: Offset.semanticsVersion, as: UInt16.self))
        try JournalHeader.checkReserved(
            bytes,
            [
                Offset.semanticsVersion + 2..<Offset.journalID, Offset.reservedCounts..<Offset.stateDigest,
                Offset.reserved..<Offset.checksum,
            ])
        journalID = Identifier128(
            high: bytes.integer(at: Offset.journalID + 8, as: UInt64.self),
            low: bytes.integer(at: Offset.journalID, as: UInt64.self))
        head = JournalHead(
            sequence: bytes.integer(at: Offset.sequence, as: UInt64.self), chain: bytes.digest(at: Offset.chain))
        stateByteCount = bytes.integer(at: Offset.stateByteCount, as: UInt64.self)
        stateDigest = bytes.digest(at: Offset.stateDigest)
        keyID = bytes.digest(at: Offset.keyID)
    }
}
