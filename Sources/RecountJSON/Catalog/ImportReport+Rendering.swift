extension ImportReport {
    /// Writes the report as the next JSON value.
    public func write(to writer: inout JSONWriter, detail: Detail) {
        writer.beginObject()
        writer.member("selected", UInt64(selectedCount))
        writer.member("imported", UInt64(importedCount))
        for section in sections {
            writer.key(section.key)
            writer.array(section.groups) { $1.write(to: &$0, detail: detail) }
        }
        writer.endObject()
    }

    /// The report as a JSON document, with a line feed at its end.
    public func json(_ form: JSONWriter.Form = .pretty, detail: Detail) -> [UInt8] {
        var writer = JSONWriter(form)
        write(to: &writer, detail: detail)
        writer.endLine()
        return writer.bytes
    }

    /// The report as a table for people.
    public func table(detail: Detail) -> String {
        var text = "entries selected  \(selectedCount)\nentries imported  \(importedCount)\n"
        for section in sections where !section.groups.isEmpty {
            text += "\n\(section.title)\n"
            let width = section.groups.map(\.name.count).max() ?? 0
            let digits = section.groups.map { String($0.items.count).count }.max() ?? 0
            for group in section.groups {
                let count = String(group.items.count)
                text += "  " + group.name + spaces(width - group.name.count + 2)
                text += spaces(digits - count.count) + count + "\n"
                guard case .everything = detail else { continue }
                for item in group.items { text += "    \(item.text)\n" }
            }
        }
        return text
    }

    private func spaces(_ count: Int) -> String { String(repeating: " ", count: count) }

    /// The three lists, each grouped by reason in the order of the reasons' declaration.
    private var sections: [Section] {
        let skipped = SkipReason.allCases.map { reason in
            Group(name: reason.rawValue, items: skippedEntries.lazy.filter { $0.reason == reason }.map(Item.init))
        }
        let ignored = IgnoredPriceReason.allCases.map { reason in
            Group(name: reason.rawValue, items: ignoredPrices.lazy.filter { $0.reason == reason }.map(Item.init))
        }
        let assumed = ImportAssumption.allCases.map { assumption in
            Group(
                name: assumption.rawValue,
                items: assumptions.lazy.filter { $0.assumption == assumption }.map(Item.init)
            )
        }
        return [
            Section(key: "skipped_entries", title: "entries skipped", groups: skipped),
            Section(key: "ignored_prices", title: "prices ignored", groups: ignored),
            Section(key: "assumptions", title: "assumptions", groups: assumed),
        ]
    }
}

private struct Section {
    var key: StaticString
    var title: String
    /// Those of a reason that came at least once.
    var groups: [Group]

    init(key: StaticString, title: String, groups: [Group]) {
        self.key = key
        self.title = title
        self.groups = groups.filter { !$0.items.isEmpty }
    }
}

private struct Group {
    var name: String
    var items: [Item]

    func write(to writer: inout JSONWriter, detail: ImportReport.Detail) {
        writer.beginObject()
        writer.key("reason")
        writer.value(name)
        writer.member("count", UInt64(items.count))
        if case .everything = detail {
            writer.key("items")
            writer.array(items) { $1.write(to: &$0) }
        }
        writer.endObject()
    }
}

private struct Item {
    var entry: String
    var key: String?

    init(_ skipped: ImportReport.SkippedEntry) {
        entry = skipped.entry
        key = skipped.key
    }

    init(_ ignored: ImportReport.IgnoredPrice) {
        entry = ignored.entry
        key = ignored.key
    }

    init(_ assumption: ImportReport.Assumption) { entry = assumption.entry }

    var text: String { key.map { "\(entry): \($0)" } ?? entry }

    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("entry")
        writer.value(entry)
        if let key {
            writer.key("key")
            writer.value(key)
        }
        writer.endObject()
    }
}
