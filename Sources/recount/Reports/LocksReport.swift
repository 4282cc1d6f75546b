import RecountJSON
import RecountKernel
import RecountReplay

/// Leases and queues for people and for programs.
struct LocksReport {
    private let report: LockReport

    init(_ report: LockReport) {
        self.report = report
    }

    /// A table of leases, then one of waiting requests, each if there are any.
    var text: String {
        let moment =
            report.sequence == 0
            ? "before the first record" : "after record \(report.sequence), \(report.time.utcText) UTC"
        guard !report.standings.isEmpty else { return "Nothing is held, and nobody waits, \(moment).\n" }
        var tables: [String] = []
        if report.standings.contains(where: { !$0.holders.isEmpty }) { tables.append("Held \(moment)\n" + leases) }
        if report.standings.contains(where: { !$0.waiters.isEmpty }) { tables.append("Waiting \(moment)\n" + queues) }
        return tables.joined(separator: "\n")
    }

    private var leases: String {
        var table = TextTable([
            ("tenant", .right), ("resource", .left), ("agent", .left), ("mode", .left), ("token", .right),
            ("expires (UTC)", .left), ("holds", .right),
        ])
        for standing in report.standings {
            for holder in standing.holders {
                let grant = holder.grant
                table.append([
                    "\(standing.tenant.rawValue)", resource(standing), agent(holder.agent, standing),
                    "\(holder.mode.name)", "\(grant.token)", grant.expiry.utcText, "\(grant.holdCount)",
                ])
            }
        }
        return table.text
    }

    private var queues: String {
        var table = TextTable([
            ("tenant", .right), ("resource", .left), ("position", .right), ("agent", .left), ("mode", .left),
            ("gives up (UTC)", .left),
        ])
        for standing in report.standings {
            for (position, waiter) in standing.waiters.enumerated() {
                table.append([
                    "\(standing.tenant.rawValue)", resource(standing), "\(position)", agent(waiter.agent, standing),
                    "\(waiter.mode.name)", waiter.deadline.utcText,
                ])
            }
        }
        return table.text
    }

    private func resource(_ standing: LockStanding) -> String {
        cell(standing.resource, report.name(of: standing.resource, ofTenant: standing.tenant))
    }

    private func agent(_ agent: LockAgent, _ standing: LockStanding) -> String {
        cell(agent, report.name(ofAgent: agent, ofTenant: standing.tenant))
    }

    private func cell(_ id: Identifier128, _ name: String?) -> String {
        name.map { "\(id.hexadecimal) \"\($0)\"".printable } ?? id.hexadecimal
    }

    /// The same as one JSON object.
    var json: [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.pretty))
        fields.writer.beginObject()
        fields.unsigned("sequence", report.sequence)
        fields.unsigned("time_ms", report.time.rawValue)
        fields.beginList("resources")
        for standing in report.standings {
            fields.beginElement()
            write(standing, to: &fields)
            fields.endElement()
        }
        fields.endList()
        fields.writer.endObject()
        fields.writer.endLine()
        return fields.writer.bytes
    }

    private func write(_ standing: LockStanding, to fields: inout JSONFieldWriter) {
        fields.unsigned("tenant", standing.tenant.rawValue)
        write("tenant_name", report.name(ofTenant: standing.tenant), to: &fields)
        fields.identifier("resource", standing.resource)
        write("resource_name", report.name(of: standing.resource, ofTenant: standing.tenant), to: &fields)
        fields.beginList("holders")
        for holder in standing.holders {
            fields.beginElement()
            write(holder.agent, of: standing, to: &fields)
            fields.label("mode", holder.mode.name)
            fields.unsigned("token", holder.grant.token)
            fields.unsigned("expiry_ms", holder.grant.expiry.rawValue)
            fields.unsigned("hold_count", UInt64(holder.grant.holdCount))
            fields.endElement()
        }
        fields.endList()
        fields.beginList("waiters")
        for (position, waiter) in standing.waiters.enumerated() {
            fields.beginElement()
            fields.unsigned("position", UInt64(position))
            write(waiter.agent, of: standing, to: &fields)
            fields.label("mode", waiter.mode.name)
            fields.unsigned("lease_ms", waiter.lease.rawValue)
            fields.unsigned("deadline_ms", waiter.deadline.rawValue)
            fields.flag("upgrade", waiter.isUpgrade)
            fields.endElement()
        }
        fields.endList()
    }

    private func write(_ agent: LockAgent, of standing: LockStanding, to fields: inout JSONFieldWriter) {
        fields.identifier("agent", agent)
        write("agent_name", report.name(ofAgent: agent, ofTenant: standing.tenant), to: &fields)
    }

    private func write(_ field: StaticString, _ name: String?, to fields: inout JSONFieldWriter) {
        if let name { fields.text(field, name) } else { fields.absent(field) }
    }
}
