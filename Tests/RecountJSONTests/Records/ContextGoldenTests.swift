import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

@Suite("Windows, locks and admissions as they stand in JSON")
struct ContextGoldenTests {
    private static let context = ContextCase(
        limit: 900, output: 100, separator: 2, mode: .greedy,
        sections: [.of(1, priority: 5, renderOrder: 6), .of(2, cap: 300)],
        [
            .of(7, section: 2, tokens: 50, priority: 3, order: 4, .required, .truncatable, cuts: [10, 20], .stable),
            .of(8, tokens: 60, group: 9),
        ])

    private static let assembly =
        #""token_limit":900,"output_reserve_tokens":100,"separator_tokens":2,"mode":"greedy","#
        + #""sections":[{"section":1,"priority":5,"render_order":6,"cap_tokens":null},"#
        + #"{"section":2,"priority":0,"render_order":2,"cap_tokens":300}],"fragments":[{"fragment":7,"section":2,"#
        + #""priority":3,"order":4,"tokens":50,"required":true,"truncatable":true,"stable":true,"group":0,"#
        + #""content_digest":"\#(digest(7))","cut_points":[{"tokens":10},{"tokens":20}]},{"fragment":8,"section":1,"#
        + #""priority":0,"order":0,"tokens":60,"required":false,"truncatable":false,"stable":false,"group":9,"#
        + #""content_digest":"\#(digest(8))","cut_points":[]}]"#

    @Test("an assembly has every section and fragment, what is so or not as a boolean")
    func assembly() throws {
        try Self.context.withRequest { request in
            #expect(Self.json { request.visit(&$0) } == "{\(Self.assembly)}")
        }
    }

    @Test("a window has every entry")
    func window() {
        Self.withWindow { window in
            #expect(
                Self.json { Decision.assembled(window).visit(&$0) }
                    == #"{"decision":"assembled",\#(Self.windowFields)}"#)
        }
    }

    @Test("locks")
    func locks() {
        let id = RecordSamples.identifierDigits
        let agent = String(repeating: "0", count: 30) + "13"
        let reference = LeaseReference(resource: RecordSamples.identifier, agent: Identifier128(19), token: 12)
        let bodies: [(CommandBody, String)] = [
            (
                .acquireLock(
                    LockRequest(
                        resource: RecordSamples.identifier, agent: Identifier128(19), mode: .shared,
                        lease: Milliseconds(20), wait: Milliseconds(21))),
                #""mode":"shared","lease_ms":20,"wait_ms":21}"#
            ),
            (.renewLock(reference, lease: Milliseconds(22)), #""token":12,"lease_ms":22}"#),
            (.releaseLock(reference), #""token":12}"#),
        ]
        for (body, end) in bodies {
            let text = Self.json { RecordSamples.command(body).visit(&$0) }
            #expect(text.hasSuffix(#","resource":"\#(id)","agent":"\#(agent)",\#(end)"#), "\(text)")
        }
        let grant = LeaseGrant(token: 12, expiry: Milliseconds(30), holdCount: 2)
        let granted = #""token":12,"expiry_ms":30,"hold_count":2}"#
        let decisions: [(Decision, String)] = [
            (.lockAcquired(grant), #"{"decision":"lock_acquired",\#(granted)"#),
            (.lockQueued(position: 3), #"{"decision":"lock_queued","position":3}"#),
            (.lockReleased(holdCount: 1), #"{"decision":"lock_released","hold_count":1}"#),
            (
                .leaseExpired(LeaseExpiry(tenant: TenantID(4), lease: reference)),
                #"{"decision":"lease_expired","tenant":4,"resource":"\#(id)","agent":"\#(agent)","token":12}"#
            ),
            (
                .waitExpired(
                    WaitExpiry(tenant: TenantID(4), resource: RecordSamples.identifier, agent: Identifier128(19))),
                #"{"decision":"wait_expired","tenant":4,"resource":"\#(id)","agent":"\#(agent)"}"#
            ),
            (
                .lockPromoted(
                    LockPromotion(
                        tenant: TenantID(4), resource: RecordSamples.identifier, agent: Identifier128(19),
                        mode: .exclusive, grant: grant)),
                #"{"decision":"lock_promoted","tenant":4,"resource":"\#(id)","agent":"\#(agent)","#
                    + #""mode":"exclusive",\#(granted)"#
            ),
            (
                .refused(.lockHeld, .holder(RecordSamples.identifier, Identifier128(19))),
                #"{"decision":"refused","reason":"lock_held","resource":"\#(id)","holder":"\#(agent)"}"#
            ),
            (
                .refused(.leaseTooLong, .duration(RecordSamples.identifier, needed: 5, limit: 4)),
                #"{"decision":"refused","reason":"lease_too_long","resource":"\#(id)","needed_ms":5,"limit_ms":4}"#
            ),
            (
                .notAdmitted(.refused(.assembly, Refusal(.requiredDoesNotFit, .room(nil, needed: 5, limit: 4)))),
                #"{"decision":"not_admitted","stage":"assembly","reason":"required_does_not_fit","section":null,"#
                    + #""needed":5,"limit":4}"#
            ),
        ]
        for (decision, json) in decisions { #expect(Self.json { decision.visit(&$0) } == json) }
    }

    @Test("an admission has its accounts, locks, request and assembly; its answer has the model, leases and window")
    func admission() throws {
        let admission = AdmissionCase(5, accounts: [6, 7], until: 800).locking((8, .shared), (9, .exclusive))
        try Self.context.withAdmission(admission.header) { request in
            let value = try JSONValue.rendering { request.visit(&$0) }
            #expect(
                Self.keys(of: value) == ["reservation", "accounts", "expiry_ms", "agent", "locks", "route", "assembly"])
            #expect(value["locks"]?[1]?["mode"] == .string("exclusive"))
            #expect(value["locks"]?[1]?["lease_ms"] == .number(JSONNumber(100)))
            #expect(value["route"]?["output_tokens"] == .number(JSONNumber(5)))
            #expect(Self.json { request.visit(&$0) }.hasSuffix(#""assembly":{\#(Self.assembly)}}"#))
        }
        let answer = try #require(BorrowedSamples.admissions.last)
        let value = try JSONValue.rendering { answer.visit(&$0) }
        #expect(Self.keys(of: value) == ["decision", "reserved", "route", "leases", "window"])
        #expect(Self.keys(of: try #require(value["leases"]?[7])) == ["resource", "token", "expiry_ms", "hold_count"])
        #expect(value["route"]?["action"] == .string("substitute"))
        #expect(value["window"]?["entries"]?[7]?["fragment"] != nil)
    }

    @Test("a collector with a longest list keeps its beginning and says how many follow")
    func longestList() throws {
        let answer = try #require(BorrowedSamples.admissions.last)
        var collector = FieldCollector(longestList: 2)
        answer.visit(&collector)
        let all = FieldCollector.fields(of: answer)
        let lists = collector.fields.filter { $0.path.hasPrefix("leases.") || $0.path.hasPrefix("window.entries.") }
        #expect(lists.filter { $0.path.hasSuffix(".more") }.map(\.value) == ["6", "6"])
        #expect(lists.count == 2 * 4 + 1 + 2 * 4 + 1)
        #expect(collector.fields.filter { !$0.path.hasSuffix(".more") }.allSatisfy(all.contains))
        #expect(collector.fields.first == all.first)
        var wide = FieldCollector(longestList: 8)
        answer.visit(&wide)
        #expect(wide.fields == all)
    }

    private static let windowFields =
        #""used_tokens":112,"included":2,"stable_prefix":{"fragments":1,"tokens":50,"digest":"\#(digest(1))"},"#
        + #""window_digest":"\#(digest(2))","entries":[{"fragment":7,"outcome":"included","reason":"none","#
        + #""kept_tokens":50},{"fragment":8,"outcome":"truncated","reason":"section_cap","kept_tokens":60},"#
        + #"{"fragment":9,"outcome":"excluded","reason":"after_cutoff","kept_tokens":0}]"#

    /// A window by its layout in docs/format.md.
    private static func withWindow(_ body: (Window) -> Void) {
        var bytes = LittleEndianBytes()
        bytes.append(UInt8(64))
        bytes.append(UInt64(112))
        bytes.append(UInt32(2))
        bytes.append(UInt32(1))
        bytes.append(UInt64(50))
        bytes.append(contentsOf: Digest.of(1).bytes)
        bytes.append(contentsOf: Digest.of(2).bytes)
        bytes.append(UInt32(3))
        for (fragment, outcome, reason, kept) in [(7, 1, 0, 50), (8, 2, 1, 60), (9, 3, 3, 0)] {
            bytes.append(UInt64(fragment))
            bytes.append(UInt8(outcome))
            bytes.append(UInt8(reason))
            bytes.append(UInt32(kept))
        }
        bytes.bytes.withUnsafeBytes { bytes in
            guard case .assembled(let window) = try? Decision(decoding: bytes) else {
                Issue.record("the layout is not that of a window")
                return
            }
            body(window)
        }
    }

    private static func digest(_ number: UInt8) -> String {
        (number < 16 ? "0" : "") + String(number, radix: 16) + String(repeating: "0", count: 62)
    }

    private static func json(_ visit: (inout JSONFieldWriter) -> Void) -> String {
        String(decoding: JSONValue.text(visit), as: UTF8.self)
    }

    private static func keys(of value: JSONValue) -> [String] {
        guard case .object(let members) = value else { return [] }
        return members.map(\.key)
    }
}

extension JSONValue {
    /// The element of an array at a position.
    fileprivate subscript(position: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(position) else { return nil }
        return elements[position]
    }
}
