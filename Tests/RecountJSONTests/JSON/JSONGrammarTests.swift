import RecountJSON
import Testing

@Suite("JSON grammar")
struct JSONGrammarTests {
    static let accepted: [String] = [
        "null", "true", "false", "0", "-0", "-0.0", "1", "-1", "10", "1.5", "0.5", "1e5", "1E+5", "1e-05", "0e0",
        "123456789012345678901234567890", "1e999999999", "\"\"", "\"a\"", "[]", "{}", "[[]]", "[{}]", "{\"\":0}",
        " \t\r\n1 \t\r\n", "[ 1 , 2 ]", "{ \"a\" : 1 , \"b\" : [ null ] }", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"\\u0000\\u00e9\\uFFFF\"", "\"\\ud83d\\ude00\"", "\"\u{7F}é€😀\"", "\"\u{E000}\u{10FFFF}\"",
    ]

    static let rejected: [String] = [
        "", " ", "nul", "nulll", "True", "tru", "NaN", "Infinity", "-", "+1", "01", "-01", "00", "1.", ".5", "1.e5",
        "1e", "1e+", "0x10", "1_000", "--1", "1 2", "[1 2]", "[1,]", "[,1]", "[", "]", "[1}", "{", "}", "{]",
        "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\":1,}", "{,}", "{a:1}", "{1:1}", "{\"a\":1 \"b\":2}",
        "\"", "\"a", "\"\\\"", "'a'", "\"\\x\"", "\"\\u12\"", "\"\\u12g4\"", "\"\\U0041\"", "\"\t\"", "\"\n\"",
        "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud800x\"", "\"\\ud800\\n\"", "// c\n1", "/**/1", "1,",
        "\u{FEFF}1", "\u{A0}1", "\u{0B}1", "[1]]", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}",
        "{\"x\":{\"a\":1,\"a\":1}}",
    ]

    @Test("accepts what RFC 8259 defines", arguments: accepted)
    func accepts(_ text: String) throws {
        _ = try JSONValue(parsing: Array(text.utf8))
        try skip(Array(text.utf8))
    }

    @Test("rejects everything else", arguments: rejected)
    func rejects(_ text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: Array(text.utf8)) }
    }

    @Test("skipping checks the grammar as strictly as reading, but for duplicate keys", arguments: rejected)
    func skipRejects(_ text: String) {
        let bytes = Array(text.utf8)
        if case .duplicateKey = (parsingError(bytes)?.reason) {
            #expect(throws: Never.self) { try skip(bytes) }
        } else {
            #expect(throws: JSONError.self) { try skip(bytes) }
        }
    }

    @Test(
        "rejects strings that are not UTF-8",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0x80], [0xE2, 0x82],
            [0xED, 0xA0, 0x80], [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]]
    )
    func rejectsInvalidUTF8(_ content: [UInt8]) {
        let error = parsingError([0x22] + content + [0x22])
        #expect(error?.reason == .invalidUTF8)
        #expect(error?.offset == 1)
    }

    @Test("nests 64 deep and no deeper", arguments: [("[", "]"), ("{\"a\":", "}")])
    func depth(open: String, close: String) throws {
        func text(_ depth: Int) -> [UInt8] {
            let inner = open == "[" ? "" : "0"
            let opening = String(repeating: open, count: depth)
            return Array((opening + inner + String(repeating: close, count: depth)).utf8)
        }
        _ = try JSONValue(parsing: text(64))
        try skip(text(64))
        #expect(parsingError(text(65))?.reason == .tooDeep(limit: 64))
        let endless = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(parsingError(endless)?.reason == .tooDeep(limit: 64))
    }

    static let sample = """
        {"name":"caf\\u00e9 😀\\n","list":[1,-2.5e-06,true,false,null,{"a":{}},[]],"big":18446744073709551615}
        """

    @Test("a text that ends early is an error at every byte, never a crash")
    func truncated() throws {
        let bytes = Array(Self.sample.utf8)
        _ = try JSONValue(parsing: bytes)
        for count in 0..<bytes.count {
            let error = try #require(parsingError(Array(bytes[..<count])), "cut after \(count) bytes")
            #expect(error.offset <= count)
            #expect(throws: JSONError.self, "cut after \(count) bytes") { try skip(Array(bytes[..<count])) }
        }
    }

    @Test("any one byte changed to any other is read or refused, never a crash, and skipping agrees")
    func mutated() {
        let original = Array(Self.sample.utf8)
        for index in original.indices {
            for byte in UInt8.min...UInt8.max {
                var bytes = original
                bytes[index] = byte
                let error = parsingError(bytes)
                if case .duplicateKey = error?.reason { continue }
                let skipped = (try? skip(bytes)) != nil
                #expect(skipped == (error == nil), "byte \(index) = \(byte)")
            }
        }
    }

    private func parsingError(_ bytes: [UInt8]) -> JSONError? {
        do {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func skip(_ bytes: [UInt8]) throws(JSONError) {
        try JSONReader.read(bytes) { reader throws(JSONError) in try reader.skipValue() }
    }
}
