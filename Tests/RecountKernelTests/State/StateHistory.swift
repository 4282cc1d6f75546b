import RecountKernel
import RecountTestSupport

/// A random history with budgets, locks, admissions and policies in two tenants.
struct StateHistory {
    static let limits = KernelLimits.sized(
        tenants: 3, accounts: 18, reservations: 40, transfers: 40, maximumAdvance: 50, retention: 30, locks: 30,
        fragments: 4, policies: 2, models: 3)

    let harness = KernelHarness(limits: limits)
    private var budgets: BudgetCommandStream
    private var locks: LockCommandStream
    private var random: SplitMix64

    init(seed: UInt64) throws {
        budgets = BudgetCommandStream(seed: seed)
        locks = LockCommandStream(seed: seed)
        random = SplitMix64(state: seed)
        _ = try AdmissionScene.policy.withPolicy { harness.answer(.installPolicy($0)) }
        for tenant in UInt64(1)...2 {
            harness.run(.openTenant(accounts: 8, reservations: 18, transfers: 18, locks: 14), tenant: tenant)
            for account in UInt64(1)...3 {
                harness.run(.open(account, under: account == 3 ? 1 : nil), tenant: tenant)
                harness.run(.fund(100 + account, account, .of(calls: 40, tokens: 900, cost: 9_000)), tenant: tenant)
            }
        }
    }

    /// The next command for the kernel as it stands.
    mutating func next() -> Command {
        random.uniform(0...1) == 0
            ? budgets.next(now: harness.now) : locks.next(LockPicture(harness.kernel), now: harness.now)
    }

    /// An admission that may or may not be possible now.
    mutating func admission() -> AdmissionCase {
        let id = random.uniform(0...9)
        let mode: LockMode = random.uniform(0...1) == 0 ? .shared : .exclusive
        return AdmissionCase(id, accounts: [random.uniform(1...3)], until: harness.now + random.uniform(0...40))
            .with { $0.header.agent = Identifier128(id) }
            .locking((random.uniform(1...4), mode), lease: random.uniform(1...60))
    }

    /// Takes one random step, now and then an admission.
    mutating func advance() throws {
        if random.uniform(0...7) == 0 {
            try harness.admit(admission(), tenant: random.uniform(1...2)) { _ in }
        } else {
            _ = try harness.run(next())
        }
    }

    /// Now and then takes a consequence alone, so that others stay pending.
    mutating func advanceALittle() {
        _ = harness.takeConsequence(until: harness.now + random.uniform(0...20))
    }
}
