import Foundation
import Testing

/// Traces that cannot be played with `--admit`, or only with it: refused before anything is written.
@Suite struct BlockTraceRefusalTests {
    private static let line = SampleBlocks.text([0, 1, 2], at: 3_000) + "\n"

    /// A line of these members.
    private static func text(_ time: String, _ input: String, _ output: String, _ blocks: String) -> String {
        #"{"timestamp": \#(time), "input_length": \#(input), "output_length": \#(output), "hash_ids": \#(blocks)}"#
    }

    /// A trace and what the message says of it.
    static let traces: [(trace: String, says: String)] = [
        ("", "no request"),
        ("\n\r\n", "no request"),
        ("TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46,1,1\n", "line 1: no JSON object; --admit needs"),
        (#"{"time_ms": 0, "input_tokens": 1, "output_tokens": 1}"#, "no key \"time_ms\"; --admit needs"),
        (line + "{\"timestamp\": 3000", "line 2: byte 18"),
        (line + #"{"timestamp": 3000, "input_length": 1, "output_length": 1}"#, "the key \"hash_ids\" is missing"),
        (line + #"{"timestamp": 3000, "input_length": 1, "hash_ids": [1]}"#, "the key \"output_length\" is missing"),
        (line + #"{"timestamp": 3000, "output_length": 1, "hash_ids": [1]}"#, "the key \"input_length\" is missing"),
        (line + #"{"input_length": 1, "output_length": 1, "hash_ids": [1]}"#, "the key \"timestamp\" is missing"),
        (line + #"{"timestamp": 3000, "timestamp": 3000}"#, "line 2: byte 20: the key \"timestamp\""),
        (line + text("-1", "1", "1", "[1]"), "line 2: byte 14"),
        (line + text("3000.5", "1", "1", "[1]"), "line 2: byte 14"),
        (line + text("3000", "-1", "1", "[1]"), "line 2: byte 36"),
        (line + text("3000", "0", "1", "[]"), "\"input_length\" must be at least 1"),
        (line + text("3000", "16777217", "1", "[1]"), "line 2: byte 36"),
        (line + text("3000", "1", "1.5", "[1]"), "line 2: byte 56"),
        (line + text("3000", "1", "281474976710656", "[1]"), "line 2: byte 56"),
        (line + text("3000", "1", "\"x\"", "[1]"), "line 2: byte 56"),
        (line + text("3000", "1", "1", "[-1]"), "line 2: byte 72"),
        (line + text("3000", "1", "1", "[18446744073709551616]"), "line 2: byte 72"),
        (line + text("3000", "1", "1", "7"), "line 2: byte 71"),
        (line + text("3000", "1024", "1", "[1]"), "has 1 entries, but an input of 1024 tokens has 2 blocks of 512"),
        (line + text("3000", "1024", "1", "[1, 2, 3]"), "has 3 entries, but an input of 1024 tokens has 2 blocks"),
        (line + text("2999", "1", "1", "[1]"), "line 2: earlier than the request before"),
        (line + text("2678403001", "1", "1", "[1]"), "line 2: more than 31 days"),
        (line + text("3000", "1", "281474976710655", "[1]"), "more tokens than the budgets of the admission rule"),
        (line + text("3000", "1", "1", "[1]") + "x", "line 2: byte 75"),
    ]

    @Test(arguments: traces)
    func spoiledTraceIsRefused(trace: String, says: String) throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write(trace, to: "trace")
        try expectRefused(path, ["--admit"], status: 2, says: says, in: scratch)
    }

    @Test func blocksWithoutAdmissionAreRefused() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write(Self.line, to: "trace")
        try expectRefused(path, [], status: 2, says: "a trace of context blocks is played with --admit", in: scratch)
    }

    @Test func filesThatAreNoTraceAreRefused() throws {
        let scratch = try ScratchDirectory()
        try expectRefused(scratch.path("missing"), ["--admit"], status: 3, says: "No such file", in: scratch)
        try expectRefused("-", ["--admit"], status: 2, says: "not a file", in: scratch)
    }

    @Test func windowsThatAreNoneAreRefused() throws {
        let scratch = try ScratchDirectory()
        let path = try scratch.write(Self.line, to: "trace")
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        let inputs = ["run", "--policy", policy, "--trace", path, "--journal", scratch.path("journal")]
        let options: [([String], String)] = [
            (["--window-tokens", "8192"], "--window-tokens needs --admit"),
            (["--admit", "--window-tokens", "4095"], "4096 to 1000000000"),
            (["--admit", "--window-tokens", "1000000001"], "4096 to 1000000000"),
            (["--admit", "--window-tokens", "-1"], "--window-tokens"),
        ]
        for (option, says) in options {
            try RefusalCheck.expect(inputs + option, status: 2, says: says, in: scratch)
        }
    }

    private func expectRefused(
        _ trace: String, _ options: [String], status: Int32, says: String, in scratch: ScratchDirectory
    ) throws {
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        try RefusalCheck.expect(
            ["run", "--policy", policy, "--trace", trace, "--journal", scratch.path("journal")] + options,
            status: status, says: trace, says, in: scratch)
    }
}
