import RecountJSON
import RecountKernel
import RecountTestSupport
import Testing

@Suite("Fields of commands and decisions in JSON")
struct FieldRenderingTests {
    @Test("every kind, reason and state is among the samples")
    func completeness() throws {
        try RecordSamples.withPolicy { policy in
            let kinds = Set(RecordSamples.bodies(policy: policy).map(\.kind.rawValue))
            #expect(kinds == Set((UInt8.min...UInt8.max).filter { CommandKind(rawValue: $0) != nil }))
        }
        let kinds = Set(RecordSamples.decisions.map(\.kind.rawValue))
        #expect(kinds == Set((UInt8.min...UInt8.max).filter { DecisionKind(rawValue: $0) != nil }))
        #expect(RecordSamples.reasons.count == 38)
        #expect(RecordSamples.states.count == 6)
    }

    @Test("each is JSON without a key twice, with snake_case keys and labels, and the collector has the same paths")
    func everyRendering() throws {
        for rendering in try Self.renderings() {
            let value = try JSONValue(parsing: rendering.json)
            let leaves = value.leaves
            for leaf in leaves {
                #expect(leaf.path.split(separator: ".").allSatisfy(Self.isSnakeCase), "\(leaf.path)")
            }
            let fields = leaves.filter { !$0.path.hasSuffix("_usd") }
            #expect(fields.map(\.path) == rendering.fields.map(\.path))
            #expect(fields.map { Self.text(of: $0.value) } == rendering.fields.map { Optional($0.value) })
        }
    }

    @Test("every enumeration has one name a case, in snake_case")
    func names() {
        let all = UInt8.min...UInt8.max
        let lists: [[StaticString]] = [
            all.compactMap { CommandKind(rawValue: $0)?.name }, all.compactMap { DecisionKind(rawValue: $0)?.name },
            RecordSamples.reasons.map(\.name), RecordSamples.states.map(\.name),
            all.compactMap { RouteDecision.Action(rawValue: $0)?.name },
            all.compactMap { RouteDecision.Reason(rawValue: $0)?.name }, Gate.all.map(\.name),
            all.compactMap { Settlement(rawValue: $0)?.name }, all.compactMap { Dimension(rawValue: $0)?.name },
            all.compactMap { Description.Subject(rawValue: $0)?.name },
            all.compactMap { Step.Origin(rawValue: $0)?.name }, Component.all.map(\.fieldName),
            all.compactMap { AssemblyMode(rawValue: $0)?.name },
            all.compactMap { WindowEntry.Outcome(rawValue: $0)?.name },
            all.compactMap { WindowEntry.Reason(rawValue: $0)?.name }, all.compactMap { LockMode(rawValue: $0)?.name },
            RecordSamples.stages.map(\.name),
        ]
        #expect(lists.map(\.count) == [24, 17, 38, 6, 3, 14, 10, 2, 3, 7, 2, 8, 2, 3, 4, 2, 5])
        for list in lists {
            let names = list.map(\.description)
            #expect(Set(names).count == names.count, "\(names)")
            #expect(names.allSatisfy { Self.isSnakeCase($0[...]) }, "\(names)")
        }
    }

    @Test("names of kinds and reasons are those of their cases, so that nobody mistakes one for another")
    func namesOfCases() {
        for reason in RecordSamples.reasons { #expect(Self.snakeCase("\(reason)") == reason.name.description) }
        for state in RecordSamples.states { #expect(Self.snakeCase("\(state)") == state.name.description) }
        for gate in Gate.all { #expect(Self.snakeCase("\(gate)") == gate.name.description) }
        for raw in UInt8.min...UInt8.max {
            if let kind = CommandKind(rawValue: raw) { #expect(Self.snakeCase("\(kind)") == kind.name.description) }
            if let kind = DecisionKind(rawValue: raw) { #expect(Self.snakeCase("\(kind)") == kind.name.description) }
            if let mode = AssemblyMode(rawValue: raw) { #expect("\(mode)" == mode.name.description) }
            if let mode = LockMode(rawValue: raw) { #expect("\(mode)" == mode.name.description) }
            if let stage = AdmissionStage(rawValue: raw) { #expect("\(stage)" == stage.name.description) }
            if let outcome = WindowEntry.Outcome(rawValue: raw) { #expect("\(outcome)" == outcome.name.description) }
            if let reason = WindowEntry.Reason(rawValue: raw) {
                #expect(Self.snakeCase("\(reason)") == reason.name.description)
            }
            if let subject = Description.Subject(rawValue: raw) { #expect("\(subject)" == subject.name.description) }
            if let action = RouteDecision.Action(rawValue: raw) {
                #expect(Self.snakeCase("\(action)") == action.name.description)
            }
            if let reason = RouteDecision.Reason(rawValue: raw) {
                #expect(Self.snakeCase("\(reason)") == reason.name.description)
            }
        }
    }

    @Test("integers to 2^53 are numbers, larger ones decimal digits in a string")
    func integers() throws {
        let value = try JSONValue.rendering {
            $0.unsigned("exact", 1 << 53)
            $0.unsigned("above", 1 << 53 + 1)
            $0.unsigned("largest", .max)
            $0.signed("negative", -1 << 53)
            $0.signed("below", -1 << 53 - 1)
            $0.signed("least", .min)
        }
        #expect(value["exact"] == .number(JSONNumber(1 << 53)))
        #expect(value["above"] == .string("9007199254740993"))
        #expect(value["largest"] == .string("18446744073709551615"))
        #expect(value["negative"] == .number(JSONNumber(-1 << 53)))
        #expect(value["below"] == .string("-9007199254740993"))
        #expect(value["least"] == .string("-9223372036854775808"))
    }

    @Test("ids have 32 and digests 64 hexadecimal digits, in the order of their bytes")
    func hexadecimal() throws {
        let command = RecordSamples.command(.release(RecordSamples.identifier))
        let rendered = try JSONValue.rendering { command.visit(&$0) }
        #expect(rendered["reservation"] == .string(RecordSamples.identifierDigits))
        #expect(rendered["request_id"] == .string(RecordSamples.identifierDigits))
        #expect(rendered["actor"] == .string(String(repeating: "f", count: 16) + String(repeating: "0", count: 16)))
        #expect(rendered["correlation"] == .string(String(repeating: "0", count: 32)))
        #expect(RecordSamples.identifier.hexadecimal == RecordSamples.identifierDigits)
        let decision = Decision.policyInstalled(
            PolicyInstallation(number: PolicyNumber(1), digest: RecordSamples.digest))
        let installed = try JSONValue.rendering { decision.visit(&$0) }
        #expect(installed["policy_digest"] == .string(RecordSamples.digestDigits))
        #expect(RecordSamples.digest.hexadecimal == RecordSamples.digestDigits)
        #expect(Digest(hexadecimal: RecordSamples.digestDigits) == RecordSamples.digest)
        #expect(Digest(hexadecimal: RecordSamples.digestDigits.uppercased()) == RecordSamples.digest)
        var canonical = [UInt8](repeating: 0, count: decision.encodedByteCount)
        try canonical.withUnsafeMutableBytes { _ = try decision.encode(into: $0) }
        #expect(Array(canonical.suffix(32)).hexadecimalDigits == RecordSamples.digestDigits)
    }

    @Test(
        "texts that are no digest",
        arguments: ["", "00", String(repeating: "0", count: 63), String(repeating: "g", count: 64)])
    func noDigests(text: String) {
        #expect(Digest(hexadecimal: text) == nil)
        #expect(Digest(hexadecimal: text + "+" + String(repeating: "0", count: 63 - min(63, text.count))) == nil)
    }

    @Test("money is written in microcents and in US dollars")
    func money() throws {
        let command = RecordSamples.command(.draw(Spending(id: .zero, total: RecordSamples.amounts)))
        let total = try JSONValue.rendering { command.visit(&$0) }["total"]
        #expect(total?["cost_microcents"] == .number(JSONNumber(250_000_001)))
        #expect(total?["cost_usd"] == .string("2.50000001"))
        let request = try JSONValue.rendering { RecordSamples.request.visit(&$0) }
        #expect(request["cost_limit_microcents"] == .string("9007199254740993"))
        #expect(request["cost_limit_usd"] == .string("90071992.54740993"))
    }

    /// What a writer and a collector make of every sample.
    private static func renderings() throws -> [(json: [UInt8], fields: [NamedField])] {
        var renderings = RecordSamples.decisions.map { decision in
            (json: JSONValue.text { decision.visit(&$0) }, fields: FieldCollector.fields(of: decision))
        }
        try RecordSamples.withPolicy { policy in
            for body in RecordSamples.bodies(policy: policy) {
                let command = RecordSamples.command(body)
                var collector = FieldCollector()
                command.visit(&collector)
                renderings.append((JSONValue.text { command.visit(&$0) }, collector.fields))
            }
        }
        return renderings
    }

    private static func isSnakeCase(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "_") }
    }

    private static func snakeCase(_ camelCase: String) -> String {
        camelCase.reduce("") { $1.isUppercase ? "\($0)_\($1.lowercased())" : "\($0)\($1)" }
    }

    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let number): number.text
        case .null: "none"
        case .boolean(let value): value ? "true" : "false"
        default: nil
        }
    }
}
