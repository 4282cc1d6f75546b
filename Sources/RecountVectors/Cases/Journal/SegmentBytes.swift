import RecountKernel

/// The bytes of a segment in the making, written field by field after docs/format.md and not by the journal's code,
/// which judges them.
struct SegmentBytes {
    /// The hash seed of all journals here: bytes 1 to 16.
    static let hashSeed: [UInt8] = Array(1...16)

    /// What the segment's header says.
    struct Header {
        var magic = "recountJ"
        var formatVersion: UInt16 = 1
        var semanticsVersion: UInt16 = 1
        var firstSequence: UInt64 = 1
        var initialTime: UInt64 = 0
        var limits = KernelLimits.vectors()
        var journalID: UInt64 = 0x4a4a
        var hashSeed = SegmentBytes.hashSeed
        var previousChain = [UInt8](repeating: 0, count: 32)
        /// Something at an offset that must be 0, before the checksum.
        var reserved: (offset: Int, byte: UInt8)?
    }

    /// What was written so far.
    var bytes: [UInt8]
    /// The chain value after it.
    private(set) var chain: [UInt8]
    private(set) var nextSequence: UInt64

    /// A segment's header.
    init(after previous: [UInt8]? = nil, _ change: (inout Header) -> Void = { _ in }) {
        var header = Header()
        header.previousChain = previous ?? header.previousChain
        change(&header)
        bytes = Self.bytes(of: header)
        chain = Self.digest("recount.chain", (previous ?? []) + bytes)
        nextSequence = header.firstSequence
    }

    private static func bytes(of header: Header) -> [UInt8] {
        var bytes = [UInt8].layout { writer in
            writer.raw(header.magic.utf8)
            writer.integer(header.formatVersion)
            writer.integer(header.semanticsVersion)
            writer.integer(0 as UInt32)
            writer.identifier(low: header.journalID)
            writer.integer(header.firstSequence)
            writer.integer(header.initialTime)
            writer.raw(header.limits.bytes)
            writer.identifier(low: 0)
            writer.raw(header.hashSeed)
            writer.raw([UInt8](repeating: 0x5a, count: 32))
            writer.raw(header.previousChain)
            writer.raw([UInt8](repeating: 0, count: 296))
        }
        if let (offset, byte) = header.reserved { bytes[offset] = byte }
        return bytes + digest("recount.header", bytes, length: 8)
    }

    /// Appends a batch of records.
    ///
    /// - Parameters:
    ///   - bodies: the records' bodies.
    ///   - change: changes the frame header before its checksum.
    mutating func append(_ bodies: [[UInt8]], _ change: (inout [UInt8]) -> Void = { _ in }) {
        let stamps = bodies.map { Self.digest("recount.record", $0) }
        let records = [UInt8].layout { writer in
            for (body, stamp) in zip(bodies, stamps) {
                writer.count(body.count)
                writer.raw(stamp)
                writer.raw(body)
            }
        }
        var frame = [UInt8].layout { writer in
            writer.raw("recountB".utf8)
            writer.count(records.count)
            writer.count(bodies.count)
            writer.integer(nextSequence)
            writer.integer(0 as UInt32)
            writer.integer(0 as UInt32)
        }
        change(&frame)
        frame += Self.digest("recount.frame", frame, key: Self.hashSeed, length: 8)
        chain = Self.digest("recount.chain", chain + frame + stamps.flatMap(\.self))
        bytes += frame + records + chain
        nextSequence += UInt64(bodies.count)
    }

    /// BLAKE2b by the kernel.
    static func digest(_ personal: String, _ data: [UInt8], key: [UInt8] = [], length: Int = 32) -> [UInt8] {
        guard let digest = Blake2bDigest.bytes(of: data, personal: Array(personal.utf8), key: key, length: length)
        else {
            preconditionFailure("a name of at most 16 bytes and a key of at most 64")
        }
        return digest
    }
}
