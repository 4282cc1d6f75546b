import RecountKernel
import RecountTestSupport
import Testing

@Suite("The same commands give the same steps")
struct DeterminismTests {
    @Test("Whatever the hash seed is", arguments: UInt64(1)...4)
    func hashSeed(seed: UInt64) {
        let limits = KernelLimits.sized(
            tenants: 3, accounts: 18, reservations: 20, transfers: 20, maximumAdvance: 50, retention: 30)
        let first = KernelHarness(limits: limits, hashSeed: HashSeed(first: 0, second: 0))
        let second = KernelHarness(limits: limits, hashSeed: HashSeed(first: .max, second: seed))
        var stream = BudgetCommandStream(seed: 1_000 + seed)
        for index in 0..<2_000 {
            let command = stream.next(now: first.now)
            let (steps, others) = (try? first.run(command), try? second.run(command))
            guard let steps, let others, steps.count == others.count,
                zip(steps, others).allSatisfy({ $0.matches($1) })
            else {
                Issue.record("seed \(seed), command \(index): \(steps as Any) and \(others as Any)")
                return
            }
        }
        #expect(first.snapshot == second.snapshot)
        #expect(first.kernel.sequence > 2_000)
    }
}
