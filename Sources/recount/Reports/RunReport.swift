import RecountJSON
import RecountJournal
import RecountKernel
import RecountReplay

/// The summary of a run, for people and for programs.
struct RunReport {
    let outcome: RunOutcome
    let head: JournalHead
    let conservation: ConservationSummary

    /// Tables for people.
    var text: String {
        outcomeTable + "\n" + ConservationReport(summary: conservation).tenantTable
            + "\nhead \(head.sequence):\(head.chain.hexadecimal)\n"
    }

    private var outcomeTable: String {
        var table = TextTable([("outcome", .left), ("count", .right)])
        for (name, count) in rows { table.append([name, count.grouped]) }
        return table.text
    }

    private var rows: [(String, Int)] {
        var rows = [
            ("requests", outcome.requests), ("executed as requested", outcome.executed),
            ("substituted", outcome.substituted), ("rejected", outcome.rejected.total),
        ]
        rows += outcome.rejected.sorted.map { ("  " + $0.name, $0.count) }
        rows += [("reserved", outcome.reserved), ("reservation refused", outcome.refused.total)]
        rows += outcome.refused.sorted.map { ("  " + $0.name, $0.count) }
        rows += [
            ("drawn while streaming", outcome.draws), ("settled", outcome.settled),
            ("settled after expiry", outcome.settledLate), ("released", outcome.released),
            ("expired", outcome.expired), ("duplicates answered", outcome.duplicates),
        ]
        rows += outcome.unexpected.sorted.map { ("unexpected: " + $0.name, $0.count) }
        return rows + [("records", Int(outcome.records))]
    }

    /// One JSON object for programs.
    var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        for (name, count) in counts { fields.unsigned(name, UInt64(count)) }
        write("rejected_by_reason", outcome.rejected, to: &fields)
        write("refused_by_reason", outcome.refused, to: &fields)
        write("unexpected", outcome.unexpected, to: &fields)
        fields.unsigned("records", outcome.records)
        fields.text("head", "\(head.sequence):\(head.chain.hexadecimal)")
        ConservationReport(summary: conservation).write(to: &fields)
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }

    private var counts: [(StaticString, Int)] {
        [
            ("requests", outcome.requests), ("executed", outcome.executed), ("substituted", outcome.substituted),
            ("rejected", outcome.rejected.total), ("reserved", outcome.reserved),
            ("refused", outcome.refused.total), ("draws", outcome.draws), ("settled", outcome.settled),
            ("settled_late", outcome.settledLate), ("released", outcome.released), ("expired", outcome.expired),
            ("duplicates", outcome.duplicates),
        ]
    }

    private func write(_ name: StaticString, _ counts: OutcomeCounts, to fields: inout JSONFieldWriter) {
        fields.beginGroup(name)
        for (name, count) in counts.sorted {
            fields.writer.key(name)
            fields.writer.value(UInt64(count))
        }
        fields.endGroup()
    }
}
