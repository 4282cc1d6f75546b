import Testing

@Suite struct VectorsCommandTests {
    private static let vectors = DemoFiles.root + "Vectors/"

    @Test("Sound files pass; what stands beside them is passed over")
    func check() throws {
        let outcome = try CommandLineTool.run(
            ["vectors", "check"] + ["locks.json", "schema.json", "registry.json"].map { Self.vectors + $0 })
        #expect(outcome.status == 0, "\(outcome.error)")
        #expect(outcome.text.contains("locks.json: "))
        #expect(!outcome.text.contains("schema.json"))
    }

    @Test("A changed answer is named, with its case and field")
    func changed() throws {
        let sound = String(decoding: try ScratchDirectory.bytes(of: Self.vectors + "locks.json"), as: UTF8.self)
        let scratch = try ScratchDirectory()
        let path = try scratch.write(
            sound.replacing(#""time":"0""#, with: #""time":"1""#, maxReplacements: 1), to: "locks.json")
        let outcome = try CommandLineTool.run(["vectors", "check", path])
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("trying/001 (a free resource): time: expected 1, found 0"), "\(outcome.text)")
    }

    @Test("Generating twice gives the same bytes")
    func generate() throws {
        let arguments = ["vectors", "generate", "--seed", "5", "--area", "locks", "--count", "9"]
        let first = try CommandLineTool.run(arguments)
        #expect(first.status == 0)
        #expect(first.output == (try CommandLineTool.run(arguments)).output)
    }

    @Test("Files that are none are refused with their place")
    func refusals() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write(#"{"format_version": 1, "area": "locks", "groups": [{}]}"#, to: "x.json")
        let outcome = try CommandLineTool.run(["vectors", "check", path])
        #expect(outcome.status == 2)
        #expect(outcome.error.contains("groups[0].cases") || outcome.error.contains(#"groups[0]: "cases" is missing"#))
        #expect(try CommandLineTool.run(["vectors", "generate", "--seed", "1", "--count", "0"]).status == 2)
    }
}
