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
        (["explain", "a"], "<sequence>"),
        (["explain", "a", "first"], "first"),
        (["explain", "a", "18446744073709551616"], "18446744073709551616"),
        (["inspect", "a", "--from", "0"], "--from"),
        (["inspect", "a", "--from", "3", "--to", "2"], "--from"),
        (["inspect", "a", "--from", "one"], "one"),
        (["inspect", "a", "--json", "--text"], "--text"),
        (["run", "--policy", "a", "--trace", "b"], "--journal"),
        (["run", "--policy", "a", "--trace", "b", "--journal", "c", "--batch", "0"], "--batch"),
        (["run", "--policy", "a", "--trace", "b", "--journal", "c", "--batch", "1000001"], "--batch"),
        (["run", "--policy", "a", "--trace", "b", "--journal", "c", "--seed", "-1"], "--seed"),
        (["decide"], "--policy"),
        (["catalog", "import", "litellm", "a"], "see recount catalog import litellm --help"),
        (["catalog", "import", "openai", "a"], "openai"),
    ]

    @Test(arguments: usages)
    func wrongUsageIsRefused(arguments: [String], says: String) throws {
        try RefusalCheck.expect(arguments, status: 2, says: says, in: try ScratchDirectory())
    }
}
