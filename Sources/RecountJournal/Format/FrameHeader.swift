import RecountKernel

/// What stands before the records of a batch. Layout: docs/format.md, "Batch".
struct FrameHeader: Equatable {
    static let byteCount = 40
    /// The first eight bytes of every batch: `recountB`.
    static let magic: UInt64 = 0x4274_6e75_6f63_6572

    /// Number of bytes of all records, between this header and the chain value.
    var recordsByteCount: UInt32
    /// From 1.
    var recordCount: UInt32
    var firstSequence: UInt64
    /// 512-byte sectors of the file that lie wholly within the records and are all zero.
    var zeroSectorCount: UInt32

    /// Number of bytes of the whole batch.
    var batchByteCount: Int { Self.byteCount + Int(recordsByteCount) + Digest.byteCount }

    /// Whether records of that number and size exist within `BatchLimits`.
    var hasPossibleLength: Bool {
        let minimum = UInt64(BatchLimits.recordHeaderByteCount + BatchLimits.minimumBodyByteCount)
        let maximum =
            recordCount == 1 ? BatchLimits.maximumRecordByteCount : BatchLimits.maximumRecordsByteCount
        return recordCount > 0 && recordsByteCount <= maximum
            && UInt64(recordsByteCount) >= UInt64(recordCount) * minimum
    }

    /// - Precondition: `output` has `byteCount` bytes.
    func encode(into output: UnsafeMutableRawBufferPointer, seed: HashSeed) {
        precondition(output.count == Self.byteCount)
        output.store(Self.magic, at: 0)
        output.store(recordsByteCount, at: 8)
        output.store(recordCount, at: 12)
        output.store(firstSequence, at: 16)
        output.store(zeroSectorCount, at: 24)
        output.store(UInt32(0), at: 28)
        output.store(Checksum.ofFrame(UnsafeRawBufferPointer(output).piece(0..<32), seed: seed), at: 32)
    }

    /// - Precondition: `bytes` has `byteCount` bytes.
    init(decoding bytes: UnsafeRawBufferPointer, seed: HashSeed) throws(FrameViolation) {
        precondition(bytes.count == Self.byteCount)
        let magic = bytes.integer(at: 0, as: UInt64.self)
        guard magic == Self.magic else { throw .magic(found: magic) }
        let found = bytes.integer(at: 32, as: UInt64.self)
        let expected = Checksum.ofFrame(bytes.piece(0..<32), seed: seed)
        guard found == expected else { throw .checksum(expected: expected, found: found) }
        recordsByteCount = bytes.integer(at: 8, as: UInt32.self)
        recordCount = bytes.integer(at: 12, as: UInt32.self)
        firstSequence = bytes.integer(at: 16, as: UInt64.self)
        zeroSectorCount = bytes.integer(at: 24, as: UInt32.self)
        let reserved = bytes.integer(at: 28, as: UInt32.self)
        guard reserved == 0 else { throw .reserved(found: reserved) }
    }

    init(recordsByteCount: UInt32, recordCount: UInt32, firstSequence: UInt64, zeroSectorCount: UInt32) {
        self.recordsByteCount = recordsByteCount
        self.recordCount = recordCount
        self.firstSequence = firstSequence
        self.zeroSectorCount = zeroSectorCount
    }
}

/// Why bytes are no frame header.
enum FrameViolation: Error, Equatable {
    case magic(found: UInt64)
    case checksum(expected: UInt64, found: UInt64)
    case reserved(found: UInt32)
}

/// How large batches and records are. Part of the format: readers refuse more.
public enum BatchLimits {
    /// The most bytes of the records of a batch of more than one record: 4 MiB.
    public static let maximumRecordsByteCount = 0x40_0000
    /// The most bytes of a record with its length and stamp, which then is a batch of its own:
    /// 256 MiB, the policy of 1.4 million models.
    public static let maximumRecordByteCount = 0x1000_0000
    /// Bytes of a record before its body: length and stamp.
    static let recordHeaderByteCount = 4 + Digest.byteCount
    /// The least bytes of a body: sequence, time, origin, two lengths, a decision's kind.
    static let minimumBodyByteCount = 26
}
