import RecountKernel
import RecountTestSupport
import Testing

@Suite("What budget operations do")
struct BudgetOperationTests {
    private let harness = KernelHarness()

    /// Accounts 1 over 2 over 3 over 4, and 5 under 2, with ten calls each.
    private func openTree() {
        harness.run(.openTenant())
        for (account, parent) in [(1, nil), (2, 1), (3, 2), (4, 3), (5, 2)] as [(UInt64, UInt64?)] {
            #expect(harness.answer(.open(account, under: parent)) == .accepted)
            #expect(harness.answer(.fund(account, account, 10)) == .accepted)
        }
    }

    private func available(_ accounts: UInt64...) -> [UInt64] { accounts.map { harness.balance($0).available } }

    private func spentCalls(tenant: UInt64 = 1) -> WideCounter? { harness.tenant(tenant)?.spent.calls }

    @Test("Funding an account does not touch its parent")
    func fundingIsLocal() {
        openTree()
        harness.run(.fund(9, 4, 5))
        #expect(available(1, 2, 3, 4, 5) == [10, 10, 10, 15, 10])
    }

    @Test("A reservation on a leaf four deep holds on the whole path")
    func path() {
        openTree()
        #expect(harness.answer(.reserve(1, [4], 3, until: 9)) == .accepted)
        #expect(available(1, 2, 3, 4, 5) == [7, 7, 7, 7, 10])
        #expect((1...4).map { harness.balance($0).reserved } == [3, 3, 3, 3])
        harness.run(.draw(1, 1))
        #expect((1...4).map { harness.balance($0).spent } == [1, 1, 1, 1])
        #expect(harness.answer(.settle(1, 2)) == .settled(.settled))
        #expect(available(1, 2, 3, 4, 5) == [8, 8, 8, 8, 10])
        #expect(spentCalls() == WideCounter(low: 2))
    }

    @Test("Accounts that share ancestors touch each once")
    func sharedAncestors() {
        openTree()
        #expect(harness.answer(.reserve(1, [4, 5, 2, 1], 4, until: 9)) == .accepted)
        #expect(available(1, 2, 3, 4, 5) == [6, 6, 6, 6, 6])
        #expect(harness.kernel.account(AccountID(1), of: TenantID(1))?.holdCount == 1)
        harness.run(.release(1))
        #expect(available(1, 2, 3, 4, 5) == [10, 10, 10, 10, 10])
        #expect(harness.answer(.charge(2, [5, 4], 4)) == .accepted)
        #expect(available(1, 2, 3, 4, 5) == [6, 6, 6, 6, 6])
        #expect(spentCalls() == WideCounter(low: 4))
    }

    @Test("Four leaves four deep: sixteen accounts touched at once")
    func widest() {
        harness.run(.openTenant(accounts: 16))
        for root in UInt64(0)..<4 {
            for level in UInt64(0)..<4 {
                let account = root * 4 + level
                harness.run(.open(account, under: level == 0 ? nil : account - 1))
                harness.run(.fund(account, account, 1))
            }
        }
        #expect(harness.answer(.reserve(1, [3, 7, 11, 15], 1, until: 9)) == .accepted)
        #expect((0..<16).allSatisfy { harness.balance($0).reserved == 1 && harness.balance($0).available == 0 })
        #expect(harness.takeConsequences(until: 9).count == 1)
        #expect((0..<16).allSatisfy { harness.balance($0).reserved == 0 && harness.balance($0).available == 1 })
    }

    @Test("All or nothing: the root's refusal leaves the leaf as it was")
    func allOrNothing() {
        openTree()
        harness.run(.withdraw(9, 1, 8))
        #expect(
            harness.answer(.reserve(1, [4, 5], 3, until: 9))
                == .refused(.insufficient, .budget(1, needed: 3, limit: 2)))
        #expect(available(1, 2, 3, 4, 5) == [2, 10, 10, 10, 10])
    }

    @Test("An exposure limit is met exactly, not passed, and freed by draws and ends")
    func exposure() {
        openTree()
        harness.run(.limit(2, .of(calls: 6)))
        #expect(harness.answer(.reserve(1, [4], 6, until: 9)) == .accepted)
        #expect(
            harness.answer(.reserve(2, [5], 1, until: 9)) == .refused(.exposureLimit, .budget(2, needed: 7, limit: 6)))
        harness.run(.draw(1, 1))
        #expect(harness.answer(.reserve(2, [5], 1, until: 9)) == .accepted)
        #expect(harness.answer(.limit(2, .of(calls: 6))) == .accepted)
        #expect(harness.answer(.limit(2, .of(calls: 5))) == .refused(.belowUse, .budget(2, needed: 6, limit: 5)))
        harness.run(.release(2))
        #expect(harness.answer(.limit(2, .of(calls: 5))) == .accepted)
    }

    @Test("A limit on one dimension does not bind the others; zero binds")
    func exposurePerDimension() {
        openTree()
        harness.run(.fund(8, 1, .of(tokens: 5)))
        harness.run(.limit(1, .of(tokens: 0)))
        #expect(harness.answer(.reserve(1, [1], 5, until: 9)) == .accepted)
        #expect(
            harness.answer(.reserve(2, [1], .of(tokens: 1), until: 9))
                == .refused(.exposureLimit, .budget(1, .tokens, needed: 1, limit: 0)))
    }

    @Test("A charge takes what is available, then makes debt; credit pays debt first")
    func debt() {
        openTree()
        #expect(harness.answer(.charge(1, [4], 13)) == .accepted)
        #expect((1...4).map { harness.balance($0).debt } == [3, 3, 3, 3])
        harness.run(.fund(11, 1, 2))
        #expect(harness.balance(1).debt == 1)
        #expect(harness.balance(1).available == 0)
        harness.run(.fund(12, 1, 2))
        #expect(harness.balance(1).debt == 0)
        #expect(harness.balance(1).available == 1)
        #expect(harness.balance(4).debt == 3)
    }

    @Test("A settlement above the hold takes what is available, then makes debt, per account")
    func settleAbove() {
        openTree()
        harness.run(.withdraw(9, 4, 6))
        harness.run(.reserve(1, [4], 4, until: 9))
        #expect(harness.answer(.settle(1, 12)) == .settled(.settled))
        #expect(harness.balance(4).debt == 8)
        #expect(harness.balance(3).debt == 2)
        #expect(harness.balance(3).spent == 12)
        #expect(spentCalls() == WideCounter(low: 12))
    }

    @Test("The rest of a hold pays debt that was made meanwhile")
    func settleIntoDebt() {
        openTree()
        harness.run(.reserve(1, [1], 8, until: 9))
        harness.run(.charge(2, [1], 5))
        #expect(harness.balance(1).debt == 3)
        harness.run(.draw(1, 1))
        #expect(harness.answer(.settle(1, 2)) == .settled(.settled))
        // 10 - 5 charged - 2 settled.
        #expect(harness.balance(1).available == 3)
        #expect(harness.balance(1).debt == 0)
    }

    @Test("Release and expiry pay debt first, too")
    func releaseIntoDebt() {
        openTree()
        harness.run(.reserve(1, [1], 4, until: 5))
        harness.run(.reserve(2, [1], 6, until: 9))
        harness.run(.charge(3, [1], 9))
        harness.run(.release(1))
        #expect(harness.balance(1).debt == 5)
        harness.run(.tick, at: 9)
        #expect(harness.balance(1).debt == 0)
        #expect(harness.balance(1).available == 1)
    }

    @Test("A late settlement is charged without a hold, drawn parts not twice")
    func settleLate() {
        openTree()
        harness.run(.reserve(1, [1], 4, until: 5))
        harness.run(.draw(1, 3))
        let steps = harness.run(.settle(1, 14), at: 5)
        #expect(
            steps.map(\.decision) == [
                .reservationExpired(
                    ReservationExpiry(tenant: TenantID(1), reservation: Identifier128(1), released: 1)),
                .settled(.settledLate),
            ])
        #expect(harness.balance(1).spent == 14)
        #expect(harness.balance(1).debt == 4)
        #expect(spentCalls() == WideCounter(low: 14))
    }

    @Test("A close needs each obstacle removed, in order")
    func close() {
        openTree()
        harness.run(.reserve(1, [3], 1, until: 9))
        harness.run(.reserve(2, [3], 1, until: 5))
        harness.run(.tick, at: 5)
        #expect(harness.answer(.close(3)) == .refused(.hasHold, .account(3)))
        harness.run(.release(1))
        #expect(harness.answer(.close(3)) == .refused(.hasExpiredReservation, .account(3)))
        #expect(harness.answer(.close(1)) == .refused(.hasExpiredReservation, .account(1)))
        harness.run(.settle(2, 11))
        #expect(harness.answer(.close(3)) == .refused(.hasDebt, .budget(3, .calls, needed: 0, limit: 1)))
        harness.run(.fund(31, 3, 3))
        #expect(harness.answer(.close(3)) == .refused(.hasAvailable, .budget(3, .calls, needed: 0, limit: 2)))
        harness.run(.withdraw(32, 3, 2))
        #expect(harness.answer(.close(3)) == .refused(.hasOpenChild, .account(3)))
        harness.run(.withdraw(33, 4, 10))
        #expect(harness.answer(.close(4)) == .accepted)
        #expect(harness.answer(.close(3)) == .accepted)
        #expect(harness.kernel.account(AccountID(3), of: TenantID(1))?.isClosed == true)
        #expect(harness.kernel.accountCount == 5)
    }

    @Test("An expired reservation that is forgotten no longer keeps its account open")
    func closeAfterForgetting() {
        openTree()
        harness.run(.withdraw(41, 4, 9))
        harness.run(.reserve(1, [4], 1, until: 5))
        harness.run(.draw(1, 1))
        harness.run(.tick, at: 104)
        #expect(harness.answer(.close(4)) == .refused(.hasExpiredReservation, .account(4)))
        #expect(harness.answer(.close(4), at: 105) == .accepted)
        #expect(harness.answer(.settle(1, 1)) == .refused(.unknownReservation))
    }

    @Test("Tenants do not see each other's accounts and reservations")
    func isolation() {
        openTree()
        harness.run(.openTenant(), tenant: 2)
        harness.run(.reserve(1, [1], 1, until: 9))
        #expect(harness.answer(.fund(1, 1, 1), tenant: 2) == .refused(.unknownAccount, .account(1)))
        #expect(harness.answer(.release(1), tenant: 2) == .refused(.unknownReservation))
        #expect(harness.answer(.settle(1, 1), tenant: 2) == .refused(.unknownReservation))
        #expect(spentCalls(tenant: 2) == WideCounter())
    }

    @Test("Names and routes need their tenant, and change nothing")
    func describe() throws {
        openTree()
        let name = try #require(Array("team".utf8).withUnsafeBytes { Name(utf8: $0) })
        let before = harness.snapshot
        let account = Description(subject: .account, id: Identifier128(77), name: name)
        #expect(harness.answer(.describe(account)) == .accepted)
        #expect(harness.answer(.describe(account), tenant: 9) == .refused(.unknownTenant))
        let model = Description(subject: .model, id: Identifier128(1), name: name)
        #expect(harness.answer(.describe(model)) == .accepted)
        let request = RouteRequest(policy: PolicyNumber(0), requestedModel: ModelID(1))
        #expect(harness.answer(.route(request)) == .refused(.unknownPolicy))
        #expect(harness.answer(.route(request), tenant: 9) == .refused(.unknownTenant))
        #expect(harness.snapshot == before)
    }
}
