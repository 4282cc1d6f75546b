import RecountJSON
import RecountKernel

extension FuzzTarget {
    /// A policy in JSON: refused, or read again as it is written, and canonical unless a rule of policies is
    /// broken.
    static let policy = FuzzTarget("policy") { input throws(PropertyViolation) in
        guard let document = try? PolicyDocument(parsing: Array(input)) else { return .refused }
        try requireSound(document)
        return .accepted
    }
}

/// Demands that a policy reads as it is written, and that its canonical bytes are a policy of as many models.
func requireSound(_ document: PolicyDocument) throws(PropertyViolation) {
    for form in [JSONWriter.Form.compact, .pretty] {
        let again: PolicyDocument
        do throws(DocumentError) {
            again = try PolicyDocument(parsing: document.json(form))
        } catch {
            throw PropertyViolation("a policy is written as what is none: \(error)")
        }
        try require(again == document, "\(document) reads as \(again)")
    }
    guard let bytes = try? document.canonicalBytes() else { return }
    let modelCount = bytes.withUnsafeBytes { (try? PolicyBytes(validating: $0)).map { Int($0.modelCount) } }
    try require(
        modelCount == document.models.count,
        "\(document.models.count) models in canonical bytes of \(modelCount as Any)")
}
