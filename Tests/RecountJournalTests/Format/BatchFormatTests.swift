import RecountKernel
import Testing

@testable import RecountJournal

@Suite("Batch format")
struct BatchFormatTests {
    @Test("a journal read by a second decoder, written from docs/format.md")
    func independentDecoder() throws {
        let sample = try SampleJournal(batches: [6, 20, 1, 30])
        var chain = digest(Array(sample.bytes[..<512]), "recount.chain")
        var offset = 512
        var sequence: UInt64 = 1
        var batchCount = 0
        while offset < sample.bytes.count {
            let frame = Array(sample.bytes[offset..<offset + 40])
            #expect(String(decoding: frame[..<8], as: UTF8.self) == "recountB")
            let recordsByteCount = Int(number(frame[8..<12]))
            #expect(number(frame[16..<24]) == sequence)
            #expect(number(frame[28..<32]) == 0)
            let key = (0x11...0x20).map { UInt8($0) }
            let keyBytes = Array(key[..<8].reversed()) + Array(key[8...].reversed())
            #expect(Array(frame[32...]) == digest(Array(frame[..<32]), "recount.frame", key: keyBytes, byteCount: 8))
            let records = Array(sample.bytes[offset + 40..<offset + 40 + recordsByteCount])
            let stamps = recordStamps(records, count: Int(number(frame[12..<16])), &sequence)
            #expect(number(frame[24..<28]) == zeroSectors(sample.bytes, offset + 40..<offset + 40 + recordsByteCount))
            chain = digest(chain + frame + stamps, "recount.chain")
            offset += 40 + recordsByteCount + 32
            #expect(Array(sample.bytes[offset - 32..<offset]) == chain)
            batchCount += 1
        }
        #expect(batchCount == 4)
    }

    private func recordStamps(_ records: [UInt8], count: Int, _ sequence: inout UInt64) -> [UInt8] {
        var stamps: [UInt8] = []
        var offset = 0
        for _ in 0..<count {
            let length = Int(number(records[offset..<offset + 4]))
            let stamp = Array(records[offset + 4..<offset + 36])
            let body = Array(records[offset + 36..<offset + 36 + length])
            #expect(stamp == digest(body, "recount.record"))
            #expect(number(body[..<8]) == sequence)
            stamps += stamp
            offset += 36 + length
            sequence += 1
        }
        #expect(offset == records.count)
        return stamps
    }

    private func zeroSectors(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
        let sectors = stride(from: (range.lowerBound + 511) / 512 * 512, through: range.upperBound - 512, by: 512)
        return UInt64(sectors.filter { bytes[$0..<$0 + 512].allSatisfy { $0 == 0 } }.count)
    }

    private func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func digest(_ bytes: [UInt8], _ name: String, key: [UInt8] = [], byteCount: Int = 32) -> [UInt8] {
        var personal = InlineArray<16, UInt8>(repeating: 0)
        for (index, byte) in name.utf8.enumerated() { personal[index] = byte }
        var output = [UInt8](repeating: 0, count: byteCount)
        key.withUnsafeBytes { key in
            var engine = Blake2b(outputByteCount: byteCount, key: key, personal: personal)
            bytes.withUnsafeBytes { engine.update($0) }
            output.withUnsafeMutableBytes { engine.finish(into: $0) }
        }
        return output
    }

    @Test("zero sectors are counted in the file's coordinates, only where they lie wholly within")
    func zeroSectorCount() {
        let bytes = [UInt8](repeating: 0, count: 2_000)
        bytes.withUnsafeBytes { bytes in
            func count(at fileOffset: UInt64, _ range: Range<Int>) -> Int {
                Sectors(fileOffset: fileOffset).zeroCount(bytes, within: range)
            }
            #expect(count(at: 512, 0..<512) == 1)
            #expect(count(at: 512, 0..<511) == 0)
            #expect(count(at: 513, 0..<512) == 0)
            #expect(count(at: 513, 0..<1_022) == 0)
            #expect(count(at: 513, 0..<1_023) == 1)
            #expect(count(at: 513, 511..<1_023) == 1)
            #expect(count(at: 513, 512..<2_000) == 1)
            #expect(count(at: 0, 0..<2_000) == 3)
        }
        var marked = bytes
        marked[600] = 1
        marked.withUnsafeBytes {
            #expect(Sectors(fileOffset: 0).zeroCount($0, within: 0..<2_000) == 2)
        }
    }
}
