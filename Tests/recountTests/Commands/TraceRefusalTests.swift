import Foundation
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// Traces that cannot be played: refused before anything is written.
@Suite struct TraceRefusalTests {
    private static let heading = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
    private static let row = "2023-11-16 18:15:46.6805900,374,44\n"
    private static let line = #"{"time_ms": 1700158546680, "input_tokens": 374, "output_tokens": 44}"# + "\n"

    /// A trace and what the message says of it.
    static let traces: [(trace: String, says: String)] = [
        ("", "no request"),
        (heading, "no request"),
        ("\n\r\n", "no request"),
        ("time,input,output\n" + row, "line 1: neither the heading"),
        (row, "line 1: neither the heading"),
        (heading + row + "2023-11-16 18:15:46.6805900,many,44\n", "line 3: ContextTokens \"many\""),
        (heading + row + "2023-11-16 18:15:46.6805900,374,-44\n", "line 3: GeneratedTokens \"-44\""),
        (heading + row + "2023-11-16 18:15:46.6805900,374,281474976710656\n", "line 3: GeneratedTokens"),
        (heading + row + "2023-11-16 18:15:46.6805900,374\n", "line 3: expected 3 columns"),
        (heading + row + "2023-02-29 18:15:46.6805900,374,44\n", "line 3: \"2023-02-29"),
        (heading + row + "2023-11-16 18:15:45,374,44\n", "line 3: earlier"),
        (heading + row + "2023-11-16 18:15:48,1,1\n2023-11-16 18:15:47.9999999,1,1\n", "line 4: earlier"),
        (heading + row + "2023-12-18 18:15:45,374,44\n", "line 3: more than 31 days"),
        (heading + row + line, "line 3: \"{"),
        (heading + row + "\u{1B}[31m\u{7F},374,44\n", "line 3: "),
        (line + row, "line 2: "),
        (line + #"{"time_ms": 1700158546680, "input_tokens": "x", "output_tokens": 44}"#, "line 2: byte 43"),
        (line + #"{"time_ms": 1700158546680, "input_tokens": -1, "output_tokens": 44}"#, "line 2: byte 43"),
        (line + #"{"time_ms": 1700158546680, "input_tokens": 1.5, "output_tokens": 44}"#, "line 2: byte 43"),
        (line + #"{"time_ms": 1700158546679, "input_tokens": 1, "output_tokens": 44}"#, "line 2: earlier"),
        (line + #"{"time_ms": 1700158546680, "input_tokens": 1}"#, "output_tokens"),
        (line + #"{"time_ms": 1700158546680, "input_tokens": 1, "output_tokens": 1, "tenant": 7}"#, "1 to 6"),
        (line + #"{"time_ms": 1700158546680, "input_tokens": 1, "output_tokens": 1, "cost": 7}"#, "\"cost\""),
        (line + #"{"time_ms": 1700158546680, "input_tokens": 1, "a\nb": 1}"#, "requests have no key"),
        (line + #"{"time_ms": 1700158546680, "input_tokens": 1, "#, "line 2: byte 46: the text ends"),
        (line + #"{"time_ms": 9007199254740993, "input_tokens": 1, "output_tokens": 1}"#, "line 2: byte 12"),
    ]

    @Test(arguments: traces)
    func spoiledTraceIsRefused(trace: String, says: String) throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write(trace, to: "trace")
        try expectRefused(path, status: 2, says: says, in: scratch)
    }

    @Test func longLineIsRefused() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write(Self.line + String(repeating: " ", count: 1 << 20) + Self.line, to: "trace")
        try expectRefused(path, status: 2, says: "line 2: longer than 1048576 bytes", in: scratch)
    }

    @Test func filesThatAreNoTraceAreRefused() throws {
        let scratch = try ScratchDirectory()
        try expectRefused(scratch.path("missing.csv"), status: 3, says: "No such file", in: scratch)
        try expectRefused(try scratch.makeDirectory("directory"), status: 3, says: "directory", in: scratch)
        try expectRefused("-", status: 2, says: "not a file", in: scratch)
    }

    /// A trace is read twice: the second time a pipe has nothing left.
    @Test func pipesAreRefused() throws {
        let scratch = try ScratchDirectory()
        let (reading, writing) = try Descriptor.pipe()
        writing.write(DemoFiles.smallTrace)
        writing.close()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let error = scratch.path("error")
        let tool = try RunningTool(
            ["run", "--policy", policy, "--trace", "/dev/stdin", "--journal", scratch.path("journal")],
            input: reading, output: try .file("/dev/null", O_WRONLY), error: try .file(error, O_WRONLY | O_CREAT))
        #expect(tool.wait() == 2)
        let text = try String(contentsOfFile: error, encoding: .utf8)
        RefusalCheck.expectOneLine(text)
        #expect(text.contains("/dev/stdin: not a file"), "\(text)")
        #expect(!FileManager.default.fileExists(atPath: scratch.path("journal")))
    }

    private func expectRefused(_ trace: String, status: Int32, says: String, in scratch: ScratchDirectory) throws {
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        try RefusalCheck.expect(
            ["run", "--policy", policy, "--trace", trace, "--journal", scratch.path("journal")],
            status: status, says: trace, says, in: scratch)
    }
}
