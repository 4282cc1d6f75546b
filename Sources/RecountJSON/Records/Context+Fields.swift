import RecountKernel

extension AssemblyRequest {
    /// Hands every field to a visitor. O(fragments).
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("token_limit", header.tokenLimit.rawValue)
        visitor.unsigned("output_reserve_tokens", header.outputTokens.rawValue)
        visitor.unsigned("separator_tokens", UInt64(header.separatorTokens))
        visitor.label("mode", header.mode.name)
        visitor.beginList("sections")
        for position in 0..<sections.count {
            visitor.beginElement()
            sections[position].visit(&visitor)
            visitor.endElement()
        }
        visitor.endList()
        visitor.beginList("fragments")
        var cursor = fragments
        while let fragment = cursor.next() {
            visitor.beginElement()
            fragment.visit(&visitor)
            visitor.endElement()
        }
        visitor.endList()
    }
}

extension ContextSection {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("section", UInt64(id.rawValue))
        visitor.unsigned("priority", UInt64(priority))
        visitor.unsigned("render_order", UInt64(renderOrder))
        visitor.optional("cap_tokens", cap?.rawValue)
    }
}

extension Fragment {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("fragment", id.rawValue)
        visitor.unsigned("section", UInt64(section.rawValue))
        visitor.unsigned("priority", UInt64(priority))
        visitor.unsigned("order", order)
        visitor.unsigned("tokens", UInt64(tokens))
        visitor.flag("required", necessity == .required)
        visitor.flag("truncatable", divisibility == .truncatable)
        visitor.flag("stable", stability == .stable)
        visitor.unsigned("group", UInt64(group.rawValue))
        visitor.digest("content_digest", contentDigest)
        visitor.beginList("cut_points")
        for position in 0..<cutPoints.count {
            visitor.beginElement()
            visitor.unsigned("tokens", UInt64(cutPoints[position]))
            visitor.endElement()
        }
        visitor.endList()
    }
}

extension Window {
    /// Hands every field to a visitor, its entries in render order. O(entries).
    public func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("used_tokens", usedTokens.rawValue)
        visitor.unsigned("included", UInt64(includedCount))
        visitor.beginGroup("stable_prefix")
        visitor.unsigned("fragments", UInt64(stablePrefix.count))
        visitor.unsigned("tokens", stablePrefix.tokens.rawValue)
        visitor.digest("digest", stablePrefix.digest)
        visitor.endGroup()
        visitor.digest("window_digest", digest)
        visitor.beginList("entries")
        for position in 0..<entryCount {
            visitor.beginElement()
            self[position].visit(&visitor)
            visitor.endElement()
        }
        visitor.endList()
    }
}

extension WindowEntry {
    func visit(_ visitor: inout some FieldVisitor) {
        visitor.unsigned("fragment", fragment.rawValue)
        visitor.label("outcome", outcome.name)
        visitor.label("reason", reason.name)
        visitor.unsigned("kept_tokens", UInt64(keptTokens))
    }
}
