import Testing

/// The locks of a journal, followed from its records alone: no two agents ever hold one, and waits
/// are counted.
struct RecountedLocks {
    private struct Place: Hashable {
        let tenant: Int128
        let resource: String
    }

    private struct Hold {
        let agent: String
        var count: Int128
        var expiry: Int128
    }

    private var holds: [Place: Hold] = [:]
    private var waiting: [String: Int128] = [:]
    private var queued: Int128 = 0
    private var promotedWaits: [Int128] = []
    private var givenUpWaits: [Int128] = []
    /// Agents that were promoted and have not given that hold back, with the time of the promotion.
    private var resuming: [String: Int128] = [:]

    mutating func take(_ record: RecordLine) throws {
        let decision = record.decision
        #expect(resuming.values.allSatisfy { $0 == record.time }, "the hold of a promotion outlives its millisecond")
        guard let command = record.command else { return try take(consequence: record) }
        let kind = command["command"]
        let place = Place(tenant: command.integer("tenant"), resource: command["resource"] ?? "")
        let agent = command["agent"] ?? ""
        switch (kind, decision["decision"]) {
        case ("admit", "admitted"): try take(admission: command, decision, at: record.time)
        case ("acquire_lock", "lock_queued"):
            #expect(holds[place] != nil && holds[place]?.agent != agent)
            queued += 1
            waiting[agent] = record.time
        case ("renew_lock", "lock_acquired"):
            let hold = try #require(holds[place])
            #expect(hold.agent == agent && hold.expiry > record.time)
            holds[place]?.expiry = record.time + 30_000
        case ("release_lock", "lock_released"):
            let hold = try #require(holds[place])
            #expect(hold.agent == agent && hold.expiry > record.time)
            #expect(decision.integer("hold_count") == hold.count - 1)
            holds[place]?.count -= 1
            resuming[agent] = nil
            if hold.count == 1 { holds[place] = nil }
        default: break
        }
    }

    private mutating func take(admission: JSONObject, _ decision: JSONObject, at time: Int128) throws {
        let lock = try #require(admission.objects("locks").first)
        let lease = try #require(decision.objects("leases").first)
        let place = Place(tenant: admission.integer("tenant"), resource: try #require(lock["resource"]))
        let agent = try #require(admission["agent"])
        #expect(lock["mode"] == "exclusive" && lease["resource"] == lock["resource"])
        #expect(holds[place] == nil || holds[place]?.agent == agent, "two requests in one conversation")
        let count = (holds[place]?.count ?? 0) + 1
        #expect(lease.integer("hold_count") == count)
        holds[place] = Hold(agent: agent, count: count, expiry: time + 30_000)
    }

    private mutating func take(consequence record: RecordLine) throws {
        let decision = record.decision
        let place = Place(tenant: decision.integer("tenant"), resource: decision["resource"] ?? "")
        let agent = decision["agent"] ?? ""
        switch decision["decision"] {
        case "lock_promoted":
            #expect(holds[place] == nil, "two requests in one conversation")
            holds[place] = Hold(agent: agent, count: 1, expiry: record.time + 30_000)
            resuming[agent] = record.time
            let start = waiting.removeValue(forKey: agent)
            promotedWaits.append(record.time - (try #require(start)))
        case "lease_expired":
            #expect(holds[place]?.agent == agent && holds[place]?.expiry == record.time)
            holds[place] = nil
        case "wait_expired":
            let start = waiting.removeValue(forKey: agent)
            givenUpWaits.append(record.time - (try #require(start)))
            #expect(givenUpWaits.last == 20_000)
        default: break
        }
    }

    func check(_ summary: JSONObject) {
        let waits = summary.object("lock_waits")
        let ended = promotedWaits + givenUpWaits
        let total = ended.reduce(0, +)
        #expect(waits.integer("queued") == queued)
        #expect(waits.integer("promoted") == Int128(promotedWaits.count))
        #expect(waits.integer("gave_up") == Int128(givenUpWaits.count))
        #expect(queued == Int128(ended.count), "every wait ends")
        #expect(waits.integer("total_ms") == total)
        #expect(waits.integer("mean_ms") == (ended.isEmpty ? 0 : total / Int128(ended.count)))
        #expect(waits.integer("longest_ms") == ended.max() ?? 0)
        #expect(holds.isEmpty && waiting.isEmpty, "something is held or waits after the end")
    }
}
