import RecountJournal
import RecountKernel

/// Bytes in the place of others.
struct ByteChange {
    let offset: Int
    let bytes: ArraySlice<UInt8>
}

/// A batch in the making.
struct ForgedBatch {
    /// The records' bodies.
    var bodies: [[UInt8]] = []
    /// Changes of its frame header before the checksum.
    var frameChanges: [ByteChange] = []
}

/// A segment in the making.
struct ForgedSegment {
    let firstSequence: UInt64
    var batches = [ForgedBatch()]
    /// Changes of its header before the checksum.
    var headerChanges: [ByteChange] = []
}

/// A journal in the making, whose lengths, stamps, checksums and chain are sound whatever its records say:
/// none of them needs a secret that does not stand in the header. Laid out after docs/format.md and not by the
/// journal's code, which judges it.
struct ForgedJournal {
    /// One file of it.
    struct File {
        /// The sequence in its name.
        var number: UInt64
        var bytes: [UInt8]
    }

    var segments = [ForgedSegment(firstSequence: 1)]

    /// All files, and every head that the journal had from its first header on. O(bytes).
    func files(limits: KernelLimits) -> (files: [File], heads: [JournalHead]) {
        var files: [File] = []
        var heads: [JournalHead] = []
        for segment in segments {
            var bytes = Self.header(of: segment, after: heads.last?.chain ?? .zero, limits)
            var chain = Self.chain(after: heads.last?.chain, bytes)
            var sequence = segment.firstSequence - 1
            heads.append(JournalHead(sequence: sequence, chain: chain))
            for batch in segment.batches where !batch.bodies.isEmpty {
                chain = Self.append(batch, firstSequence: sequence + 1, after: chain, to: &bytes)
                sequence += UInt64(batch.bodies.count)
                heads.append(JournalHead(sequence: sequence, chain: chain))
            }
            files.append(File(number: segment.firstSequence, bytes: bytes))
        }
        return (files, heads)
    }

    private static let hashSeed: [UInt8] = Array(1...16)

    private static func header(
        of segment: ForgedSegment, after chain: Digest, _ limits: KernelLimits
    ) -> [UInt8] {
        var bytes: [UInt8] = Array("recountJ".utf8) + [1, 0, 1, 0, 0, 0, 0, 0]
        bytes += [UInt8](repeating: 0x4a, count: 16)
        bytes.append(littleEndian: segment.firstSequence)
        bytes.append(littleEndian: UInt64(0))
        bytes += [UInt8](unsafeUninitializedCapacity: KernelLimits.encodedByteCount) { output, count in
            count = (try? limits.encode(into: UnsafeMutableRawBufferPointer(output))) == nil ? 0 : output.count
        }
        bytes += [UInt8](repeating: 0, count: 16) + hashSeed + [UInt8](repeating: 0x5a, count: 32)
        bytes.append(chain)
        bytes += [UInt8](repeating: 0, count: 296)
        for change in segment.headerChanges { bytes.overwrite(at: change.offset, with: change.bytes) }
        return bytes + checksum("recount.header", bytes, key: [])
    }

    /// - Returns: the chain value after the batch.
    private static func append(
        _ batch: ForgedBatch, firstSequence: UInt64, after chain: Digest, to bytes: inout [UInt8]
    ) -> Digest {
        var records: [UInt8] = []
        var stamps: [UInt8] = []
        for body in batch.bodies {
            let stamp = body.withUnsafeBytes { Blake2b.digest($0, in: .record) }
            records.append(littleEndian: UInt32(body.count))
            records.append(stamp)
            records += body
            stamps.append(stamp)
        }
        let frame = frame(of: batch, records, firstSequence: firstSequence, fileOffset: bytes.count)
        let chain = Self.chain(after: chain, frame + stamps)
        bytes += frame + records
        bytes.append(chain)
        return chain
    }

    private static func frame(
        of batch: ForgedBatch, _ records: [UInt8], firstSequence: UInt64, fileOffset: Int
    ) -> [UInt8] {
        var frame = Array("recountB".utf8)
        frame.append(littleEndian: UInt32(records.count))
        frame.append(littleEndian: UInt32(batch.bodies.count))
        frame.append(littleEndian: firstSequence)
        frame.append(littleEndian: zeroSectorCount(records, fileOffset: fileOffset + 40))
        frame.append(littleEndian: UInt32(0))
        for change in batch.frameChanges { frame.overwrite(at: change.offset, with: change.bytes) }
        return frame + checksum("recount.frame", frame, key: hashSeed)
    }

    /// How many sectors of the file that lie within the records are all zero.
    private static func zeroSectorCount(_ records: [UInt8], fileOffset: Int) -> UInt32 {
        let first = (fileOffset + 511) / 512 * 512 - fileOffset
        let starts = stride(from: first, through: records.count - 512, by: 512)
        return UInt32(starts.count { start in records[start..<start + 512].allSatisfy { $0 == 0 } })
    }

    private static func chain(after previous: Digest?, _ bytes: [UInt8]) -> Digest {
        var input: [UInt8] = []
        if let previous { input.append(previous) }
        return (input + bytes).withUnsafeBytes { Blake2b.digest($0, in: .chain) }
    }

    private static func checksum(_ name: String, _ bytes: [UInt8], key: [UInt8]) -> [UInt8] {
        var personal = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in name.utf8.enumerated() { personal[index] = byte }
        var engine = key.withUnsafeBytes { Blake2b(outputByteCount: 8, key: $0, personal: personal) }
        bytes.withUnsafeBytes { engine.update($0) }
        var checksum = [UInt8](repeating: 0, count: 8)
        checksum.withUnsafeMutableBytes { engine.finish(into: $0) }
        return checksum
    }
}
