import RecountKernel
import Testing

@testable import RecountJSON
@testable import RecountVectors

@Suite struct CoverageTests {
    private static let decisions: [Fields] = VectorFiles.steps.compactMap { entry in
        guard case .decision(let step) = entry.result else { return nil }
        return step.decision.withUnsafeBytes { bytes in
            (try? Decision(decoding: bytes)).map { Fields(FieldCollector.fields(of: $0)) }
        }
    }

    /// The fields of a decision by their paths.
    struct Fields {
        let values: [String: String]

        init(_ fields: [NamedField]) {
            values = Dictionary(fields.map { ($0.path, $0.value) }) { first, _ in first }
        }
    }

    private static func values(of path: String) -> Set<String> {
        Set(decisions.compactMap { $0.values[path] })
    }

    @Test("Every kind of decision and of command occurs")
    func kinds() {
        let found = Self.values(of: "decision")
        for kind in DecisionKind.all { #expect(found.contains(kind.name.description), "\(kind)") }
        let commands = Set(VectorFiles.steps.compactMap(\.command).filter { !$0.isEmpty }.map { $0[0] })
        for kind in CommandKind.all { #expect(commands.contains(kind.rawValue), "\(kind)") }
    }

    @Test("Every reason of a refusal occurs, with every detail that the registry gives it")
    func reasons() {
        var found: Set<String> = []
        for case .decision(let step) in VectorFiles.steps.map(\.result) {
            // A refusal: kind, reason, detail; a notAdmitted of the stages 1 to 5: kind, stage, reason, detail.
            let start = step.decision[0] == 2 ? 1 : step.decision[0] == 97 && step.decision[1] > 0 ? 2 : 0
            guard start > 0 else { continue }
            let detail = FormatLayouts.details.first { $0.tag == step.decision[start + 1] }
            found.insert("\(step.decision[start]) \(detail?.name ?? "")")
        }
        var registered: Set<String> = []
        for reason in Refusal.Reason.all {
            for detail in reason.details { registered.insert("\(reason.rawValue) \(detail)") }
        }
        #expect(found == registered)
    }

    @Test("Every decoding error of a command occurs")
    func decodingErrors() {
        var found: Set<UInt8> = []
        for case .malformed(let error) in VectorFiles.steps.map(\.result) { found.insert(error.code.rawValue) }
        // What is inconsistent is a state, never a command.
        for code in DecodingErrorCode.all where code != .inconsistent {
            #expect(found.contains(code.rawValue), "\(code)")
        }
    }

    @Test("Every present state, reservation state, stage, route reason and window outcome occurs")
    func enumerations() {
        let tables = Dictionary(uniqueKeysWithValues: EnumerationTable.all.map { ($0.name, $0.values.map(\.name)) })
        let reasons = Self.values(of: "reason").union(Self.values(of: "route.reason"))
        for name in tables["route_reasons"] ?? [] { #expect(reasons.contains(name), "\(name)") }
        let present = Self.values(of: "present")
        for name in tables["present_states"] ?? [] where name != "reservation" {
            #expect(present.contains(name), "\(name)")
        }
        for name in ["open", "settled", "settled_late", "released", "charged"] {
            #expect(present.contains(name), "\(name)")
        }
        let finished = Self.values(of: "state")
        for name in ["settled", "settled_late", "released", "expired", "charged"] {
            #expect(finished.contains(name), "\(name)")
        }
        let stages = Self.values(of: "stage")
        for name in tables["admission_stages"] ?? [] { #expect(stages.contains(name), "\(name)") }
        #expect(Self.values(of: "action") == Set(tables["route_actions"] ?? []))
        #expect(Self.values(of: "dimension") == Set(tables["dimensions"] ?? []))
    }

    @Test("Every flag occurs, and every case has a comment")
    func flags() {
        let labels = VectorFiles.all.flatMap(\.groups).flatMap(\.labels)
        let found = Set(labels.flatMap(\.flags))
        for flag in VectorFlag.allCases { #expect(found.contains(flag), "\(flag)") }
        #expect(labels.allSatisfy { !$0.comment.isEmpty })
    }
}
