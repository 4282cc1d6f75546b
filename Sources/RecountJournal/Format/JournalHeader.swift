import RecountKernel

/// What the header of a segment states. Layout: docs/format.md, "Segment".
///
/// It is one 512-byte sector. Magic, versions and checksum keep their places in every later version,
/// so that a newer journal is never taken for a damaged one.
public struct JournalHeader: Equatable, Sendable {
    /// Number of bytes of a header.
    public static let byteCount = 512
    /// The newest format that this build reads, and the one that it writes.
    public static let supportedFormatVersion: UInt16 = 1
    /// The newest rules of decision that this build executes.
    public static let supportedSemanticsVersion: UInt16 = 1

    /// Version of the layouts of segments, batches and records.
    public let formatVersion: UInt16
    /// Version of the rules of decision in force before the segment's first record.
    public let semanticsVersion: UInt16
    /// The limits in force before the segment's first record, and the journal's initial time.
    public let settings: JournalSettings
    /// What sets the journal apart; the same in all its segments.
    public let identity: JournalIdentity
    /// The sequence of the segment's first record.
    public let firstSequence: UInt64
    /// The chain value before the segment; all zero in the first one.
    public let previousChain: Digest
    /// Names the key that the segment's chain values are computed with; all zero for none.
    public let keyID: Digest

    /// Makes a header of the present versions.
    ///
    /// - Precondition: `firstSequence` is at least 1.
    public init(
        settings: JournalSettings, identity: JournalIdentity, firstSequence: UInt64, previousChain: Digest,
        key: JournalKey? = nil
    ) {
        precondition(firstSequence > 0)
        formatVersion = Self.supportedFormatVersion
        semanticsVersion = Self.supportedSemanticsVersion
        self.settings = settings
        self.identity = identity
        self.firstSequence = firstSequence
        self.previousChain = previousChain
        keyID = key.id
    }

    /// Offsets of the fields, as docs/format.md lists them.
    enum Offset {
        static let formatVersion = 8
        static let semanticsVersion = 10
        static let journalID = 16
        static let firstSequence = 32
        static let initialTime = 40
        static let maximumAdvance = 48
        static let retention = 56
        static let tables = 64
        static let maximumLease = 96
        static let maximumWait = 104
        static let reservedTables = 112
        static let hashSeed = 128
        static let saltSecret = 144
        static let previousChain = 176
        static let keyID = 208
        static let reserved = 240
        static let checksum = 504
    }

    /// The first eight bytes of every segment: `recountJ`.
    static let magic: UInt64 = 0x4a74_6e75_6f63_6572
}

/// Why bytes are no header that this build reads, and where in the header.
enum HeaderViolation: Error, Equatable {
    case notAJournal
    case checksum(expected: UInt64, found: UInt64)
    case newerFormat(found: UInt16)
    case newerSemantics(found: UInt16)
    case field(offset: Int, expected: String, found: String)
}
