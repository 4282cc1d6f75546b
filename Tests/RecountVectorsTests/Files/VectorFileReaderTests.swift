import Testing

@testable import RecountVectors

@Suite struct VectorFileReaderTests {
    private static let small = VectorFile(
        area: .budgets,
        groups: [
            StepGroup.make("small", "A group.") { group in
                group.setup(.openTenant())
                group.add("an account", .open(1))
                group.add("no command", bytes: [1])
            }
        ])

    private static func parse(_ file: VectorFile, replacing old: String, with new: String) throws -> VectorFile {
        let text = String(decoding: file.json, as: UTF8.self)
        let changed = text.replacing(old, with: new, maxReplacements: 1)
        #expect(changed != text, "\(old) stands nowhere")
        return try VectorFile(parsing: Array(changed.utf8))
    }

    @Test("What is written is read as it was", arguments: VectorArea.allCases)
    func roundTrip(area: VectorArea) throws {
        let file = VectorCatalog.generated(area, VectorGenerator(seed: 7, count: 12))
        #expect(try VectorFile(parsing: file.json) == file)
    }

    @Test(
        "What schema.json forbids is refused with its place",
        arguments: [
            ("\"format_version\": 1", "\"format_version\": 2", "format_version: must be 1"),
            ("\"budgets\"", "\"budget\"", "area: no such area"),
            ("\"tenants\":3", "\"tenants\":0", "groups[0].limits: limits that no kernel has"),
            ("\"tenants\":3", "\"tenants\":\"3\"", "groups[0].limits.tenants: must be an integer"),
            ("\"initial_time\": \"0\"", "\"initial_time\": \"00\"", "groups[0].initial_time: must be an integer"),
            ("\"kind\":\"malformed\"", "\"kind\":\"bad\"", "groups[0].cases[1].result.kind: must be"),
            ("\"name\":\"truncated\"", "\"name\":\"short\"", "groups[0].cases[1].result.name: must be truncated"),
            ("\"sequence\"", "\"sequenze\"", "groups[0].cases[0].result: no field \"sequenze\""),
            ("\"decision_hex\":\"01\"", "\"decision_hex\":\"0\"", "decision_hex: must be pairs"),
            ("\"account\":\"1\"", "\"account\":\"2\"", "small/001: readable"),
            ("small/002", "small/001", "small/001: this id is there twice"),
            ("\"groups\"", "\"group\"", ": no field \"group\""),
        ])
    func refusals(old: String, new: String, message: String) {
        do {
            _ = try Self.parse(Self.small, replacing: old, with: new)
            Issue.record("accepted: \(new)")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }
}
