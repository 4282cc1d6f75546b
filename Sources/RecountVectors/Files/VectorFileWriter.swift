import RecountDigest
import RecountJSON
import RecountKernel

extension VectorFile {
    /// The file's text: a line a case, so that a difference between two versions shows as the cases added.
    /// The same file always gives the same bytes. O(bytes).
    public var json: [UInt8] {
        var lines = ["{", "  \"format_version\": \(Self.formatVersion),", "  \"area\": \"\(area.rawValue)\","]
        if let generator {
            lines.append("  \"generator\": {\"seed\":\"\(generator.seed)\",\"count\":\"\(generator.count)\"},")
        }
        lines.append("  \"groups\": [")
        for (position, group) in groups.enumerated() {
            lines += group.lines
            lines.append(position == groups.count - 1 ? "    }" : "    },")
        }
        lines += ["  ]", "}", ""]
        return Array(lines.joined(separator: "\n").utf8)
    }
}

extension VectorGroup {
    fileprivate var lines: [String] {
        var lines = [
            "    {", "      \"id\": \(CaseText.quoted(id)),", "      \"comment\": \(CaseText.quoted(comment)),",
        ]
        switch content {
        case .steps(let sequence):
            lines += [
                "      \"limits\": \(CaseText.limits(sequence.limits)),",
                "      \"initial_time\": \"\(sequence.initialTime.rawValue)\",",
                "      \"hash_seed\": \"\(sequence.hashSeed.bytes.hexadecimal)\",",
            ]
            lines += Self.list("setup", sequence.setup.map(CaseText.setup), end: ",")
            lines += Self.list("cases", sequence.entries.map(CaseText.step), end: "")
        case .digests(let cases): lines += Self.list("cases", cases.map(CaseText.digest), end: "")
        case .journals(let cases): lines += Self.list("cases", cases.map(CaseText.journal), end: "")
        }
        return lines
    }

    private static func list(_ name: String, _ elements: [String], end: String) -> [String] {
        if elements.isEmpty { return ["      \"\(name)\": []\(end)"] }
        let last = elements.count - 1
        let members = elements.enumerated().map { "        \($1)\($0 == last ? "" : ",")" }
        return ["      \"\(name)\": ["] + members + ["      ]\(end)"]
    }
}

extension StepCase {
    /// The fields of command and decision for people, as a JSON object; nil where nothing was decided.
    var readableText: String? {
        guard case .decision(let step) = result else { return nil }
        var members: [String] = []
        if let command = command.flatMap(ReadableFields.command) { members.append("\"command\":\(command)") }
        if let decision = ReadableFields.decision(step.decision) { members.append("\"decision\":\(decision)") }
        return "{\(members.joined(separator: ","))}"
    }
}

/// The lines of single cases.
private enum CaseText {
    static func quoted(_ text: String) -> String {
        var writer = JSONWriter(.compact)
        writer.value(text)
        return writer.text
    }

    static func limits(_ limits: KernelLimits) -> String {
        var writer = JSONWriter(.compact)
        writer.beginObject()
        for field in LimitField.all {
            writer.key(field.name)
            let value = field.value(limits)
            if field.byteCount == 8 { writer.decimalString(value) } else { writer.value(value) }
        }
        writer.endObject()
        return writer.text
    }

    static func setup(_ step: SetupStep) -> String {
        let command = quoted(step.command.hexadecimal)
        return step.count == 1 ? command : "{\"command_hex\":\(command),\"times\":\(step.count)}"
    }

    static func step(_ entry: StepCase) -> String {
        var text = label(entry.label)
        if let command = entry.command { text += ",\"command_hex\":\"\(command.hexadecimal)\"" }
        text += ",\"result\":\(result(entry.result))"
        if let digest = entry.stateDigest { text += ",\"state_digest_after\":\"\(digest.hexadecimal)\"" }
        if let readable = entry.readableText { text += ",\"readable\":\(readable)" }
        return text + "}"
    }

    private static func label(_ label: VectorLabel) -> String {
        let flags = label.flags.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        return "{\"id\":\(quoted(label.id)),\"comment\":\(quoted(label.comment)),\"flags\":[\(flags)]"
    }

    private static func result(_ result: StepResult) -> String {
        switch result {
        case .decision(let step):
            return "{\"kind\":\"decision\",\"sequence\":\"\(step.sequence)\",\"time\":\"\(step.time)\","
                + "\"origin\":\"\(step.origin.name)\",\"decision_hex\":\"\(step.decision.hexadecimal)\","
                + "\"stamp\":\"\(step.stamp.hexadecimal)\"}"
        case .malformed(let error):
            return "{\"kind\":\"malformed\",\"code\":\(error.code.rawValue),\"name\":\"\(error.code.name)\","
                + "\"offset\":\(error.offset)}"
        }
    }

    static func digest(_ entry: DigestCase) -> String {
        label(entry.label)
            + ",\"personal_hex\":\"\(entry.personal.hexadecimal)\",\"key_hex\":\"\(entry.key.hexadecimal)\""
            + ",\"data_hex\":\"\(entry.data.hexadecimal)\",\"digest_hex\":\"\(entry.digest.hexadecimal)\"}"
    }

    static func journal(_ entry: JournalCase) -> String {
        let segments = entry.segments.map { "\"\($0.hexadecimal)\"" }.joined(separator: ",")
        let result =
            switch entry.result {
            case .valid(let recordCount, let chain):
                "{\"kind\":\"valid\",\"records\":\"\(recordCount)\",\"chain\":\"\(chain.hexadecimal)\"}"
            case .refused: "{\"kind\":\"refused\"}"
            }
        return label(entry.label) + ",\"segments_hex\":[\(segments)],\"result\":\(result)}"
    }
}
