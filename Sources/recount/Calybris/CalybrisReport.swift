import RecountJSON

/// The result of an audit of a journal of calybris, for people and for programs.
struct CalybrisReport {
    let path: String
    let policies: [CalybrisPolicyFile]
    let verification: CalybrisVerification

    /// A verdict, the differences, a table of what was checked, and the head.
    var text: String {
        var lines = ["\(path): \(verification.isValid ? "valid" : "NOT VALID")", counts]
        if !verification.isValid { lines += ["", differencesHeading] + verification.differences.map(\.text) }
        if let note = verification.note { lines += ["", note] }
        lines += ["", table]
        if let head = verification.head { lines += ["head \(head.text)", ""] }
        return lines.joined(separator: "\n")
    }

    private var counts: String {
        "\(verification.recordCount.grouped) records: \(verification.executedCount.grouped) executed as requested, "
            + "\(verification.substitutedCount.grouped) substituted, \(verification.rejectedCount.grouped) rejected"
    }

    private var differencesHeading: String {
        let count = verification.differenceCount
        let shown = verification.differences.count
        return count == UInt64(shown) ? "differences" : "the first \(shown) of \(count.grouped) differences"
    }

    private var table: String {
        var table = TextTable([("check", .left), ("records", .right), ("differ", .right)])
        for check in CalybrisCheck.allCases {
            let tally = verification[check]
            table.append([check.title, tally.checkedCount.grouped, tally.differingCount.grouped])
        }
        return table.text
    }

    /// One object.
    var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.flag("valid", verification.isValid)
        fields.unsigned("records", verification.recordCount)
        fields.beginGroup("actions")
        fields.unsigned("execute_requested", verification.executedCount)
        fields.unsigned("substitute", verification.substitutedCount)
        fields.unsigned("reject", verification.rejectedCount)
        fields.endGroup()
        if let head = verification.head { fields.text("head", head.text) } else { fields.absent("head") }
        writePolicies(to: &fields)
        writeChecks(to: &fields)
        writeDifferences(to: &fields)
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }

    private func writePolicies(to fields: inout JSONFieldWriter) {
        fields.beginList("policies")
        for file in policies {
            fields.beginElement()
            fields.text("path", file.path)
            fields.text("sha256", file.fileDigest)
            fields.text("policy_digest", file.policyDigest)
            fields.endElement()
        }
        fields.endList()
    }

    private func writeChecks(to fields: inout JSONFieldWriter) {
        fields.beginGroup("checks")
        for check in CalybrisCheck.allCases {
            fields.beginGroup(check.name)
            fields.unsigned("records", verification[check].checkedCount)
            fields.unsigned("differ", verification[check].differingCount)
            fields.endGroup()
        }
        fields.endGroup()
    }

    private func writeDifferences(to fields: inout JSONFieldWriter) {
        fields.unsigned("difference_count", verification.differenceCount)
        fields.beginList("differences")
        for difference in verification.differences {
            fields.beginElement()
            fields.unsigned("line", UInt64(difference.line))
            fields.text("field", difference.field)
            fields.text("expected", difference.expected)
            fields.text("found", difference.found)
            fields.endElement()
        }
        fields.endList()
        if let note = verification.note { fields.text("note", note) } else { fields.absent("note") }
    }
}
