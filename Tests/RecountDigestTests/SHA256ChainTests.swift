import RecountDigest
import RecountTestSupport
import Testing

/// Expected: FIPS 180's example of one block; RFC 4231, test cases 1, 2 and 6.
@Suite struct SHA256ChainTests {
    private struct KnownAnswer {
        let key: [UInt8]?
        let message: String
        let value: String
    }

    private static let answers = [
        KnownAnswer(
            key: nil, message: "abc", value: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        KnownAnswer(
            key: [UInt8](repeating: 0x0b, count: 20), message: "Hi There",
            value: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"),
        KnownAnswer(
            key: Array("Jefe".utf8), message: "what do ya want for nothing?",
            value: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        KnownAnswer(
            key: [UInt8](repeating: 0xaa, count: 131),
            message: "Test Using Larger Than Block-Size Key - Hash Key First",
            value: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"),
    ]

    private static func chain(_ key: [UInt8]?) -> SHA256Chain {
        key.map { SHA256Chain(key: $0) } ?? SHA256Chain()
    }

    @Test("the known answer wherever the message is cut in two")
    func knownAnswers() {
        for answer in Self.answers {
            let chain = Self.chain(answer.key)
            #expect(chain.isKeyed == (answer.key != nil))
            let message = Array(answer.message.utf8)
            for cut in 0...message.count {
                message.withUnsafeBytes { bytes in
                    let first = UnsafeRawBufferPointer(rebasing: bytes[..<cut])
                    let second = UnsafeRawBufferPointer(rebasing: bytes[cut...])
                    #expect(chain.hexadecimal(first, second) == answer.value)
                    #expect(chain.isValue(answer.value, of: first, second))
                }
            }
        }
    }

    @Test("no other text is the value")
    func otherTexts() {
        for answer in Self.answers {
            let chain = Self.chain(answer.key)
            var wrong = (0..<64).map { position in
                var digits = Array(answer.value.utf8)
                digits[position] = digits[position] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
                return String(decoding: digits, as: UTF8.self)
            }
            let value = answer.value
            wrong += ["", String(value.dropLast()), value + "0", value.uppercased(), "g" + value.dropFirst()]
            Array(answer.message.utf8).withUnsafeBytes { bytes in
                let empty = UnsafeRawBufferPointer(start: nil, count: 0)
                for text in wrong { #expect(!chain.isValue(text, of: bytes, empty), "\(text)") }
            }
        }
    }

    @Test("a key changes every value, and another key changes it again")
    func keys() {
        let message = Array("abc".utf8)
        message.withUnsafeBytes { bytes in
            let values = [nil, [0], [1]].map { Self.chain($0).hexadecimal(bytes, bytes) }
            #expect(Set(values).count == 3)
        }
    }
}
