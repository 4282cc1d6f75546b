import RecountTestSupport
import Testing

@testable import RecountKernel

@Suite("Values: UTF-8")
struct UTF8ValidationTests {
    private static func isAgreed(_ bytes: [UInt8]) -> Bool {
        let expected = String(validating: bytes, as: UTF8.self) != nil
        return bytes.withUnsafeBytes { UTF8Validation.accepts($0) } == expected
    }

    @Test("all sequences of one and two bytes")
    func twoBytes() {
        #expect(Self.isAgreed([]))
        for first in UInt8.min...UInt8.max {
            #expect(Self.isAgreed([first]))
            for second in UInt8.min...UInt8.max where !Self.isAgreed([first, second]) {
                Issue.record("bytes \(first), \(second)")
            }
        }
    }

    @Test("all sequences of three bytes, by the number that they would encode")
    func threeBytes() {
        var bytes: [UInt8] = [0, 0, 0]
        for first in UInt8(0xe0)...0xf5 {
            for second in UInt8.min...UInt8.max {
                for third in UInt8.min...UInt8.max {
                    let isContinued = second >> 6 == 0b10 && third >> 6 == 0b10
                    let number = UInt32(first & 15) << 12 | UInt32(second & 63) << 6 | UInt32(third & 63)
                    let isScalar = number >= 0x800 && !(0xd800...0xdfff).contains(number)
                    bytes[0] = first
                    bytes[1] = second
                    bytes[2] = third
                    let isAccepted = bytes.withUnsafeBytes { UTF8Validation.accepts($0) }
                    if isAccepted != (first < 0xf0 && isContinued && isScalar) {
                        Issue.record("bytes \(first), \(second), \(third)")
                    }
                }
            }
        }
    }

    @Test("sequences of three bytes around every limit")
    func threeBytesAtLimits() {
        let edges: [UInt8] = [0x00, 0x61, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc2, 0xdf, 0xe0, 0xff]
        for first in UInt8.min...UInt8.max {
            for second in edges {
                for third in edges where !Self.isAgreed([first, second, third]) {
                    Issue.record("bytes \(first), \(second), \(third)")
                }
            }
        }
    }

    @Test("four bytes around every limit of the table of well-formed sequences")
    func fourBytes() {
        let edges: [UInt8] = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff]
        for first in UInt8(0xe0)...UInt8.max {
            for second in edges {
                for third in edges {
                    for fourth in edges where !Self.isAgreed([first, second, third, fourth]) {
                        Issue.record("bytes \(first), \(second), \(third), \(fourth)")
                    }
                }
            }
        }
    }

    @Test("random text, and random text with one byte changed", arguments: [1, 2] as [UInt64])
    func random(seed: UInt64) {
        var generator = SplitMix64(state: seed)
        for index in 0..<10_000 {
            var text = ""
            for _ in 0..<generator.uniform(0...6) {
                let width = generator.uniform(0...20)
                let number = UInt32(truncatingIfNeeded: generator.next()) >> UInt32(11 + width)
                if let scalar = Unicode.Scalar(number) { text.unicodeScalars.append(scalar) }
            }
            var bytes = Array(text.utf8)
            #expect(bytes.withUnsafeBytes { UTF8Validation.accepts($0) }, "seed \(seed), text \(index)")
            guard !bytes.isEmpty else { continue }
            bytes[Int(generator.uniform(0...UInt64(bytes.count - 1)))] = UInt8(truncatingIfNeeded: generator.next())
            if !Self.isAgreed(bytes) { Issue.record("seed \(seed), text \(index): \(bytes)") }
        }
    }

    @Test("names have 1…128 bytes")
    func names() {
        func name(_ count: Int) -> Name? {
            [UInt8](repeating: 0x61, count: count).withUnsafeBytes { Name(utf8: $0) }
        }
        #expect(name(0) == nil)
        #expect(name(1)?.byteCount == 1)
        #expect(name(128)?.byteCount == 128)
        #expect(name(128)?[127] == 0x61)
        #expect(name(129) == nil)
    }
}
