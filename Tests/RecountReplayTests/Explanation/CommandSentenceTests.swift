import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Sentences of commands")
struct CommandSentenceTests {
    @Test("every command that is accepted says what was asked and what changed")
    func everyCommand() throws {
        let script = try JournalScript()
        let reservation = "reservation 00000000000000000000000000000001"
        let cases: [(CommandBody, String, [String])] = [
            (.tick, "The time was given as 1970-01-01 00:00:01.000 UTC.", []),
            (
                .openTenant(accounts: 3, reservations: 4, transfers: 5, locks: 6),
                "tenant 1 was to be opened with quotas for 3 accounts, 4 reservations, 5 transfers and 6 locks. "
                    + "It was done.", []
            ),
            (
                .setQuotas(accounts: 4, reservations: 4, transfers: 5, locks: 7),
                "tenant 1 was to get quotas for 4 accounts, 4 reservations, 5 transfers and 7 locks. It was done.", []
            ),
            (.open(1), "tenant 1 was to get account 1 as a root. It was done.", []),
            (.open(2, under: 1), "tenant 1 was to get account 2 under account 1. It was done.", []),
            (
                .limit(2, .of(calls: 4)),
                "The exposure limit of account 2 of tenant 1 was to become 4 calls. It was done.", []
            ),
            (
                .fund(1, 1, .of(calls: 9, tokens: 2)),
                "account 1 of tenant 1 was to get 9 calls, 2 tokens, 0 USD. It was done.",
                [
                    "account 1, calls: funded 0 → 9, available 0 → 9.",
                    "account 1, tokens: funded 0 → 2, available 0 → 2.",
                ]
            ),
            (
                .withdraw(2, 1, .of(tokens: 2)),
                "0 calls, 2 tokens, 0 USD were to leave account 1 of tenant 1. It was done.",
                ["account 1, tokens: withdrawn 0 → 2, available 2 → 0."]
            ),
            (
                .reserve(1, [1], .of(calls: 3), until: 5_000),
                "tenant 1 wanted 3 calls, 0 tokens, 0 USD reserved on account 1 until 1970-01-01 00:00:05.000 UTC. "
                    + "It was done.", ["account 1, calls: 3 of 9 available."]
            ),
            (
                .draw(1, .of(calls: 2)),
                "tenant 1 wanted 2 calls, 0 tokens, 0 USD of \(reservation) spent so far. It was done.",
                ["account 1, calls: reserved 3 → 1, spent 0 → 2."]
            ),
            (
                .extend(1, until: 6_000),
                "tenant 1 wanted \(reservation) kept until 1970-01-01 00:00:06.000 UTC. It was done.",
                ["It was kept until 1970-01-01 00:00:05.000 UTC before."]
            ),
            (
                .release(1), "tenant 1 gave up \(reservation). It was done.",
                ["account 1, calls: available 6 → 7, reserved 1 → 0."]
            ),
            (
                .charge(3, [2, 1], .of(calls: 8)),
                "tenant 1 wanted 8 calls, 0 tokens, 0 USD charged to account 2 and account 1 without a reservation. "
                    + "It was done.",
                [
                    "account 2, calls: spent 0 → 8, debt 0 → 8.",
                    "account 1, calls: available 7 → 0, spent 2 → 10, debt 0 → 1.",
                ]
            ),
            (
                .fund(3, 2, .of(calls: 8)), "account 2 of tenant 1 was to get 8 calls, 0 tokens, 0 USD. It was done.",
                ["account 2, calls: funded 0 → 8, debt 8 → 0."]
            ),
            (.close(2), "account 2 of tenant 1 was to be closed. It was done.", []),
        ]
        for (body, _, _) in cases { try script.run(body) }
        try script.flush()
        for (index, (_, summary, details)) in cases.enumerated() {
            let explanation = try Explanation(ofRecord: UInt64(index + 1), inJournalAt: script.path)
            #expect(explanation.sequence == UInt64(index + 1))
            #expect(explanation.summary == "Record \(index + 1), 1970-01-01 00:00:01.000 UTC: \(summary)")
            #expect(explanation.details == details)
        }
    }

    @Test("installing and describing, and a repeated installation's refusal")
    func policiesAndNames() throws {
        let script = try JournalScript()
        let policy = try SampleJournals.twoModels()
        try script.run([.installPolicy(policy), .openTenant()])
        try script.name(.provider, 0, "the \"provider\"")
        try script.run(.route(SampleJournals.request()), tenant: 2)
        try script.flush()
        let summaries = try (1...4).map { try Explanation(ofRecord: UInt64($0), inJournalAt: script.path).summary }
        #expect(
            summaries[0].hasSuffix(
                "A policy of 2 models, epochs 7 and 11, was to be installed. "
                    + "It is policy 1, digest \(SampleJournals.policyDigest)."))
        #expect(summaries[2].hasSuffix("The name of provider 0 was given as \"the \"provider\"\". It was done."))
        #expect(
            summaries[3].hasSuffix(
                "tenant 2 asked for model 1 under policy 1. It was refused: no such tenant was opened."))
    }
}
