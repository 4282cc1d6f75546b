import RecountTestSupport
import Testing

@testable import RecountReplay

@Suite("Base 64")
struct Base64Tests {
    /// RFC 4648, section 10.
    private static let known = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test func knownAnswers() {
        for (bytes, text) in Self.known {
            #expect(Array(bytes.utf8).base64 == text)
            #expect([UInt8](base64: text.utf8) == Array(bytes.utf8))
        }
        #expect([0xfb, 0xef, 0xbe, 0xff, 0xff, 0xff].base64 == "++++////")
    }

    @Test func everyLengthComesBack() {
        var random = SplitMix64(state: 64)
        for count in 0...100 {
            let bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let text = bytes.base64
            #expect(text.utf8.count == (count + 2) / 3 * 4)
            #expect([UInt8](base64: text.utf8) == bytes)
        }
    }

    @Test func otherTextsAreRefused() {
        let texts = [
            "Z", "Zg", "Zg=", "Zg===", "Zg==Zg==", "=", "====", "Zm9v=", "Zm=v", "Z===", "Zm9v\n", " Zm9", "Zm-_",
            "Zm9v====",
            "Zé==", "Zh==", "Zm9=", "ZgA=Zg==",
        ]
        for text in texts { #expect([UInt8](base64: text.utf8) == nil, "\(text)") }
    }

    /// Exactly one text of two characters and padding stands for each byte.
    @Test func oneTextForEachByte() {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let accepted = digits.flatMap { first in
            digits.compactMap { [UInt8](base64: [first, $0, UInt8(ascii: "="), UInt8(ascii: "=")]) }
        }
        #expect(accepted == (0...255).map { [UInt8($0)] })
    }
}
