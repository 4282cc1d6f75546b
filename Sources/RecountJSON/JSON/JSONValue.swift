/// A whole JSON document as a tree: members in the order of the text, numbers as their text.
public indirect enum JSONValue: Equatable, Sendable {
    /// `null`
    case null
    /// `true` or `false`
    case boolean(Bool)
    /// A number, as it was written.
    case number(JSONNumber)
    /// A string, escapes resolved.
    case string(String)
    /// An array.
    case array([JSONValue])
    /// An object; no key is there twice.
    case object([JSONMember])

    /// Reads one whole document.
    ///
    /// - Throws: any `JSONError`; `duplicateKey` for an object that holds a key twice.
    /// - Complexity: O(bytes).
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        self = try JSONReader.read(bytes) { reader throws(JSONError) in try JSONValue(from: &reader) }
    }

    /// Reads the reader's next value. Calls itself at most as deep as the reader's depth limit.
    ///
    /// - Throws: as `init(parsing:)`.
    public init(from reader: inout JSONReader) throws(JSONError) {
        switch try reader.peekKind() {
        case .null:
            try reader.readNull()
            self = .null
        case .boolean: self = .boolean(try reader.readBoolean())
        case .number: self = .number(try reader.readNumber())
        case .string: self = .string(try reader.readString())
        case .array: self = .array(try Self.readElements(from: &reader))
        case .object: self = .object(try Self.readMembers(from: &reader))
        }
    }

    /// The value of `key` if this is an object that has it. O(members).
    public subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The kind of this value.
    public var kind: JSONKind {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }

    private static func readElements(from reader: inout JSONReader) throws(JSONError) -> [JSONValue] {
        var elements: [JSONValue] = []
        try reader.beginArray()
        while try reader.nextElement() { elements.append(try JSONValue(from: &reader)) }
        return elements
    }

    private static func readMembers(from reader: inout JSONReader) throws(JSONError) -> [JSONMember] {
        var members: [JSONMember] = []
        var keys: Set<String> = []
        try reader.beginObject()
        while let text = try reader.nextKey() {
            let key = text.string
            guard keys.insert(key).inserted else {
                throw JSONError(reason: .duplicateKey(key), offset: text.offset)
            }
            members.append(JSONMember(key: key, value: try JSONValue(from: &reader)))
        }
        return members
    }
}

/// A key of an object with its value.
public struct JSONMember: Equatable, Sendable {
    /// The key, escapes resolved.
    public var key: String
    /// The value.
    public var value: JSONValue

    /// Makes a member from its parts.
    public init(key: String, value: JSONValue) {
        self.key = key
        self.value = value
    }
}
