import RecountKernel
import RecountTestSupport
import Testing

/// Balances at 2^63 - 1, reached by commands alone: 2^15 of the largest amount are 2^63 - 2^15.
@Suite("Budgets at the bound of 2^63 - 1")
struct BudgetOverflowTests {
    private static let bound = Balance.maximum
    private let harness = KernelHarness(limits: .sized(maximumAdvance: 1_000_000, retention: 1))

    init() {
        harness.run(.openTenant(reservations: 2, transfers: 2))
        harness.run(.open(1))
        harness.run(.open(2, under: 1))
    }

    /// Repeats a command of the largest amount 2^15 times, each a millisecond later.
    private func repeatLargest(_ body: (_ id: UInt64) -> CommandBody) {
        for _ in 0..<32_768 {
            #expect(harness.answer(body(harness.now + 1_000), at: harness.now + 1) == .accepted)
        }
        // Room for ids again.
        harness.run(.tick, at: harness.now + 2)
    }

    private func fundAll() { repeatLargest { .fund($0, 1, .of(calls: Amounts.maximum)) } }

    @Test("Funding reaches the bound and not one more; overflow comes before full")
    func funding() {
        fundAll()
        #expect(harness.answer(.fund(1, 1, 32_768)) == .refused(.overflow, .budget(1, needed: 32_768, limit: 32_767)))
        #expect(harness.answer(.fund(1, 1, 32_767)) == .accepted)
        #expect(harness.balance(1).funded == Self.bound)
        #expect(harness.answer(.fund(2, 1, 1)) == .refused(.overflow, .budget(1, needed: 1, limit: 0)))
        #expect(harness.answer(.fund(2, 1, .of(tokens: 1))) == .accepted)
        #expect(harness.answer(.fund(3, 1, 1)) == .refused(.overflow, .budget(1, needed: 1, limit: 0)))
        #expect(harness.answer(.fund(3, 1, .of(tokens: 1))) == .refused(.full, .count(needed: 3, limit: 2)))
        #expect(harness.answer(.withdraw(1, 1, 32_767)) == .refused(.conflict))
        #expect(harness.balance(1).isConserved)
    }

    @Test("A full budget can be held, drawn and charged without passing any bound")
    func spendingAtTheBound() {
        fundAll()
        harness.run(.fund(1, 1, 32_767))
        let held = Amounts.maximum
        #expect(harness.answer(.reserve(1, [1], .of(calls: held), until: harness.now + 9)) == .accepted)
        #expect(harness.answer(.draw(1, .of(calls: held))) == .accepted)
        #expect(harness.answer(.settle(1, .of(calls: held))) == .settled(.settled))
        #expect(harness.answer(.charge(2, [1], .of(calls: held))) == .accepted)
        #expect(harness.balance(1).available == Self.bound - 2 * held)
        #expect(harness.balance(1).isConserved)
    }

    @Test("Debt counts towards the bound; paying it does not")
    func debt() {
        repeatLargest { .charge($0, [2], .of(calls: Amounts.maximum)) }
        #expect(harness.balance(1).debt == Self.bound - 32_767)
        let overflow = Decision.refused(.overflow, .budget(2, needed: 32_768, limit: 32_767))
        #expect(harness.answer(.charge(1, [2], 32_768)) == overflow)
        #expect(harness.answer(.charge(1, [2], 32_767)) == .accepted)
        #expect(harness.answer(.charge(2, [2], 1)) == .refused(.overflow, .budget(2, needed: 1, limit: 0)))
        #expect(harness.answer(.charge(2, [2], .of(tokens: 1))) == .accepted)
        #expect(harness.answer(.charge(3, [2], 1)) == .refused(.overflow, .budget(2, needed: 1, limit: 0)))
        #expect(harness.answer(.charge(3, [2], .of(tokens: 1))) == .refused(.full, .count(needed: 3, limit: 2)))
        #expect(harness.answer(.fund(1, 1, .of(calls: Amounts.maximum))) == .accepted)
        #expect(harness.balance(1).debt == Self.bound - Amounts.maximum)
        #expect(harness.balance(1).spent == Self.bound)
        #expect(harness.tenant()?.spent.calls == WideCounter(low: Self.bound))
    }

    @Test("Overflow of a charge and a settlement counts what is available, and follows less than drawn")
    func settling() {
        repeatLargest { .charge($0, [1], .of(calls: Amounts.maximum)) }
        repeatLargest { .fund($0, 1, .of(calls: Amounts.maximum)) }
        #expect(harness.balance(1).debt == 0)
        harness.run(.fund(1, 1, 1_000))
        // 31 767 may still become debt.
        #expect(
            harness.answer(.charge(1, [1], 32_768)) == .refused(.overflow, .budget(1, needed: 32_768, limit: 32_767)))
        let expiry = harness.now + 9
        #expect(harness.answer(.reserve(1, [1], 900, until: expiry)) == .accepted)
        #expect(
            harness.answer(.charge(2, [1], 31_868)) == .refused(.overflow, .budget(1, needed: 31_868, limit: 31_867)))
        #expect(harness.answer(.settle(1, 32_768)) == .refused(.overflow, .budget(1, needed: 32_768, limit: 32_767)))
        harness.run(.draw(1, 100))
        #expect(
            harness.answer(.settle(1, .of(calls: 99, tokens: 1)))
                == .refused(.belowDrawn, .amount(.calls, needed: 99, limit: 100)))
        let overflow = Decision.refused(.overflow, .budget(1, needed: 32_668, limit: 32_667))
        #expect(harness.answer(.settle(1, 32_768)) == overflow)
        #expect(harness.answer(.settle(1, 32_768), at: expiry) == overflow)
        #expect(harness.answer(.settle(1, 32_767)) == .settled(.settledLate))
        #expect(harness.balance(1).funded + harness.balance(1).debt == Self.bound)
        #expect(harness.balance(1).isConserved)
    }

    @Test("What a tenant spent passes 2^64")
    func tenantSpent() {
        for account in UInt64(3)...5 {
            harness.run(.open(account))
            repeatLargest { .charge($0, [account], .of(cost: Amounts.maximum)) }
        }
        let total = UInt64(Amounts.maximum).multipliedFullWidth(by: 3 * 32_768)
        #expect(total.high == 1)
        #expect(harness.tenant()?.spent.cost == WideCounter(high: total.high, low: total.low))
    }
}
