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
            + "\nhead \(head.text)\n"
    }

    private var outcomeTable: String {
        var table = TextTable([("outcome", .left), ("count", .right)])
        for (name, count) in rows { table.append([name, count.grouped]) }
        return table.text
    }

    private var rows: [(String, Int)] {
        let bookings = outcome.bookings
        var rows = [
            ("requests", outcome.requests), ("executed as requested", outcome.executed),
            ("substituted", outcome.substituted), ("rejected", outcome.rejected.total),
        ]
        rows += outcome.rejected.sorted.map { ("  " + $0.name, $0.count) }
        rows += [("reserved", outcome.reserved), ("reservation refused", outcome.refused.total)]
        rows += outcome.refused.sorted.map { ("  " + $0.name, $0.count) }
        rows += [
            ("drawn while streaming", bookings.draws), ("settled", bookings.settled),
            ("settled after expiry", bookings.settledLate), ("released", bookings.released),
            ("expired", bookings.expired), ("duplicates answered", bookings.duplicates),
        ]
        rows += bookings.unexpected.sorted.map { ("unexpected: " + $0.name, $0.count) }
        return rows + [("seals", outcome.seals), ("records", Int(outcome.records))]
    }

    /// One JSON object for programs.
    var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        for (name, count) in counts { fields.unsigned(name, UInt64(count)) }
        fields.counts("rejected_by_reason", outcome.rejected)
        fields.counts("refused_by_reason", outcome.refused)
        fields.counts("unexpected", outcome.bookings.unexpected)
        return fields.endRun(seals: outcome.seals, records: outcome.records, head: head, conservation)
    }

    private var counts: [(StaticString, Int)] {
        let bookings = outcome.bookings
        return [
            ("requests", outcome.requests), ("executed", outcome.executed), ("substituted", outcome.substituted),
            ("rejected", outcome.rejected.total), ("reserved", outcome.reserved),
            ("refused", outcome.refused.total), ("draws", bookings.draws), ("settled", bookings.settled),
            ("settled_late", bookings.settledLate), ("released", bookings.released), ("expired", bookings.expired),
            ("duplicates", bookings.duplicates),
        ]
    }
}

extension JSONFieldWriter {
    /// The last members of a run's summary.
    ///
    /// - Returns: the summary.
    mutating func endRun(
        seals: Int, records: UInt64, head: JournalHead, _ conservation: ConservationSummary
    ) -> [UInt8] {
        unsigned("seals", UInt64(seals))
        unsigned("records", records)
        text("head", head.text)
        ConservationReport(summary: conservation).write(to: &self)
        writer.endObject()
        writer.endLine()
        return writer.bytes
    }

    /// A member for each name of some counts.
    mutating func counts(_ name: StaticString, _ counts: OutcomeCounts) {
        beginGroup(name)
        for (name, count) in counts.sorted {
            writer.key(name)
            writer.value(UInt64(count))
        }
        endGroup()
    }
}
