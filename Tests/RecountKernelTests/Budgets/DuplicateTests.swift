import RecountKernel
import RecountTestSupport
import Testing

@Suite("Repeated commands and remembered ids")
struct DuplicateTests {
    private let harness: KernelHarness

    init() {
        harness = KernelHarness()
        // Sequences 1 to 4.
        for body in [CommandBody.openTenant(), .open(1), .open(2, under: 1), .fund(1, 1, 10)] { harness.run(body) }
    }

    @Test("A tenant keeps answering for its opening quotas")
    func tenant() {
        let duplicate = Decision.duplicate(Duplicate(sequence: 1, present: .tenantOpen))
        #expect(harness.answer(.openTenant()) == duplicate)
        #expect(harness.answer(.setQuotas(accounts: 9)) == .accepted)
        #expect(harness.answer(.openTenant()) == duplicate)
    }

    @Test("An account says whether it is open, whatever its limit is now")
    func account() {
        #expect(harness.answer(.open(2, under: 1)) == .duplicate(Duplicate(sequence: 3, present: .accountOpen)))
        harness.run(.limit(2, .of(calls: 1)))
        #expect(harness.answer(.open(2, under: 1)) == .duplicate(Duplicate(sequence: 3, present: .accountOpen)))
        #expect(harness.answer(.close(2)) == .accepted)
        #expect(harness.answer(.open(2, under: 1)) == .duplicate(Duplicate(sequence: 3, present: .accountClosed)))
    }

    @Test("An opening is a duplicate even where it would now be refused")
    func openingUnderClosedParent() {
        harness.run(.withdraw(2, 1, 10))
        harness.run(.close(2))
        #expect(harness.answer(.close(1)) == .accepted)
        #expect(harness.answer(.open(2, under: 1)) == .duplicate(Duplicate(sequence: 3, present: .accountClosed)))
    }

    @Test("Transfers, also where the account has been closed")
    func transfers() {
        #expect(harness.answer(.fund(1, 1, 10)) == .duplicate(Duplicate(sequence: 4, present: .transferred)))
        #expect(harness.answer(.withdraw(2, 1, 10)) == .accepted)
        let duplicate = Decision.duplicate(Duplicate(sequence: 6, present: .transferred))
        #expect(harness.answer(.withdraw(2, 1, 10)) == duplicate)
        harness.run(.close(2))
        harness.run(.close(1))
        #expect(harness.answer(.withdraw(2, 1, 10)) == duplicate)
        #expect(harness.balance(1).withdrawn == 10)
    }

    @Test("A reservation answers with its own sequence and its present state")
    func reservation() {
        let reserve = CommandBody.reserve(1, [1], 4, until: 10)
        #expect(harness.answer(reserve) == .accepted)
        #expect(harness.answer(reserve) == .duplicate(of: 5, .open, expiry: 10, spent: 0))
        harness.run(.draw(1, 3))
        harness.run(.extend(1, until: 12))
        #expect(harness.answer(reserve) == .duplicate(of: 5, .open, expiry: 12, spent: 3))
        harness.run(.settle(1, 6))
        #expect(harness.answer(reserve) == .duplicate(of: 5, .settled, expiry: 12, spent: 6))
    }

    @Test("Reservations that ended otherwise")
    func otherEnds() {
        harness.run(.reserve(1, [1], 4, until: 10))
        harness.run(.reserve(2, [1], 4, until: 10))
        harness.run(.draw(2, 1))
        harness.run(.release(1))
        #expect(
            harness.answer(.reserve(1, [1], 4, until: 10)) == .duplicate(of: 5, .released, expiry: 10, spent: 0))
        #expect(
            harness.answer(.reserve(2, [1], 4, until: 10), at: 10) == .duplicate(of: 6, .expired, expiry: 10, spent: 1))
        #expect(harness.answer(.settle(2, 2)) == .settled(.settledLate))
        #expect(
            harness.answer(.reserve(2, [1], 4, until: 10)) == .duplicate(of: 6, .settledLate, expiry: 10, spent: 2))
    }

    @Test("A draw of the same total is a duplicate of the last draw")
    func draw() {
        harness.run(.reserve(1, [1], 4, until: 10))
        #expect(harness.answer(.draw(1, 0)) == .duplicate(of: 5, .open, expiry: 10, spent: 0))
        #expect(harness.answer(.draw(1, 2)) == .accepted)
        #expect(harness.answer(.draw(1, 2)) == .duplicate(of: 7, .open, expiry: 10, spent: 2))
        #expect(harness.balance(1).spent == 2)
    }

    @Test("A settlement of the same actual is a duplicate of the settlement, also a late one")
    func settlement() {
        harness.run(.reserve(1, [1], 4, until: 10))
        harness.run(.reserve(2, [1], 4, until: 10))
        #expect(harness.answer(.settle(1, 0)) == .settled(.settled))
        #expect(harness.answer(.settle(1, 0)) == .duplicate(of: 7, .settled, expiry: 10, spent: 0))
        // Sequence 9 is the expiry, 10 the settlement.
        #expect(harness.answer(.settle(2, 5), at: 20) == .settled(.settledLate))
        #expect(harness.answer(.settle(2, 5)) == .duplicate(of: 10, .settledLate, expiry: 10, spent: 5))
        #expect(harness.balance(1).spent == 5)
    }

    @Test("A charge")
    func charge() {
        let charge = CommandBody.charge(1, [2, 1], .of(calls: 3, cost: 1))
        #expect(harness.answer(charge) == .accepted)
        #expect(harness.answer(charge) == .duplicate(of: 5, .charged, expiry: 0, spent: .of(calls: 3, cost: 1)))
        #expect(harness.answer(.charge(1, [1, 2], .of(calls: 3, cost: 1))) == .refused(.conflict))
        #expect(harness.balance(1).spent == 3)
    }

    @Test("Only what follows the header is compared")
    func header() throws {
        let command = Command(
            header: CommandHeader(
                tenant: TenantID(1), time: Milliseconds(5), requestID: Identifier128(7), actor: Identifier128(8),
                correlation: Identifier128(9)), body: .fund(1, 1, 10))
        let steps = try harness.run(command)
        #expect(steps[last: 0].decision == .duplicate(Duplicate(sequence: 4, present: .transferred)))
    }

    @Test("Ids are per tenant, and transfers do not share them with reservations")
    func spaces() {
        harness.run(.openTenant(), tenant: 2)
        harness.run(.open(1), tenant: 2)
        #expect(harness.answer(.fund(1, 1, 3), tenant: 2) == .accepted)
        #expect(harness.answer(.reserve(1, [1], 1, until: 9), tenant: 2) == .accepted)
        #expect(harness.answer(.reserve(1, [1], 2, until: 9)) == .accepted)
        #expect(harness.balance(1).reserved == 2)
        #expect(harness.balance(1, tenant: 2).reserved == 1)
    }

    @Test("Both halves of an id count")
    func wideIDs() {
        let high = Transfer(id: Identifier128(high: 1, low: 1), account: AccountID(1), amounts: 1)
        #expect(harness.answer(.fund(high)) == .accepted)
        #expect(harness.balance(1).funded == 11)
    }

    @Test("A refused command does not consume its id")
    func refusedID() {
        #expect(
            harness.answer(.reserve(1, [1], 11, until: 9))
                == .refused(.insufficient, .budget(1, needed: 11, limit: 10)))
        #expect(harness.answer(.reserve(1, [1], 10, until: 9)) == .accepted)
        #expect(harness.answer(.fund(2, 9, 1)) == .refused(.unknownAccount, .account(9)))
        #expect(harness.answer(.fund(2, 1, 2)) == .accepted)
        #expect(harness.answer(.charge(2, [1], 0)) == .refused(.zeroAmount))
        #expect(harness.answer(.charge(2, [1], 1)) == .accepted)
        #expect(harness.answer(.open(3, under: 9)) == .refused(.unknownAccount, .account(9)))
        #expect(harness.answer(.open(3)) == .accepted)
    }
}
