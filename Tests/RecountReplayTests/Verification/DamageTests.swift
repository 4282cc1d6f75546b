import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Damage of any byte is found")
struct DamageTests {
    @Test("every byte of a journal, a bit of each, and all bits of the header's secrets")
    func everyByte() throws {
        let bytes = try SampleJournals.mixed().finish()
        let directory = try TemporaryDirectory.holding(bytes)
        for offset in bytes.indices {
            for bit in 0..<8 where bit == offset % 8 || (128..<176).contains(offset) {
                let damaged = bytes[offset] ^ (1 << UInt8(bit))
                try directory.write(damaged, at: offset)
                #expect(try Self.finds(directory), "byte \(offset), bit \(bit)")
            }
            try directory.write(bytes[offset], at: offset)
        }
        #expect(try Verification.run(at: directory.journal).isValid)
    }

    @Test("every value of a byte of each field")
    func everyValue() throws {
        let bytes = try SampleJournals.mixed().finish()
        let directory = try TemporaryDirectory.holding(bytes)
        let record = 512 + 40
        let fields: [(String, Int)] = [
            ("magic", 0), ("format version", 8), ("first sequence", 32), ("limit", 64), ("hash seed", 130),
            ("salt secret", 150), ("frame length", 520), ("count", 524), ("record length", record),
            ("origin", record + 52), ("command kind", record + 57), ("chain", bytes.count - 32),
        ]
        for (name, offset) in fields {
            for value in UInt8.min...UInt8.max where value != bytes[offset] {
                try directory.write(value, at: offset)
                #expect(try Self.finds(directory), "\(name), byte \(offset) = \(value)")
            }
            try directory.write(bytes[offset], at: offset)
        }
    }

    @Test("a header that was changed with a sound checksum is found by what follows it")
    func forgedHeader() throws {
        let bytes = try SampleJournals.mixed().finish()
        let directory = try TemporaryDirectory.holding(bytes)
        // Journal id, initial time, limits, hash seed, salt secret.
        for offset in [16, 31, 40, 48, 56, 64, 68, 84, 128, 143, 144, 175] {
            var forged = bytes
            forged[offset] ^= 1
            let checksum = ForgedJournal.digest([Array(forged[..<504])], byteCount: 8, "recount.header")
            forged.replaceSubrange(504..<512, with: checksum)
            try directory.writeSegment(forged)
            guard case .journal(.corrupt(let corruption)) = try Verification.run(at: directory.journal).finding else {
                Issue.record("byte \(offset) of the header is not found")
                continue
            }
            #expect([.chain, .frame].contains(corruption.part), "byte \(offset)")
        }
    }

    @Test("damage of a record is a finding with its place, and what stands before it is still counted")
    func place() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        let directory = try TemporaryDirectory.holding(bytes)
        let last = bytes.count - 33
        try directory.write(bytes[last] ^ 1, at: last)
        let report = try Verification.run(at: directory.journal)
        guard case .journal(.corrupt(let corruption)) = report.finding else {
            Issue.record("found \(String(describing: report.finding))")
            return
        }
        #expect(corruption.part == .stamp)
        #expect(corruption.location.segment == "00000000000000000001.journal")
        #expect(bytes.indices.contains(Int(corruption.location.offset)))
        #expect(report.recordCount == 7)
        #expect(report.head.sequence == 7)
    }

    @Test("bytes that are appended are found, but for the beginning of a batch")
    func appended() throws {
        let script = try SampleJournals.mixed()
        let bytes = try script.finish()
        let directory = try TemporaryDirectory.holding(bytes)
        for extra in [[1], [UInt8](repeating: 0xff, count: 100), [UInt8](repeating: 0, count: 40)] as [[UInt8]] {
            try directory.writeSegment(bytes + extra)
            #expect(try Self.finds(directory), "\(extra.count) bytes")
        }
        try directory.writeSegment(bytes + Array("recount".utf8))
        let report = try Verification.run(at: directory.journal)
        #expect(report.isValid)
        #expect(report.tail != .clean)
    }

    @Test("random damage of several bytes is found and never crashes", arguments: [1, 2, 3] as [UInt64])
    func randomDamage(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let bytes = try SampleJournals.mixed().finish()
        let directory = try TemporaryDirectory.holding(bytes)
        for round in 0..<300 {
            var damaged = bytes
            for _ in 0..<random.uniform(1...6) {
                let offset = Int(random.uniform(0...UInt64(bytes.count - 1)))
                damaged[offset] = UInt8(truncatingIfNeeded: random.next())
            }
            if damaged == bytes { continue }
            try directory.writeSegment(damaged)
            #expect(try Self.finds(directory), "seed \(seed), round \(round)")
        }
    }

    /// Whether a verification says anything about a journal, and where.
    private static func finds(_ directory: TemporaryDirectory) throws -> Bool {
        do throws(JournalError) {
            switch try Verification.run(at: directory.journal).finding {
            case .snapshot: return true
            case .journal(let error): return error.hasPlace
            case .decision, .conservation, .locks, .head, .checkpoint: return true
            case nil: return false
            }
        } catch {
            return error.hasPlace
        }
    }
}

extension JournalError {
    /// Whether the error says where in the journal it is.
    fileprivate var hasPlace: Bool {
        switch self {
        case .corrupt, .divergence, .notAJournal, .newerFormat, .unfinishedCreation: true
        default: false
        }
    }
}
