/// Why a line is no record of calybris' journal: what, in which field, and at which byte.
public struct CalybrisRecordError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// The text is not JSON, or a value has the wrong type or range.
        case json(JSONError.Reason)
        /// A field that the object does not have.
        case unknownField
        /// A field that was there before.
        case duplicateField
        /// A field is not where it belongs; instead there is another, or the object ends.
        case missingField(found: String?)
        /// A name that the enumeration does not have.
        case unknownVariant(String)
    }

    /// What is wrong.
    public let problem: Problem
    /// The field: `data.input.risk_bps`; empty for the line itself.
    public let path: String
    /// Index of the first offending byte.
    public let offset: Int

    /// Makes an error from its parts.
    public init(_ problem: Problem, path: String, at offset: Int) {
        self.problem = problem
        self.path = path
        self.offset = offset
    }

    /// Whether the text ends inside a value, as a line does that was cut off.
    public var isUnexpectedEnd: Bool { problem == .json(.unexpectedEnd) }

    /// One line: where and what.
    public var description: String { "byte \(offset): \(problem)" }
}

extension CalybrisRecordError.Problem: CustomStringConvertible {
    /// What is wrong, as the end of a sentence.
    public var description: String {
        switch self {
        case .json(let reason): "\(reason)"
        case .unknownField: "a field that calybris does not write here"
        case .duplicateField: "the field is there twice"
        case .missingField(nil): "the field is missing"
        case .missingField(let found?): "the field is missing before \"\(found)\", or out of its order"
        case .unknownVariant(let name): "\"\(name)\" is none of its names"
        }
    }
}
