import RecountKernel
import SystemPackage
import Testing

@testable import RecountJournal

@Suite("Segment header")
struct JournalHeaderTests {
    private func encoded(_ header: JournalHeader) -> [UInt8] {
        var bytes = [UInt8](repeating: 0xee, count: JournalHeader.byteCount)
        bytes.withUnsafeMutableBytes { header.encode(into: $0) }
        return bytes
    }

    private func decoded(_ bytes: [UInt8]) throws(HeaderViolation) -> JournalHeader {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
        defer { copy.deallocate() }
        copy.copyBytes(from: bytes)
        return try JournalHeader(decoding: UnsafeRawBufferPointer(copy))
    }

    private func violation(_ bytes: [UInt8]) -> HeaderViolation? {
        do throws(HeaderViolation) {
            _ = try decoded(bytes)
            return nil
        } catch {
            return error
        }
    }

    /// The bytes with a field replaced and the checksum made right again.
    private func forged(_ header: JournalHeader, _ change: (inout [UInt8]) -> Void) -> [UInt8] {
        var bytes = encoded(header)
        change(&bytes)
        let checksum = bytes.withUnsafeBytes { Checksum.ofHeader($0.piece(0..<504)) }
        withUnsafeBytes(of: checksum.littleEndian) { bytes.replaceSubrange(504..., with: $0) }
        return bytes
    }

    private var sample: JournalHeader {
        Forgery.header(firstSequence: 9, previousChain: Digest(words: [1, 2, 3, 0x8070_6050_4030_2010]))
    }

    @Test("has every field where docs/format.md puts it")
    func layout() {
        let bytes = encoded(sample)
        func number(_ offset: Int, _ count: Int) -> UInt64 {
            bytes[offset..<offset + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
        }
        #expect(bytes.count == 512)
        #expect(String(decoding: bytes[..<8], as: UTF8.self) == "recountJ")
        #expect(number(8, 2) == 1)
        #expect(number(10, 2) == 1)
        #expect(number(16, 8) == 0x090a_0b0c_0d0e_0f10)
        #expect(number(24, 8) == 0x0102_0304_0506_0708)
        #expect(number(32, 8) == 9)
        #expect(number(40, 8) == 1_000)
        #expect(number(48, 8) == 1_000_000)
        #expect(number(56, 8) == 5_000)
        #expect((0..<8).map { number(64 + 4 * $0, 4) } == [4, 16, 32, 32, 2, 16, 48, 24])
        #expect(number(96, 8) == 60_000)
        #expect(number(104, 8) == 30_000)
        #expect(number(128, 8) == 0x1112_1314_1516_1718)
        #expect(number(136, 8) == 0x191a_1b1c_1d1e_1f20)
        #expect(bytes[144..<176].allSatisfy { $0 == 0x5a })
        #expect(number(176, 8) == 1)
        #expect(number(200, 8) == 0x8070_6050_4030_2010)
        for reserved in [12..<16, 112..<128, 208..<504] { #expect(bytes[reserved].allSatisfy { $0 == 0 }) }
        var engine = Blake2b(
            outputByteCount: 8, key: UnsafeRawBufferPointer(start: nil, count: 0), personal: Self.personal)
        bytes[..<504].withUnsafeBytes { engine.update($0) }
        var checksum = [UInt8](repeating: 0, count: 8)
        checksum.withUnsafeMutableBytes { engine.finish(into: $0) }
        #expect(Array(bytes[504...]) == checksum)
    }

    private static var personal: InlineArray<16, UInt8> {
        var personal = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in "recount.header".utf8.enumerated() { personal[index] = byte }
        return personal
    }

    @Test("is read back as it was written")
    func roundTrip() throws {
        #expect(try decoded(encoded(sample)) == sample)
    }

    @Test("of a newer version is told from a damaged one")
    func newerVersions() {
        #expect(violation(forged(sample) { $0[8] = 2 }) == .newerFormat(found: 2))
        #expect(violation(forged(sample) { $0[11] = 1 }) == .newerSemantics(found: 257))
        var damaged = encoded(sample)
        damaged[8] = 2
        guard case .checksum? = violation(damaged) else {
            Issue.record("damage passed for a newer version")
            return
        }
    }

    @Test("states nothing in its reserved bytes")
    func reserved() {
        for offset in [12, 15, 112, 127, 240, 503] {
            let expected = HeaderViolation.field(offset: offset, expected: "a reserved byte of 0", found: "7")
            #expect(violation(forged(sample) { $0[offset] = 7 }) == expected)
        }
    }

    @Test("states only values that a kernel takes", arguments: [8, 10, 32, 64, 84, 88, 92, 46, 54, 62, 102, 110])
    func fields(offset: Int) {
        let bytes = forged(sample) { bytes in
            switch offset {
            case 8, 10, 32: bytes[offset] = 0
            case 64, 84, 88, 92: bytes.replaceSubrange(offset..<offset + 4, with: [0, 0, 0, 0])
            default: bytes[offset] = 0x21
            }
        }
        guard case .field(let found, _, _)? = violation(bytes) else {
            Issue.record("the field at \(offset) was accepted")
            return
        }
        // Times are 64 bits wide; their seventh byte was changed.
        #expect(found == ([46, 54, 62, 102, 110].contains(offset) ? offset - 6 : offset))
    }

    @Test("states at most as many fragments as a request may have, and as many places as a table")
    func largestCounts() throws {
        for (offset, maximum) in [(92, Fragment.maximumCount), (88, KernelLimits.maximumCount)] {
            func bytes(_ count: UInt32) -> [UInt8] {
                forged(sample) { bytes in
                    withUnsafeBytes(of: count.littleEndian) { bytes.replaceSubrange(offset..<offset + 4, with: $0) }
                }
            }
            let limits = try decoded(bytes(maximum)).settings.limits
            #expect((offset == 92 ? limits.fragments : limits.locks) == maximum)
            let expected = HeaderViolation.field(
                offset: offset, expected: "a table of 1…\(maximum) places", found: "\(maximum + 1)")
            #expect(violation(bytes(maximum + 1)) == expected)
        }
    }

    @Test("of a newer version is refused by reader and writer with both versions")
    func newerJournal() throws {
        let directory = TemporaryDirectory()
        try SampleJournal.install(forged(Forgery.header()) { $0[8] = 3 }, at: directory.journal)
        let location = JournalLocation(segment: "00000000000000000001.journal", offset: 8)
        let error = JournalError.newerFormat(location, .format, found: 3, supported: 1)
        #expect(throws: error) { try JournalReader(at: directory.journal) }
        #expect(throws: error) { try Journal.open(at: directory.journal, sync: .never) }
    }
}
