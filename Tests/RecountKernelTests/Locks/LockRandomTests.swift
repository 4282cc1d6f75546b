import RecountKernel
import RecountTestSupport
import Testing

@Suite("Locks against the reference model, at random")
struct LockRandomTests {
    /// All refusals of §4.6, and those of quotas and time that come with them.
    private static let reasons: [Refusal.Reason] = [
        .timeJump, .unknownTenant, .full, .belowUse, .zeroLease, .leaseTooLong, .waitTooLong, .alreadyQueued,
        .upgradePending, .wouldDeadlock, .lockHeld, .unknownLease, .staleToken, .notWaiting,
    ]
    private static let kinds: [DecisionKind] = [
        .accepted, .refused, .lockAcquired, .lockQueued, .lockReleased, .leaseExpired, .waitExpired, .lockPromoted,
    ]

    @Test("Every step, state and rule agrees, and everything that can happen does", arguments: 0..<4 as Range<UInt64>)
    func longRuns(part: UInt64) throws {
        var outcomes = BudgetOutcomes()
        for seed in part * 2 + 1...part * 2 + 2 {
            let lockstep = LockLockstep(limits: .small)
            for tenant in UInt64(1)...2 { try lockstep.run(.openTenant(locks: 12), tenant: tenant) }
            try Self.run(lockstep, LockCommandStream(seed: seed), seed: seed, count: 3_000)
            outcomes.formUnion(lockstep.outcomes)
        }
        #expect(Self.reasons.filter { outcomes.counts(of: $0) == 0 } == [])
        #expect(Self.kinds.filter { outcomes.counts(of: $0) == 0 } == [])
    }

    @Test("The hash seed never shows, not even in the order of queries", arguments: UInt64(1)...3)
    func hashSeed(seed: UInt64) throws {
        let lockstep = LockLockstep(limits: .small)
        let other = KernelHarness(hashSeed: HashSeed(first: .max, second: seed))
        var stream = LockCommandStream(seed: 100 + seed)
        for tenant in UInt64(1)...2 {
            try lockstep.run(.openTenant(locks: 12), tenant: tenant)
            other.run(.openTenant(locks: 12), tenant: tenant)
        }
        for index in 0..<800 {
            let command = stream.next(lockstep.reference.picture, now: lockstep.reference.time)
            let decision = try lockstep.run(command)
            let step = try other.run(command)[last: 0]
            let harness = lockstep.harness
            guard step.decision == decision, step.sequence == harness.kernel.sequence,
                Self.resources(of: harness.kernel) == Self.resources(of: other.kernel),
                LockPicture(harness.kernel) == LockPicture(other.kernel)
            else {
                Issue.record("seed \(seed), command \(index): \(step) where \(decision) is expected")
                return
            }
        }
    }

    private static func resources(of kernel: borrowing Kernel) -> [ResourceState] {
        var resources: [ResourceState] = []
        kernel.forEachResource { resources.append($0) }
        return resources
    }

    private static func run(
        _ lockstep: LockLockstep, _ stream: LockCommandStream, seed: UInt64, count: Int
    ) throws {
        var stream = stream
        for index in 0..<count {
            let command = stream.next(lockstep.reference.picture, now: lockstep.reference.time)
            do {
                try lockstep.run(command)
            } catch {
                Issue.record("seed \(seed), command \(index): \(error)")
                throw error
            }
        }
    }
}
