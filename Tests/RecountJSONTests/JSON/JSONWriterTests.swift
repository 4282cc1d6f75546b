import RecountJSON
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    @Test("lays out both forms")
    func forms() {
        #expect(document(.compact) == #"{"a":1,"b":[],"c":{},"d":[true,null,-5,"x"],"e":{"f":"00ff"}}"#)
        #expect(
            document(.pretty) == """
                {
                  "a": 1,
                  "b": [],
                  "c": {},
                  "d": [
                    true,
                    null,
                    -5,
                    "x"
                  ],
                  "e": {
                    "f": "00ff"
                  }
                }
                """
        )
    }

    @Test("writes every integer as its digits")
    func integers() {
        var values: [UInt64] = [0, .max]
        for exponent in 0..<20 {
            let power = (0..<exponent).reduce(1 as UInt64) { value, _ in value &* 10 }
            values += [power, power &- 1, power &+ 1]
        }
        for value in values {
            #expect(write { $0.value(value) } == String(value))
            #expect(write { $0.decimalString(value) } == "\"\(value)\"")
            let signed = Int64(truncatingIfNeeded: value)
            #expect(write { $0.value(signed) } == String(signed))
            #expect(write { $0.decimalString(signed) } == "\"\(signed)\"")
        }
        #expect(write { $0.value(Int64.min) } == "-9223372036854775808")
    }

    @Test("escapes what it must, and reading gives the same text back")
    func escaping() throws {
        #expect(
            write { $0.value("a\"\\/\u{8}\u{9}\u{A}\u{C}\u{D}\u{0}\u{1F}é😀") }
                == #""a\"\\/\b\t\n\f\r\u0000\u001fé😀""#)
        var everything = ""
        for scalar in (0...0x10FFFF as ClosedRange<UInt32>).lazy.compactMap(UnicodeScalar.init)
        where scalar.value < 0x3000 || scalar.value % 251 == 0 {
            everything.unicodeScalars.append(scalar)
        }
        let text = write { $0.value(everything) }
        #expect(try JSONValue(parsing: Array(text.utf8)) == .string(everything))
        let keyed = write {
            $0.beginObject()
            $0.key(everything)
            $0.null()
            $0.endObject()
        }
        #expect(try JSONValue(parsing: Array(keyed.utf8))[everything] == .null)
    }

    @Test("its buffer can be used again")
    func reuse() {
        var writer = JSONWriter(.compact)
        for line in 0..<3 {
            writer.removeAll()
            writer.beginArray()
            writer.value(UInt64(line))
            writer.endArray()
            writer.endLine()
            #expect(writer.text == "[\(line)]\n")
        }
    }

    private func document(_ form: JSONWriter.Form) -> String {
        write(form) { writer in
            writer.beginObject()
            writer.key("a")
            writer.value(1 as UInt64)
            writer.key("b")
            writer.beginArray()
            writer.endArray()
            writer.key("c" as String)
            writer.beginObject()
            writer.endObject()
            writer.key("d")
            writer.beginArray()
            writer.value(true)
            writer.null()
            writer.value(-5 as Int64)
            writer.value(static: "x")
            writer.endArray()
            writer.key("e")
            writer.beginObject()
            writer.key("f")
            ([0x00, 0xFF] as [UInt8]).withUnsafeBytes { writer.hexadecimalString($0) }
            writer.endObject()
            writer.endObject()
        }
    }

    private func write(_ form: JSONWriter.Form = .compact, _ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(form)
        body(&writer)
        return writer.text
    }
}
