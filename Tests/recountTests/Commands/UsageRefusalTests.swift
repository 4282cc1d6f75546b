import Foundation
import Testing

/// Words on the command line that say nothing valid.
@Suite struct UsageRefusalTests {
    /// Arguments and what the message says.
    static let usages: [(arguments: [String], says: String)] = [
        (["nosuch"], "'nosuch'; see recount --help"),
        (["verify"], "'<journal>'; see recount verify --help"),
        (["verify", "a", "b"], "'b'"),
        (["verify", "a", "--fast"], "--fast"),
        (["verify", "a", "--expect"], "--expect"),
        (["verify", "a", "--expect", "12"], "--expect 12: must be sequence:chain"),
        (["verify", "a", "--expect", "x:" + String(repeating: "0", count: 64)], "must be sequence:chain"),
        (["verify", "a", "--expect", "1:" + String(repeating: "0", count: 63)], "must be sequence:chain"),
        (["verify", "a", "--expect", "1:" + String(repeating: "g", count: 64)], "must be sequence:chain"),
        (["verify", "a", "--expect", "1:2:" + String(repeating: "0", count: 64)], "must be sequence:chain"),
        (["verify", "a", "--expect", "1\n2"], "must be sequence:chain"),
        (["verify", "a", "--checkpoint", "b"], "--checkpoint and --public-key belong together"),
        (["verify", "a", "--public-key", "b"], "--checkpoint and --public-key belong together"),
        (["verify", "calybris"], "'<file>'; see recount verify-calybris --help"),
        (["verify", "calybris", "a"], "--policy"),
        (["explain", "a"], "<sequence>"),
        (["explain", "a", "first"], "first"),
        (["explain", "a", "-1"], "-1 is below 0, and no number here may be"),
        (["locks", "a", "--at", "-1"], "--at <at>'; -1 is below 0"),
        (["explain", "a", "18446744073709551616"], "18446744073709551616"),
        (["inspect", "a", "--from", "0"], "--from"),
        (["inspect", "a", "--from", "3", "--to", "2"], "--from"),
        (["inspect", "a", "--from", "one"], "one"),
        (["inspect", "a", "--json", "--text"], "--text"),
        (["run", "--policy", "a", "--trace", "b"], "--journal"),
        (["run", "--policy", "a", "--trace", "b", "--journal", "c", "--batch", "0"], "--batch"),
        (["run", "--policy", "a", "--trace", "b", "--journal", "c", "--batch", "1000001"], "--batch"),
        (["run", "--policy", "a", "--trace", "b", "--journal", "c", "--seed", "-1"], "--seed"),
        (["run", "--policy", "a", "--trace", "b", "--journal", ""], "--journal must name a directory"),
        (["decide"], "--policy"),
        (["keygen"], "give --name, --private and --public, or --journal alone; see recount keygen --help"),
        (["keygen", "--name", "a", "--private", "b"], "give --name, --private and --public"),
        (["keygen", "--journal", "a", "--name", "b"], "or --journal alone"),
        (["checkpoint", "a"], "--signing-key"),
        (["checkpoint", "a", "--signing-key", "b", "--public-key", "c"], "give that with --since"),
        (["proof", "nosuch"], "nosuch"),
        (["proof", "inclusion", "a", "--record", "1", "--checkpoint", "b"], "--public-key is missing"),
        (["proof", "inclusion", "a", "--record", "-1", "--checkpoint", "b"], "-1 is below 0"),
        (["proof", "consistency", "a", "--from", "b"], "--to"),
        (["proof", "check", "a", "--checkpoint", "b"], "--public-key is missing"),
        (["proof", "check", "a", "--public-key", "b"], "give --checkpoint, or both --from and --to"),
        (["proof", "check", "a", "--public-key", "b", "--from", "c"], "give --checkpoint, or both --from and --to"),
        (
            ["proof", "check", "a", "--public-key", "b", "--checkpoint", "c", "--to", "d"],
            "see recount proof check --help"
        ),
        (["statement", "issue", "a", "--checkpoint", "b", "--public-key", "c"], "--tenant"),
        (["statement", "issue", "a", "--tenant", "1", "--checkpoint", "b"], "--public-key is missing"),
        (["statement", "issue", "a", "--tenant", "-1", "--checkpoint", "b"], "-1 is below 0"),
        (["statement", "check", "a", "--public-key", "b"], "--checkpoint"),
        (["statement", "check", "a", "--checkpoint", "b"], "see recount statement check --help"),
        (["bench", "--operations", "0"], "--operations and --repetitions must be at least 1"),
        (["bench", "--list", "--once"], "--list, --once and --digests exclude each other"),
        (["assemble"], "'<file>'; see recount assemble --help"),
        (["assemble", "a", "b"], "'b'"),
        (["assemble", "a", "--explain", "--json"], "--json"),
        (["assemble", "a", "--limit", "-1"], "--limit"),
        (["assemble", "a", "--limit", "281474976710656"], "--limit must be at most 281474976710655"),
        (["assemble", "a", "--output-tokens", "281474976710656"], "--output-tokens must be at most"),
        (["assemble", "a", "--tokens", "german"], "german"),
        (["assemble", "a", "--tokens", "0/4"], "0/4"),
        (["assemble", "a", "--tokens", "1/0"], "1/0"),
        (["assemble", "a", "--tokens", "1/2/3"], "1/2/3"),
        (["assemble", "a", "--tokens", "1/4294967296"], "1/4294967296"),
        (["catalog", "import", "litellm", "a"], "see recount catalog import litellm --help"),
        (["catalog", "import", "openai", "a"], "openai"),
    ]

    @Test(arguments: usages)
    func wrongUsageIsRefused(arguments: [String], says: String) throws {
        try RefusalCheck.expect(arguments, status: 2, says: says, in: try ScratchDirectory())
    }
}
