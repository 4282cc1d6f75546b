import RecountKernel

/// Checks a batch whose frame header is sound against its own bytes and what came before.
struct BatchCheck {
    let frame: FrameHeader
    let segment: String
    let fileOffset: UInt64
    let previousChain: Digest
    let key: JournalKey?

    /// Finds the records, then checks stamps, sequences, zero sectors and the chain, in this order.
    ///
    /// - Parameter storage: the batch was added to it last, without its records.
    /// - Returns: the chain value after the batch.
    func check(_ storage: BatchStorage) throws(JournalError) -> Digest {
        let expected = try chain(of: storage)
        let found = storage.bytes.digest(at: recordsEnd)
        guard expected == found else {
            throw corruption(.chain, at: recordsEnd, expected: hexadecimal(expected), found: hexadecimal(found))
        }
        return found
    }

    /// Whether all of a batch is right but the last sector, which has nothing but the end of the chain value and is
    /// all zero.
    func lacksOnlyEndOfChain(_ storage: BatchStorage) -> Bool {
        guard let expected = try? chain(of: storage) else { return false }
        let bytes = storage.bytes
        let lastSector = Sectors(fileOffset: fileOffset).lastBoundary(before: bytes.count)
        guard lastSector > recordsEnd, bytes.piece(lastSector..<bytes.count).isAllZero else { return false }
        return withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { whole in
            whole.store(expected, at: 0)
            return whole.prefix(lastSector - recordsEnd).elementsEqual(bytes.piece(recordsEnd..<lastSector))
        }
    }

    /// The chain value that a batch must end with, once everything before that is right.
    private func chain(of storage: BatchStorage) throws(JournalError) -> Digest {
        let bytes = storage.bytes
        try findRecords(bytes, into: storage)
        let stamps = storage.computeStamps()
        for (position, offset) in storage.recordOffsets[storage.lastPlace.records].enumerated() {
            try checkRecord(
                bytes, at: offset, stamp: stamps.digest(at: position * Digest.byteCount),
                sequence: frame.firstSequence + UInt64(position))
        }
        try checkZeroSectors(bytes)
        var link = ChainLink(previous: previousChain, key: key)
        link.add(bytes.piece(0..<FrameHeader.byteCount))
        link.add(stamps)
        return link.finish()
    }

    private var recordsEnd: Int { FrameHeader.byteCount + Int(frame.recordsByteCount) }

    private func findRecords(_ bytes: UnsafeRawBufferPointer, into storage: BatchStorage) throws(JournalError) {
        var offset = FrameHeader.byteCount
        for _ in 0..<frame.recordCount {
            let room = recordsEnd - offset - BatchLimits.recordHeaderByteCount
            let length = room < 0 ? 0 : Int(bytes.integer(at: offset, as: UInt32.self))
            guard length >= BatchLimits.minimumBodyByteCount, length <= room else {
                throw corruption(
                    .recordLength, at: offset, expected: "\(BatchLimits.minimumBodyByteCount)…\(max(0, room)) bytes",
                    found: "\(length)")
            }
            storage.addRecord(at: offset)
            offset += BatchLimits.recordHeaderByteCount + length
        }
        guard offset == recordsEnd else {
            throw corruption(
                .recordLength, at: offset, expected: "the end of \(frame.recordCount) records",
                found: "\(recordsEnd - offset) more bytes")
        }
    }

    private func checkRecord(
        _ bytes: UnsafeRawBufferPointer, at offset: Int, stamp expected: Digest, sequence: UInt64
    ) throws(JournalError) {
        let bodyStart = offset + BatchLimits.recordHeaderByteCount
        let found = bytes.digest(at: offset + 4)
        guard expected == found else {
            throw corruption(.stamp, at: offset + 4, expected: hexadecimal(expected), found: hexadecimal(found))
        }
        let foundSequence = bytes.integer(at: bodyStart, as: UInt64.self)
        guard foundSequence == sequence else {
            throw corruption(.sequence, at: bodyStart, expected: "\(sequence)", found: "\(foundSequence)")
        }
    }

    private func checkZeroSectors(_ bytes: UnsafeRawBufferPointer) throws(JournalError) {
        let found = Sectors(fileOffset: fileOffset).zeroCount(
            bytes, within: FrameHeader.byteCount..<recordsEnd)
        guard found == Int(frame.zeroSectorCount) else {
            throw corruption(.zeroSectors, at: 0, expected: "\(frame.zeroSectorCount)", found: "\(found)")
        }
    }

    private func corruption(
        _ part: JournalCorruption.Part, at offset: Int, expected: String, found: String
    ) -> JournalError {
        let location = JournalLocation(segment: segment, offset: fileOffset + UInt64(offset))
        return .corrupt(JournalCorruption(part, at: location, expected: expected, found: found))
    }
}
