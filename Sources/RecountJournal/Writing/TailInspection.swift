import Glibc
import RecountKernel

/// Decides whether the end of a journal was never wholly written. What follows it concerns every reader,
/// what is to be taken away only a writer.
///
/// What a disk did not write reads as zero, by whole sectors; so a batch is known to be torn by the
/// zero sectors that it did not have when it was made. The rules are in docs/format.md, "Torn tails".
struct TailInspection {
    private let reader: JournalReader
    private let file: OpenFile
    private let segment: String
    private let start: UInt64
    private let end: UInt64
    private let seed: HashSeed

    /// - Parameter reader: one that has stopped.
    init(_ reader: JournalReader) {
        self.reader = reader
        file = reader.segment.file
        segment = reader.segment.name.description
        start = reader.segment.offset
        end = reader.segment.endOffset
        seed = reader.header.identity.hashSeed
    }

    /// What is to be taken away after the reader has come to the end; nil if nothing is.
    func recovery() throws(JournalError) -> JournalRecovery? {
        guard case .incomplete(let location, let byteCount) = reader.tail else { return nil }
        if location.segment != segment { return JournalRecovery(.removedSegment, at: location, byteCount: byteCount) }
        return JournalRecovery(.cutTail, at: location, byteCount: byteCount)
    }

    /// Whether the incomplete batch that a reader has come to is the last thing in its segment: one that a
    /// sound frame follows was not cut off, but damaged.
    func checkNothingFollows() throws(JournalError) {
        guard let frameOffset = try validFrameOffset() else { return }
        throw .corrupt(
            JournalCorruption(
                .length, at: JournalLocation(segment: segment, offset: start), expected: "a whole batch",
                found: "an incomplete one, and a frame at byte \(frameOffset)"))
    }

    /// What is to be taken away after the reader has failed.
    ///
    /// - Throws: `error` if the damage is no torn tail.
    func recovery(from error: JournalError) throws(JournalError) -> JournalRecovery {
        guard case .corrupt(let corruption) = error, corruption.part != .length, reader.isInLastSegment,
            corruption.location.segment == segment, try lacksSectors(), try validFrameOffset() == nil
        else { throw error }
        return JournalRecovery(
            .cutTail, at: JournalLocation(segment: segment, offset: start), byteCount: end - start)
    }

    /// Whether sectors of the last batch were never written.
    private func lacksSectors() throws(JournalError) -> Bool {
        let headerEnd = min(end, start + UInt64(FrameHeader.byteCount))
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(headerEnd - start), alignment: 16)
        defer { bytes.deallocate() }
        guard try file.read(into: bytes, at: start) == bytes.count else { return false }
        if bytes.count == FrameHeader.byteCount,
            let frame = try? FrameHeader(decoding: UnsafeRawBufferPointer(bytes), seed: seed)
        {
            let batchEnd = start + UInt64(frame.batchByteCount)
            guard batchEnd <= end else { return false }
            if try zeroPartCount(start..<batchEnd) > Int(frame.zeroSectorCount) { return true }
            return try lacksOnlyEndOfChain(frame)
        }
        if UnsafeRawBufferPointer(bytes).isAllZero { return true }
        let sectorByteCount = UInt64(Sectors.byteCount)
        let lastSectorEnd = (headerEnd + sectorByteCount - 1) / sectorByteCount * sectorByteCount
        return try zeroPartCount(start..<min(end, lastSectorEnd)) > 0
    }

    /// Whether a batch is right up to its last sector, whose few bytes of the chain value are zero and should not be.
    private func lacksOnlyEndOfChain(_ frame: FrameHeader) throws(JournalError) -> Bool {
        let storage = BatchStorage()
        let bytes = storage.add(byteCount: frame.batchByteCount)
        guard try file.read(into: bytes, at: start) == bytes.count else { return false }
        let check = BatchCheck(
            frame: frame, segment: segment, fileOffset: start, previousChain: reader.segment.chain,
            key: reader.segment.key)
        return check.lacksOnlyEndOfChain(storage)
    }

    /// How many sectors, cut to a range that begins and ends with a batch, are all zero. A last one of
    /// under eight bytes is part of a chain value, which may well be zero there: it says nothing.
    private func zeroPartCount(_ range: Range<UInt64>) throws(JournalError) -> Int {
        let sectorByteCount = UInt64(Sectors.byteCount)
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: Sectors.byteCount, alignment: 16)
        defer { bytes.deallocate() }
        var count = 0
        var offset = range.lowerBound
        while offset < range.upperBound {
            let partEnd = min(range.upperBound, (offset / sectorByteCount + 1) * sectorByteCount)
            let part = bytes.piece(0..<Int(partEnd - offset))
            let isTelling = partEnd < range.upperBound || part.count >= 8
            guard try file.read(into: part, at: offset) == part.count else { return 0 }
            if isTelling, UnsafeRawBufferPointer(part).isAllZero { count += 1 }
            offset = partEnd
        }
        return count
    }

    /// Where a sound frame header stands after the beginning of the tail, or nil. O(tail), with 64 KiB
    /// of memory.
    private func validFrameOffset() throws(JournalError) -> UInt64? {
        let window = UnsafeMutableRawBufferPointer.allocate(byteCount: 0x1_0000, alignment: 16)
        defer { window.deallocate() }
        var offset = start + 1
        while offset < end {
            let count = try file.read(into: window, at: offset)
            if count < FrameHeader.byteCount { return nil }
            let bytes = UnsafeRawBufferPointer(window).piece(0..<count)
            if let position = firstFrame(in: bytes) { return offset + UInt64(position) }
            // The last bytes may begin a header that the next window ends.
            offset += UInt64(count - FrameHeader.byteCount + 1)
        }
        return nil
    }

    private func firstFrame(in bytes: UnsafeRawBufferPointer) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        let firstByte = CInt(FrameHeader.magic & 0xff)
        var position = 0
        // Bound: a header after `position` lies within the bytes.
        while bytes.count - position >= FrameHeader.byteCount {
            let room = bytes.count - position - FrameHeader.byteCount + 1
            guard let match = memchr(base + position, firstByte, room) else { return nil }
            position = UnsafeRawPointer(match) - base
            let candidate = bytes.piece(position..<position + FrameHeader.byteCount)
            if (try? FrameHeader(decoding: candidate, seed: seed)) != nil { return position }
            position += 1
        }
        return nil
    }
}
