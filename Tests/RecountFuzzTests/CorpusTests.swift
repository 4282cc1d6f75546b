import RecountFuzz
import Testing

@Suite("The corpus of the fuzz targets")
struct CorpusTests {
    @Test("Every property holds of every input", arguments: FuzzTarget.all.map(\.name))
    func replay(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        for input in try CorpusFiles.inputs(of: name) {
            do {
                _ = try input.bytes.withUnsafeBytes { try target.run($0) }
            } catch {
                Issue.record("Fuzz/Corpus/\(name)/\(input.name): \(error)")
            }
        }
    }

    @Test(
        "Some seeds are taken, so that mutation starts behind the first checks", arguments: FuzzTarget.all.map(\.name))
    func seeds(name: String) throws {
        let target = try #require(FuzzTarget.all.first { $0.name == name })
        let seeds = try CorpusFiles.inputs(of: name).filter { $0.name.hasPrefix("seed-") }
        let accepted = try seeds.filter { try $0.bytes.withUnsafeBytes { try target.run($0) } == .accepted }
        #expect(3 * accepted.count >= seeds.count, "\(accepted.count) of \(seeds.count)")
        #expect(!seeds.isEmpty)
    }

    @Test("Every target has inputs and a dictionary, and nothing else has")
    func names() throws {
        let targets = FuzzTarget.all.map(\.name)
        #expect(targets == targets.sorted())
        #expect(try CorpusFiles.targets() == targets)
        #expect(try CorpusFiles.dictionaries() == targets.map { "\($0).dict" })
    }
}
