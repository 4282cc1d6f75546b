import RecountKernel
import RecountTestSupport
import Testing

@Suite("Refusals of transfers, in order")
struct TransferRefusalTests {
    /// Accounts 1 with 5 calls and 1 token, 2 without anything, 3 closed; transfer 1 is known.
    private static let base: [CommandBody] = [
        .openTenant(transfers: 4), .open(1), .open(2), .open(3), .close(3), .fund(1, 1, .of(calls: 5, tokens: 1)),
    ]
    private static let full: [CommandBody] = base + [.fund(2, 1, 1), .withdraw(3, 1, 1), .fund(4, 1, 1)]

    static let fundCases: [RefusalCase] = [
        RefusalCase(
            "fund: time jump before unknown tenant", after: [], at: 1_001, .fund(1, 1, 1), is: .timeJump,
            .count(needed: 1_001, limit: 1_000)),
        RefusalCase("fund: unknown tenant", after: [], .fund(1, 1, 1), is: .unknownTenant),
        RefusalCase(
            "fund: conflict before unknown account", after: base, .fund(1, 9, .of(calls: 5, tokens: 1)),
            is: .conflict),
        RefusalCase(
            "fund: conflict before closed account", after: base, .fund(1, 3, .of(calls: 5, tokens: 1)),
            is: .conflict),
        RefusalCase("fund: conflict before zero", after: base, .fund(1, 1, 0), is: .conflict),
        RefusalCase(
            "fund: conflict with a withdrawal of the same fields", after: base + [.withdraw(2, 1, 1)],
            .fund(2, 1, 1), is: .conflict),
        RefusalCase(
            "fund: conflict in cost alone", after: base, .fund(1, 1, .of(calls: 5, tokens: 1, cost: 1)),
            is: .conflict),
        RefusalCase("fund: unknown before zero", after: base, .fund(2, 9, 0), is: .unknownAccount, .account(9)),
        RefusalCase("fund: closed before zero", after: base, .fund(2, 3, 0), is: .closedAccount, .account(3)),
        RefusalCase("fund: zero before full", after: full, .fund(5, 1, 0), is: .zeroAmount),
        RefusalCase("fund: full", after: full, .fund(5, 1, 1), is: .full, .count(needed: 5, limit: 4)),
    ]

    static let withdrawCases: [RefusalCase] = [
        RefusalCase(
            "withdraw: time jump before unknown tenant", after: [], at: 1_001, .withdraw(1, 1, 1), is: .timeJump,
            .count(needed: 1_001, limit: 1_000)),
        RefusalCase("withdraw: unknown tenant", after: [], .withdraw(1, 1, 1), is: .unknownTenant),
        RefusalCase("withdraw: conflict before unknown account", after: base, .withdraw(1, 9, 1), is: .conflict),
        RefusalCase(
            "withdraw: conflict with a funding of the same fields", after: base,
            .withdraw(1, 1, .of(calls: 5, tokens: 1)), is: .conflict),
        RefusalCase(
            "withdraw: unknown before zero", after: base, .withdraw(2, 9, 0), is: .unknownAccount, .account(9)),
        RefusalCase(
            "withdraw: closed before zero", after: base, .withdraw(2, 3, 0), is: .closedAccount, .account(3)),
        RefusalCase(
            "withdraw: closed before insufficient", after: base, .withdraw(2, 3, 1), is: .closedAccount, .account(3)),
        RefusalCase("withdraw: zero before full", after: full, .withdraw(5, 1, 0), is: .zeroAmount),
        RefusalCase(
            "withdraw: insufficient before full", after: full, .withdraw(5, 1, 7), is: .insufficient,
            .budget(1, needed: 7, limit: 6)),
        RefusalCase(
            "withdraw: calls before tokens", after: base, .withdraw(2, 1, .of(calls: 6, tokens: 2)),
            is: .insufficient, .budget(1, needed: 6, limit: 5)),
        RefusalCase(
            "withdraw: tokens before cost", after: base, .withdraw(2, 1, .of(calls: 5, tokens: 2, cost: 1)),
            is: .insufficient, .budget(1, .tokens, needed: 2, limit: 1)),
        RefusalCase(
            "withdraw: what is reserved is not available", after: base + [.reserve(1, [1], 3, until: 9)],
            .withdraw(2, 1, 3), is: .insufficient, .budget(1, needed: 3, limit: 2)),
        RefusalCase("withdraw: full", after: full, .withdraw(5, 1, 1), is: .full, .count(needed: 5, limit: 4)),
    ]

    @Test("Exactly this refusal, and nothing changes", arguments: fundCases)
    func funds(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Exactly this refusal, and nothing changes", arguments: withdrawCases)
    func withdrawals(refusal: RefusalCase) throws { try refusal.check() }
}
