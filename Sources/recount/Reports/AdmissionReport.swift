import RecountJSON
import RecountJournal
import RecountKernel
import RecountReplay

/// The summary of a run that admits, for people and for programs.
struct AdmissionReport {
    let outcome: AdmissionOutcome
    let head: JournalHead
    let conservation: ConservationSummary

    /// Tables for people.
    var text: String {
        var table = TextTable([("outcome", .left), ("count", .right)])
        for (name, count) in requestRows + windowRows + waitRows + bookingRows { table.append([name, count]) }
        return table.text + "\n" + ConservationReport(summary: conservation).tenantTable + "\nhead \(head.text)\n"
    }

    private typealias Row = (name: String, count: String)

    private func rows(_ counts: OutcomeCounts, indent: String = "  ") -> [Row] {
        counts.sorted.map { (indent + $0.name, $0.count.grouped) }
    }

    private var requestRows: [Row] {
        let ends: [Row] = [
            ("requests", outcome.requests.grouped), ("admitted", outcome.admitted.grouped),
            ("refused", outcome.refused.total.grouped),
        ]
        let waits: [Row] = [
            ("gave up waiting", outcome.waits.gaveUp.grouped),
            ("could not wait", outcome.waits.unqueued.total.grouped),
        ]
        return ends + rows(outcome.refused) + waits + rows(outcome.waits.unqueued)
    }

    private var windowRows: [Row] {
        let windows = outcome.windows
        let dropped: [Row] = WindowTotals.reasons.map { reason in
            ("  dropped: \(reason.name)", windows.droppedTokens(reason).grouped)
        }
        let stable = "\(windows.stablePrefixTokens.grouped) (\(windows.stableBasisPoints.percent))"
        let rows: [Row] = [
            ("windows assembled", windows.count.grouped),
            ("  that leave something out", windows.droppingCount.grouped),
            ("tokens offered", windows.offeredTokens.grouped), ("tokens kept", windows.keptTokens.grouped),
        ]
        return rows + dropped + [("stable at the start of the windows", stable)]
    }

    private var waitRows: [Row] {
        let waits = outcome.waits
        return [
            ("waited for a lock", waits.queued.grouped), ("  promoted", waits.promoted.grouped),
            ("  gave up", waits.gaveUp.grouped),
            ("  mean wait (ms)", waits.meanMilliseconds.grouped),
            ("  longest wait (ms)", waits.longestMilliseconds.grouped),
        ]
    }

    private var bookingRows: [Row] {
        let bookings = outcome.bookings
        return [
            ("drawn while streaming", bookings.draws.grouped), ("reservations extended", bookings.extensions.grouped),
            ("leases renewed", bookings.renewals.grouped), ("settled", bookings.settled.grouped),
            ("settled after expiry", bookings.settledLate.grouped), ("released", bookings.released.grouped),
            ("duplicates answered", bookings.duplicates.grouped),
        ] + rows(bookings.unexpected, indent: "unexpected: ")
            + [("consequences", outcome.consequences.total.grouped)] + rows(outcome.consequences)
            + [("seals", outcome.seals.grouped), ("records", outcome.records.grouped)]
    }
}

extension AdmissionReport {
    /// One JSON object for programs.
    var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.unsigned("requests", UInt64(outcome.requests))
        fields.unsigned("admitted", UInt64(outcome.admitted))
        fields.unsigned("refused", UInt64(outcome.refused.total))
        fields.unsigned("budget_refusals", UInt64(outcome.budgetRefusals))
        fields.counts("refused_by_reason", outcome.refused)
        writeWindows(to: &fields)
        writeWaits(to: &fields)
        for (name, count) in bookingCounts { fields.unsigned(name, UInt64(count)) }
        fields.counts("unexpected", outcome.bookings.unexpected)
        fields.unsigned("consequences", UInt64(outcome.consequences.total))
        fields.counts("consequences_by_kind", outcome.consequences)
        return fields.endRun(seals: outcome.seals, records: outcome.records, head: head, conservation)
    }

    private func writeWindows(to fields: inout JSONFieldWriter) {
        let windows = outcome.windows
        fields.beginGroup("windows")
        fields.unsigned("assembled", UInt64(windows.count))
        fields.unsigned("leaving_out", UInt64(windows.droppingCount))
        fields.unsigned("offered_tokens", windows.offeredTokens)
        fields.unsigned("kept_tokens", windows.keptTokens)
        fields.beginGroup("dropped_tokens")
        for reason in WindowTotals.reasons { fields.unsigned(reason.name, windows.droppedTokens(reason)) }
        fields.endGroup()
        fields.unsigned("stable_prefix_tokens", windows.stablePrefixTokens)
        fields.unsigned("stable_prefix_bp", windows.stableBasisPoints)
        fields.endGroup()
    }

    private func writeWaits(to fields: inout JSONFieldWriter) {
        let waits = outcome.waits
        fields.beginGroup("lock_waits")
        fields.unsigned("queued", UInt64(waits.queued))
        fields.unsigned("promoted", UInt64(waits.promoted))
        fields.unsigned("gave_up", UInt64(waits.gaveUp))
        fields.counts("not_queued", waits.unqueued)
        fields.unsigned("total_ms", waits.totalMilliseconds)
        fields.unsigned("mean_ms", waits.meanMilliseconds)
        fields.unsigned("longest_ms", waits.longestMilliseconds)
        fields.endGroup()
    }

    private var bookingCounts: [(StaticString, Int)] {
        let bookings = outcome.bookings
        return [
            ("draws", bookings.draws), ("extensions", bookings.extensions), ("renewals", bookings.renewals),
            ("settled", bookings.settled), ("settled_late", bookings.settledLate), ("released", bookings.released),
            ("expired", bookings.expired), ("duplicates", bookings.duplicates),
        ]
    }
}

extension UInt64 {
    /// Basis points as a percentage of two decimals.
    fileprivate var percent: String {
        let decimals = String(self % 100)
        return "\(self / 100).\(decimals.count < 2 ? "0" : "")\(decimals) %"
    }
}
