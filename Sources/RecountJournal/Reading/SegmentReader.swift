import RecountKernel

/// Reads one segment from its beginning, batch by batch, and checks all that can be checked without
/// executing anything. It reads what the file had when it was opened.
final class SegmentReader {
    let name: SequenceName
    let header: JournalHeader
    let file: OpenFile
    /// What its chain values are computed with.
    let key: JournalKey?
    /// The file's length when it was opened.
    let endOffset: UInt64
    /// Where the next batch begins.
    private(set) var offset: UInt64
    /// Where the last batch lies that was read, or the header if none was.
    private(set) var lastRange: Range<UInt64>
    /// The last record before the next batch.
    private(set) var head: JournalHead
    /// The chain value before the next batch.
    private(set) var chain: Digest
    private let frameBytes: UnsafeMutableRawBufferPointer

    /// Opens a segment and checks its header, and that it continues what is before it.
    init(
        _ segment: SegmentFile, after previous: SegmentPredecessor, _ access: JournalAccess
    ) throws(JournalError) {
        name = segment.name
        file = try segment.open(.read)
        endOffset = try file.byteCount()
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: JournalHeader.byteCount, alignment: 16)
        defer { bytes.deallocate() }
        let count = try file.read(into: bytes.piece(0..<Int(min(UInt64(bytes.count), endOffset))), at: 0)
        let location = JournalLocation(segment: name.description, offset: 0)
        let read = UnsafeRawBufferPointer(bytes).piece(0..<count)
        let isUnfinished = count < JournalHeader.byteCount ? read.isBeginning(of: JournalHeader.magic) : read.isAllZero
        if isUnfinished, try file.isAllZero(UInt64(count)..<endOffset) {
            throw .unfinishedCreation(location, byteCount: endOffset)
        }
        guard count == JournalHeader.byteCount else { throw .notAJournal(location) }
        do throws(HeaderViolation) {
            header = try JournalHeader(decoding: UnsafeRawBufferPointer(bytes))
        } catch {
            throw error.journalError(in: name)
        }
        try SegmentContinuity(header: header, name: name).check(after: previous)
        key = try access.key(withID: header.keyID, at: location)
        offset = UInt64(JournalHeader.byteCount)
        lastRange = 0..<offset
        chain = ChainLink.value(ofHeader: UnsafeRawBufferPointer(bytes), header, key: key)
        head = previous.head ?? JournalHead(sequence: 0, chain: chain)
        // Last: nothing would free it if this threw.
        frameBytes = .allocate(byteCount: FrameHeader.byteCount, alignment: 16)
    }

    deinit { frameBytes.deallocate() }

    /// What comes next.
    enum Next {
        case batch(JournalBatch)
        /// Nothing.
        case end
        /// The file ends within a batch, `byteCount` bytes after its beginning.
        case incomplete(byteCount: UInt64)
    }

    /// Reads and checks the next batch. O(bytes of the batch).
    ///
    /// - Parameter storage: what the batch is added to.
    /// - Throws: `corrupt`; `offset` then is where the bad batch begins.
    func next(into storage: BatchStorage) throws(JournalError) -> Next {
        let remaining = endOffset - offset
        if remaining == 0 { return .end }
        if remaining < UInt64(FrameHeader.byteCount) { return try shortTail(remaining) }
        let frame = try readFrame()
        guard UInt64(frame.batchByteCount) <= remaining else { return .incomplete(byteCount: remaining) }
        let bytes = storage.add(byteCount: frame.batchByteCount)
        guard try file.read(into: bytes, at: offset) == bytes.count else {
            throw shrunk(expected: frame.batchByteCount)
        }
        let check = BatchCheck(
            frame: frame, segment: name.description, fileOffset: offset, previousChain: chain, key: key)
        chain = try check.check(storage)
        let batch = JournalBatch(
            segment: name.description, fileOffset: offset, firstSequence: frame.firstSequence, chain: chain,
            lastIn: storage)
        lastRange = offset..<offset + UInt64(frame.batchByteCount)
        offset = lastRange.upperBound
        head = JournalHead(sequence: head.sequence + UInt64(frame.recordCount), chain: chain)
        return .batch(batch)
    }

    private func readFrame() throws(JournalError) -> FrameHeader {
        let bytes = try readFrameBytes(FrameHeader.byteCount)
        let frame: FrameHeader
        do throws(FrameViolation) {
            frame = try FrameHeader(decoding: bytes, seed: header.identity.hashSeed)
        } catch {
            throw error.journalError(at: location)
        }
        if frame.firstSequence != head.sequence + 1 {
            throw .corrupt(
                JournalCorruption(
                    .sequence, at: location, expected: "\(head.sequence + 1)", found: "\(frame.firstSequence)"))
        }
        guard frame.hasPossibleLength else {
            throw .corrupt(
                JournalCorruption(
                    .frame, at: location, expected: "a length that \(frame.recordCount) records can have",
                    found: "\(frame.recordsByteCount) bytes"))
        }
        return frame
    }

    /// The file ends within a frame header: what is there must be the beginning of one, or was never written.
    private func shortTail(_ byteCount: UInt64) throws(JournalError) -> Next {
        let tail = try readFrameBytes(Int(byteCount))
        guard tail.isBeginning(of: FrameHeader.magic) else {
            throw .corrupt(
                JournalCorruption(
                    .frame, at: location, expected: "a batch or the end of the file",
                    found: "\(byteCount) bytes that begin no batch"))
        }
        return .incomplete(byteCount: byteCount)
    }

    private var location: JournalLocation { JournalLocation(segment: name.description, offset: offset) }

    private func readFrameBytes(_ byteCount: Int) throws(JournalError) -> UnsafeRawBufferPointer {
        let bytes = frameBytes.piece(0..<byteCount)
        guard try file.read(into: bytes, at: offset) == byteCount else { throw shrunk(expected: byteCount) }
        return UnsafeRawBufferPointer(bytes)
    }

    private func shrunk(expected byteCount: Int) -> JournalError {
        .corrupt(
            JournalCorruption(.length, at: location, expected: "\(byteCount) bytes", found: "a file that was cut"))
    }
}
