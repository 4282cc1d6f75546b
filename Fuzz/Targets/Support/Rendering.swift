import RecountJSON
import RecountKernel

/// What hands its fields to a visitor.
protocol Rendered {
    /// Hands every field to a visitor.
    func visit(_ visitor: inout some FieldVisitor)
}

extension Command: Rendered {}
extension Decision: Rendered {}

/// Demands that fields are rendered as JSON that can be read, no key twice in an object, and under paths of
/// which each stands for one field.
func requireRendering(of value: some Rendered) throws(PropertyViolation) {
    var fields = JSONFieldWriter(JSONWriter(.compact))
    fields.writer.beginObject()
    value.visit(&fields)
    fields.writer.endObject()
    do throws(JSONError) {
        _ = try JSONValue(parsing: fields.writer.bytes)
    } catch {
        throw PropertyViolation("rendered as what is no JSON: \(error): \(fields.writer.text)")
    }
    var collector = FieldCollector()
    value.visit(&collector)
    let paths = Set(collector.fields.map(\.path))
    try require(paths.count == collector.fields.count, "two fields of one path among \(collector.fields)")
}
