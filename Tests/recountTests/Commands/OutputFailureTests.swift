import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Standard output that takes nothing, or goes away.
@Suite struct OutputFailureTests {
    @Test func fullDeviceIsAnErrorOfWriting() throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(DemoFiles.smallTrace, to: "trace.csv")
        let journal = scratch.path("journal")
        let runs: [[String]] = [
            ["run", "--policy", policy, "--trace", trace, "--journal", journal],
            ["verify", journal], ["verify", journal, "--json"], ["inspect", journal], ["inspect", journal, "--text"],
            ["explain", journal, "1"], ["decide", "--policy", policy],
            ["assemble", DemoFiles.context], ["assemble", DemoFiles.context, "--explain"],
            ["assemble", DemoFiles.context, "--json"],
            ["catalog", "import", "litellm", DemoFiles.prices, "--overlay", DemoFiles.overlay],
            ["--help"], ["--version"], ["verify", "--help"],
        ]
        for run in runs {
            let outcome = try CommandLineTool.run(
                run, input: #"{"requested_model": "small"}"#, outputPath: "/dev/full")
            #expect(outcome.status == 3, "\(run)")
            RefusalCheck.expectOneLine(outcome.error)
            #expect(outcome.error.contains("standard output: cannot write"), "\(run): \(outcome.error)")
        }
        #expect(try CommandLineTool.run(["verify", journal]).status == 0)
    }

    /// As with `| head -1`.
    @Test func readerThatGoesAwayIsAnErrorOfWriting() throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let trace = try scratch.write(try DemoFiles.rows(200, of: DemoFiles.code), to: "trace.csv")
        let journal = scratch.path("journal")
        #expect(
            try CommandLineTool.run(["run", "--policy", policy, "--trace", trace, "--journal", journal]).status == 0)
        let (reading, writing) = try Descriptor.pipe()
        let error = scratch.path("error")
        let tool = try RunningTool(
            ["inspect", journal], input: try .file("/dev/null", O_RDONLY), output: writing,
            error: try .file(error, O_WRONLY | O_CREAT))
        writing.close()
        #expect(LineSource(reading).next()?.hasPrefix("{\"sequence\":1,") == true)
        reading.close()
        #expect(tool.wait() == 3)
        let text = try String(contentsOfFile: error, encoding: .utf8)
        #expect(text == "recount: standard output: cannot write: Broken pipe\n")
    }

    /// A device is written to, never replaced by a file.
    @Test func outputToWhatIsNoFileGoesThere() throws {
        let scratch = try ScratchDirectory()
        let pipe = scratch.path("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        let reading = try Descriptor.file(pipe, O_RDONLY | O_NONBLOCK)
        let outcome = try CommandLineTool.run([
            "catalog", "import", "litellm", DemoFiles.prices, "--overlay", DemoFiles.overlay, "--output", pipe,
            "--models", "gpt-4o",
        ])
        #expect(outcome.status == 0, "\(outcome.error)")
        var status = stat()
        #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
        #expect(LineSource(reading).next() == "{")
        #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.root) == ["pipe"])
    }
}
