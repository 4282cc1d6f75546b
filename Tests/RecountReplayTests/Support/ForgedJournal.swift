import RecountJournal
import RecountKernel
import RecountTestSupport

/// A journal of one segment taken apart into record bodies and put together again with sound
/// lengths, stamps, checksums and chain, as anybody can who holds the journal: none of them needs a
/// secret that is not in its header. Written from docs/format.md, not from the sources.
struct ForgedJournal {
    private let header: [UInt8]
    /// The records of each batch.
    var batches: [[ForgedRecord]] = []

    /// Takes a sound segment apart.
    init(_ segment: [UInt8]) {
        header = Array(segment[..<512])
        var offset = 512
        while offset < segment.count {
            let end = offset + 40 + Int(integer(segment, offset + 8, byteCount: 4))
            var records: [ForgedRecord] = []
            var start = offset + 40
            while start < end {
                let length = Int(integer(segment, start, byteCount: 4))
                records.append(ForgedRecord(Array(segment[start + 36..<start + 36 + length])))
                start += 36 + length
            }
            batches.append(records)
            offset = end + 32
        }
    }

    /// All records; setting them makes one batch of them.
    var records: [ForgedRecord] {
        get { batches.flatMap { $0 } }
        set { batches = [newValue] }
    }

    /// Numbers all records anew, in their order.
    mutating func renumber() {
        var sequence: UInt64 = 0
        for batch in batches.indices {
            for position in batches[batch].indices {
                sequence += 1
                batches[batch][position].sequence = sequence
            }
        }
    }

    /// The segment.
    var bytes: [UInt8] {
        var bytes = header
        var chain = Self.digest([header], byteCount: 32, "recount.chain")
        for records in batches {
            var content: [UInt8] = []
            var stamps: [UInt8] = []
            for body in records.map(\.bytes) {
                let stamp = Self.digest([body], byteCount: 32, "recount.record")
                var prefix = LittleEndianBytes()
                prefix.append(UInt32(body.count))
                content += prefix.bytes + stamp + body
                stamps += stamp
            }
            let frame = frame(content, records, fileOffset: bytes.count)
            chain = Self.digest([chain, frame, stamps], byteCount: 32, "recount.chain")
            bytes += frame + content + chain
        }
        return bytes
    }

    private func frame(_ content: [UInt8], _ records: [ForgedRecord], fileOffset: Int) -> [UInt8] {
        var frame = LittleEndianBytes()
        frame.append(contentsOf: "recountB".utf8)
        frame.append(UInt32(content.count))
        frame.append(UInt32(records.count))
        frame.append(records[0].sequence)
        let start = fileOffset + 40
        let sectors = stride(from: (start + 511) / 512 * 512, through: start + content.count - 512, by: 512)
        frame.append(UInt32(sectors.count { content[($0 - start)..<($0 - start + 512)].allSatisfy { $0 == 0 } }))
        frame.append(UInt32(0))
        let seed = Array(header[128..<144])
        return frame.bytes + Self.digest([frame.bytes], byteCount: 8, "recount.frame", key: seed)
    }

    static func digest(
        _ parts: [[UInt8]], byteCount: Int, _ domain: String, key: [UInt8] = []
    ) -> [UInt8] {
        let digits = Blake2b.hexadecimalDigest(
            of: parts, outputByteCount: byteCount, key: key, personal: Array(domain.utf8))
        let pairs = Array(digits.utf8)
        return stride(from: 0, to: pairs.count, by: 2).map {
            UInt8(String(decoding: pairs[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
        }
    }
}

/// A record's body with parts that can be replaced.
struct ForgedRecord {
    var sequence: UInt64
    var time: UInt64
    /// 1: a command; 2: a consequence.
    var origin: UInt8
    var command: [UInt8]
    var decision: [UInt8]

    init(_ body: [UInt8]) {
        sequence = integer(body, 0, byteCount: 8)
        time = integer(body, 8, byteCount: 8)
        origin = body[16]
        let commandEnd = 21 + Int(integer(body, 17, byteCount: 4))
        command = Array(body[21..<commandEnd])
        decision = Array(body[(commandEnd + 4)...])
    }

    var bytes: [UInt8] {
        var bytes = LittleEndianBytes()
        bytes.append(sequence)
        bytes.append(time)
        bytes.append(origin)
        bytes.append(UInt32(command.count))
        bytes.append(contentsOf: command)
        bytes.append(UInt32(decision.count))
        bytes.append(contentsOf: decision)
        return bytes.bytes
    }

    /// The decision as a value; setting it writes its canonical form.
    var decided: Decision {
        get {
            do {
                return try decision.withUnsafeBytes { try Decision(decoding: $0) }
            } catch {
                fatalError("a test reads a decision that is none: \(error)")
            }
        }
        set {
            var bytes = [UInt8](repeating: 0, count: newValue.encodedByteCount)
            let count = bytes.withUnsafeMutableBytes { try? newValue.encode(into: $0) }
            precondition(count == bytes.count, "the canonical form has the length that was announced")
            decision = bytes
        }
    }

    /// Changes what a routing record says.
    mutating func changeRoute(_ change: (inout RouteDecision) -> Void) {
        guard case .routed(var route) = decided else { fatalError("a test forges a record that routes nothing") }
        change(&route)
        decided = .routed(route)
    }
}

private func integer(_ bytes: [UInt8], _ offset: Int, byteCount: Int) -> UInt64 {
    bytes[offset..<offset + byteCount].reversed().reduce(0) { $0 << 8 | UInt64($1) }
}
