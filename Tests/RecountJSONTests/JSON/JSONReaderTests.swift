import RecountJSON
import Testing

@Suite("JSON pull reader")
struct JSONReaderTests {
    @Test("reads the members of an object by their keys, also escaped ones")
    func members() throws {
        let text =
            #"{"input_tokens": 12, "na\u006De": "x\ty", "other": [1, {"a": 2}], "on": true, "none": null, "n": -3}"#
        var seen: [String] = []
        try read(text) { reader throws(JSONError) in
            try reader.beginObject()
            while let key = try reader.nextKey() {
                switch key {
                case "input_tokens": seen.append("\(try reader.readUInt64())")
                case "name": seen.append(try reader.readString())
                case "on": seen.append("\(try reader.readBoolean())")
                case "none":
                    try reader.readNull()
                    seen.append("null")
                case "n": seen.append("\(try reader.readInteger(as: Int8.self))")
                default: try reader.skipValue()
                }
            }
        }
        #expect(seen == ["12", "x\ty", "true", "null", "-3"])
    }

    @Test("reads the elements of nested arrays")
    func elements() throws {
        var rows: [[UInt64]] = []
        try read("[[1,2],[],[3]]") { reader throws(JSONError) in
            try reader.beginArray()
            while try reader.nextElement() {
                var row: [UInt64] = []
                try reader.beginArray()
                while try reader.nextElement() { row.append(try reader.readUInt64()) }
                rows.append(row)
            }
        }
        #expect(rows == [[1, 2], [], [3]])
    }

    @Test("compares keys by their bytes")
    func matching() throws {
        try read(#"["abc", "ab", "abcd", "a\u0062c", "é", ""]"#) { reader throws(JSONError) in
            var matched: [Bool] = []
            try reader.beginArray()
            while try reader.nextElement() { matched.append(try reader.readText().matches("abc")) }
            #expect(matched == [true, false, false, true, false, false])
        }
    }

    @Test("compares every byte of a long key")
    func longKeys() throws {
        let wanted = "cache_creation_input_tokens"
        for index in wanted.indices {
            let other = wanted[..<index] + "X" + wanted[wanted.index(after: index)...]
            try read("[\"\(wanted)\", \"\(other)\"]") { reader throws(JSONError) in
                try reader.beginArray()
                _ = try reader.nextElement()
                #expect(try reader.readText().matches("cache_creation_input_tokens"))
                _ = try reader.nextElement()
                #expect(try !reader.readText().matches("cache_creation_input_tokens"), "\(other)")
                _ = try reader.nextElement()
            }
        }
    }

    @Test("resolves escapes")
    func escapes() throws {
        let value = try JSONValue(parsing: Array(#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\uD83D\uDE00é""#.utf8))
        #expect(value == .string("\"\\/\u{8}\u{C}\n\r\tAé€😀é"))
    }

    static let unsigned: [(String, UInt64?)] = [
        ("0", 0), ("-0", 0), ("7", 7), ("1.0", 1), ("1e3", 1000), ("2.50e1", 25), ("1000e-3", 1),
        ("9999999999999999999", 9_999_999_999_999_999_999), ("18446744073709551615", .max),
        ("18446744073709551616", nil), ("1e20", nil), ("-1", nil), ("1.5", nil), ("1e-1", nil), ("1e999999999", nil),
        ("1e-999999999", nil), ("0e999999999", 0),
    ]

    @Test("reads integers exactly and refuses fractions and overflow", arguments: unsigned)
    func unsignedIntegers(text: String, expected: UInt64?) throws {
        if let expected {
            try read(text) { reader throws(JSONError) in #expect(try reader.readUInt64() == expected) }
        } else {
            #expect(throws: JSONError.self) {
                try read(text) { reader throws(JSONError) in _ = try reader.readUInt64() }
            }
        }
    }

    @Test("holds integers to the range of their type and names it")
    func ranges() {
        #expect(integerError("65536", UInt16.self) == "byte 0: must be an integer from 0 to 65535, is too large")
        #expect(integerError(" 1.5", UInt16.self) == "byte 1: must be an integer from 0 to 65535, has a fraction")
        #expect(integerError("-1", UInt32.self) == "byte 0: must be an integer from 0 to 4294967295, is too low")
        #expect(integerError("-129", Int8.self) == "byte 0: must be an integer from -128 to 127, is too low")
        #expect(integerError("128", Int8.self) == "byte 0: must be an integer from -128 to 127, is too large")
        #expect(integerError("-9223372036854775808", Int64.self) == nil)
        #expect(integerError("9223372036854775807", Int64.self) == nil)
        #expect(integerError("255", UInt8.self) == nil)
        #expect(integerError("\"1\"", UInt8.self) == "byte 0: must be a number, is a string")
        #expect(integerError("01", UInt8.self) == "byte 0: not a JSON number")
    }

    @Test("gives scaled integers exactly")
    func scaled() throws {
        try read("[2.5e-06, 0.00000000000001]") { reader throws(JSONError) in
            var values: [UInt64] = []
            try reader.beginArray()
            while try reader.nextElement() { values.append(try reader.readScaledUInt64(byPowerOfTen: 14)) }
            #expect(values == [250_000_000, 1])
        }
    }

    @Test("tells the line and the column in scalars")
    func position() {
        let bytes = Array("{\n  \"é\": x}".utf8)
        do {
            _ = try JSONValue(parsing: bytes)
            Issue.record("must be refused")
        } catch {
            #expect(bytes.withUnsafeBytes { error.position(in: $0) } == TextPosition(line: 2, column: 8))
            #expect(error.description == "byte 10: expected a value, found 'x'")
        }
    }

    @Test("keeps numbers as their text and members in order")
    func tree() throws {
        let value = try JSONValue(parsing: Array(#"{"z":1.50,"a":[-0,1E2]}"#.utf8))
        guard case .object(let members) = value else {
            Issue.record("must be an object")
            return
        }
        #expect(members.map(\.key) == ["z", "a"])
        #expect(value["z"] == JSONNumber(text: "1.50").map(JSONValue.number))
        var writer = JSONWriter(.compact)
        writer.value(value)
        #expect(writer.text == #"{"z":1.50,"a":[-0,1E2]}"#)
    }

    private func integerError<Integer: FixedWidthInteger>(_ text: String, _ type: Integer.Type) -> String? {
        do {
            try read(text) { reader throws(JSONError) in _ = try reader.readInteger(as: type) }
            return nil
        } catch {
            return error.description
        }
    }

    private func read(_ text: String, _ body: (inout JSONReader) throws(JSONError) -> Void) throws(JSONError) {
        try JSONReader.read(Array(text.utf8), body)
    }
}
