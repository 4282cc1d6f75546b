import RecountJSON
import RecountKernel

/// Renders the fields of a command or decision as a JSON object. All integers are strings of decimal digits,
/// so that no reader loses any; ids and digests are hexadecimal.
struct ReadableFields: FieldVisitor {
    private var fields = JSONFieldWriter(JSONWriter(.compact))

    /// The object of a command's canonical bytes; nil if they are none.
    static func command(_ bytes: [UInt8]) -> String? {
        bytes.withUnsafeBytes { buffer in
            guard let command = try? Command(decoding: buffer) else { return nil }
            return text { command.visit(&$0) }
        }
    }

    /// The object of a decision's canonical bytes; nil if they are none.
    static func decision(_ bytes: [UInt8]) -> String? {
        bytes.withUnsafeBytes { buffer in
            guard let decision = try? Decision(decoding: buffer) else { return nil }
            return text { decision.visit(&$0) }
        }
    }

    private static func text(_ visit: (inout ReadableFields) -> Void) -> String {
        var readable = ReadableFields()
        readable.fields.writer.beginObject()
        visit(&readable)
        readable.fields.writer.endObject()
        return readable.fields.writer.text
    }

    mutating func unsigned(_ name: StaticString, _ value: UInt64) {
        fields.writer.key(name)
        fields.writer.decimalString(value)
    }

    mutating func signed(_ name: StaticString, _ value: Int64) {
        fields.writer.key(name)
        fields.writer.decimalString(value)
    }

    mutating func cost(_ name: CostField, _ value: Microcents) {
        unsigned(name.microcents, value.rawValue)
        fields.writer.key(name.dollars)
        fields.writer.dollarString(microcents: value.rawValue)
    }

    mutating func flag(_ name: StaticString, _ value: Bool) { fields.flag(name, value) }
    mutating func label(_ name: StaticString, _ value: StaticString) { fields.label(name, value) }
    mutating func text(_ name: StaticString, _ value: String) { fields.text(name, value) }
    mutating func identifier(_ name: StaticString, _ value: Identifier128) { fields.identifier(name, value) }
    mutating func digest(_ name: StaticString, _ value: Digest) { fields.digest(name, value) }
    mutating func absent(_ name: StaticString) { fields.absent(name) }
    mutating func beginGroup(_ name: StaticString) { fields.beginGroup(name) }
    mutating func endGroup() { fields.endGroup() }
    mutating func beginList(_ name: StaticString) { fields.beginList(name) }
    mutating func beginElement() { fields.beginElement() }
    mutating func endElement() { fields.endElement() }
    mutating func endList() { fields.endList() }
}
