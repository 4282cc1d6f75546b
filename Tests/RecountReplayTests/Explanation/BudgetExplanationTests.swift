import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Explanations of budgets")
struct BudgetExplanationTests {
    @Test("a reservation that fits: every limit of every ancestor in the order in which they are tested")
    func reservation() throws {
        let script = try Self.script()
        let explanation = try Self.explain(
            script, .reserve(1, [3], .of(calls: 1, tokens: 640, cost: 210_000), until: 61_000))
        #expect(
            explanation.summary
                == "Record 12, 1970-01-01 00:00:01.000 UTC: tenant 1 \"acme\" wanted 1 call, 640 tokens, 0.0021 USD "
                + "reserved on account 3 \"key 1.1\" until 1970-01-01 00:01:01.000 UTC. It was done.")
        #expect(
            explanation.details == [
                "account 3 \"key 1.1\", calls: 1 of 10 available, 0 + 1 of 4 reserved at once.",
                "account 3 \"key 1.1\", tokens: 640 of 1000 available.",
                "account 3 \"key 1.1\", cost: 0.0021 USD of 0.05 USD available.",
                "account 2, calls: 1 of 10 available.", "account 2, tokens: 640 of 1000 available.",
                "account 2, cost: 0.0021 USD of 0.05 USD available.",
                "account 1 \"org\", calls: 1 of 10 available.", "account 1 \"org\", tokens: 640 of 1000 available.",
                "account 1 \"org\", cost: 0.0021 USD of 0.05 USD available.",
            ])
    }

    @Test("a reservation that an ancestor refuses: its limit is the last sentence")
    func refusedByAncestor() throws {
        let script = try Self.script()
        try script.run(.charge(9, [2], .of(tokens: 500)))
        let explanation = try Self.explain(script, .reserve(1, [3], .of(calls: 2, tokens: 501), until: 61_000))
        #expect(
            explanation.summary.hasSuffix(
                "It was refused: account 2 has 500 tokens available, and 501 tokens are needed."))
        #expect(
            explanation.details == [
                "account 3 \"key 1.1\", calls: 2 of 10 available, 0 + 2 of 4 reserved at once.",
                "account 3 \"key 1.1\", tokens: 501 of 1000 available.", "account 2, calls: 2 of 10 available.",
                "account 2, tokens: 501 of 500 available: refused.",
            ])
    }

    @Test("a reservation that an exposure limit or debt refuses")
    func exposureAndDebt() throws {
        let script = try Self.script()
        try script.run(.reserve(1, [3], .of(calls: 3), until: 61_000))
        var explanation = try Self.explain(script, .reserve(2, [3], .of(calls: 2), until: 61_000))
        #expect(
            explanation.summary.hasSuffix(
                "It was refused: account 3 \"key 1.1\" would have 5 calls reserved at once, and its limit is 4 calls."))
        #expect(
            explanation.details == [
                "account 3 \"key 1.1\", calls: 2 of 7 available, 3 + 2 of 4 reserved at once: refused."
            ])
        try script.run(.charge(3, [1], .of(calls: 20)))
        explanation = try Self.explain(script, .reserve(4, [2, 1], .of(calls: 1), until: 61_000))
        #expect(explanation.summary.contains("reserved on account 2 and account 1 \"org\" until"))
        #expect(explanation.summary.hasSuffix("It was refused: account 1 \"org\" is in debt by 13 calls."))
        #expect(
            explanation.details == [
                "account 2, calls: 1 of 7 available.", "account 1 \"org\", calls: 13 in debt: refused.",
            ])
    }

    @Test("a reservation whose limits were never tested says nothing of them")
    func untestedLimits() throws {
        let script = try Self.script()
        let body = CommandBody.reserve(1, [3], .of(calls: 3), until: 61_000)
        let sequence = try script.run(body).sequence
        let bodies: [CommandBody] = [
            body, .reserve(1, [3], .of(calls: 4), until: 61_000), .reserve(2, [3], 0, until: 61_000),
            .reserve(2, [3], 99, until: 1_000), .reserve(2, [3, 77], 99, until: 61_000),
        ]
        var explanations: [Explanation] = []
        for body in bodies { explanations.append(try Self.explain(script, body)) }
        #expect(explanations.allSatisfy { $0.details.isEmpty }, "\(explanations.map(\.details))")
        #expect(
            explanations[0].summary.hasSuffix(
                "It had been done before, by record \(sequence), so nothing changed."))
        #expect(explanations[1].summary.hasSuffix("It was refused: the same id was used before with other fields."))
    }

    @Test("settling into debt shows every balance that changed, and nothing else")
    func settlementIntoDebt() throws {
        let script = try Self.script()
        try script.run(.reserve(1, [3], .of(calls: 1, tokens: 600), until: 61_000))
        let explanation = try Self.explain(script, .settle(1, .of(calls: 1, tokens: 1_250)))
        #expect(
            explanation.summary
                == "Record 13, 1970-01-01 00:00:01.000 UTC: tenant 1 \"acme\" wanted reservation "
                + "00000000000000000000000000000001 settled with 1 call, 1250 tokens, 0 USD. "
                + "It was booked out of its hold.")
        let changes = "available 400 → 0, reserved 600 → 0, spent 0 → 1250, debt 0 → 250."
        #expect(
            explanation.details == [
                "account 3 \"key 1.1\", calls: reserved 1 → 0, spent 0 → 1.",
                "account 3 \"key 1.1\", tokens: \(changes)",
                "account 2, calls: reserved 1 → 0, spent 0 → 1.", "account 2, tokens: \(changes)",
                "account 1 \"org\", calls: reserved 1 → 0, spent 0 → 1.", "account 1 \"org\", tokens: \(changes)",
            ])
    }

    @Test("expiry gives back what was held, and settling late is said to be late")
    func expiry() throws {
        let script = try Self.script()
        try script.run([.reserve(1, [3], .of(calls: 2, tokens: 600), until: 2_000), .draw(1, .of(calls: 1))])
        let late = try script.run(.settle(1, .of(calls: 1, tokens: 30)), after: 5_000).sequence
        try script.flush()
        let expiry = try Explanation(ofRecord: late - 1, inJournalAt: script.path)
        #expect(
            expiry.summary
                == "Record 14, 1970-01-01 00:00:02.000 UTC: reservation 00000000000000000000000000000001 of tenant 1 "
                + "\"acme\" fell due unsettled, and what it held came back: 1 call, 600 tokens, 0 USD. It can still be "
                + "settled until it is forgotten.")
        #expect(
            expiry.details.prefix(2) == [
                "account 3 \"key 1.1\", calls: available 8 → 9, reserved 1 → 0.",
                "account 3 \"key 1.1\", tokens: available 400 → 1000, reserved 600 → 0.",
            ])
        #expect(expiry.details.count == 6)
        let settlement = try Explanation(ofRecord: late, inJournalAt: script.path)
        #expect(settlement.summary.hasSuffix("It was booked without a hold, after it had expired."))
        #expect(settlement.details[0] == "account 3 \"key 1.1\", tokens: available 1000 → 970, spent 0 → 30.")
    }

    @Test("an unknown record, and a journal without any")
    func unknownRecord() throws {
        let script = try Self.script()
        try script.flush()
        #expect(throws: ExplanationError.noSuchRecord(sequence: 12, last: 11)) {
            try Explanation(ofRecord: 12, inJournalAt: script.path)
        }
        #expect(throws: ExplanationError.noSuchRecord(sequence: 0, last: 11)) {
            try Explanation(ofRecord: 0, inJournalAt: script.path)
        }
        #expect(
            ExplanationError.noSuchRecord(sequence: 12, last: 11).description
                == "there is no record 12: the journal has records 1 to 11")
        #expect(
            ExplanationError.noSuchRecord(sequence: 1, last: 0).description
                == "there is no record 1: the journal has none yet")
    }

    @Test("a damaged journal is explained up to the damage, and not beyond")
    func damage() throws {
        let bytes = try SampleJournals.mixed().finish()
        var forged = ForgedJournal(bytes)
        forged.batches[2][1].decided = .accepted
        let directory = try TemporaryDirectory.holding(forged.bytes)
        let explanation = try Explanation(ofRecord: 8, inJournalAt: directory.journal)
        #expect(explanation.sequence == 8)
        let error = #expect(throws: ExplanationError.self) {
            try Explanation(ofRecord: 9, inJournalAt: directory.journal)
        }
        guard case .journal(.divergence(let divergence)) = error else {
            Issue.record("thrown: \(String(describing: error))")
            return
        }
        #expect(divergence.sequence == 9)
        #expect(error?.description == JournalError.divergence(divergence).description)
    }

    /// A tenant with three accounts under each other, funded alike, some of them named.
    private static func script() throws -> JournalScript {
        let script = try JournalScript()
        try script.run([.openTenant(), .open(1), .open(2, under: 1), .open(3, under: 2, limit: .of(calls: 4))])
        let amounts = Amounts.of(calls: 10, tokens: 1_000, cost: 5_000_000)
        try script.run([.fund(1, 1, amounts), .fund(2, 2, amounts), .fund(3, 3, amounts)])
        try script.name(.tenant, 0, "acme")
        try script.name(.account, 1, "organisation")
        try script.name(.account, 1, "org")
        try script.name(.account, 3, "key 1.1")
        return script
    }

    private static func explain(_ script: JournalScript, _ body: CommandBody) throws -> Explanation {
        let sequence = try script.run(body).sequence
        try script.flush()
        return try Explanation(ofRecord: sequence, inJournalAt: script.path)
    }
}
