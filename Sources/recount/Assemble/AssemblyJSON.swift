import RecountContext
import RecountJSON
import RecountKernel

/// A window's decision and its text as one JSON object.
enum AssemblyJSON {
    static func bytes(of window: Window, text: RenderedWindow, context: PreparedContext) -> [UInt8] {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        var fields = JSONFieldWriter(writer)
        fields.label("decision", "assembled")
        fields.unsigned("available_tokens", context.header.availableTokens.rawValue)
        window.visit(&fields)
        fields.text("text", text.text)
        writer = fields.writer
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }
}
