import Foundation
import Testing

/// A text and what is put in its place to spoil a file.
struct Spoiling: Sendable, CustomTestStringConvertible {
    let original: String
    let replacement: String
    /// What the message says.
    let says: String

    init(_ original: String, _ replacement: String, says: String) {
        self.original = original
        self.replacement = replacement
        self.says = says
    }

    var testDescription: String { "\(replacement) → \(says)" }

    func apply(to text: String) throws -> String {
        let range = try #require(text.range(of: original))
        return text.replacingCharacters(in: range, with: replacement)
    }
}

/// Policies that cannot be used, with `run` and `decide`.
@Suite struct PolicyRefusalTests {
    static let spoilings = [
        Spoiling("recount.policy", "recount.overlay", says: "format"),
        Spoiling(#""version": 1"#, #""version": 2"#, says: "version"),
        Spoiling(#""quality_bp": 6000"#, #""quality_bp": "high""#, says: "models[0].quality_bp"),
        Spoiling(#""quality_bp": 6000"#, #""quality_bp": -1"#, says: "models[0].quality_bp"),
        Spoiling(#""quality_bp": 6000"#, #""quality_bp": 10001"#, says: "small"),
        Spoiling(#""risk_ceiling_bp": 10000"#, #""risk_ceiling_bp": 10001"#, says: "small"),
        Spoiling(#""risk_multiplier_bp": 12000"#, #""risk_multiplier_bp": 50001"#, says: "policy.json"),
        Spoiling(#"{"id": 1, "name": "south"}"#, #"{"id": 64, "name": "south"}"#, says: "providers[1].id"),
        Spoiling(#""input": 15000001"#, #""input": 0.123"#, says: "input"),
        Spoiling(#""input": 15000001"#, #""input": 18446744073709551616"#, says: "input"),
        Spoiling(#""input": 15000001"#, #""input": -5"#, says: "input"),
        Spoiling(#"{"id": 2, "name": "middle""#, #"{"id": 1, "name": "middle""#, says: "unique"),
        Spoiling(#""name": "middle""#, #""name": "small""#, says: "unique"),
        Spoiling(#""name": "south"}"#, #""name": "north"}"#, says: "unique"),
        Spoiling(#""provider": "north""#, #""provider": "west""#, says: "west"),
        Spoiling(#""latency_ms": 900"#, #""latency_millis": 900"#, says: "latency_millis"),
        Spoiling(#""latency_ms": 900,"#, "", says: "latency_ms"),
        Spoiling(#""latency_ms": 900"#, #""latency_ms": 900, "latency_ms": 900"#, says: "latency_ms"),
        Spoiling(#""capabilities": ["function_calling""#, #""capabilities": ["flying""#, says: "flying"),
        Spoiling(#""catalog_epoch": 1"#, #""catalog_\nepoch\u001b[31m": 1"#, says: "no such key"),
        Spoiling(#"}}]}"#, "", says: "ends too early"),
        Spoiling(#"}}]}"#, "}}]} x", says: "follows"),
    ]

    @Test(arguments: spoilings)
    func spoiledPolicyIsRefused(spoiling: Spoiling) throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(try spoiling.apply(to: DemoFiles.smallPolicy), to: "policy.json")
        try expectRefused(policy, status: 2, says: policy, spoiling.says, in: scratch)
    }

    @Test func policyWithoutAnEnabledModelIsRefused() throws {
        let scratch = try ScratchDirectory()
        let text = DemoFiles.smallPolicy.replacing(#""latency_ms""#, with: #""enabled": false, "latency_ms""#)
        let policy = try scratch.write(text, to: "policy.json")
        try expectRefused(policy, status: 2, says: policy, "enabled", in: scratch)
    }

    @Test func filesThatAreNoPolicyAreRefused() throws {
        let scratch = try ScratchDirectory()
        let empty = try scratch.write("", to: "empty.json")
        try expectRefused(empty, status: 2, says: empty, "empty", in: scratch)
        let directory = try scratch.makeDirectory("directory")
        try expectRefused(directory, status: 3, says: directory, "directory", in: scratch)
        let missing = scratch.path("missing.json")
        try expectRefused(missing, status: 3, says: missing, "No such file", in: scratch)
        let binary = try scratch.write([0xFF, 0x00, 0x7B], to: "binary.json")
        try expectRefused(binary, status: 2, says: binary, "line 1, column 1", in: scratch)
    }

    @Test(.enabled(if: geteuid() != 0, "root may read everything"))
    func unreadableFileIsRefused() throws {
        let scratch = try ScratchDirectory()
        let policy = try scratch.write(DemoFiles.smallPolicy, to: "policy.json")
        chmod(policy, 0)
        try expectRefused(policy, status: 3, says: policy, "Permission denied", in: scratch)
    }

    private func expectRefused(
        _ policy: String, status: Int32, says first: String, _ second: String, in scratch: ScratchDirectory,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let trace = try scratch.write(DemoFiles.smallTrace, to: "trace.csv")
        let run = ["run", "--policy", policy, "--trace", trace, "--journal", scratch.path("journal")]
        try RefusalCheck.expect(run, status: status, says: first, second, in: scratch, sourceLocation: sourceLocation)
        try RefusalCheck.expect(
            ["decide", "--policy", policy], input: #"{"requested_model": 1}"#, status: status, says: first, second,
            in: scratch, sourceLocation: sourceLocation)
    }
}
