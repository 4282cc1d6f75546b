/// A place where calybris' journal is not what it should be.
struct CalybrisDifference: Equatable {
    /// The line, from 1.
    let line: Int
    /// The field: `data.decision.reason`; `line` for the line as a whole, `head` for the end of the journal.
    let field: String
    /// What it should be.
    let expected: String
    /// What it is.
    let found: String

    /// What a line holds may be as long as the line; nobody reads more of it than this.
    private static let longestText = 200

    init(line: Int, field: String, expected: String, found: String) {
        self.line = line
        self.field = Self.shortened(field)
        self.expected = Self.shortened(expected)
        self.found = Self.shortened(found)
    }

    /// One line: where, what is there, what should be.
    var text: String { "line \(line): \(field) is \(found), but should be \(expected)".printable }

    private static func shortened(_ text: String) -> String {
        text.count <= longestText ? text : text.prefix(longestText) + "…"
    }
}

/// What is compared, each for every record.
enum CalybrisCheck: Int, CaseIterable {
    /// That the line is as calybris writes it.
    case form
    /// The sequence, the hash before, and the hash of the entry.
    case chain
    /// That the policy is one of those given, and its epochs those of the decision.
    case policyDigest
    /// The digest of the request's fields.
    case inputDigest
    /// The digest of the decision's fields.
    case decisionDigest
    /// The decision, made again.
    case decision

    /// The name in tables.
    var title: String {
        switch self {
        case .form: "form"
        case .chain: "chain"
        case .policyDigest: "policy digest"
        case .inputDigest: "input digest"
        case .decisionDigest: "decision digest"
        case .decision: "decision, made again"
        }
    }

    /// The name in JSON.
    var name: StaticString {
        switch self {
        case .form: "form"
        case .chain: "chain"
        case .policyDigest: "policy_digest"
        case .inputDigest: "input_digest"
        case .decisionDigest: "decision_digest"
        case .decision: "decision"
        }
    }
}
