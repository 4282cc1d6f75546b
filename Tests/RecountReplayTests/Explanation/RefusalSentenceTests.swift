import RecountJournal
import RecountKernel
import RecountReplay
import RecountTestSupport
import Testing

/// Commands of which the last is refused, and the sentence that says why.
struct ExplainedRefusal: CustomTestStringConvertible, Sendable {
    let reason: Refusal.Reason
    let sentence: String
    let commands: @Sendable () throws -> [(body: CommandBody, delay: UInt64)]

    init(_ reason: Refusal.Reason, _ sentence: String, _ bodies: @escaping @Sendable () throws -> [CommandBody]) {
        self.reason = reason
        self.sentence = sentence
        commands = { try bodies().map { ($0, 0) } }
    }

    init(_ reason: Refusal.Reason, _ sentence: String, last delay: UInt64, _ bodies: [CommandBody]) {
        self.reason = reason
        self.sentence = sentence
        commands = { bodies.dropLast().map { ($0, 0) } + bodies.suffix(1).map { ($0, delay) } }
    }

    var testDescription: String { "\(reason): \(sentence)" }

    private static let tenant = CommandBody.openTenant(accounts: 6, reservations: 2, transfers: 3)

    static let all: [ExplainedRefusal] = common + transfers + accounts + reservations + contexts + locks

    private static let common: [ExplainedRefusal] = [
        ExplainedRefusal(
            .timeJump, "1970-01-01 00:16:41.001 is too far ahead; 1970-01-01 00:16:41.000 UTC is the latest allowed",
            last: 1_000_001, [tenant, .tick]),
        ExplainedRefusal(.unknownTenant, "no such tenant was opened") { [.open(1)] },
        ExplainedRefusal(.tooLarge, "13 is above the kernel's limit of 12") { [.openTenant(accounts: 13)] },
        ExplainedRefusal(.unknownPolicy, "no policy has that number") {
            [tenant, .route(RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1)))]
        },
        ExplainedRefusal(.alreadyInstalled, "it is installed already, as policy 1") {
            let policy = try SampleJournals.twoModels()
            return [.installPolicy(policy), .installPolicy(policy)]
        },
        ExplainedRefusal(.full, "41 places would be taken, and there are 40") {
            [
                .installPolicy(try lastingPolicy(PolicyBuilder(models: (1...30).map { .permissive($0) }))),
                .installPolicy(try lastingPolicy(PolicyBuilder(models: (1...11).map { .permissive($0) }))),
            ]
        },
        ExplainedRefusal(.full, "4 places would be taken, and there are 3") {
            [tenant, .open(1), .fund(1, 1, 1), .fund(2, 1, 1), .fund(3, 1, 1), .fund(4, 1, 1)]
        },
        ExplainedRefusal(.belowUse, "2 are in use, which is more than 1") {
            [tenant, .open(1), .open(2), .setQuotas(accounts: 1, reservations: 2, transfers: 3)]
        },
    ]

    private static let transfers: [ExplainedRefusal] = [
        ExplainedRefusal(.conflict, "the same id was used before with other fields") {
            [tenant, .open(1), .fund(1, 1, 1), .fund(1, 1, 2)]
        },
        ExplainedRefusal(.zeroAmount, "all amounts are 0") { [tenant, .open(1), .fund(1, 1, 0)] },
        ExplainedRefusal(.insufficient, "account 1 has 0.00000002 USD available, and 0.00000003 USD are needed") {
            [tenant, .open(1), .fund(1, 1, .of(cost: 2)), .withdraw(2, 1, .of(cost: 3))]
        },
    ]

    private static let accounts: [ExplainedRefusal] = [
        ExplainedRefusal(.unknownAccount, "there is no account 9") { [tenant, .fund(1, 9, 1)] },
        ExplainedRefusal(.closedAccount, "account 1 is closed") { [tenant, .open(1), .close(1), .fund(1, 1, 1)] },
        ExplainedRefusal(.tooDeep, "account 4 stands as deep as accounts may") {
            [tenant, .open(1), .open(2, under: 1), .open(3, under: 2), .open(4, under: 3), .open(5, under: 4)]
        },
        ExplainedRefusal(.belowUse, "account 1 has 3 calls reserved, which is more than 2 calls") {
            [tenant, .open(1), .fund(1, 1, 5), .reserve(1, [1], 3, until: 5_000), .limit(1, .of(calls: 2))]
        },
        ExplainedRefusal(.hasHold, "account 1 has open reservations") {
            [tenant, .open(1), .fund(1, 1, 5), .reserve(1, [1], 3, until: 5_000), .close(1)]
        },
        ExplainedRefusal(
            .hasExpiredReservation, "account 1 has expired reservations that may still be settled", last: 4_000,
            [tenant, .open(1), .fund(1, 1, 5), .reserve(1, [1], 3, until: 5_000), .close(1)]),
        ExplainedRefusal(.hasDebt, "account 1 owes 1 call") { [tenant, .open(1), .charge(1, [1], 1), .close(1)] },
        ExplainedRefusal(.hasAvailable, "account 1 still has 7 tokens") {
            [tenant, .open(1), .fund(1, 1, .of(tokens: 7)), .close(1)]
        },
        ExplainedRefusal(.hasOpenChild, "account 1 has open accounts below it") {
            [tenant, .open(1), .open(2, under: 1), .close(1)]
        },
    ]

    private static let reservations: [ExplainedRefusal] = [
        ExplainedRefusal(.inDebt, "account 1 is in debt by 4 tokens") {
            [tenant, .open(1), .charge(1, [1], .of(tokens: 4)), .reserve(2, [1], .of(tokens: 1), until: 5_000)]
        },
        ExplainedRefusal(
            .exposureLimit, "account 1 would have 3 calls reserved at once, and its limit is 2 calls"
        ) { [tenant, .open(1, limit: .of(calls: 2)), .fund(1, 1, 9), .reserve(1, [1], 3, until: 5_000)] },
        ExplainedRefusal(
            .expiryNotInFuture, "an expiry of 1970-01-01 00:00:01.000 is not after 1970-01-01 00:00:01.000 UTC"
        ) { [tenant, .open(1), .fund(1, 1, 9), .reserve(1, [1], 3, until: 1_000)] },
        ExplainedRefusal(.unknownReservation, "no such reservation is remembered") { [tenant, .release(1)] },
        ExplainedRefusal(.finished, "the reservation is already released") {
            [tenant, .open(1), .fund(1, 1, 9), .reserve(1, [1], 3, until: 5_000), .release(1), .draw(1, 1)]
        },
        ExplainedRefusal(
            .finished, "the reservation is already expired", last: 9_000,
            [tenant, .open(1), .fund(1, 1, 9), .reserve(1, [1], 3, until: 5_000), .extend(1, until: 20_000)]),
        ExplainedRefusal(.belowDrawn, "1 call in total are less than the 2 calls that were drawn before") {
            [tenant, .open(1), .fund(1, 1, 9), .reserve(1, [1], 3, until: 5_000), .draw(1, 2), .settle(1, 1)]
        },
        ExplainedRefusal(.aboveReserved, "4 calls in total are more than the 3 calls that are reserved") {
            [tenant, .open(1), .fund(1, 1, 9), .reserve(1, [1], 3, until: 5_000), .draw(1, 4)]
        },
        ExplainedRefusal(.full, "3 places would be taken, and there are 2") {
            [
                tenant, .open(1), .fund(1, 1, 9), .reserve(1, [1], 1, until: 5_000), .charge(2, [1], 1),
                .reserve(3, [1], 1, until: 5_000),
            ]
        },
    ]

    private static let contexts: [ExplainedRefusal] = [
        ExplainedRefusal(.tooLarge, "65 is above the kernel's limit of 64") {
            [tenant, try .assemble(ContextCase(limit: 90, (0...64).map { .of($0, tokens: 1) }))]
        },
        ExplainedRefusal(.requiredDoesNotFit, "the required fragments need 41 tokens, and the window may have 40") {
            [tenant, try .assemble(ContextCase(limit: 50, output: 10, [.of(1, tokens: 41, .required)]))]
        },
        ExplainedRefusal(.requiredDoesNotFit, "the required fragments of section 2 need 9 tokens, and it may have 8") {
            let sections: [ContextSection] = [.of(1), .of(2, cap: 8)]
            return [
                tenant,
                try .assemble(ContextCase(limit: 50, sections: sections, [.of(1, section: 2, tokens: 9, .required)])),
            ]
        },
    ]

    private static let locks: [ExplainedRefusal] = [
        ExplainedRefusal(.zeroLease, "a lease of resource 7 for 0 ms would be none") {
            [tenant, .acquire(7, by: 1, lease: 0)]
        },
        ExplainedRefusal(.leaseTooLong, "a lease of resource 7 may last 60 s, not 60001 ms") {
            [tenant, .acquire(7, by: 1, lease: 60_001)]
        },
        ExplainedRefusal(.waitTooLong, "a request for resource 7 may wait 60 s, not 61 s") {
            [tenant, .acquire(7, by: 1, wait: 61_000)]
        },
        ExplainedRefusal(.alreadyQueued, "the agent waits already, for resource 7") {
            [tenant, .acquire(7, by: 1), .acquire(7, by: 2, wait: 50), .acquire(8, by: 2)]
        },
        ExplainedRefusal(
            .upgradePending, "agent 1, who holds resource 7 too, waits already to hold it alone"
        ) {
            [
                tenant, .acquire(7, by: 1, .shared), .acquire(7, by: 2, .shared), .acquire(7, by: 1, wait: 50),
                .acquire(7, by: 2, wait: 50),
            ]
        },
        ExplainedRefusal(
            .wouldDeadlock, "agent 1 waits for resource 8, which the agent holds, so that neither would ever go on"
        ) {
            [
                tenant, .acquire(7, by: 1), .acquire(8, by: 2), .acquire(8, by: 1, wait: 50),
                .acquire(7, by: 2, wait: 50),
            ]
        },
        ExplainedRefusal(.lockHeld, "resource 7 is not free, and agent 1 comes first") {
            [tenant, .acquire(7, by: 1), .acquire(7, by: 2)]
        },
        ExplainedRefusal(.unknownLease, "the agent has no lease of it") { [tenant, .unlock(7, by: 1, token: 1)] },
        ExplainedRefusal(.staleToken, "1 is not the token of the lease, which is 2") {
            [tenant, .acquire(7, by: 1), .unlock(7, by: 1, token: 1)]
        },
        ExplainedRefusal(.notWaiting, "the agent waits for nothing") { [tenant, .cancel(1)] },
    ]

    /// Reasons that take more than one tenant, or many records.
    static let elsewhere: [Refusal.Reason] = [.overTable, .overflow]
}

@Suite("Sentences of refusals")
struct RefusalSentenceTests {
    @Test("every reason that a journal can hold has its sentence", arguments: ExplainedRefusal.all)
    func sentence(_ refusal: ExplainedRefusal) throws {
        let script = try JournalScript()
        for (body, delay) in try refusal.commands() { try script.run(body, after: delay) }
        try Self.expect(refusal.reason, refusal.sentence, script)
    }

    @Test("no reason is left out")
    func completeness() {
        let tested = Set(ExplainedRefusal.all.map(\.reason.rawValue) + ExplainedRefusal.elsewhere.map(\.rawValue))
        let all = Set((UInt8.min...UInt8.max).filter { Refusal.Reason(rawValue: $0) != nil })
        #expect(tested == all)
    }

    @Test("quotas of all tenants beyond a table")
    func overTable() throws {
        let script = try JournalScript()
        try script.run(.openTenant(accounts: 6, reservations: 32, transfers: 8))
        try script.run(.openTenant(accounts: 6, reservations: 32, transfers: 8), tenant: 2)
        try script.run(.setQuotas(accounts: 6, reservations: 33, transfers: 8), tenant: 2)
        try Self.expect(.overTable, "all quotas together would be 65, and the table holds 64", script)
        try script.run(.openTenant(accounts: 1, reservations: 0, transfers: 0), tenant: 3)
        try Self.expect(.full, "13 places would be taken, and there are 12", script)
    }

    @Test("a counter at its end")
    func overflow() throws {
        // Transfers are forgotten at once, so that their ids can be used again.
        let script = try JournalScript(.script(retention: 0))
        try script.run([.openTenant(), .open(1)])
        for _ in 0..<0x8000 { try script.run(.fund(1, 1, .of(tokens: Amounts.maximum))) }
        // 2^63 − 1 − 2^15 · (2^48 − 1)
        try script.run(.fund(1, 1, .of(tokens: 32_768)))
        try Self.expect(.overflow, "account 1 cannot count 32768 tokens more; 32767 tokens are left", script)
    }

    private static func expect(_ reason: Refusal.Reason, _ sentence: String, _ script: JournalScript) throws {
        let last = try #require(script.steps.last)
        guard case .refused(let refusal) = last.decision else {
            Issue.record("\(reason) is not refused: \(last.decision)")
            return
        }
        #expect(refusal.reason == reason)
        try script.flush()
        let explanation = try Explanation(ofRecord: last.sequence, inJournalAt: script.path)
        #expect(explanation.summary.hasSuffix(" It was refused: \(sentence).".expandingIDs), "\(explanation.summary)")
    }
}
