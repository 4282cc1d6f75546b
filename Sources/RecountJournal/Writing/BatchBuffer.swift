import RecountKernel

/// The batch that is being filled: records are encoded where they will be written from, and stamped when it closes.
final class BatchBuffer {
    private var memory: UnsafeMutableRawBufferPointer
    private var stamps: UnsafeMutableRawBufferPointer
    private var recordsEnd = FrameHeader.byteCount
    private(set) var recordCount = 0
    private var firstSequence: UInt64 = 0

    /// Whether it has no record.
    var isEmpty: Bool { recordCount == 0 }

    /// The sequence of its last record.
    ///
    /// - Precondition: it has one.
    var lastSequence: UInt64 { firstSequence + UInt64(recordCount) - 1 }

    init() {
        memory = .allocate(byteCount: 0x1_0000, alignment: 16)
        stamps = .allocate(byteCount: 0x2000, alignment: 16)
    }

    deinit {
        memory.deallocate()
        stamps.deallocate()
    }

    /// Whether a record of so many bytes may join: it exceeds no limit, or is the first.
    func admits(byteCount: Int) -> Bool {
        isEmpty || recordsEnd - FrameHeader.byteCount + byteCount <= BatchLimits.maximumRecordsByteCount
    }

    /// Encodes a record.
    ///
    /// - Parameter byteCountLimit: no less than the record has.
    func append(_ step: Step, command: Command, byteCountLimit: Int) {
        let bodyCount = RecordBody.write(step, command: command, into: room(byteCountLimit))
        finishRecord(step.sequence, bodyCount)
    }

    /// Encodes a consequence.
    ///
    /// - Parameter byteCountLimit: no less than the record has.
    func append(consequence step: Step, byteCountLimit: Int) {
        let bodyCount = RecordBody.write(consequence: step, into: room(byteCountLimit))
        finishRecord(step.sequence, bodyCount)
    }

    /// Where the body of the next record goes, with its length and stamp at most so many bytes.
    private func room(_ byteCountLimit: Int) -> UnsafeMutableRawBufferPointer {
        reserve(byteCountLimit)
        return memory.piece(recordsEnd + BatchLimits.recordHeaderByteCount..<recordsEnd + byteCountLimit)
    }

    /// Takes a record whose body was written.
    private func finishRecord(_ sequence: UInt64, _ bodyCount: Int) {
        let start = recordsEnd
        let header = BatchLimits.recordHeaderByteCount
        memory.store(UInt32(bodyCount), at: start)
        if isEmpty { firstSequence = sequence }
        recordCount += 1
        recordsEnd = start + header + bodyCount
    }

    /// Stamps the records and completes the batch.
    ///
    /// - Parameters:
    ///   - fileOffset: where it will be written.
    ///   - previous: the chain value before it.
    ///   - key: that of the segment, if its journal has keys.
    /// - Returns: its bytes, valid until the next change, and the chain value after it.
    func close(
        at fileOffset: UInt64, after previous: Digest, seed: HashSeed, key: JournalKey?
    ) -> (UnsafeRawBufferPointer, Digest) {
        stampRecords()
        let bytes = UnsafeRawBufferPointer(memory)
        let zeroSectors = Sectors(fileOffset: fileOffset).zeroCount(bytes, within: FrameHeader.byteCount..<recordsEnd)
        let frame = FrameHeader(
            recordsByteCount: UInt32(recordsEnd - FrameHeader.byteCount), recordCount: UInt32(recordCount),
            firstSequence: firstSequence, zeroSectorCount: UInt32(zeroSectors))
        frame.encode(into: memory.piece(0..<FrameHeader.byteCount), seed: seed)
        var link = ChainLink(previous: previous, key: key)
        link.add(bytes.piece(0..<FrameHeader.byteCount))
        link.add(recordStamps)
        let chain = link.finish()
        memory.store(chain, at: recordsEnd)
        return (bytes.piece(0..<recordsEnd + Digest.byteCount), chain)
    }

    /// The stamps of its records once it is closed, valid until the next change.
    var recordStamps: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(stamps).piece(0..<recordCount * Digest.byteCount)
    }

    /// Empties it for the next batch.
    func clear() {
        recordsEnd = FrameHeader.byteCount
        recordCount = 0
    }

    private func stampRecords() {
        RecordStamps.write(
            into: stamps.piece(0..<recordCount * Digest.byteCount), ofRecordsIn: UnsafeRawBufferPointer(memory))
        var bodies = RecordBodies(of: UnsafeRawBufferPointer(memory))
        for position in 0..<recordCount {
            let bodyStart = bodies.next().lowerBound
            let stamp = recordStamps.piece(position * Digest.byteCount..<(position + 1) * Digest.byteCount)
            memory.piece(bodyStart - Digest.byteCount..<bodyStart).copyMemory(from: stamp)
        }
    }

    /// Makes room for a record and the chain value behind it.
    private func reserve(_ byteCount: Int) {
        // Assigned, not changed in place: then the compiler sees that no access to these fields needs a check.
        let needed = recordsEnd + byteCount + Digest.byteCount
        if needed > memory.count { memory = memory.enlarged(to: max(needed, 2 * memory.count), keeping: recordsEnd) }
        let stampsEnd = recordCount * Digest.byteCount
        if stampsEnd + Digest.byteCount > stamps.count {
            stamps = stamps.enlarged(to: 2 * stamps.count, keeping: stampsEnd)
        }
    }
}
