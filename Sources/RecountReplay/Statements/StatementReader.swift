import RecountDigest
import RecountJSON
import RecountKernel

/// A value in a statement's file, and where it stands there.
struct StatementReader {
    private let value: JSONValue
    private let place: String

    /// Starts with the whole document.
    init(_ document: JSONValue) {
        value = document
        place = ""
    }

    private init(_ value: JSONValue, at place: String) {
        self.value = value
        self.place = place
    }

    /// A member of the object that this is.
    func member(_ key: String) throws(StatementError) -> StatementReader {
        let place = place.isEmpty ? key : "\(place).\(key)"
        guard let value = value[key] else { throw .wrongMember(place) }
        return StatementReader(value, at: place)
    }

    func member(_ key: StaticString) throws(StatementError) -> StatementReader { try member("\(key)") }

    /// The value itself; nil for `null`.
    var optional: StatementReader? { value == .null ? nil : self }

    /// What stands in the array that this is.
    func elements<Element>(
        _ read: (StatementReader) throws(StatementError) -> Element
    ) throws(StatementError) -> [Element] {
        guard case .array(let elements) = value else { throw mismatch }
        var result: [Element] = []
        for (position, element) in elements.enumerated() {
            result.append(try read(StatementReader(element, at: "\(place)[\(position)]")))
        }
        return result
    }

    /// What stands in a string.
    func text<Value>(_ parse: (String) -> Value?) throws(StatementError) -> Value {
        guard case .string(let text) = value, let value = parse(text) else { throw mismatch }
        return value
    }

    var number: UInt64 { get throws(StatementError) { try text { UInt64($0) } } }

    var digest: Digest { get throws(StatementError) { try text { Digest(hexadecimal: $0) } } }

    var hash: TreeHash { get throws(StatementError) { try text { TreeHash(hexadecimal: $0) } } }

    var mismatch: StatementError { .wrongMember(place) }
}

/// Why bytes are no statement.
public enum StatementError: Error, Equatable, Sendable {
    /// They are no JSON.
    case json(JSONError)
    /// They are JSON of another format or version.
    case otherFormat
    /// A member is missing, or its value is none that it may have.
    case wrongMember(String)
    /// They say what a statement says in another way than it does.
    case notCanonical(offset: Int)
}

extension StatementError {
    /// Whether the bytes are something else than a statement, rather than one that was changed.
    public var isOtherFile: Bool {
        switch self {
        case .json, .otherFormat: true
        case .wrongMember, .notCanonical: false
        }
    }
}

extension StatementError: CustomStringConvertible {
    /// One line: what is wrong.
    public var description: String {
        switch self {
        case .json(let error): "not a statement: \(error)"
        case .otherFormat:
            "not a statement: \"format\" is not \"\(Statement.format)\" or \"version\" is not \(Statement.version)"
        case .wrongMember(let place): "\(place) is missing or has a value that it cannot have"
        case .notCanonical(let offset):
            "not as recount statement writes it, first at byte \(offset): something was added, moved or written "
                + "otherwise"
        }
    }
}
