/// Appends JSON to a buffer that can be used again, so that writing many lines allocates nothing
/// once the buffer has grown.
///
/// The caller keeps to the grammar: a key before each value in an object, every container ended.
/// What can be checked at no cost is a precondition. Every method is O(bytes it appends).
public struct JSONWriter {
    /// How the text is laid out.
    public enum Form: UInt8, Sendable {
        /// No white space at all: one line.
        case compact
        /// A line a member, indented by two spaces a level.
        case pretty
    }

    /// What has been written.
    public private(set) var bytes: [UInt8] = []
    /// How the text is laid out.
    public let form: Form

    private var depth = 0
    /// Bit d: whether the open container at depth d has had a member.
    private var startedBits: UInt64 = 0
    private var followsKey = false

    /// Makes a writer with an empty buffer.
    public init(_ form: Form) { self.form = form }

    /// What has been written, as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what has been written and keeps the memory.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        depth = 0
        followsKey = false
    }

    /// Ends a document with a line feed, so that the next one starts a line (JSON Lines).
    public mutating func endLine() {
        precondition(depth == 0 && !followsKey, "every container that was begun has ended")
        bytes.append(UInt8(ascii: "\n"))
    }

    /// Starts an object.
    public mutating func beginObject() { begin(UInt8(ascii: "{")) }

    /// Ends an object.
    public mutating func endObject() { end(UInt8(ascii: "}")) }

    /// Starts an array.
    public mutating func beginArray() { begin(UInt8(ascii: "[")) }

    /// Ends an array.
    public mutating func endArray() { end(UInt8(ascii: "]")) }

    /// Writes a key that needs no escaping: printable ASCII without quotes and backslashes.
    public mutating func key(_ key: StaticString) {
        startKey()
        appendQuoted(UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
        endKey()
    }

    /// Writes any key.
    public mutating func key(_ key: String) {
        startKey()
        appendEscaped(key)
        endKey()
    }

    /// Writes `null`.
    public mutating func null() {
        startValue()
        append("null")
    }

    /// Writes `true` or `false`.
    public mutating func value(_ value: Bool) {
        startValue()
        append(value ? "true" : "false")
    }

    /// Writes a number.
    public mutating func value(_ value: UInt64) {
        startValue()
        appendDecimal(value)
    }

    /// Writes a number.
    public mutating func value(_ value: Int64) {
        startValue()
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDecimal(value.magnitude)
    }

    /// Writes a number as it was written.
    public mutating func value(_ value: JSONNumber) {
        startValue()
        bytes.append(contentsOf: value.text.utf8)
    }

    /// Writes a string.
    public mutating func value(_ value: String) {
        startValue()
        appendEscaped(value)
    }

    /// Writes a string that needs no escaping: printable ASCII without quotes and backslashes.
    public mutating func value(static value: StaticString) {
        startValue()
        appendQuoted(UnsafeRawBufferPointer(start: value.utf8Start, count: value.utf8CodeUnitCount))
    }

    /// Writes an integer as a string of decimal digits.
    public mutating func decimalString(_ value: UInt64) {
        startValue()
        bytes.append(UInt8(ascii: "\""))
        appendDecimal(value)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes an integer as a string of decimal digits.
    public mutating func decimalString(_ value: Int64) {
        startValue()
        bytes.append(UInt8(ascii: "\""))
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDecimal(value.magnitude)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes microcents as a string of US dollars, such as `"0.0123"`.
    public mutating func dollarString(microcents: UInt64) {
        startValue()
        bytes.append(UInt8(ascii: "\""))
        CostText.append(microcents: microcents, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes bytes as a string of lower-case hexadecimal digits.
    public mutating func hexadecimalString(_ value: UnsafeRawBufferPointer) {
        startValue()
        bytes.append(UInt8(ascii: "\""))
        let start = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 2 * value.count))
        bytes.withUnsafeMutableBufferPointer { digits in
            for (position, byte) in value.enumerated() {
                digits[start + 2 * position] = Self.hexadecimalDigit(byte >> 4)
                digits[start + 2 * position + 1] = Self.hexadecimalDigit(byte & 15)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Writes a whole tree. Calls itself as deep as the tree is nested, at most 64.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .boolean(let flag): self.value(flag)
        case .number(let number): self.value(number)
        case .string(let string): self.value(string)
        case .array(let elements):
            beginArray()
            for element in elements { self.value(element) }
            endArray()
        case .object(let members):
            beginObject()
            for member in members {
                key(member.key)
                self.value(member.value)
            }
            endObject()
        }
    }
}

// MARK: Layout

extension JSONWriter {
    private mutating func begin(_ bracket: UInt8) {
        startValue()
        precondition(depth < JSONReader.greatestDepth, "no deeper than can be read")
        bytes.append(bracket)
        depth += 1
        startedBits &= ~topBit
    }

    private mutating func end(_ bracket: UInt8) {
        precondition(depth > 0 && !followsKey, "a container is open and its last key has a value")
        let isEmpty = startedBits & topBit == 0
        depth -= 1
        if !isEmpty { startLine() }
        bytes.append(bracket)
    }

    private mutating func startKey() {
        precondition(depth > 0 && !followsKey, "in an object")
        startMember()
    }

    private mutating func endKey() {
        bytes.append(UInt8(ascii: ":"))
        if form == .pretty { bytes.append(UInt8(ascii: " ")) }
        followsKey = true
    }

    private mutating func startValue() {
        if followsKey {
            followsKey = false
        } else if depth > 0 {
            startMember()
        }
    }

    private mutating func startMember() {
        if startedBits & topBit != 0 { bytes.append(UInt8(ascii: ",")) }
        startedBits |= topBit
        startLine()
    }

    private mutating func startLine() {
        guard form == .pretty else { return }
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 2 * depth))
    }

    private var topBit: UInt64 { 1 &<< UInt64(truncatingIfNeeded: depth &- 1) }
}

// MARK: Text

extension JSONWriter {
    private mutating func append(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func appendQuoted(_ text: UnsafeRawBufferPointer) {
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: text)
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendDecimal(_ value: UInt64) { DecimalText.append(value, to: &bytes) }

    /// Escapes what RFC 8259, section 7 demands (quote, backslash, control characters) and no more.
    private mutating func appendEscaped(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { buffer in
            var start = 0
            for index in 0..<buffer.count {
                let byte = buffer[index]
                if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { continue }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start..<index]))
                appendEscape(of: byte)
                start = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[start...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            append("u00")
            bytes.append(Self.hexadecimalDigit(byte >> 4))
            bytes.append(Self.hexadecimalDigit(byte & 15))
        }
    }

    private static func hexadecimalDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ (value &- 10)
    }
}
