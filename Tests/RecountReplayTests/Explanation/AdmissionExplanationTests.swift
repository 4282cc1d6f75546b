import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

@Suite("Explanations of admissions")
struct AdmissionExplanationTests {
    @Test("one that is refused at the budget: a sentence that a person understands, then stage by stage")
    func budget() throws {
        let script = try Self.script(team: .of(calls: 10, tokens: 20, cost: 500))
        let explanation = try Self.explain(script, Self.admission)
        #expect(
            explanation.summary
                == "Record 11, 1970-01-01 00:00:01.000 UTC: tenant 1 \"Acme\" wanted a window of up to 90 tokens (100 "
                + "less 10 for the output) from 2 fragments in 1 section, up to the first that does not fit, a model "
                + "like model 1 \"gpt-4o\" under policy 1, budget on account 2 \"team Search\" until 1970-01-01 "
                + "00:00:05.000 UTC and \(Self.conversation) alone for 100 ms for \(Self.agent). It was refused at the "
                + "budget: account 2 \"team Search\" has 20 tokens available, and 35 tokens are needed. Nothing was "
                + "changed.")
        #expect(
            explanation.details == [
                Self.window, "Section 1 has 2 of 2 fragments, 30 tokens.",
                "Model: The budget affords a cost of at most 0.000005 USD.",
                "The request expects input_tokens 30, output_tokens 5; it is worth up to 10 USD at a confidence of "
                    + "10000 bp and a risk of 0 bp.",
                "model 1 \"gpt-4o\" is eligible: cost 0.00000003 USD, utility 4.99999997 USD. It is the runner-up.",
                "model 2 is eligible: cost 0.00000006 USD, utility 8.99999994 USD. It wins.",
                "Budget: 1 call, 35 tokens, 0.00000006 USD are to be reserved.",
                "account 2 \"team Search\", calls: 1 of 10 available.",
                "account 2 \"team Search\", tokens: 35 of 20 available: refused.",
            ])
    }

    @Test("one that is refused at its locks tells who holds them")
    func locks() throws {
        let script = try Self.script()
        try script.run(.acquire(7, by: 5, .shared, lease: 1_000))
        let explanation = try Self.explain(script, Self.admission)
        #expect(
            explanation.summary.hasSuffix(
                "It was refused at the locks: \(Self.conversation) is not free, and \("agent 5".expandingIDs) comes first. Nothing "
                    + "was changed."))
        #expect(explanation.details.contains("account 1, cost: 0.00000006 USD of 0.05 USD available."))
        #expect(
            explanation.details.last
                == "Locks: \("agent 5".expandingIDs) holds \(Self.conversation) together with others, under token 11 until "
                + "1970-01-01 00:00:02.000 UTC.")
    }

    @Test("one for which the budget affords no model tells the limit and each model's cost")
    func route() throws {
        let script = try Self.script(team: .of(calls: 10, tokens: 1_000, cost: 2))
        let explanation = try Self.explain(script, Self.admission)
        #expect(
            explanation.summary.hasSuffix(
                "It was refused at the model: no model passed every gate, and no gate stopped more of them than cost "
                    + "(0 of 2 models were eligible). Nothing was changed."))
        #expect(
            explanation.details.suffix(4) == [
                "Model: The budget affords a cost of at most 0.00000002 USD.",
                "The request expects input_tokens 30, output_tokens 5; it is worth up to 10 USD at a confidence of "
                    + "10000 bp and a risk of 0 bp.",
                "model 1 \"gpt-4o\" is out at cost: its cost of 0.00000003 USD is above the limit of 0.00000002 USD.",
                "model 2 is out at cost: its cost of 0.00000006 USD is above the limit of 0.00000002 USD.",
            ])
    }

    @Test("an exposure limit caps the cost too")
    func exposure() throws {
        let script = try Self.script()
        try script.run([.limit(1, .of(cost: 9)), .reserve(3, [1], .of(cost: 5), until: 4_000)])
        let details = try Self.explain(script, Self.admission).details
        #expect(details.contains("Model: The budget affords a cost of at most 0.00000004 USD."))
        #expect(
            details.contains("model 1 \"gpt-4o\" is eligible: cost 0.00000003 USD, utility 4.99999997 USD. It wins."))
        #expect(
            details.contains(
                "account 1, cost: 0.00000003 USD of 0.04999995 USD available, 0.00000005 USD + 0.00000003 USD of "
                    + "0.00000009 USD reserved at once."))
    }

    @Test("one that is refused at its window or before stops there")
    func early() throws {
        let script = try Self.script()
        let required = Self.admission.with { $0.context.header.tokenLimit = Tokens(35) }
        let window = try Self.explain(script, required)
        #expect(
            window.summary.hasSuffix(
                "It was refused at the window: the required fragments need 30 tokens, and the window may have 25. "
                    + "Nothing was changed."))
        #expect(window.details.isEmpty)
        let account = try Self.explain(script, Self.admission.with { $0.header.accounts = .of([9]) })
        #expect(
            account.summary.hasSuffix(
                "It was refused at the reservation: there is no account 9. Nothing was changed."))
        #expect(account.details.isEmpty)
        let policy = try Self.explain(script, Self.admission.with { $0.header.route.policy = PolicyNumber(5) })
        #expect(
            policy.summary.hasSuffix("It was refused at the model: no policy has that number. Nothing was changed."))
        #expect(policy.details == [Self.window, "Section 1 has 2 of 2 fragments, 30 tokens."])
        let risky = try Self.explain(script, Self.admission.with { $0.header.route.risk = BasisPoints(10_000) })
        #expect(
            risky.summary.hasSuffix(
                "the request's risk reaches the policy's hard limit (0 of 0 models were eligible). Nothing was changed."
            ))
        #expect(
            risky.details.last
                == "No model was looked at: the request's risk of 10000 bp reaches the policy's hard limit of 10000 bp."
        )
    }

    @Test("one that gets everything says what, and its repetition that nothing changed")
    func admitted() throws {
        let script = try Self.script()
        let explanation = try Self.explain(script, Self.admission)
        #expect(
            explanation.summary.hasSuffix(
                "It got a window of 30 tokens, with 2 of its 2 fragments, model 2, 1 call, 35 tokens, 0.00000006 USD "
                    + "reserved, and its 1 lock."))
        #expect(explanation.details.first == Self.window)
        #expect(
            explanation.details.last
                == "Locks: \(Self.agent) holds \(Self.conversation) alone, under token 11 until 1970-01-01 "
                + "00:00:01.100 UTC.")
        let again = try Self.explain(script, Self.admission)
        #expect(again.summary.hasSuffix("It had been done before, by record 11, so nothing changed."))
        #expect(again.details.isEmpty)
    }

    private static let agent = "agent 0000000000000000000000000000004d"
    private static let conversation = "resource 00000000000000000000000000000007 \"conversation\""

    private static let window =
        "Window: 30 of 90 tokens are used: of 2 fragments 2 are whole, 0 cut and 0 left out."

    private static let admission = AdmissionCase(accounts: [2], until: 5_000).with {
        $0.context = ContextCase(
            limit: 100, output: 10, [.of(1, tokens: 10, .required), .of(2, tokens: 20, .required)])
    }.locking((7, .exclusive))

    /// An organisation with a team, two models, and names for most things.
    private static func script(
        team: Amounts = .of(calls: 10, tokens: 1_000, cost: 5_000_000)
    ) throws -> JournalScript {
        let script = try JournalScript()
        try script.run([
            .installPolicy(try SampleJournals.twoModels()), .openTenant(), .open(1), .open(2, under: 1),
            .fund(1, 1, .of(calls: 10, tokens: 1_000, cost: 5_000_000)), .fund(2, 2, team),
        ])
        try script.name(.tenant, 0, "Acme")
        try script.name(.account, 2, "team Search")
        try script.name(.model, 1, "gpt-4o")
        try script.name(.resource, 7, "conversation")
        return script
    }

    private static func explain(_ script: JournalScript, _ admission: AdmissionCase) throws -> Explanation {
        let sequence = try script.run(.admit(admission)).sequence
        try script.flush()
        return try Explanation(ofRecord: sequence, inJournalAt: script.path)
    }
}
