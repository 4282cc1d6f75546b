import RecountKernel

/// A batch that was read and checked.
public struct JournalBatch {
    /// File name of its segment.
    public let segment: String
    /// Where it begins in the segment, in bytes.
    public let fileOffset: UInt64
    /// The sequence of its first record.
    public let firstSequence: UInt64
    /// The chain value after it.
    public let chain: Digest
    /// How many bytes it has in the file.
    public var byteCount: Int { storage.byteCount }
    /// How many records it has, from 1.
    public var count: Int { storage.recordOffsets.count }

    let storage: BatchStorage

    /// The record at a position below `count`. O(1).
    public subscript(position: Int) -> JournalRecord {
        let start = storage.recordOffsets[position]
        return JournalRecord(
            sequence: firstSequence + UInt64(position), fileOffset: fileOffset + UInt64(start),
            stamp: storage.bytes.digest(at: start + 4), body: body(at: position), storage: storage)
    }

    /// The body of the record at a position below `count`, borrowed: use it only while the batch lives. O(1).
    func body(at position: Int) -> UnsafeRawBufferPointer {
        let start = storage.recordOffsets[position]
        let header = BatchLimits.recordHeaderByteCount
        let length = Int(storage.bytes.integer(at: start, as: UInt32.self))
        return storage.bytes.piece(start + header..<start + header + length)
    }
}

/// A record of a batch that was read.
public struct JournalRecord {
    /// Its sequence.
    public let sequence: UInt64
    /// Where it begins in the segment, in bytes.
    public let fileOffset: UInt64
    /// Its stamp, which is the digest of its body.
    public let stamp: Digest
    /// Its body, borrowed: use it only while this record or its batch lives.
    public let body: UnsafeRawBufferPointer
    private let storage: BatchStorage

    init(sequence: UInt64, fileOffset: UInt64, stamp: Digest, body: UnsafeRawBufferPointer, storage: BatchStorage) {
        self.sequence = sequence
        self.fileOffset = fileOffset
        self.stamp = stamp
        self.body = body
        self.storage = storage
    }
}

/// The bytes of a batch and where its records begin. Used again for the next batch once nobody else
/// holds it.
final class BatchStorage {
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)
    private(set) var byteCount = 0
    private var stamps = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)
    /// Offsets of the records in the batch.
    var recordOffsets: [Int] = []

    /// The batch.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory).piece(0..<byteCount) }

    deinit {
        memory.deallocate()
        stamps.deallocate()
    }

    /// Room for a batch, its bytes undefined.
    func reset(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        Self.enlarge(&memory, to: byteCount)
        self.byteCount = byteCount
        recordOffsets.removeAll(keepingCapacity: true)
        return memory.piece(0..<byteCount)
    }

    /// The stamps that the records must have, in their order, valid until the next change.
    func computeStamps() -> UnsafeRawBufferPointer {
        let byteCount = recordOffsets.count * Digest.byteCount
        Self.enlarge(&stamps, to: byteCount)
        RecordStamps.write(into: stamps.piece(0..<byteCount), ofRecordsIn: bytes)
        return UnsafeRawBufferPointer(stamps).piece(0..<byteCount)
    }

    private static func enlarge(_ buffer: inout UnsafeMutableRawBufferPointer, to byteCount: Int) {
        guard buffer.count < byteCount else { return }
        buffer.deallocate()
        buffer = .allocate(byteCount: byteCount, alignment: 16)
    }
}
