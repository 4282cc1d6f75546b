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
    public var byteCount: Int { place.bytes.count }
    /// How many records it has, from 1.
    public var count: Int { place.records.count }
    /// Its last record and the chain value after it.
    public var head: JournalHead { JournalHead(sequence: firstSequence + UInt64(count) - 1, chain: chain) }

    private let place: BatchStorage.Place
    private let storage: BatchStorage

    /// - Parameter storage: where it was added last.
    init(segment: String, fileOffset: UInt64, firstSequence: UInt64, chain: Digest, lastIn storage: BatchStorage) {
        self.segment = segment
        self.fileOffset = fileOffset
        self.firstSequence = firstSequence
        self.chain = chain
        self.storage = storage
        place = storage.lastPlace
    }

    /// The record at a position below `count`. O(1).
    public subscript(position: Int) -> JournalRecord {
        let start = recordOffset(position)
        return JournalRecord(
            sequence: firstSequence + UInt64(position), fileOffset: fileOffset + UInt64(start),
            stamp: bytes.digest(at: start + 4), body: body(at: position), storage: storage)
    }

    /// The body of the record at a position below `count`, borrowed: use it only while the batch lives. O(1).
    func body(at position: Int) -> UnsafeRawBufferPointer {
        let start = recordOffset(position)
        let header = BatchLimits.recordHeaderByteCount
        let length = Int(bytes.integer(at: start, as: UInt32.self))
        return bytes.piece(start + header..<start + header + length)
    }

    private var bytes: UnsafeRawBufferPointer { storage.bytes(at: place) }

    private func recordOffset(_ position: Int) -> Int { storage.recordOffsets[place.records.lowerBound + position] }
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

/// The bytes of batches, one behind the other, and where their records begin. Used again for other batches once nobody
/// else holds it.
final class BatchStorage {
    /// Where a batch lies.
    struct Place {
        /// Its bytes.
        fileprivate(set) var bytes = 0..<0
        /// Its records, of all that are there.
        fileprivate(set) var records = 0..<0
    }

    /// By so many bytes it grows, so that small batches seldom move those before them.
    private static let growthByteCount = 0x1_0000

    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)
    private var stamps = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 16)
    private var lastBytes = 0..<0
    private var lastFirstRecord = 0
    /// Where all records begin, from the beginning of their batches.
    private(set) var recordOffsets: [Int] = []

    /// Where the batch lies that was added last.
    var lastPlace: Place { Place(bytes: lastBytes, records: lastFirstRecord..<recordOffsets.count) }

    /// The batch that was added last.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory).piece(lastBytes) }

    /// How many bytes its batches have.
    var byteCount: Int { lastBytes.upperBound }

    deinit {
        memory.deallocate()
        stamps.deallocate()
    }

    /// Empties it.
    func removeAll() {
        lastBytes = 0..<0
        recordOffsets.removeAll(keepingCapacity: true)
    }

    /// Room for another batch, its bytes undefined. Those before it may move.
    func add(byteCount: Int) -> UnsafeMutableRawBufferPointer {
        let start = lastBytes.upperBound
        lastBytes = start..<start + byteCount
        lastFirstRecord = recordOffsets.count
        let growth = Self.growthByteCount
        memory = memory.enlarged(to: (start + byteCount + growth - 1) / growth * growth, keeping: start)
        return memory.piece(lastBytes)
    }

    /// Takes the next record of the batch that was added last.
    ///
    /// - Parameter offset: where it begins there.
    func addRecord(at offset: Int) { recordOffsets.append(offset) }

    /// A batch that was added.
    func bytes(at place: Place) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(memory).piece(place.bytes) }

    /// The stamps that the records of the batch must have that was added last, in their order, valid until the next
    /// change.
    func computeStamps() -> UnsafeRawBufferPointer {
        let byteCount = lastPlace.records.count * Digest.byteCount
        stamps = stamps.enlarged(to: byteCount, keeping: 0)
        RecordStamps.write(into: stamps.piece(0..<byteCount), ofRecordsIn: bytes)
        return UnsafeRawBufferPointer(stamps).piece(0..<byteCount)
    }
}
