import RecountKernel

/// Why a document cannot be made into a request: where, what, and what to do, in one line.
public struct ContextError: Error, Equatable, Sendable {
    /// Where in the document.
    public enum Place: Equatable, Sendable {
        /// The document itself.
        case document
        /// A section.
        case section(SectionID)
        /// A fragment.
        case fragment(FragmentID)
        /// The separator.
        case separator
    }

    /// What is wrong.
    public enum Problem: Equatable, Sendable {
        /// More sections than a request may have.
        case tooManySections(count: Int)
        /// More fragments than a request may have.
        case tooManyFragments(count: Int)
        /// The token limit is above `Tokens.maximum`.
        case tokenLimitTooLarge(Tokens)
        /// The tokens kept for the output are above `Tokens.maximum`.
        case outputTokensTooLarge(Tokens)
        /// More tokens are kept for the output than the token limit has.
        case outputAboveLimit(Tokens, limit: Tokens)
        /// Another one has the same id.
        case duplicateID
        /// Another section has the same name.
        case duplicateName(String)
        /// The document has no such section.
        case unknownSection(SectionID)
        /// The estimate is above 2^32 − 1 tokens.
        case tooManyTokens(byteCount: Int)
        /// More cut points than a fragment may have.
        case tooManyCutPoints(count: Int)
        /// A cut point, counted from 0, is not above the one before it (or 0) and below the whole text in
        /// tokens.
        case cutTokensOutOfOrder(position: Int)
        /// A cut point is not behind the one before it (or the start) and before the text's end in bytes.
        case cutOffsetOutOfOrder(position: Int)
        /// A cut point is inside a Unicode scalar.
        case cutInsideScalar(position: Int)
    }

    /// Where.
    public var place: Place
    /// What is wrong.
    public var problem: Problem

    /// Makes an error from its parts.
    public init(_ problem: Problem, in place: Place) {
        self.place = place
        self.problem = problem
    }
}

extension ContextError: CustomStringConvertible {
    /// One line: where, what, what to do.
    public var description: String { place.prefix + problem.description }
}

extension ContextError.Place {
    fileprivate var prefix: String {
        switch self {
        case .document: ""
        case .section(let id): "section \(id.rawValue): "
        case .fragment(let id): "fragment \(id.rawValue): "
        case .separator: "separator: "
        }
    }
}

extension ContextError.Problem: CustomStringConvertible {
    /// What is wrong and what to do, as the end of a sentence.
    public var description: String {
        switch self {
        case .tooManySections(let count):
            "\(count) sections are more than the \(ContextSection.maximumCount) that a request may have; merge some"
        case .tooManyFragments(let count):
            "\(count) fragments are more than the \(Fragment.maximumCount) that a request may have; "
                + "join some or leave some out"
        case .tokenLimitTooLarge(let tokens):
            "a token limit of \(tokens.rawValue) is above \(Tokens.maximum.rawValue); lower it"
        case .outputTokensTooLarge(let tokens):
            "\(tokens.rawValue) tokens for the output are above \(Tokens.maximum.rawValue); lower them"
        case .outputAboveLimit(let tokens, let limit):
            "\(tokens.rawValue) tokens for the output are more than the token limit of \(limit.rawValue); "
                + "raise the limit or keep fewer"
        case .duplicateID: "the id is there already; give each its own"
        case .duplicateName(let name): "the name \"\(name)\" is there already; give each its own"
        case .unknownSection(let id): "there is no section \(id.rawValue); add it or name another"
        case .tooManyTokens(let byteCount):
            "\(byteCount) bytes are estimated at more than \(UInt32.max) tokens; split the text"
        case .tooManyCutPoints(let count):
            "\(count) cut points are more than \(Fragment.maximumCutCount); leave some out"
        case .cutTokensOutOfOrder(let position):
            "the tokens of cut point \(position) must be above those before it and below the whole text's; "
                + "count them again"
        case .cutOffsetOutOfOrder(let position):
            "the bytes of cut point \(position) must be behind those before it and before the text's end; "
                + "count them again"
        case .cutInsideScalar(let position):
            "cut point \(position) is inside a character's bytes; move it to the next that starts one"
        }
    }
}
