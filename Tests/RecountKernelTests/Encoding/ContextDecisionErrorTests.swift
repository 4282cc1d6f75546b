import RecountKernel
import RecountTestSupport
import Testing

@Suite("Encoding: each error of a decision about context, locks and admission with its place")
struct ContextDecisionErrorTests {
    private static let zeros = [UInt8](repeating: 0, count: 200)
    private static let all = [UInt8](repeating: 0xff, count: 8)
    /// 2^53 + 1.
    private static let late: [UInt8] = [1, 0, 0, 0, 0, 0, 0x20, 0]
    /// 2^48.
    private static let large: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 0]

    private static func error(in bytes: [UInt8]) -> DecodingError? { Canonical.reencodedDecision(bytes).error }

    private static func changed(_ valid: [UInt8], _ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
        #expect(error(in: valid) == nil)
        var changed = valid
        for (index, byte) in bytes.enumerated() { changed[offset + index] = byte }
        return changed
    }

    private static func checkEnds(of bytes: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
        let end = UInt32(bytes.count)
        #expect(error(in: bytes) == nil, sourceLocation: sourceLocation)
        #expect(error(in: bytes + [0]) == DecodingError(.trailingBytes, at: end), sourceLocation: sourceLocation)
        for length in bytes.indices {
            #expect(error(in: Array(bytes.prefix(length)))?.code == .truncated, sourceLocation: sourceLocation)
        }
    }

    // Windows: used 1, included 9, prefix 13 and 17, digests 25 and 57, count 89, entries 93 and 107.

    private static let window: [UInt8] = {
        var bytes = LittleEndianBytes()
        bytes.append(UInt8(64))
        bytes.append(0, count: 88)
        bytes.append(UInt32(2))
        // Included; then excluded.
        for outcome in [1, 3] as [UInt8] {
            bytes.append(0, count: 8)
            bytes.append(outcome)
            bytes.append(0, count: 5)
        }
        return bytes.bytes
    }()

    @Test("windows")
    func windows() {
        let rows: [(Int, [UInt8], DecodingErrorCode, UInt32)] = [
            (1, Self.large, .outOfRange, 1), (17, Self.large, .outOfRange, 17), (1, Self.all, .outOfRange, 1),
            (89, [1, 0x80], .badCount, 89), (89, [0xff, 0xff, 0xff, 0xff], .badCount, 89),
            (101, [0], .unknownTag, 101), (101, [4], .unknownTag, 101), (115, [0xff], .unknownTag, 115),
            (102, [4], .unknownTag, 102), (116, [0xff], .unknownTag, 116),
            (89, [1], .trailingBytes, 107), (89, [3], .truncated, 121), (89, [0], .trailingBytes, 93),
        ]
        for (offset, bytes, code, place) in rows {
            #expect(Self.error(in: Self.changed(Self.window, offset, bytes)) == DecodingError(code, at: place))
        }
        #expect(Self.window.count == 121)
        Self.checkEnds(of: Self.window)
    }

    @Test("a decoder does not judge what a window says")
    func noJudgement() {
        let strange = Self.changed(Self.window, 1, [9])
        #expect(Canonical.reencodedDecision(strange) == .success(strange))
    }

    // Leases: token 1, expiry 9, count 17.

    @Test("leases, queues and consequences")
    func locks() {
        let lease: [UInt8] = [80] + Self.zeros[..<20]
        #expect(Self.error(in: Self.changed(lease, 9, Self.late)) == DecodingError(.outOfRange, at: 9))
        let promotion: [UInt8] = [132] + Self.zeros[..<40] + [2] + Self.zeros[..<20]
        #expect(Self.error(in: Self.changed(promotion, 41, [0])) == DecodingError(.unknownTag, at: 41))
        #expect(Self.error(in: Self.changed(promotion, 41, [3])) == DecodingError(.unknownTag, at: 41))
        #expect(Self.error(in: Self.changed(promotion, 50, Self.all)) == DecodingError(.outOfRange, at: 50))
        let rest: [[UInt8]] = [
            [81] + Self.zeros[..<4], [82] + Self.zeros[..<4], [130] + Self.zeros[..<48], [131] + Self.zeros[..<40],
        ]
        for bytes in [lease, promotion] + rest { Self.checkEnds(of: bytes) }
    }

    @Test("the details of refusals")
    func details() {
        let rest: [[UInt8]] = [
            [2, 56, 7] + Self.zeros[..<16], [2, 62, 8] + Self.zeros[..<32], [2, 57, 9] + Self.zeros[..<32],
            [2, 48, 10, 1] + Self.zeros[..<20],
        ]
        for bytes in rest { Self.checkEnds(of: bytes) }
        let room: [UInt8] = [2, 48, 10, 0] + Self.zeros[..<20]
        Self.checkEnds(of: room)
        #expect(Self.error(in: Self.changed(room, 3, [2])) == DecodingError(.unknownTag, at: 3))
        for offset in 4..<8 {
            let place = UInt32(offset)
            #expect(Self.error(in: Self.changed(room, offset, [1])) == DecodingError(.nonZeroReserved, at: place))
        }
    }

    // Admissions: amounts 1, route 25, count of leases 157, leases of 36 bytes at 161, then the window.

    private static let admission: [UInt8] = {
        var bytes = LittleEndianBytes()
        bytes.append(UInt8(96))
        bytes.append(0, count: 24)
        bytes.append(contentsOf: [3, 3])
        bytes.append(0, count: 130)
        bytes.append(UInt32(1))
        bytes.append(0, count: 36)
        bytes.append(contentsOf: window.dropFirst())
        return bytes.bytes
    }()

    @Test("admissions")
    func admissions() {
        let rows: [(Int, [UInt8], DecodingErrorCode, UInt32)] = [
            (1, Self.large, .outOfRange, 1), (9, Self.all, .outOfRange, 9), (17, Self.large, .outOfRange, 17),
            (25, [0], .unknownTag, 25), (26, [5], .unknownTag, 26), (27, [2], .unknownTag, 27),
            (28, [1], .nonZeroReserved, 28), (157, [9], .badCount, 157),
            (157, [0xff, 0xff, 0xff, 0xff], .badCount, 157), (185, Self.late, .outOfRange, 185),
            (197, Self.large, .outOfRange, 197), (213, Self.large, .outOfRange, 213),
            (285, [1, 0x80], .badCount, 285), (297, [0], .unknownTag, 297), (298, [4], .unknownTag, 298),
            (285, [1], .trailingBytes, 303),
        ]
        for (offset, bytes, code, place) in rows {
            #expect(Self.error(in: Self.changed(Self.admission, offset, bytes)) == DecodingError(code, at: place))
        }
        Self.checkEnds(of: Self.admission)
    }

    @Test("admissions that were refused")
    func notAdmitted() {
        let refused: [UInt8] = [97, 1, 25, 4] + Self.zeros[..<16]
        #expect(Self.error(in: Self.changed(refused, 1, [6])) == DecodingError(.unknownTag, at: 1))
        #expect(Self.error(in: Self.changed(refused, 2, [0])) == DecodingError(.unknownTag, at: 2))
        #expect(Self.error(in: Self.changed(refused, 3, [11])) == DecodingError(.unknownTag, at: 3))
        let rejected: [UInt8] = [97, 0, 3, 3] + Self.zeros[..<130]
        #expect(Self.error(in: Self.changed(rejected, 2, [4])) == DecodingError(.unknownTag, at: 2))
        #expect(Self.error(in: Self.changed(rejected, 5, [1])) == DecodingError(.nonZeroReserved, at: 5))
        for bytes in [refused, rejected] { Self.checkEnds(of: bytes) }
        for stage in SampleDecisions.stages {
            #expect(Self.error(in: Self.changed(refused, 1, [stage.rawValue])) == nil)
        }
        #expect(SampleDecisions.stages.count == 5)
    }
}
