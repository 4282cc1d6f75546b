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
    /// Whether anything in it is not what a kernel and a journal would have written.
    var isForged = false
}

/// A segment in the making.
struct ForgedSegment {
    let firstSequence: UInt64
    var batches = [ForgedBatch()]
    /// Changes of its header before the checksum.
    var headerChanges: [ByteChange] = []
}

/// A snapshot in the making, of the records before a segment.
struct ForgedSnapshot {
    let sequence: UInt64
    var state: [UInt8]
    /// Whether anything in it is not what a journal would have written.
    var isForged = false
    /// Changes of its header before the checksum.
    var headerChanges: [ByteChange] = []
    /// Changes of its frontier before the closing digest.
    var frontierChanges: [ByteChange] = []
}

/// A journal in the making, whose lengths, stamps, checksums and chain are sound whatever its records say: none of
/// them needs a secret that does not stand in the header. Where it has a key, what is forged is forged without it.
/// Laid out after docs/format.md and not by the journal's code, which judges it.
struct ForgedJournal {
    /// The key of a journal that has one.
    static let key: [UInt8] = Array(101...132)
    /// What forgers use in its place.
    private static let wrongKey: [UInt8] = Array(1...32)

    /// Empty where the journal has none.
    var key: [UInt8] = []
    var segments = [ForgedSegment(firstSequence: 1)]
    var snapshots: [ForgedSnapshot] = []

    /// All files, and every head that the journal had before anything was forged without its key. O(bytes).
    func files(limits: KernelLimits) -> JournalImage {
        var image = JournalImage()
        var chaining = Chaining(key: key)
        for segment in segments {
            if !segment.headerChanges.isEmpty { chaining.loseKey(for: Self.wrongKey) }
            var bytes = header(of: segment, after: chaining.chain ?? .zero, limits)
            chaining.link(bytes)
            if image.files.isEmpty { image.note(chaining, at: 0) }
            for batch in segment.batches where !batch.bodies.isEmpty {
                if batch.isForged { chaining.loseKey(for: Self.wrongKey) }
                append(batch, firstSequence: image.frontier.size + 1, &chaining, &image.frontier, to: &bytes)
                image.note(chaining, at: image.frontier.size)
            }
            image.files.append(JournalImage.File(kind: .segment, number: segment.firstSequence, bytes: bytes))
            // A snapshot stands behind records, and before the header of the next segment.
            guard segment.batches.contains(where: { !$0.bodies.isEmpty }) else { continue }
            for snapshot in snapshots where snapshot.sequence == image.frontier.size {
                let bytes = self.bytes(of: snapshot, chaining, image.frontier.bytes)
                image.files.append(JournalImage.File(kind: .snapshot, number: snapshot.sequence, bytes: bytes))
            }
        }
        return image
    }

    private static let hashSeed: [UInt8] = Array(1...16)
    private static let journalID = [UInt8](repeating: 0x4a, count: 16)

    private func header(of segment: ForgedSegment, after chain: Digest, _ limits: KernelLimits) -> [UInt8] {
        var bytes = Array("recountJ".utf8) + [1, 0, 1, 0, 0, 0, 0, 0] + Self.journalID
        bytes.append(littleEndian: segment.firstSequence)
        bytes.append(littleEndian: UInt64(0))
        bytes += [UInt8](unsafeUninitializedCapacity: KernelLimits.encodedByteCount) { output, count in
            count = (try? limits.encode(into: UnsafeMutableRawBufferPointer(output))) == nil ? 0 : output.count
        }
        bytes += [UInt8](repeating: 0, count: 16) + Self.hashSeed
        for index in 0..<SaltSecret.byteCount { bytes.append(SaltSecret.fuzzed.bytes[index]) }
        bytes.append(chain)
        bytes += keyID + [UInt8](repeating: 0, count: 264)
        for change in segment.headerChanges { bytes.overwrite(at: change.offset, with: change.bytes) }
        return bytes + Blake2b.bytes("recount.header", bytes, count: 8)
    }

    private var keyID: [UInt8] {
        key.isEmpty ? [UInt8](repeating: 0, count: 32) : Blake2b.bytes("recount.keyid", [], key: key)
    }

    private func append(
        _ batch: ForgedBatch, firstSequence: UInt64, _ chaining: inout Chaining, _ frontier: inout TreeFrontier,
        to bytes: inout [UInt8]
    ) {
        var records: [UInt8] = []
        var stamps: [UInt8] = []
        for body in batch.bodies {
            let stamp = body.withUnsafeBytes { Blake2b.digest($0, in: .record) }
            frontier.append(stamp)
            records.append(littleEndian: UInt32(body.count))
            records.append(stamp)
            records += body
            stamps.append(stamp)
        }
        let frame = Self.frame(of: batch, records, firstSequence: firstSequence, fileOffset: bytes.count)
        chaining.link(frame + stamps)
        bytes += frame + records
        bytes.append(chaining.chain ?? .zero)
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
        return frame + Blake2b.bytes("recount.frame", frame, key: hashSeed, count: 8)
    }

    /// How many sectors of the file that lie within the records are all zero.
    private static func zeroSectorCount(_ records: [UInt8], fileOffset: Int) -> UInt32 {
        let first = (fileOffset + 511) / 512 * 512 - fileOffset
        let starts = stride(from: first, through: records.count - 512, by: 512)
        return UInt32(starts.count { start in records[start..<start + 512].allSatisfy { $0 == 0 } })
    }

    private func closingKey(of snapshot: ForgedSnapshot, _ chaining: Chaining) -> [UInt8] {
        snapshot.isForged && !key.isEmpty ? Self.wrongKey : chaining.key
    }

    private func bytes(of snapshot: ForgedSnapshot, _ chaining: Chaining, _ frontier: [UInt8]) -> [UInt8] {
        var header = Array("recountS".utf8) + [1, 0, 1, 0, 0, 0, 0, 0] + Self.journalID
        header.append(littleEndian: snapshot.sequence)
        header.append(littleEndian: UInt64(snapshot.state.count))
        header += [UInt8](repeating: 0, count: 96)
        header.append(snapshot.state.withUnsafeBytes { Blake2b.digest($0, in: .state) })
        header.append(chaining.chain ?? .zero)
        header += keyID + [UInt8](repeating: 0, count: 264)
        for change in snapshot.headerChanges { header.overwrite(at: change.offset, with: change.bytes) }
        var front = header + Blake2b.bytes("recount.header", header, count: 8)
        var frontier = frontier
        for change in snapshot.frontierChanges { frontier.overwrite(at: change.offset, with: change.bytes) }
        front += frontier
        let closing = Blake2b.bytes("recount.snapshot", front, key: closingKey(of: snapshot, chaining))
        return front + snapshot.state + closing
    }
}

/// The hash chain on its way through a journal.
struct Chaining {
    private(set) var key: [UInt8]
    private(set) var chain: Digest?
    /// Whether what follows is forged without the key.
    private(set) var isBroken = false

    init(key: [UInt8]) { self.key = key }

    mutating func link(_ bytes: [UInt8]) {
        var input: [UInt8] = []
        if let chain { input.append(chain) }
        chain = Digest(bytes: Blake2b.bytes("recount.chain", input + bytes, key: key))
    }

    /// Goes on with another key, if there is one.
    mutating func loseKey(for other: [UInt8]) {
        guard !key.isEmpty else { return }
        key = other
        isBroken = true
    }
}

extension Blake2b {
    /// The digest of bytes under a name and a key.
    fileprivate static func bytes(_ name: String, _ bytes: [UInt8], key: [UInt8] = [], count: Int = 32) -> [UInt8] {
        var personal = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in name.utf8.enumerated() { personal[index] = byte }
        var engine = key.withUnsafeBytes { Blake2b(outputByteCount: count, key: $0, personal: personal) }
        bytes.withUnsafeBytes { engine.update($0) }
        var digest = [UInt8](repeating: 0, count: count)
        digest.withUnsafeMutableBytes { engine.finish(into: $0) }
        return digest
    }
}

extension Digest {
    fileprivate init(bytes: [UInt8]) {
        var words = InlineArray<4, UInt64>(repeating: 0)
        for index in 0..<4 { words[index] = bytes[(8 * index)...].integer() }
        self.init(words: words)
    }
}
