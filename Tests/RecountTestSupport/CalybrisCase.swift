import Foundation
import RecountJSON
import RecountKernel

/// One routing case as calybris-core 0.3.10 decided it. Its units are ours: a microunit stands for a
/// microcent, and its prices are per million tokens too.
public struct CalybrisCase: Sendable {
    /// The whole case as it stands in the sample.
    public let document: JSONValue
    /// Its number and kind, for messages.
    public let name: String
    /// Whether calybris accepts the policy.
    public let isPolicyValid: Bool
    /// The policy in calybris' fields.
    public let policy: CalybrisFields
    /// The policy's models in the order given, in calybris' fields.
    public let models: [CalybrisFields]
    /// The request in calybris' fields.
    public let input: CalybrisFields
    /// The decision in calybris' fields.
    public let decision: CalybrisFields
    /// Number of the decision's action: 1 execute requested, 2 substitute, 3 reject.
    public let actionCode: UInt8
    /// Number of the decision's reason.
    public let reasonCode: UInt16
    /// Where models failed; all 0 on a rejection.
    public let rejections: CalybrisFields
    /// Lowercase hexadecimal SHA-256 of the policy's layout.
    public let policyDigest: String
    /// Lowercase hexadecimal SHA-256 of the request's layout.
    public let inputDigest: String
    /// Lowercase hexadecimal SHA-256 of the decision's layout.
    public let decisionDigest: String

    /// All cases of the sample.
    ///
    /// - Throws: if the file cannot be read or a line is not what it should be.
    public static func sample() throws -> [CalybrisCase] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "RecountKernelTests/Resources/calybris_sample.jsonl")
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n"))
            .map { try CalybrisCase(JSONValue(parsing: Array($0))) }
    }

    private init(_ value: JSONValue) throws {
        document = value
        let fields = CalybrisFields(value)
        policy = CalybrisFields(try fields.member("policy"))
        guard case .array(let models) = try policy.member("models") else { throw CalybrisFields.Missing(key: "models") }
        self.models = models.map { CalybrisFields($0) }
        input = CalybrisFields(try fields.member("input"))
        decision = CalybrisFields(try fields.member("decision"))
        rejections = CalybrisFields(try fields.member("trace_rejections"))
        isPolicyValid = try fields.member("policy_valid") == .boolean(true)
        name = "case \(try fields.integer("case", as: Int.self)), \(try fields.text("kind"))"
        let codes = CalybrisFields(try fields.member("decision_codes"))
        actionCode = try codes.integer("action")
        reasonCode = try codes.integer("reason")
        policyDigest = try fields.text("policy_digest")
        inputDigest = try fields.text("input_digest")
        decisionDigest = try fields.text("decision_digest")
    }
}

/// A JSON object whose members are read by name.
public struct CalybrisFields: Sendable {
    private let value: JSONValue

    init(_ value: JSONValue) {
        self.value = value
    }

    /// A member that is not there or not of the type asked for.
    public struct Missing: Error {
        let key: String
    }

    /// An integer, exactly.
    public func integer<Integer: FixedWidthInteger>(_ key: String, as type: Integer.Type = Integer.self) throws
        -> Integer
    {
        guard case .number(let number) = try member(key), let integer = Integer(number.text) else {
            throw Missing(key: key)
        }
        return integer
    }

    func text(_ key: String) throws -> String {
        guard case .string(let text) = try member(key) else { throw Missing(key: key) }
        return text
    }

    func member(_ key: String) throws -> JSONValue {
        guard let member = value[key] else { throw Missing(key: key) }
        return member
    }
}
