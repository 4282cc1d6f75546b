import RecountKernel

@testable import RecountJournal

/// Builds segments with sound frames, stamps and chain around any bodies, as somebody would who
/// wants to forge a journal.
struct SegmentBuilder {
    private(set) var bytes: [UInt8] = []
    private(set) var chain: Digest
    private(set) var nextSequence: UInt64
    private let seed: HashSeed

    init(_ header: JournalHeader, after previous: Digest?) {
        var encoded = [UInt8](repeating: 0, count: JournalHeader.byteCount)
        encoded.withUnsafeMutableBytes { header.encode(into: $0) }
        chain = encoded.withUnsafeBytes {
            var link = ChainLink(previous: previous, key: nil)
            link.add($0)
            return link.finish()
        }
        bytes = encoded
        nextSequence = header.firstSequence
        seed = header.identity.hashSeed
    }

    mutating func append(_ bodies: [[UInt8]], zeroSectorCount: UInt32? = nil) {
        var records: [UInt8] = []
        var stamps: [UInt8] = []
        for body in bodies {
            let stamp = Self.bytes(of: body.withUnsafeBytes { Blake2b.digest($0, in: .record) })
            stamps += stamp
            records += withUnsafeBytes(of: UInt32(body.count).littleEndian) { Array($0) } + stamp + body
        }
        let frame = FrameHeader(
            recordsByteCount: UInt32(records.count), recordCount: UInt32(bodies.count), firstSequence: nextSequence,
            zeroSectorCount: zeroSectorCount ?? 0)
        var header = [UInt8](repeating: 0, count: FrameHeader.byteCount)
        header.withUnsafeMutableBytes { frame.encode(into: $0, seed: seed) }
        let input = Self.bytes(of: chain) + header + stamps
        chain = input.withUnsafeBytes { Blake2b.digest($0, in: .chain) }
        bytes += header + records + Self.bytes(of: chain)
        nextSequence += UInt64(bodies.count)
    }

    static func bytes(of digest: Digest) -> [UInt8] {
        (0..<4).flatMap { index in withUnsafeBytes(of: digest.words[index].littleEndian) { Array($0) } }
    }

    /// The body of a step.
    static func body(_ step: Step, _ command: Command?) throws -> [UInt8] {
        var bytes = [UInt8](
            repeating: 0, count: RecordBody.encodedByteCount(command: command, decision: step.decision))
        _ = try bytes.withUnsafeMutableBytes { try RecordBody.encode(step, command: command, into: $0) }
        return bytes
    }
}
