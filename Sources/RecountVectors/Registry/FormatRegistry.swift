import RecountJSON
import RecountKernel

/// Every number and name of the format, from the code, complete enough to write a port from.
public enum FormatRegistry {
    /// The registry as JSON, a line an entry. The same code always gives the same bytes.
    public static var json: [UInt8] {
        var lines = ["{", "  \"format_version\": 1,"]
        let sections = sections
        for (position, section) in sections.enumerated() {
            lines.append("  \"\(section.name)\": [")
            lines += section.entries.enumerated().map { "    \($1)\($0 == section.entries.count - 1 ? "" : ",")" }
            lines.append(position == sections.count - 1 ? "  ]" : "  ],")
        }
        return Array((lines + ["}", ""]).joined(separator: "\n").utf8)
    }

    private static var sections: [(name: String, entries: [String])] {
        [
            ("types", FixedType.allCases.map(type)), ("commands", CommandKind.all.map(command)),
            ("decisions", DecisionKind.all.map(decision)), ("refusal_reasons", Refusal.Reason.all.map(reason)),
            ("decoding_errors", DecodingErrorCode.all.map(decodingError)),
        ] + EnumerationTable.all.map { ($0.name, $0.values.map(value)) } + [
            ("layouts", FormatLayouts.all.map(layout)), ("limits", LimitTable.all.map(limit)),
            ("personal_names", PersonalName.all.map(personal)),
        ]
    }

    // MARK: Entries

    private static func object(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        write(&writer)
        writer.endObject()
        return writer.text
    }

    private static func type(_ type: FixedType) -> String {
        object {
            $0.member("name", type.rawValue)
            $0.member("width", type.byteCount)
            $0.member("meaning", type.meaning)
        }
    }

    private static func command(_ kind: CommandKind) -> String {
        object {
            $0.member("kind", Int(kind.rawValue))
            $0.member("name", kind.name.description)
            $0.member("tenant", kind.tenant)
            $0.member("body", kind.layout)
        }
    }

    private static func decision(_ kind: DecisionKind) -> String {
        object {
            $0.member("kind", Int(kind.rawValue))
            $0.member("name", kind.name.description)
            $0.member("origin", kind.isConsequence ? "consequence" : "command")
            $0.member("body", kind.layout)
        }
    }

    private static func reason(_ reason: Refusal.Reason) -> String {
        object {
            $0.member("number", Int(reason.rawValue))
            $0.member("name", reason.name.description)
            $0.key("details")
            $0.beginArray()
            for detail in reason.details { $0.value(detail) }
            $0.endArray()
        }
    }

    private static func decodingError(_ code: DecodingErrorCode) -> String {
        object {
            $0.member("code", Int(code.rawValue))
            $0.member("name", code.name.description)
            $0.member("meaning", code.explanation)
        }
    }

    private static func value(_ value: (number: UInt8, name: String)) -> String {
        object {
            $0.member("number", Int(value.number))
            $0.member("name", value.name)
        }
    }

    private static func limit(_ limit: LimitTable.Entry) -> String {
        object {
            $0.member("name", limit.name)
            $0.key("value")
            $0.decimalString(limit.value)
            $0.member("unit", limit.unit)
        }
    }

    private static func personal(_ name: PersonalName) -> String {
        object {
            $0.member("name", name.name)
            $0.member("output_bytes", name.byteCount)
            $0.member("of", name.subject)
            $0.member("key", name.key)
        }
    }

    // MARK: Layouts

    private static func layout(_ layout: (name: String, fields: [LayoutField])) -> String {
        object { writer in
            writer.member("name", layout.name)
            fields(layout.fields, &writer)
        }
    }

    private static func fields(_ fields: [LayoutField], _ writer: inout JSONWriter) {
        writer.key("fields")
        writer.beginArray()
        for field in fields {
            writer.beginObject()
            writer.member("name", field.name)
            type(field.type, &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    /// Calls itself as deep as types are nested: three levels.
    private static func type(_ type: FieldType, _ writer: inout JSONWriter) {
        switch type {
        case .fixed(let type):
            writer.member("type", type.rawValue)
            writer.member("width", type.byteCount)
        case .layout(let name): writer.member("layout", name)
        case .list(let entry, let minimum, let maximum):
            writer.member("type", "list")
            writer.member("minimum", Int(minimum))
            writer.member("maximum", Int(maximum))
            writer.key("entry")
            writer.beginObject()
            self.type(entry, &writer)
            writer.endObject()
        case .bytes(let minimum, let maximum):
            writer.member("type", "bytes")
            writer.member("minimum", Int(minimum))
            writer.member("maximum", Int(maximum))
        case .masked(let names, let type):
            writer.member("type", "mask")
            writer.key("bits")
            writer.beginArray()
            for name in names { writer.value(name) }
            writer.endArray()
            writer.member("value", type.rawValue)
        case .tagged(let cases): tagged(cases, &writer)
        }
    }

    private static func tagged(_ cases: [TagCase], _ writer: inout JSONWriter) {
        writer.member("type", "tag")
        writer.key("cases")
        writer.beginArray()
        for entry in cases {
            writer.beginObject()
            writer.member("tag", Int(entry.tag))
            writer.member("name", entry.name)
            fields(entry.fields, &writer)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ key: StaticString, _ value: String?) {
        self.key(key)
        if let value { self.value(value) } else { null() }
    }

    fileprivate mutating func member(_ key: StaticString, _ value: Int) {
        self.key(key)
        self.value(UInt64(value))
    }
}
