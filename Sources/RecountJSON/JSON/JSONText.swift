/// A JSON string as it stands between its quotes in the bytes being read: checked, not copied.
///
/// Valid as long as the bytes that the reader was given are.
public struct JSONText {
    /// The bytes between the quotes, escapes not yet resolved.
    public let rawBytes: UnsafeRawBufferPointer
    /// Whether `rawBytes` holds a backslash.
    public let hasEscapes: Bool
    /// Offset of the opening quote in the bytes being read.
    public let offset: Int

    @usableFromInline
    init(rawBytes: UnsafeRawBufferPointer, hasEscapes: Bool, offset: Int) {
        self.rawBytes = rawBytes
        self.hasEscapes = hasEscapes
        self.offset = offset
    }

    /// Whether the text is `literal`. O(length), no allocation unless the text has escapes.
    @inlinable
    public func matches(_ literal: StaticString) -> Bool {
        if hasEscapes { return string == literal.description }
        let count = rawBytes.count
        guard count == literal.utf8CodeUnitCount else { return false }
        guard count > 0, let found = rawBytes.baseAddress else { return true }
        let wanted = UnsafeRawPointer(literal.utf8Start)
        var index = 0
        // Bound: each load ends at or before `count`, the length of both.
        while index &+ 8 <= count {
            let difference =
                found.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                ^ wanted.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            guard difference == 0 else { return false }
            index &+= 8
        }
        while index < count {
            guard
                found.load(fromByteOffset: index, as: UInt8.self) == wanted.load(fromByteOffset: index, as: UInt8.self)
            else { return false }
            index &+= 1
        }
        return true
    }

    /// Lets `switch key { case "input_tokens": … }` compare bytes.
    @inlinable
    public static func ~= (literal: StaticString, text: JSONText) -> Bool { text.matches(literal) }

    /// The text with its escapes resolved. O(length).
    public var string: String {
        guard hasEscapes else { return String(decoding: rawBytes, as: UTF8.self) }
        return String(decoding: unescapedBytes, as: UTF8.self)
    }

    /// The text's UTF-8 with its escapes resolved.
    private var unescapedBytes: [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(rawBytes.count)
        var offset = 0
        while offset < rawBytes.count {
            let byte = rawBytes[offset]
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                offset += 1
                continue
            }
            // The reader has checked every escape, so what follows is well formed.
            offset += JSONEscape.decode(rawBytes, at: offset, into: &result)
        }
        return result
    }
}

/// Escape sequences of JSON strings (RFC 8259, section 7).
enum JSONEscape {
    /// The byte that a two-character escape such as `\n` stands for; nil if there is none.
    static func simple(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The four hexadecimal digits at `offset`; nil if they are not there.
    static func hexadecimal(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else { return nil }
            value = value << 4 | UInt32(truncatingIfNeeded: digit)
        }
        return value
    }

    /// Appends what the checked escape at `offset` stands for and returns the escape's length.
    static func decode(_ bytes: UnsafeRawBufferPointer, at offset: Int, into result: inout [UInt8]) -> Int {
        if let byte = simple(bytes[offset + 1]) {
            result.append(byte)
            return 2
        }
        guard let unit = hexadecimal(bytes, at: offset + 2) else { preconditionFailure("a checked escape") }
        guard unit & 0xFC00 == 0xD800 else {
            append(unit, to: &result)
            return 6
        }
        guard let low = hexadecimal(bytes, at: offset + 8) else { preconditionFailure("a checked pair") }
        append(0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF), to: &result)
        return 12
    }

    private static func append(_ scalar: UInt32, to result: inout [UInt8]) {
        guard let scalar = UnicodeScalar(scalar) else { preconditionFailure("a checked scalar") }
        result.append(contentsOf: UTF8.encode(scalar)!)
    }
}
