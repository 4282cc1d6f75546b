import RecountKernel

/// Why a request in JSON cannot be read: what, and at which byte of its line.
public struct RequestError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// The line is not JSON, or a value has the wrong type or range.
        case json(JSONError.Reason)
        /// A key that requests do not have.
        case unknownKey(String)
        /// A key that stands there twice, or two keys that say the same.
        case duplicateKey(String)
        /// A key without which the request means nothing.
        case missing(String)
        /// A name that the policy does not have.
        case unknownName(String, list: String)
        /// More entries than a request may have.
        case tooManyEntries(String, limit: Int)
        /// The same model twice.
        case duplicateModel
        /// No 128-bit id: 1 to 32 hexadecimal digits, hyphens allowed.
        case invalidIdentifier(String)
        /// A request without any input token.
        case emptyInput
        /// More or fewer ids of blocks than the input has blocks of 512 tokens.
        case wrongBlockCount(Int, inputTokens: UInt64, expected: UInt64)
    }

    /// What is wrong.
    public let problem: Problem
    /// Index of the first offending byte.
    public let offset: Int

    /// Makes an error from its parts.
    public init(_ problem: Problem, at offset: Int) {
        self.problem = problem
        self.offset = offset
    }

    init(_ error: JSONError) {
        self.init(.json(error.reason), at: error.offset)
    }

    /// One line: where and what.
    public var description: String { "byte \(offset): \(text)" }

    private var text: String {
        switch problem {
        case .json(let reason): "\(reason)"
        case .unknownKey(let key): "requests have no key \(Self.quoted(key))"
        case .duplicateKey(let key): "the key \(Self.quoted(key)) says again what was said"
        case .missing(let key): "the key \(Self.quoted(key)) is missing"
        case .unknownName(let name, let list): "\(Self.quoted(name)) is not among the policy's \(list)"
        case .tooManyEntries(let key, let limit): "\(Self.quoted(key)) has more than \(limit) entries"
        case .duplicateModel: "the same model twice"
        case .invalidIdentifier(let text): "\(Self.quoted(text)) is no id of up to 32 hexadecimal digits"
        case .emptyInput: "\"input_length\" must be at least 1"
        case .wrongBlockCount(let found, let inputTokens, let expected):
            "\"hash_ids\" has \(found) entries, but an input of \(inputTokens) tokens has \(expected) blocks of 512"
        }
    }

    /// A text as a JSON string, so that what a line holds never breaks the message into two.
    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter(.compact)
        writer.value(text)
        return writer.text
    }
}
