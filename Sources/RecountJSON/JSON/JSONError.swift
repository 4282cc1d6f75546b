/// Why bytes are not the JSON that was asked for, and where.
public struct JSONError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Reason: Equatable, Sendable {
        /// The bytes end inside a value.
        case unexpectedEnd
        /// A byte that the grammar does not allow here; `expected` says what it does allow.
        case unexpectedByte(UInt8, expected: StaticText)
        /// A value of another kind than the caller needs.
        case wrongType(expected: JSONKind, found: JSONKind)
        /// Text that starts like a number but is none, such as `01`, `1.` or `-`.
        case invalidNumber
        /// A number that is not an integer in the range that the caller needs.
        case notAnInteger(ExactDecimal.Problem, minimum: Int64, maximum: UInt64)
        /// A backslash followed by something that RFC 8259 does not list.
        case invalidEscape
        /// A `\u` escape of half a surrogate pair.
        case loneSurrogate
        /// A byte below 0x20 inside a string.
        case controlCharacter(UInt8)
        /// Bytes of a string that are not UTF-8.
        case invalidUTF8
        /// More nested arrays and objects than the limit.
        case tooDeep(limit: Int)
        /// A key that an object holds twice.
        case duplicateKey(String)
        /// Bytes other than white space after the value.
        case trailingBytes
        /// The mark U+FEFF before the value, as some editors write it: RFC 8259 has none.
        case byteOrderMark
    }

    /// What is wrong.
    public var reason: Reason
    /// Index of the first offending byte.
    public var offset: Int

    /// Makes an error from its parts.
    public init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }

    /// Line and column, both from 1, of the error in the bytes that were read. O(offset).
    public func position(in bytes: UnsafeRawBufferPointer) -> TextPosition {
        TextPosition(of: offset, in: bytes)
    }
}

extension JSONError: CustomStringConvertible {
    /// One line: what and at which byte.
    public var description: String { "byte \(offset): \(reason)" }
}

extension JSONError.Reason: CustomStringConvertible {
    /// What is wrong, as the end of a sentence, on one line.
    public var description: String {
        switch self {
        case .unexpectedEnd: "the text ends too early"
        case .unexpectedByte(let byte, let expected): "expected \(expected), found \(Self.name(of: byte))"
        case .wrongType(let expected, let found): "must be \(expected), is \(found)"
        case .invalidNumber: "not a JSON number"
        case .notAnInteger(let problem, let minimum, let maximum):
            "must be an integer from \(minimum) to \(maximum), \(problem)"
        case .invalidEscape: "not a JSON escape sequence"
        case .loneSurrogate: "half a surrogate pair"
        case .controlCharacter(let byte): "\(Self.name(of: byte)) in a string must be escaped"
        case .invalidUTF8: "not UTF-8"
        case .tooDeep(let limit): "nested deeper than \(limit)"
        case .duplicateKey(let key): "the key \"\(key)\" is there twice"
        case .trailingBytes: "text follows the JSON value"
        case .byteOrderMark: "a UTF-8 byte order mark stands before the JSON; save it without one"
        }
    }

    private static func name(of byte: UInt8) -> String {
        guard byte > 0x20, byte < 0x7F else { return "byte \(byte)" }
        return "'\(Character(UnicodeScalar(byte)))'"
    }
}

/// A text fixed at compile time: a `StaticString` that can be compared.
public struct StaticText: Equatable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    private let text: StaticString

    /// Makes a text from a literal.
    public init(stringLiteral value: StaticString) { text = value }

    /// Whether the texts are the same.
    public static func == (left: StaticText, right: StaticText) -> Bool {
        left.description == right.description
    }

    /// The text.
    public var description: String { text.description }
}

/// A place in a text.
public struct TextPosition: Equatable, Sendable {
    /// Line, from 1; lines end with a line feed.
    public var line: Int
    /// Column in Unicode scalars, from 1.
    public var column: Int

    /// Makes a position from its parts.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The position of the byte at `offset`; an offset beyond the end is taken as the end. O(offset).
    public init(of offset: Int, in bytes: UnsafeRawBufferPointer) {
        self.init(line: 1, column: 1)
        for byte in bytes[..<min(max(offset, 0), bytes.count)] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
    }
}
