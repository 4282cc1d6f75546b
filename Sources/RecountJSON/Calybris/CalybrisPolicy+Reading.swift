/// Why bytes are no policy that calybris would accept.
public enum CalybrisPolicyError: Error, Equatable, Sendable, CustomStringConvertible {
    /// They are not the JSON of a policy.
    case document(DocumentError)
    /// The policy breaks a rule.
    case violation(CalybrisPolicyViolation)

    /// One line: what and where.
    public var description: String {
        switch self {
        case .document(let error): "\(error)"
        case .violation(let violation): "calybris refuses this policy: \(violation)"
        }
    }
}

extension CalybrisPolicy {
    /// Reads a policy and demands that calybris accepts it. Every key must be there once, in any order; an
    /// unknown one is refused.
    ///
    /// - Throws: `CalybrisPolicyError`.
    /// - Complexity: O(bytes + models · log models).
    public init(parsing bytes: [UInt8]) throws(CalybrisPolicyError) {
        do throws(DocumentError) {
            self = try Self.read(bytes)
        } catch {
            throw .document(error)
        }
        if let violation { throw .violation(violation) }
    }

    /// Reads a policy, valid or not.
    static func read(_ bytes: [UInt8]) throws(DocumentError) -> CalybrisPolicy {
        try DocumentReader.read(bytes) { reader throws(DocumentError) in
            var policy = CalybrisPolicy()
            var models: [CalybrisModel]?
            let start = reader.valueOffset
            try reader.readFields(of: &policy) { reader, key throws(DocumentError) in
                guard key == "models" else { return .unknown }
                models = try reader.array { reader throws(DocumentError) in
                    var model = CalybrisModel()
                    try reader.readFields(of: &model) { _, _ in .unknown }
                    return model
                }
                return .known
            }
            policy.models = try reader.require(models, "models", from: start)
            return policy
        }
    }
}

extension DocumentReader {
    /// Reads an object; `other` reads the keys that are no fields of it.
    fileprivate mutating func readFields<Object: CalybrisObject>(
        of object: inout Object,
        other: (inout DocumentReader, String) throws(DocumentError) -> Member
    ) throws(DocumentError) {
        var seen: Set<String> = []
        let start = valueOffset
        var filled = object
        try self.object { reader, key throws(DocumentError) in
            var assignment = CalybrisFieldAssignment(reader: reader, key: key)
            try filled.visitFields(&assignment)
            reader = assignment.reader
            guard assignment.isAField else { return try other(&reader, key) }
            seen.insert(key)
            return .known
        }
        for name in Object.fieldNames where !seen.contains(name.description) {
            throw error(.missing(key: name.description), at: start)
        }
        object = filled
    }
}

/// Reads the next value into the field of one name.
private struct CalybrisFieldAssignment: CalybrisFieldVisitor {
    typealias Failure = DocumentError

    var reader: DocumentReader
    let key: String
    var isAField = false

    /// Policies have unsigned fields only.
    mutating func integer<Integer: FixedWidthInteger>(
        _ name: StaticString, _ value: inout Integer
    ) throws(DocumentError) {
        guard key == name.description else { return }
        isAField = true
        value = Integer(truncatingIfNeeded: try reader.integer(upTo: UInt64(Integer.max)))
    }

    /// Policies have none.
    mutating func variant<Variant: CalybrisVariant>(
        _ name: StaticString, _ value: inout Variant
    ) throws(DocumentError) {}
}
