import RecountDigest
import RecountJSON
import RecountKernel

/// Names the first field in which two steps differ.
enum StepDifference {
    /// The field, what was expected and what was found; nil if the steps are equal.
    static func first(
        expected: SteppedBytes, found: SteppedBytes
    ) -> (field: String, expected: String, found: String)? {
        if expected.sequence != found.sequence { return ("sequence", "\(expected.sequence)", "\(found.sequence)") }
        if expected.time != found.time { return ("time", "\(expected.time)", "\(found.time)") }
        if expected.origin != found.origin {
            return ("origin", expected.origin.name.description, found.origin.name.description)
        }
        if expected.decision != found.decision { return decision(expected.decision, found.decision) }
        if expected.stamp != found.stamp { return ("stamp", expected.stamp.hexadecimal, found.stamp.hexadecimal) }
        return nil
    }

    private static func decision(
        _ expected: [UInt8], _ found: [UInt8]
    ) -> (field: String, expected: String, found: String) {
        if let expectedFields = fields(expected), let foundFields = fields(found) {
            for position in 0..<max(expectedFields.count, foundFields.count) {
                guard position < expectedFields.count else {
                    return ("decision.\(foundFields[position].path)", "no such field", foundFields[position].value)
                }
                let field = expectedFields[position]
                guard position < foundFields.count else {
                    return ("decision.\(field.path)", field.value, "no such field")
                }
                guard field != foundFields[position] else { continue }
                let other = foundFields[position]
                let found = other.path == field.path ? other.value : "\(other.path) \(other.value)"
                return ("decision.\(field.path)", field.value, found)
            }
        }
        let offset =
            zip(expected, found).enumerated().first { $1.0 != $1.1 }?.offset ?? min(expected.count, found.count)
        return ("decision_hex, byte \(offset)", expected.hexadecimal, found.hexadecimal)
    }

    private static func fields(_ decision: [UInt8]) -> [NamedField]? {
        decision.withUnsafeBytes { (try? Decision(decoding: $0)).map(FieldCollector.fields) }
    }
}
