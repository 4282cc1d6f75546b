/// A strict pull reader of JSON (RFC 8259) over UTF-8 bytes, without a tree and without allocations
/// on the path of keys, numbers, booleans and nulls.
///
/// The caller asks for what it needs, in the order of the text:
///
///     var reader = JSONReader(bytes)
///     try reader.beginObject()
///     while let key = try reader.nextKey() {
///         switch key {
///         case "input_tokens": tokens = try reader.readUInt64()
///         default: try reader.skipValue()
///         }
///     }
///     try reader.finish()
///
/// After `nextKey` or a `nextElement` that was true, exactly one value must be read, begun or
/// skipped. Keys that occur twice are the caller's to notice (it knows which it has seen);
/// `JSONValue` notices them itself. Every method is O(bytes it passes over). After an error the
/// reader must not be used further.
///
/// The bytes are borrowed: they must outlive the reader and every `JSONText` it gave.
public struct JSONReader {
    /// The largest nesting that a reader can be told to allow.
    public static let greatestDepth = 64

    /// The bytes being read.
    public let bytes: UnsafeRawBufferPointer
    /// Index of the next byte to read.
    public internal(set) var offset = 0
    /// How many arrays and objects are open.
    public internal(set) var depth = 0
    /// The largest depth allowed.
    public let maximumDepth: Int

    /// Bit d: whether the open container at depth d is an array.
    var arrayBits: UInt64 = 0
    /// Bit d: whether the open container at depth d has had a member.
    var startedBits: UInt64 = 0

    /// Makes a reader at the start of `bytes`.
    ///
    /// - Parameters:
    ///   - bytes: the text; borrowed.
    ///   - maximumDepth: how many arrays and objects may be open at once, 1…64.
    public init(_ bytes: UnsafeRawBufferPointer, maximumDepth: Int = JSONReader.greatestDepth) {
        precondition((1...Self.greatestDepth).contains(maximumDepth), "a depth that the reader can count")
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    /// Reads one whole document: `body` reads the value, then only white space may follow.
    public static func read<Result>(
        _ bytes: [UInt8],
        _ body: (inout JSONReader) throws(JSONError) -> Result
    ) throws(JSONError) -> Result {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var reader = JSONReader(UnsafeRawBufferPointer(buffer))
            let result = try body(&reader)
            try reader.finish()
            return result
        }
    }

    /// Demands that nothing but white space is left.
    ///
    /// - Throws: `trailingBytes`.
    public mutating func finish() throws(JSONError) {
        precondition(depth == 0, "every container that was begun has ended")
        skipWhiteSpace()
        guard offset == bytes.count else { throw error(.trailingBytes) }
    }

    /// The kind of the next value, which is not read. Passes over white space.
    ///
    /// - Throws: `unexpectedEnd`, `unexpectedByte`, `byteOrderMark`.
    public mutating func peekKind() throws(JSONError) -> JSONKind {
        switch try nextByte() {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        case let byte: throw error(startsWithMark ? .byteOrderMark : .unexpectedByte(byte, expected: "a value"))
        }
    }

    private var startsWithMark: Bool { offset == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) }

    /// Reads `true` or `false`.
    ///
    /// - Throws: `wrongType`, `unexpectedByte`, `unexpectedEnd`.
    public mutating func readBoolean() throws(JSONError) -> Bool {
        try expect(.boolean)
        if bytes[offset] == UInt8(ascii: "t") {
            try readLiteral("true")
            return true
        }
        try readLiteral("false")
        return false
    }

    /// Reads `null`.
    ///
    /// - Throws: `wrongType`, `unexpectedByte`, `unexpectedEnd`.
    public mutating func readNull() throws(JSONError) {
        try expect(.null)
        try readLiteral("null")
    }

    /// Passes over the next value, whatever it is, checking its grammar. No recursion.
    ///
    /// - Throws: any error that reading the value would give, except duplicate keys.
    public mutating func skipValue() throws(JSONError) {
        let outerDepth = depth
        repeat {
            switch try peekKind() {
            case .object: try beginObject()
            case .array: try beginArray()
            case .string: _ = try readText()
            case .number: _ = try scanNumber()
            case .boolean: _ = try readBoolean()
            case .null: try readNull()
            }
            while depth > outerDepth, try !hasNextMember() {}
        } while depth > outerDepth
    }

    private mutating func hasNextMember() throws(JSONError) -> Bool {
        if isInArray { return try nextElement() }
        return try nextKey() != nil
    }

    // MARK: Steps shared by the readers of each kind

    /// An error at the next byte.
    func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: offset) }

    /// Passes over white space and demands a value of one kind.
    mutating func expect(_ kind: JSONKind) throws(JSONError) {
        let found = try peekKind()
        guard found == kind else { throw error(.wrongType(expected: kind, found: found)) }
    }

    /// Passes over white space and returns the byte that follows, which is not read.
    mutating func nextByte() throws(JSONError) -> UInt8 {
        if offset < bytes.count, bytes[offset] > 0x20 { return bytes[offset] }
        skipWhiteSpace()
        guard offset < bytes.count else { throw error(.unexpectedEnd) }
        return bytes[offset]
    }

    mutating func skipWhiteSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func readLiteral(_ literal: StaticString) throws(JSONError) {
        for index in 0..<literal.utf8CodeUnitCount {
            guard offset < bytes.count else { throw error(.unexpectedEnd) }
            guard bytes[offset] == literal.utf8Start[index] else {
                throw error(.unexpectedByte(bytes[offset], expected: "true, false or null"))
            }
            offset += 1
        }
    }
}
