import RecountKernel
import RecountTestSupport
import Testing

@Suite("Refusals of reservations, in order")
struct ReservationRefusalTests {
    /// Account 1 over 2, both with 5 in every dimension; 3 closed; 4 in debt for calls and cost.
    private static let base: [CommandBody] = [
        .openTenant(reservations: 4), .open(1), .open(2, under: 1), .open(3), .close(3), .open(4),
        .fund(1, 1, five), .fund(2, 2, five), .charge(90, [4], .of(calls: 2, cost: 3)),
    ]
    private static let five = Amounts.of(calls: 5, tokens: 5, cost: 5)
    private static let open: [CommandBody] = base + [.reserve(1, [2], .of(calls: 3, tokens: 2), until: 9)]
    private static let full: [CommandBody] =
        open + [
            .charge(91, [2], .of(cost: 1)), .charge(92, [2], .of(cost: 1)),
        ]
    private static let drawn: [CommandBody] = open + [.draw(1, .of(calls: 2, tokens: 1))]

    static let reserveCases: [RefusalCase] = [
        RefusalCase(
            "reserve: time jump before unknown tenant", after: [], at: 1_001, .reserve(1, [1], 1, until: 1),
            is: .timeJump, .count(needed: 1_001, limit: 1_000)),
        RefusalCase("reserve: unknown tenant", after: [], .reserve(1, [1], 1, until: 1), is: .unknownTenant),
        RefusalCase(
            "reserve: conflict before unknown", after: open, .reserve(1, [9], .of(calls: 3, tokens: 2), until: 9),
            is: .conflict),
        RefusalCase(
            "reserve: conflict in amounts, before zero", after: open, .reserve(1, [2], 0, until: 9), is: .conflict),
        RefusalCase(
            "reserve: conflict in expiry", after: open, .reserve(1, [2], .of(calls: 3, tokens: 2), until: 10),
            is: .conflict),
        RefusalCase(
            "reserve: conflict although it was extended to this expiry", after: open + [.extend(1, until: 10)],
            .reserve(1, [2], .of(calls: 3, tokens: 2), until: 10), is: .conflict),
        RefusalCase(
            "reserve: conflict in one more account", after: open,
            .reserve(1, [2, 1], .of(calls: 3, tokens: 2), until: 9), is: .conflict),
        RefusalCase(
            "reserve: conflict in the order of accounts", after: base + [.reserve(1, [1, 2], 1, until: 9)],
            .reserve(1, [2, 1], 1, until: 9), is: .conflict),
        RefusalCase(
            "reserve: conflict with a charge", after: base, .reserve(90, [4], .of(calls: 2, cost: 3), until: 9),
            is: .conflict),
        RefusalCase(
            "reserve: unknown before closed, although later in the list", after: base,
            .reserve(1, [3, 9], 1, until: 9), is: .unknownAccount, .account(9)),
        RefusalCase(
            "reserve: closed before zero", after: base, .reserve(1, [2, 3], 0, until: 0), is: .closedAccount,
            .account(3)),
        RefusalCase(
            "reserve: zero before expiry", after: base, .reserve(1, [2], 0, until: 0), is: .zeroAmount),
        RefusalCase(
            "reserve: expiry now, before debt", after: base, at: 7, .reserve(1, [4], 1, until: 7),
            is: .expiryNotInFuture, .count(needed: 7, limit: 7)),
        RefusalCase(
            "reserve: debt before insufficient", after: base, .reserve(1, [4], 1, until: 9), is: .inDebt,
            .budget(4, needed: 1, limit: 2)),
        RefusalCase(
            "reserve: insufficient tokens before debt in cost", after: base,
            .reserve(1, [4], .of(tokens: 1, cost: 1), until: 9), is: .insufficient,
            .budget(4, .tokens, needed: 1, limit: 0)),
        RefusalCase(
            "reserve: insufficient before the exposure limit", after: base + [.limit(2, .of(calls: 0))],
            .reserve(1, [2], 6, until: 9), is: .insufficient, .budget(2, needed: 6, limit: 5)),
        RefusalCase(
            "reserve: the exposure limit before full", after: full + [.limit(2, .of(calls: 3))],
            .reserve(2, [2], 1, until: 9), is: .exposureLimit, .budget(2, needed: 4, limit: 3)),
        RefusalCase(
            "reserve: the exposure limit of calls before insufficient tokens",
            after: base + [.limit(2, .of(calls: 0))], .reserve(1, [2], .of(calls: 1, tokens: 6), until: 9),
            is: .exposureLimit, .budget(2, needed: 1, limit: 0)),
        RefusalCase(
            "reserve: the leaf's limit before the root's debt",
            after: base + [.limit(2, .of(calls: 0)), .charge(91, [1], 6)], .reserve(1, [2], 1, until: 9),
            is: .exposureLimit, .budget(2, needed: 1, limit: 0)),
        RefusalCase(
            "reserve: the first account's root before the second account", after: base + [.charge(91, [1], 6)],
            .reserve(1, [2, 4], 1, until: 9), is: .inDebt, .budget(1, needed: 1, limit: 1)),
        RefusalCase(
            "reserve: accounts as listed", after: base, .reserve(1, [4, 2], 6, until: 9), is: .inDebt,
            .budget(4, needed: 6, limit: 2)),
        RefusalCase(
            "reserve: full", after: full, .reserve(2, [2], 1, until: 9), is: .full, .count(needed: 5, limit: 4)),
    ]

    static let openCases: [RefusalCase] = [
        RefusalCase("draw: unknown tenant", after: [], .draw(1, 1), is: .unknownTenant),
        RefusalCase("draw: unknown", after: base, .draw(1, 1), is: .unknownReservation),
        RefusalCase(
            "draw: released before less than drawn", after: drawn + [.release(1)], .draw(1, 0), is: .finished,
            .reservation(.released)),
        RefusalCase(
            "draw: expired before more than the amount", after: drawn, at: 9, .draw(1, 9), is: .finished,
            .reservation(.expired)),
        RefusalCase(
            "draw: a charge is finished", after: base, .draw(90, .of(calls: 2, cost: 3)), is: .finished,
            .reservation(.charged)),
        RefusalCase(
            "draw: less tokens before more calls", after: drawn, .draw(1, 4), is: .belowDrawn,
            .amount(.tokens, needed: 0, limit: 1)),
        RefusalCase(
            "draw: more tokens before more cost", after: drawn, .draw(1, .of(calls: 3, tokens: 3, cost: 1)),
            is: .aboveReserved, .amount(.tokens, needed: 3, limit: 2)),
        RefusalCase("extend: unknown tenant", after: [], .extend(1, until: 9), is: .unknownTenant),
        RefusalCase("extend: unknown", after: base, .extend(1, until: 0), is: .unknownReservation),
        RefusalCase(
            "extend: finished before not in the future", after: open + [.settle(1, 1)], at: 5, .extend(1, until: 5),
            is: .finished, .reservation(.settled)),
        RefusalCase(
            "extend: now is not in the future", after: open, at: 5, .extend(1, until: 5), is: .expiryNotInFuture,
            .count(needed: 5, limit: 5)),
        RefusalCase("release: unknown tenant", after: [], .release(1), is: .unknownTenant),
        RefusalCase("release: unknown", after: base, .release(1), is: .unknownReservation),
        RefusalCase(
            "release: released", after: open + [.release(1)], .release(1), is: .finished, .reservation(.released)),
        RefusalCase("release: expired", after: open, at: 9, .release(1), is: .finished, .reservation(.expired)),
    ]

    static let settleCases: [RefusalCase] = [
        RefusalCase(
            "settle: time jump before unknown tenant", after: [], at: 1_001, .settle(1, 1), is: .timeJump,
            .count(needed: 1_001, limit: 1_000)),
        RefusalCase("settle: unknown tenant", after: [], .settle(1, 1), is: .unknownTenant),
        RefusalCase("settle: unknown", after: base, .settle(1, 1), is: .unknownReservation),
        RefusalCase(
            "settle: settled with another actual, before less than drawn",
            after: drawn + [.settle(1, .of(calls: 2, tokens: 1))],
            .settle(1, 0), is: .finished, .reservation(.settled)),
        RefusalCase(
            "settle: released before less than drawn", after: drawn + [.release(1)], .settle(1, 0), is: .finished,
            .reservation(.released)),
        RefusalCase(
            "settle: a charge, even of the same actual", after: base, .settle(90, .of(calls: 2, cost: 3)),
            is: .finished, .reservation(.charged)),
        RefusalCase(
            "settle: less than drawn", after: drawn, .settle(1, .of(calls: 9)), is: .belowDrawn,
            .amount(.tokens, needed: 0, limit: 1)),
        RefusalCase(
            "settle: less than drawn after expiry", after: drawn, at: 9, .settle(1, 1), is: .belowDrawn,
            .amount(.calls, needed: 1, limit: 2)),
    ]

    static let chargeCases: [RefusalCase] = [
        RefusalCase("charge: unknown tenant", after: [], .charge(1, [1], 1), is: .unknownTenant),
        RefusalCase("charge: conflict before unknown", after: base, .charge(90, [9], 0), is: .conflict),
        RefusalCase(
            "charge: conflict with a reservation", after: open, .charge(1, [2], .of(calls: 3, tokens: 2)),
            is: .conflict),
        RefusalCase(
            "charge: unknown before closed", after: base, .charge(1, [3, 9], 1), is: .unknownAccount, .account(9)),
        RefusalCase(
            "charge: closed before zero", after: base, .charge(1, [3], 0), is: .closedAccount, .account(3)),
        RefusalCase("charge: zero before full", after: full, .charge(2, [2], 0), is: .zeroAmount),
        RefusalCase("charge: full", after: full, .charge(2, [2], 1), is: .full, .count(needed: 5, limit: 4)),
    ]

    @Test("Exactly this refusal, and nothing changes", arguments: reserveCases)
    func reserves(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Exactly this refusal, and nothing changes", arguments: openCases)
    func drawsExtendsReleases(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Exactly this refusal, and nothing changes", arguments: settleCases)
    func settlements(refusal: RefusalCase) throws { try refusal.check() }

    @Test("Exactly this refusal, and nothing changes", arguments: chargeCases)
    func charges(refusal: RefusalCase) throws { try refusal.check() }
}
