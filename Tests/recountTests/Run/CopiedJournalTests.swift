import Foundation
import RecountJournal
import SystemPackage
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// A journal that is copied while it is written: every copy is a valid beginning of it.
@Suite struct CopiedJournalTests {
    @Test func copiesAreValidPrefixes() throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(try DemoFiles.rows(1_200, of: DemoFiles.conversation), to: "trace.csv")
        let journal = scratch.path("journal")
        let null = try Descriptor.file("/dev/null", O_RDWR)
        let (reading, writing) = try Descriptor.pipe()
        let tool = try RunningTool(
            [
                "run", "--policy", policy, "--trace", trace, "--journal", journal, "--batch", "5", "--snapshots",
                "--segment-bytes", "30000", "--acknowledgements",
            ], input: null, output: writing, error: null)
        writing.close()
        let lines = LineSource(reading)
        var copies: [String] = []
        while let line = lines.next(), line.hasPrefix("{\"acknowledged\"") {
            guard copies.count < 12 else { continue }
            let copy = scratch.path("copy \(copies.count)")
            // A snapshot may be gone when its turn comes: the writer keeps two.
            _ = try? shell("cp -r '\(journal)' '\(copy)' 2> /dev/null || true")
            copies.append(copy)
        }
        #expect(tool.wait() == 0)
        let whole = try CommandLineTool.run(["inspect", journal]).text.split(separator: "\n")
        #expect(copies.count == 12)
        for copy in copies {
            let verify = try CommandLineTool.run(["verify", copy, "--json"])
            #expect(verify.status == 0, "\(verify.error)")
            let records = try CommandLineTool.run(["inspect", copy]).text.split(separator: "\n")
            #expect(records == Array(whole.prefix(records.count)))
            try Journal.open(at: FilePath(copy), sync: .never).close()
        }
    }

    private func shell(_ script: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", script]
        try shell.run()
        shell.waitUntilExit()
    }
}
