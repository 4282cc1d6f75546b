import RecountContext
import RecountJSON
import RecountKernel

/// The decision about a window, with its text if there is one, as one JSON object.
enum AssemblyJSON {
    static func bytes(of window: Window, text: RenderedWindow, context: PreparedContext) -> [UInt8] {
        object("assembled", context) { fields in
            window.visit(&fields)
            fields.text("text", text.text)
        }
    }

    static func bytes(of refusal: Refusal, context: PreparedContext) -> [UInt8] {
        object("refused", context) { fields in refusal.visit(&fields) }
    }

    private static func object(
        _ decision: StaticString, _ context: PreparedContext, _ body: (inout JSONFieldWriter) -> Void
    ) -> [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.compact))
        fields.writer.beginObject()
        fields.label("decision", decision)
        fields.unsigned("available_tokens", context.header.availableTokens.rawValue)
        body(&fields)
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }
}
