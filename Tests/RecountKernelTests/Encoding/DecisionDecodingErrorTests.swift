import RecountKernel
import RecountTestSupport
import Testing

@Suite("Encoding: each error of a decision or record with its place")
struct DecisionDecodingErrorTests {
    private static let zeros = [UInt8](repeating: 0, count: 200)

    /// A rejection by `hardRiskLimit`: kind, action, reason, then zeros.
    private static var rejection: [UInt8] { [16, 3, 3] + zeros[..<130] }

    private static func error(in bytes: [UInt8]) -> DecodingError? { Canonical.reencodedDecision(bytes).error }

    @Test("tags that do not exist")
    func unknownTags() {
        let zeros = Self.zeros
        let rows: [([UInt8], UInt32)] = [
            ([2, 0, 0], 1), ([2, 45, 0], 1), ([2, 1, 11], 2), ([2, 1, 255], 2), ([2, 47, 0], 1), ([2, 66, 0], 1),
            ([2, 22, 2] + zeros[..<8] + [3] + zeros[..<16], 11), ([2, 35, 3, 3] + zeros[..<16], 3),
            ([2, 34, 5, 0], 3), ([2, 34, 5, 7], 3),
            ([3] + zeros[..<8] + [0], 9), ([3] + zeros[..<8] + [6], 9),
            ([3] + zeros[..<8] + [5, 0] + zeros[..<32], 10),
            ([41, 0], 1), ([41, 1], 1), ([41, 4], 1),
            ([16, 0, 3] + zeros[..<130], 1), ([16, 4, 3] + zeros[..<130], 1),
            ([16, 3, 0] + zeros[..<130], 2), ([16, 3, 26] + zeros[..<130], 2), ([16, 3, 5] + zeros[..<130], 2),
        ]
        for (bytes, offset) in rows { #expect(Self.error(in: bytes) == DecodingError(.unknownTag, at: offset)) }
        var decision = Self.rejection
        #expect(Self.error(in: decision) == nil)
        decision[3] = 2
        #expect(Self.error(in: decision) == DecodingError(.unknownTag, at: 3))
        decision = Self.rejection
        decision[24] = 255
        #expect(Self.error(in: decision) == DecodingError(.unknownTag, at: 24))
    }

    @Test("what is absent is zero in every byte")
    func absentParts() {
        for offset in Array(4..<24) + Array(25..<37) {
            var decision = Self.rejection
            decision[offset] = 1
            #expect(Self.error(in: decision) == DecodingError(.nonZeroReserved, at: UInt32(offset)))
        }
    }

    @Test("amounts and times out of range, and trailing bytes")
    func ranges() {
        let zeros = Self.zeros
        let tooMuch: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 0]
        let expiry: [UInt8] = [129] + zeros[..<24] + tooMuch + zeros[..<16]
        #expect(Self.error(in: expiry) == DecodingError(.outOfRange, at: 25))
        let late: [UInt8] = [3] + zeros[..<8] + [5, 1] + [1, 0, 0, 0, 0, 0, 0x20, 0] + zeros[..<24]
        #expect(Self.error(in: late) == DecodingError(.outOfRange, at: 11))
        #expect(Self.error(in: [1, 0]) == DecodingError(.trailingBytes, at: 1))
        #expect(Self.error(in: Self.rejection + [0]) == DecodingError(.trailingBytes, at: 133))
    }
}

@Suite("Encoding: record bodies")
struct RecordBodyTests {
    private static func error(in bytes: [UInt8]) -> DecodingError? {
        bytes.withUnsafeBytes { input in
            do throws(DecodingError) {
                _ = try RecordBody(decoding: input)
                return nil
            } catch {
                return error
            }
        }
    }

    /// Sequence 258, time 3, of a `tick` that was accepted.
    private static var record: [UInt8] {
        let step = Step(sequence: 258, time: Milliseconds(3), origin: .command, decision: .accepted)
        return Canonical.bytes(of: step, command: tick)
    }

    private static var tick: Command {
        Command(header: CommandHeader(tenant: .none, time: Milliseconds(3)), body: .tick)
    }

    private static var consequence: [UInt8] {
        let step = Step(sequence: .max, time: .maximum, origin: .consequence, decision: .settled(.settled))
        return Canonical.bytes(of: step, command: nil)
    }

    @Test("golden bytes")
    func golden() {
        let header = "0201000000000000" + "0300000000000000" + "01"
        let command = "42000000" + "0101" + "0000000000000000" + "0300000000000000" + String(repeating: "00", count: 48)
        #expect(Self.record.hexadecimalDigits == header + command + "01000000" + "01")
        #expect(
            Self.consequence.hexadecimalDigits == "ffffffffffffffff0000000000002000" + "02" + "00000000" + "02000000"
                + "2902")
    }

    @Test("a record is split into what it was made of", arguments: RandomCommands.kinds)
    func roundTrip(kind: CommandKind) throws {
        var random = RandomCommands(seed: 1)
        var samples = SampleDecisions(seed: 1)
        try RoundTripTests.policy.withPolicy { policy in
            for decision in samples.all() {
                let command = random.next(kind, policy: policy)
                let step = Step(
                    sequence: max(1, random.bits()), time: random.time(), origin: .command, decision: decision)
                try Canonical.bytes(of: step, command: command).withUnsafeBytes { bytes in
                    let record = try RecordBody(decoding: bytes)
                    #expect(record.sequence == step.sequence)
                    #expect(record.time == step.time)
                    #expect(record.origin == step.origin)
                    #expect(Array(record.command) == Canonical.bytes(of: command))
                    #expect(Array(record.decision) == Canonical.bytes(of: decision))
                }
            }
        }
    }

    @Test("each error with its place")
    func errors() {
        let rows: [(offset: Int, bytes: [UInt8], error: DecodingError)] = [
            (0, [0, 0], DecodingError(.outOfRange, at: 0)),
            (8, [UInt8](repeating: 0xff, count: 8), DecodingError(.outOfRange, at: 8)),
            (16, [0], DecodingError(.unknownTag, at: 16)),
            (16, [3], DecodingError(.unknownTag, at: 16)),
            (16, [2], DecodingError(.badCount, at: 17)),
            (17, [0xff, 0xff, 0xff, 0xff], DecodingError(.truncated, at: 21)),
            (17, [72], DecodingError(.truncated, at: 21)),
            (87, [2], DecodingError(.truncated, at: 91)),
            (87, [0xff, 0xff, 0xff, 0xff], DecodingError(.truncated, at: 91)),
            (87, [0], DecodingError(.trailingBytes, at: 91)),
        ]
        #expect(Self.error(in: Self.record) == nil)
        for row in rows {
            var record = Self.record
            for (index, byte) in row.bytes.enumerated() { record[row.offset + index] = byte }
            #expect(Self.error(in: record) == row.error, "offset \(row.offset)")
        }
        var emptyCommand = Self.consequence
        emptyCommand[16] = 1
        #expect(Self.error(in: emptyCommand) == DecodingError(.badCount, at: 17))
        #expect(Self.error(in: Self.record + [0]) == DecodingError(.trailingBytes, at: 92))
    }

    @Test("every shorter piece is truncated")
    func truncated() {
        for bytes in [Self.record, Self.consequence] {
            for length in bytes.indices {
                #expect(Self.error(in: Array(bytes.prefix(length)))?.code == .truncated, "length \(length)")
            }
        }
    }
}
