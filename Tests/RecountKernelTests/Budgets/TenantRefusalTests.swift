import RecountKernel
import RecountTestSupport
import Testing

@Suite("Refusals of tenants and accounts, in order")
struct TenantRefusalTests {
    private static let limits = KernelLimits.sized(tenants: 2, accounts: 10, reservations: 20, transfers: 30)
    private static let deep: [CommandBody] = [
        .openTenant(accounts: 5, reservations: 9, transfers: 9), .open(1), .open(2, under: 1), .open(3, under: 2),
        .open(4, under: 3),
    ]

    static let tenantCases: [RefusalCase] = [
        RefusalCase(
            "open tenant: time jump before too large", after: [], at: 1_001, .openTenant(accounts: 99), is: .timeJump,
            .count(needed: 1_001, limit: 1_000)),
        RefusalCase(
            "open tenant: too many accounts, named before reservations", limits: limits, after: [],
            .openTenant(accounts: 11, reservations: 21, transfers: 31), is: .tooLarge, .count(needed: 11, limit: 10)),
        RefusalCase(
            "open tenant: too many reservations", limits: limits, after: [],
            .openTenant(accounts: 10, reservations: 21, transfers: 31), is: .tooLarge, .count(needed: 21, limit: 20)),
        RefusalCase(
            "open tenant: too many transfers", limits: limits, after: [],
            .openTenant(accounts: 10, reservations: 20, transfers: 31), is: .tooLarge, .count(needed: 31, limit: 30)),
        RefusalCase(
            "open tenant: the largest count there is", limits: limits, after: [],
            .openTenant(accounts: .max, reservations: .max, transfers: .max), is: .tooLarge,
            .count(needed: 0xffff_ffff, limit: 10)),
        RefusalCase(
            "open tenant: too large before conflict", limits: limits,
            after: [.openTenant(accounts: 1, reservations: 1, transfers: 1)],
            .openTenant(accounts: 11, reservations: 1, transfers: 1), is: .tooLarge, .count(needed: 11, limit: 10)),
        RefusalCase(
            "open tenant: conflict before full", limits: limits,
            after: [.openTenant(accounts: 10, reservations: 20, transfers: 30)],
            .openTenant(accounts: 9, reservations: 20, transfers: 30), is: .conflict),
        RefusalCase(
            "open tenant: conflict although the quotas are now these", limits: limits,
            after: [
                .openTenant(accounts: 1, reservations: 1, transfers: 1),
                .setQuotas(accounts: 2, reservations: 1, transfers: 1),
            ],
            .openTenant(accounts: 2, reservations: 1, transfers: 1), is: .conflict),
        RefusalCase(
            "open tenant: quotas beyond the table", limits: limits,
            after: [.openTenant(accounts: 4, reservations: 9, transfers: 9)],
            .openTenant(accounts: 7, reservations: 12, transfers: 9), tenant: 2, is: .full,
            .count(needed: 11, limit: 10)),
        RefusalCase(
            "open tenant: no tenant left, before quotas", limits: .sized(tenants: 1, accounts: 4),
            after: [.openTenant(accounts: 4)], .openTenant(accounts: 4), tenant: 2, is: .full,
            .count(needed: 2, limit: 1)),
    ]

    static let quotaCases: [RefusalCase] = [
        RefusalCase(
            "set quotas: time jump before unknown tenant", after: [], at: 1_001, .setQuotas(), is: .timeJump,
            .count(needed: 1_001, limit: 1_000)),
        RefusalCase(
            "set quotas: unknown tenant before too large", after: [], .setQuotas(accounts: 99), is: .unknownTenant),
        RefusalCase(
            "set quotas: too large before below use", limits: limits, after: deep,
            .setQuotas(accounts: 1, reservations: 21, transfers: 1), is: .tooLarge, .count(needed: 21, limit: 20)),
        RefusalCase(
            "set quotas: below the accounts", limits: limits, after: deep,
            .setQuotas(accounts: 3, reservations: 9, transfers: 9), is: .belowUse, .count(needed: 4, limit: 3)),
        RefusalCase(
            "set quotas: below the reservations", limits: limits,
            after: deep + [.charge(1, [1], 1), .charge(2, [1], 1)],
            .setQuotas(accounts: 4, reservations: 1, transfers: 9), is: .belowUse, .count(needed: 2, limit: 1)),
        RefusalCase(
            "set quotas: below the transfers", limits: limits, after: deep + [.fund(1, 1, 1), .withdraw(2, 1, 1)],
            .setQuotas(accounts: 4, reservations: 1, transfers: 1), is: .belowUse, .count(needed: 2, limit: 1)),
    ]

    static let accountCases: [RefusalCase] = [
        RefusalCase(
            "open account: time jump before unknown tenant", after: [], at: 1_001, .open(1), is: .timeJump,
            .count(needed: 1_001, limit: 1_000)),
        RefusalCase(
            "open account: unknown tenant before unknown parent", after: [], .open(1, under: 7), is: .unknownTenant),
        RefusalCase(
            "open account: other parent, conflict before unknown parent", limits: limits, after: deep,
            .open(2, under: 7), is: .conflict),
        RefusalCase(
            "open account: root instead of child, conflict before full", limits: limits,
            after: deep + [.open(5)], .open(2), is: .conflict),
        RefusalCase(
            "open account: other limit", limits: limits, after: deep, .open(2, under: 1, limit: .of(calls: 1)),
            is: .conflict),
        RefusalCase(
            "open account: conflict although the limit is now this", limits: limits,
            after: deep + [.limit(2, .of(calls: 1))], .open(2, under: 1, limit: .of(calls: 1)), is: .conflict),
        RefusalCase(
            "open account: unknown parent before full", limits: limits, after: deep + [.open(5)],
            .open(6, under: 7), is: .unknownAccount, .account(7)),
        RefusalCase(
            "open account: its own parent", limits: limits, after: deep, .open(6, under: 6), is: .unknownAccount,
            .account(6)),
        RefusalCase(
            "open account: closed parent before too deep", limits: limits, after: deep + [.close(4)],
            .open(5, under: 4), is: .closedAccount, .account(4)),
        RefusalCase(
            "open account: too deep before full", limits: limits, after: deep + [.open(5)], .open(6, under: 4),
            is: .tooDeep, .account(4)),
        RefusalCase(
            "open account: full, closed ones counted", limits: limits, after: deep + [.open(5), .close(5)], .open(6),
            is: .full, .count(needed: 6, limit: 5)),
    ]

    static let limitAndClosingCases: [RefusalCase] = [
        RefusalCase("set limit: unknown tenant", after: [], .limit(1, .none), is: .unknownTenant),
        RefusalCase(
            "set limit: unknown account", after: deep, .limit(7, .none), is: .unknownAccount, .account(7)),
        RefusalCase(
            "set limit: closed account", after: deep + [.close(4)], .limit(4, .none), is: .closedAccount, .account(4)),
        RefusalCase(
            "set limit: below what is reserved, calls before tokens",
            after: deep + [
                .fund(1, 1, .of(calls: 3, tokens: 3)), .reserve(1, [1], .of(calls: 2, tokens: 2), until: 9),
            ],
            .limit(1, .of(calls: 1, tokens: 0)), is: .belowUse, .budget(1, needed: 2, limit: 1)),
        RefusalCase(
            "set limit: below what is reserved in cost",
            after: deep + [.fund(1, 1, .of(cost: 3)), .reserve(1, [1], .of(cost: 3), until: 9)],
            .limit(1, .of(calls: 0, cost: 2)), is: .belowUse, .budget(1, .cost, needed: 3, limit: 2)),
        RefusalCase("close: unknown tenant", after: [], .close(1), is: .unknownTenant),
        RefusalCase("close: unknown", after: deep, .close(7), is: .unknownAccount, .account(7)),
        RefusalCase("close: closed", after: deep + [.close(4)], .close(4), is: .closedAccount, .account(4)),
        RefusalCase(
            "close: a hold before an expired reservation, available and a child",
            after: deep + [
                .fund(1, 1, 5), .reserve(1, [1], 1, until: 1), .reserve(2, [1], 1, until: 9),
            ], at: 1, .close(1), is: .hasHold, .account(1)),
        RefusalCase(
            "close: a hold below, fully drawn",
            after: deep + [
                .fund(1, 1, 1), .fund(2, 2, 1), .reserve(1, [2], 1, until: 9), .draw(1, 1), .close(4), .close(3),
            ], .close(1), is: .hasHold, .account(1)),
        RefusalCase(
            "close: an expired reservation before debt",
            after: deep + [
                .fund(1, 4, 1), .fund(2, 3, 1), .fund(3, 2, 1), .fund(4, 1, 1), .reserve(1, [4], 1, until: 1),
                .charge(2, [4], .of(tokens: 5)),
            ], at: 1, .close(4), is: .hasExpiredReservation, .account(4)),
        RefusalCase(
            "close: debt in cost before available calls",
            after: deep + [.fund(1, 4, 1), .charge(1, [4], .of(cost: 5))], .close(4), is: .hasDebt,
            .budget(4, .cost, needed: 0, limit: 5)),
        RefusalCase(
            "close: available tokens before an open child", after: deep + [.fund(1, 3, .of(tokens: 2, cost: 1))],
            .close(3), is: .hasAvailable, .budget(3, .tokens, needed: 0, limit: 2)),
        RefusalCase("close: an open child", after: deep, .close(3), is: .hasOpenChild, .account(3)),
    ]

    @Test("Exactly this refusal, and nothing changes", arguments: tenantCases)
    func tenants(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Exactly this refusal, and nothing changes", arguments: quotaCases)
    func quotas(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Exactly this refusal, and nothing changes", arguments: accountCases)
    func accounts(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Exactly this refusal, and nothing changes", arguments: limitAndClosingCases)
    func limitsAndClosing(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Set quotas: below use comes before over the table, which counts all tenants")
    func quotasOverTable() {
        let harness = KernelHarness(limits: Self.limits)
        for tenant in UInt64(1)...2 {
            harness.answer(.openTenant(accounts: 4, reservations: 9, transfers: 9), tenant: tenant)
        }
        harness.answer(.open(1))
        harness.answer(.open(2))
        #expect(
            harness.answer(.setQuotas(accounts: 1, reservations: 20, transfers: 9))
                == .refused(.belowUse, .count(needed: 2, limit: 1)))
        #expect(
            harness.answer(.setQuotas(accounts: 7, reservations: 12, transfers: 9))
                == .refused(.overTable, .count(needed: 11, limit: 10)))
        #expect(
            harness.answer(.setQuotas(accounts: 6, reservations: 12, transfers: 22))
                == .refused(.overTable, .count(needed: 21, limit: 20)))
        #expect(
            harness.answer(.setQuotas(accounts: 6, reservations: 11, transfers: 22))
                == .refused(.overTable, .count(needed: 31, limit: 30)))
        #expect(harness.answer(.setQuotas(accounts: 6, reservations: 11, transfers: 21)) == .accepted)
        #expect(
            harness.answer(.setQuotas(accounts: 5, reservations: 9, transfers: 9), tenant: 2)
                == .refused(.overTable, .count(needed: 11, limit: 10)))
    }
}
