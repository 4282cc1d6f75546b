import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

@Suite("Commands and decisions as they stand in JSON")
struct FieldGoldenTests {
    @Test("a routing decision")
    func route() {
        let decision = RecordSamples.decisions[RecordSamples.decisions.count - 1]
        #expect(
            Self.json { decision.visit(&$0) }
                == #"{"decision":"routed","action":"substitute","reason":"other_model_is_best","model":1,"#
                + #""cost_microcents":"9007199254740993","cost_usd":"90071992.54740993","#
                + #""utility_microcents":"9223372036854775807","runner_up_model":2,"runner_up_utility_microcents":3,"#
                + #""evaluated":4,"eligible":5,"rejections":{"disabled":1,"quality":2,"latency":3,"capability":4,"#
                + #""provider":5,"region":6,"risk_ceiling":7,"context_window":8,"cost":9,"utility":10},"#
                + #""policy_digest":"\#(RecordSamples.digestDigits)","policy_epoch":"9007199254740993","#
                + #""catalog_epoch":8}"#)
    }

    @Test("a reservation, its refusal, its duplicate and its expiry")
    func reservation() {
        let amounts = #"{"calls":1,"tokens":2,"cost_microcents":250000001,"cost_usd":"2.50000001"}"#
        let id = RecordSamples.identifierDigits
        let command = Command(
            header: CommandHeader(tenant: TenantID(3), time: Milliseconds(18)),
            body: .reserve(
                Reservation(
                    id: RecordSamples.identifier, accounts: .of([13, 14]), amounts: RecordSamples.amounts,
                    expiry: Milliseconds(15))))
        let zero = String(repeating: "0", count: 32)
        #expect(
            Self.json { command.visit(&$0) }
                == #"{"command":"reserve","tenant":3,"time_ms":18,"request_id":"\#(zero)","actor":"\#(zero)","#
                + #""correlation":"\#(zero)","reservation":"\#(id)","accounts":[{"account":13},{"account":14}],"#
                + #""amounts":\#(amounts),"expiry_ms":15}"#)
        let decisions: [(Decision, String)] = [
            (
                .refused(.insufficient, .budget(AccountID(1), .tokens, needed: 5, limit: 3)),
                #"{"decision":"refused","reason":"insufficient","account":1,"dimension":"tokens","needed":5,"limit":3}"#
            ),
            (
                .duplicate(of: 4, .settledLate, expiry: 5, spent: RecordSamples.amounts),
                #"{"decision":"duplicate","original_sequence":4,"present":"settled_late","expiry_ms":5,"#
                    + #""spent":\#(amounts)}"#
            ),
            (
                .reservationExpired(
                    ReservationExpiry(
                        tenant: TenantID(2), reservation: RecordSamples.identifier, released: RecordSamples.amounts)),
                #"{"decision":"reservation_expired","tenant":2,"reservation":"\#(id)","released":\#(amounts)}"#
            ),
            (.accepted, #"{"decision":"accepted"}"#),
            (.settled(.settled), #"{"decision":"settled","settlement":"settled"}"#),
            (
                .sealed(stateRoot: RecordSamples.digest),
                #"{"decision":"sealed","state_root":"\#(RecordSamples.digestDigits)"}"#
            ),
        ]
        for (decision, json) in decisions { #expect(Self.json { decision.visit(&$0) } == json) }
    }

    @Test("what is not there is null")
    func absent() throws {
        let opening = RecordSamples.command(.open(7))
        let rendered = try JSONValue.rendering { opening.visit(&$0) }
        #expect(rendered["parent"] == .null)
        #expect(
            rendered["exposure_limit"]
                == .object([
                    JSONMember(key: "calls", value: .null), JSONMember(key: "tokens", value: .null),
                    JSONMember(key: "cost_microcents", value: .null),
                ]))
    }

    @Test("the keys of a rendered request are those that lines have, and its line gives the same request")
    func requestRoundTrip() throws {
        var requests = [RecordSamples.request, RouteRequest(policy: PolicyNumber(0), requestedModel: ModelID(0))]
        var random = SplitMix64(state: 5)
        for _ in 0..<300 { requests.append(Self.request(&random)) }
        for request in requests {
            let rendered = try JSONValue.rendering { request.visit(&$0) }
            // A line states its cost limit once.
            for key in ["cost_limit_microcents", "cost_limit_usd"] {
                let line = try RequestText.route(Self.text(rendered, without: key))
                #expect(line.request == request)
                #expect(line.requestID == .zero)
            }
        }
    }

    private static func json(_ visit: (inout JSONFieldWriter) -> Void) -> String {
        String(decoding: JSONValue.text(visit), as: UTF8.self)
    }

    private static func text(_ value: JSONValue, without key: String) -> [UInt8] {
        guard case .object(let members) = value else { return [] }
        var writer = JSONWriter(.compact)
        writer.value(.object(members.filter { $0.key != key }.map(Self.lineMember)))
        return writer.bytes
    }

    /// Records list excluded models as groups, lines as plain models.
    private static func lineMember(_ member: JSONMember) -> JSONMember {
        guard member.key == "excluded", case .array(let elements) = member.value else { return member }
        return JSONMember(key: member.key, value: .array(elements.compactMap { $0["model"] }))
    }

    private static func request(_ random: inout SplitMix64) -> RouteRequest {
        func number(_ bits: UInt64) -> UInt64 { random.next() >> (64 - bits + random.uniform(0...bits - 1)) }
        var request = RouteRequest(
            policy: PolicyNumber(UInt32(number(32))), requestedModel: ModelID(UInt32(number(32))))
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        for index in 0..<8 { quantities[index] = number(48) }
        request.usage = Usage(quantities) ?? .zero
        request.value = Int64(bitPattern: number(64))
        request.costLimit = Microcents(number(64))
        request.risk = BasisPoints(UInt16(number(16)))
        request.confidence = BasisPoints(UInt16(number(16)))
        request.minimumQuality = BasisPoints(UInt16(number(16)))
        request.latencyLimitMilliseconds = UInt32(number(32))
        request.requiredCapabilities = number(64)
        request.allowedProviders = number(64)
        request.requiredRegions = number(64)
        for model in 0..<UInt32(random.uniform(0...8)) {
            request.warmEntries.append(WarmEntry(model: ModelID(model * 3), tokens: Tokens(number(64))))
            request.excludedModels.append(ModelID(model << 28))
        }
        return request
    }
}
