/// Why a policy, an overlay or a context file cannot be read: what, where, and what would be right, in one line.
public struct DocumentError: Error, Equatable, Sendable {
    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// The text is not JSON, or a value has the wrong type or range.
        case json(JSONError.Reason)
        /// The key is none that the document has; a typing error, most likely.
        case unknownKey
        /// A key without which the object means nothing.
        case missing(key: String)
        /// A key without which another one means nothing.
        case missingBeside(key: String, other: String)
        /// Two keys of which one has to be there.
        case missingEither(String, String)
        /// Two keys that say the same.
        case bothPresent(String, String)
        /// `format` or `version` is that of another document.
        case notThisDocument(expected: String)
        /// A name without a character.
        case emptyName
        /// A name beyond the limit of UTF-8 bytes.
        case nameTooLong(maximumBytes: Int)
        /// A name or number that has to be unique and is there already.
        case duplicate(String)
        /// A name that is not in the list it refers to.
        case unknownName(String, list: String)
        /// A number that is not in the list it refers to.
        case unknownNumber(UInt64, list: String)
        /// A list with more elements than it may have.
        case tooMany(limit: Int)
        /// A long-context threshold without its prices.
        case thresholdWithoutPrices
        /// Long-context prices without their threshold.
        case pricesWithoutThreshold
    }

    /// What is wrong.
    public var problem: Problem
    /// Where in the document: `models[3].quality_bp`; empty for the document itself.
    public var path: String
    /// Where in the text.
    public var position: TextPosition

    /// Makes an error from its parts.
    public init(problem: Problem, path: String, position: TextPosition) {
        self.problem = problem
        self.path = path
        self.position = position
    }
}

extension DocumentError: CustomStringConvertible {
    /// One line: where in the document, where in the text, what.
    public var description: String {
        let place = "line \(position.line), column \(position.column)"
        return path.isEmpty ? "\(place): \(problem)" : "\(path) (\(place)): \(problem)"
    }
}

extension DocumentError.Problem: CustomStringConvertible {
    /// What is wrong, as the end of a sentence.
    public var description: String {
        switch self {
        case .json(let reason): "\(reason)"
        case .unknownKey: "no such key here; check its spelling"
        case .missing(let key): "the key \"\(key)\" is missing"
        case .missingBeside(let key, let other): "the key \"\(key)\" is missing beside \"\(other)\""
        case .missingEither(let first, let second): "\"\(first)\" or \"\(second)\" is missing"
        case .bothPresent(let first, let second): "\"\(first)\" and \"\(second)\" exclude each other; keep one"
        case .notThisDocument(let expected): "must be \(expected)"
        case .emptyName: "must not be empty"
        case .nameTooLong(let maximumBytes): "longer than \(maximumBytes) bytes of UTF-8"
        case .duplicate(let what): "\(what) is there already; it must be unique"
        case .unknownName(let name, let list): "\"\(name)\" is not in \(list)"
        case .unknownNumber(let number, let list): "\(number) is not in \(list)"
        case .tooMany(let limit): "there may be \(limit) here at most; leave some out"
        case .thresholdWithoutPrices:
            "a threshold needs \"long_context_prices_microcents_per_million\"; without a second row it is 0"
        case .pricesWithoutThreshold: "a second price row needs a \"long_context_threshold_tokens\" above 0"
        }
    }
}
