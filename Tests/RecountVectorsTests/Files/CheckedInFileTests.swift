import Testing

@testable import RecountVectors

@Suite struct CheckedInFileTests {
    /// A change here is either an addition, made with `recount vectors corners` and `generate`, or a change of what
    /// the format promises.
    @Test("The checked-in cases are those of the builders", arguments: VectorArea.allCases)
    func corners(area: VectorArea) throws {
        #expect(try VectorFiles.bytes("\(area.rawValue).json") == VectorCatalog.corners(area).json)
    }

    @Test("The generated cases are those of their seed", arguments: VectorArea.allCases)
    func generated(area: VectorArea) throws {
        let bytes = try VectorFiles.bytes("generated_\(area.rawValue).json")
        let generator = try #require(try VectorFile(parsing: bytes).generator)
        #expect(generator == VectorCatalog.checkedInGenerator(area))
        #expect(bytes == VectorCatalog.generated(area, generator).json)
    }

    @Test("The registry is that of the code")
    func registry() throws {
        #expect(try VectorFiles.bytes("registry.json") == FormatRegistry.json)
    }

    @Test("The kernel answers every case as it stands there")
    func answers() throws {
        for file in VectorFiles.all {
            let report = try file.checked()
            #expect(report.outcome == .passed, "\(file.area): \(String(describing: report.divergence))")
            #expect(report.passedCount == file.caseCount)
        }
    }

    @Test("Each area has at least fifty cases by hand, and all together two thousand from seeds")
    func sizes() {
        for file in VectorFiles.all where file.generator == nil { #expect(file.caseCount >= 50, "\(file.area)") }
        #expect(VectorFiles.all.filter { $0.generator != nil }.reduce(0) { $0 + $1.caseCount } >= 2_000)
    }

    @Test("Every step states the digest of the state after it")
    func stateDigests() {
        #expect(VectorFiles.steps.allSatisfy { $0.stateDigest != nil })
    }
}
