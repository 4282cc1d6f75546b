import RecountKernel
import RecountTestSupport
import Testing

/// Offsets count from the command's start: bodies begin at 66.
@Suite("Encoding: each error of context, locks and admission with its place")
struct ContextDecodingErrorTests {
    /// What to write over a valid command, and what decoding says then.
    struct Row: Sendable, CustomTestStringConvertible {
        let offset: Int
        let bytes: [UInt8]
        let expected: DecodingError

        init(_ offset: Int, _ bytes: [UInt8], _ code: DecodingErrorCode, at expected: UInt32) {
            self.offset = offset
            self.bytes = bytes
            self.expected = DecodingError(code, at: expected)
        }

        var testDescription: String { "\(bytes) at \(offset): \(expected.code) at \(expected.offset)" }
    }

    private static let all = [UInt8](repeating: 0xff, count: 8)
    /// 2^53 + 1.
    private static let late: [UInt8] = [1, 0, 0, 0, 0, 0, 0x20, 0]
    /// 2^48.
    private static let large: [UInt8] = [0, 0, 0, 0, 0, 0, 1, 0]

    private static func command(_ kind: CommandKind, _ body: [UInt8]) -> [UInt8] {
        var bytes = LittleEndianBytes()
        bytes.append(kind.rawValue)
        bytes.append(UInt8(1))
        bytes.append(UInt64(1))
        bytes.append(0, count: 56)
        bytes.append(contentsOf: body)
        return bytes.bytes
    }

    private static func check(_ row: Row, in valid: [UInt8], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(Canonical.reencodedCommand(valid) == .success(valid), sourceLocation: sourceLocation)
        var bytes = valid
        for (index, byte) in row.bytes.enumerated() { bytes[row.offset + index] = byte }
        #expect(Canonical.reencodedCommand(bytes) == .failure(row.expected), sourceLocation: sourceLocation)
    }

    // Assembly: header at 66, sections 2 and 4 at 91 and 112, count at 133, fragment 6 of three cuts at 137,
    // fragment 8 at 218, end at 287.

    private static let context = ContextCase(
        limit: 0, sections: [.of(2), .of(4, cap: 5)],
        [
            .of(6, section: 2, tokens: 9, .optional, .truncatable, cuts: [3, 5, 7]), .of(8, section: 4, tokens: 0),
        ])

    private static let assembly = command(.assemble, context.bytes)

    static let assemblyRows: [Row] = [
        Row(66, large, .outOfRange, at: 66), Row(66, all, .outOfRange, at: 66), Row(74, large, .outOfRange, at: 74),
        Row(86, [0], .unknownTag, at: 86), Row(86, [3], .unknownTag, at: 86),
        Row(87, [1, 1], .badCount, at: 87), Row(87, [0xff, 0xff, 0xff, 0xff], .badCount, at: 87),
        // Order is judged as soon as the id is there, before the section's other fields.
        Row(112, [2], .duplicateEntry, at: 112), Row(112, [1], .unsorted, at: 112), Row(91, [5], .unsorted, at: 112),
        Row(103, [2], .unknownTag, at: 103), Row(124, [255], .unknownTag, at: 124),
        Row(104, [1], .nonZeroReserved, at: 104), Row(111, [0x80], .nonZeroReserved, at: 111),
        Row(124, [0], .nonZeroReserved, at: 125),
        Row(133, [1, 0x80], .badCount, at: 133), Row(133, [0xff, 0xff, 0xff, 0xff], .badCount, at: 133),
        Row(218, [6], .duplicateEntry, at: 218), Row(218, [5], .unsorted, at: 218), Row(137, [9], .unsorted, at: 218),
        // A section is looked for when the fragment was read whole.
        Row(145, [3], .unknownSection, at: 145), Row(226, [5], .unknownSection, at: 226),
        Row(226, [1], .unknownSection, at: 226), Row(91, [3], .unknownSection, at: 145),
        Row(165, [8], .unknownTag, at: 165), Row(165, [0xff], .unknownTag, at: 165),
        Row(202, [9], .badCount, at: 202), Row(202, [0xff, 0xff, 0xff, 0xff], .badCount, at: 202),
        Row(206, [0], .outOfRange, at: 206), Row(206, [9], .outOfRange, at: 206),
        Row(210, [3], .duplicateEntry, at: 210), Row(210, [2], .unsorted, at: 210), Row(210, [0], .outOfRange, at: 210),
        Row(214, [9], .outOfRange, at: 214), Row(214, [5], .duplicateEntry, at: 214),
        Row(206, [6], .unsorted, at: 210), Row(161, [7], .outOfRange, at: 214),
        // The cut points come before the section.
        Row(145, [3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7], .outOfRange, at: 214),
        Row(133, [1], .trailingBytes, at: 218), Row(133, [3], .truncated, at: 287),
    ]

    @Test("assemblies", arguments: assemblyRows)
    func assembly(row: Row) { Self.check(row, in: Self.assembly) }

    @Test("an assembly with a byte behind it, and cut anywhere")
    func assemblyEnds() {
        let end = UInt32(Self.assembly.count)
        #expect(end == 287)
        #expect(Canonical.reencodedCommand(Self.assembly + [0]).error == DecodingError(.trailingBytes, at: end))
        for length in Self.assembly.indices {
            #expect(Canonical.reencodedCommand(Array(Self.assembly.prefix(length))).error?.code == .truncated)
        }
    }

    @Test("as many sections, fragments and cut points as there may be, and one more")
    func counts() {
        func error(_ context: ContextCase) -> DecodingError? {
            Canonical.reencodedCommand(Self.command(.assemble, context.bytes)).error
        }
        var sections = ContextCase(limit: 0, sections: (0..<256).map { .of($0 * 0x0101_0101) })
        sections.fragments = [0, 255].map { .of($0, section: UInt32($0) * 0x0101_0101, tokens: 0) }
        #expect(error(sections) == nil)
        #expect(error(ContextCase(limit: 0, sections: (0..<257).map { .of($0) })) == DecodingError(.badCount, at: 87))
        let fragments = (0..<UInt64(Fragment.maximumCount)).map { Fragment.of($0, tokens: 0) }
        #expect(error(ContextCase(limit: 0, fragments)) == nil)
        let more = ContextCase(limit: 0, fragments + [.of(.max, tokens: 0)])
        #expect(error(more) == DecodingError(.badCount, at: 112))
        let cuts = ContextCase(limit: 0, [.of(1, tokens: 9, .optional, .truncatable, cuts: Array(1...8))])
        #expect(error(cuts) == nil)
    }

    @Test("a fragment of a request without sections")
    func noSections() {
        let bytes = Self.command(.assemble, ContextCase(limit: 0, sections: [], [.of(1, tokens: 0)]).bytes)
        #expect(Canonical.reencodedCommand(bytes).error == DecodingError(.unknownSection, at: 103))
    }

    // Locks.

    @Test("modes and times of locks")
    func locks() {
        let zeros = [UInt8](repeating: 0, count: 40)
        let acquire = Self.command(.acquireLock, zeros[..<32] + [1] + zeros[..<16])
        for row in [
            Row(98, [0], .unknownTag, at: 98), Row(98, [3], .unknownTag, at: 98),
            Row(99, Self.late, .outOfRange, at: 99),
            Row(107, Self.late, .outOfRange, at: 107), Row(107, Self.all, .outOfRange, at: 107),
        ] { Self.check(row, in: acquire) }
        let renew = Self.command(.renewLock, zeros + zeros[..<8])
        Self.check(Row(106, Self.late, .outOfRange, at: 106), in: renew)
        let rest = [acquire, renew, Self.command(.releaseLock, zeros), Self.command(.cancelWait, Array(zeros[..<16]))]
        for bytes in rest {
            let end = UInt32(bytes.count)
            #expect(Canonical.reencodedCommand(bytes) == .success(bytes))
            #expect(Canonical.reencodedCommand(bytes + [0]).error == DecodingError(.trailingBytes, at: end))
            #expect(Canonical.reencodedCommand(bytes.dropLast()).error?.code == .truncated)
            var withoutTenant = bytes
            withoutTenant[2] = 0
            #expect(Canonical.reencodedCommand(withoutTenant).error == DecodingError(.tenantRequired, at: 2))
        }
        var latest = acquire
        latest.replaceSubrange(99..<115, with: [0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0x20, 0])
        #expect(Canonical.reencodedCommand(latest) == .success(latest))
    }

    // Admission: id 66, accounts 82, expiry 102, agent 110, count of locks 126, locks 5 and 6 at 130 and 155,
    // route 180 with its usage at 188, assembly at 310.

    private static let admission: [UInt8] = {
        var header = AdmissionHeader(
            reservation: .zero, accounts: .of([1, 2]), expiry: .zero, agent: .zero,
            route: RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1)))
        for resource in [5, 6] as [UInt64] {
            header.locks.append(
                AdmissionLock(resource: Identifier128(resource), mode: .shared, lease: Milliseconds(1)))
        }
        return command(.admit, context.sorted.admissionBytes(header))
    }()

    static let admissionRows: [Row] = [
        Row(82, [0], .badCount, at: 82), Row(82, [5], .badCount, at: 82), Row(94, [1], .duplicateEntry, at: 94),
        Row(102, late, .outOfRange, at: 102),
        Row(126, [9], .badCount, at: 126), Row(126, [0xff, 0xff, 0xff, 0xff], .badCount, at: 126),
        Row(155, [5], .duplicateEntry, at: 155), Row(155, [4], .unsorted, at: 155), Row(138, [1], .unsorted, at: 155),
        Row(146, [0], .unknownTag, at: 146), Row(171, [3], .unknownTag, at: 171),
        Row(147, late, .outOfRange, at: 147), Row(172, all, .outOfRange, at: 172),
        Row(188, [1], .nonZeroReserved, at: 188), Row(196, [1], .nonZeroReserved, at: 196),
        Row(204, [1], .nonZeroReserved, at: 204), Row(209, [1], .nonZeroReserved, at: 204),
        Row(188, large, .outOfRange, at: 188), Row(212, large, .outOfRange, at: 212),
        // The route is read whole before its usage is judged.
        Row(302, [9], .badCount, at: 302), Row(306, [9], .badCount, at: 306),
        Row(310, large, .outOfRange, at: 310), Row(330, [0], .unknownTag, at: 330),
        Row(377, [1], .trailingBytes, at: 462), Row(389, [3], .unknownSection, at: 389),
    ]

    @Test("admissions", arguments: admissionRows)
    func admission(row: Row) { Self.check(row, in: Self.admission) }

    @Test("limit, output and reasoning are below 2^48 together, which is judged last")
    func admissionTokens() {
        var bytes = Self.admission
        func set(_ offset: Int, _ value: UInt64) {
            bytes.replaceSubrange(offset..<offset + 8, with: Digest.of(value).bytes.prefix(8))
        }
        let most = Tokens.maximum.rawValue
        let offsets = [212, 220, 310]
        for first in offsets {
            for second in offsets where second != first {
                for offset in offsets { set(offset, 0) }
                set(first, most)
                #expect(Canonical.reencodedCommand(bytes) == .success(bytes))
                set(second, 1)
                #expect(Canonical.reencodedCommand(bytes).error == DecodingError(.outOfRange, at: 310))
                #expect(Canonical.reencodedCommand(bytes + [0]).error?.code == .trailingBytes)
                set(first, most - 1)
                #expect(Canonical.reencodedCommand(bytes) == .success(bytes))
                for offset in offsets { set(offset, most) }
                #expect(Canonical.reencodedCommand(bytes).error == DecodingError(.outOfRange, at: 310))
            }
        }
        // Tokens kept for the output of the assembly are not those of the usage.
        for offset in offsets { set(offset, 0) }
        set(310, most)
        set(318, most)
        #expect(Canonical.reencodedCommand(bytes) == .success(bytes))
    }

    @Test("an admission with a byte behind it, and cut anywhere")
    func admissionEnds() {
        let end = UInt32(Self.admission.count)
        #expect(end == 531)
        #expect(Canonical.reencodedCommand(Self.admission + [0]).error == DecodingError(.trailingBytes, at: end))
        for length in Self.admission.indices {
            #expect(Canonical.reencodedCommand(Array(Self.admission.prefix(length))).error?.code == .truncated)
        }
    }
}
