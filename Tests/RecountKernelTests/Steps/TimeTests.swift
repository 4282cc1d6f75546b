import RecountKernel
import RecountTestSupport
import Testing

@Suite("Time")
struct TimeTests {
    @Test("A command at the largest advance is taken, one beyond is refused and time stands")
    func jump() {
        let harness = KernelHarness(limits: .sized(maximumAdvance: 100), initialTime: 1_000)
        #expect(harness.answer(.tick, at: 1_101) == .refused(.timeJump, .count(needed: 1_101, limit: 1_100)))
        #expect(harness.now == 1_000)
        #expect(harness.kernel.sequence == 1)
        #expect(harness.answer(.tick, at: 1_100) == .accepted)
        #expect(harness.now == 1_100)
        #expect(harness.answer(.tick, at: 1_200) == .accepted)
    }

    @Test("A jump is refused before all else, and counts as now for what is due")
    func jumpAndConsequences() throws {
        let harness = KernelHarness(limits: .sized(maximumAdvance: 100))
        for body in [CommandBody.openTenant(), .open(1), .fund(1, 1, 9), .reserve(1, [1], 1, until: 50)] {
            harness.run(body)
        }
        // 50 would be due at 101, but 101 counts as 0.
        #expect(harness.takeConsequence(until: 101) == nil)
        let steps = harness.run(.fund(1, 1, 8), at: 101)
        #expect(steps.map(\.decision) == [.refused(.timeJump, .count(needed: 101, limit: 100))])
        #expect(steps.map(\.time) == [.zero])
        #expect(harness.takeConsequence(until: .max) == nil)
        // Two due at the same time: the second is due as of now, even for a jump.
        harness.run(.reserve(2, [1], 1, until: 50))
        _ = try #require(harness.takeConsequence(until: 50))
        let jump = Command(header: CommandHeader(tenant: .none, time: Milliseconds(151)), body: .tick)
        #expect(throws: StepError.consequencesDue) { try harness.step(jump) }
        #expect(harness.takeConsequence(until: 151)?.time == Milliseconds(50))
        #expect(try harness.step(jump).decision == .refused(.timeJump, .count(needed: 151, limit: 150)))
    }

    @Test("Consequences move the horizon: after them the same command may no longer be a jump")
    func movingHorizon() {
        let harness = KernelHarness(limits: .sized(maximumAdvance: 100))
        for body in [CommandBody.openTenant(), .open(1), .fund(1, 1, 9), .reserve(1, [1], 1, until: 150)] {
            harness.run(body)
        }
        harness.run(.tick, at: 60)
        #expect(harness.run(.tick, at: 160).map(\.time.rawValue) == [150, 160])
    }

    @Test("A clock that goes back does not take the kernel's time with it")
    func backwards() {
        let harness = KernelHarness(initialTime: 500)
        harness.run(.openTenant())
        let steps = harness.run(.open(1), at: 0)
        #expect(steps[last: 0].decision == .accepted)
        #expect(steps[last: 0].time == Milliseconds(500))
        harness.run(.fund(1, 1, 1), at: 600)
        #expect(
            harness.answer(.reserve(1, [1], 1, until: 600), at: 100)
                == .refused(.expiryNotInFuture, .count(needed: 600, limit: 600)))
        #expect(harness.now == 600)
    }

    @Test("A refused command advances time, and so does one of an unknown tenant")
    func refusedAdvances() {
        let harness = KernelHarness()
        #expect(harness.run(.open(1), at: 7)[last: 0].time == Milliseconds(7))
        harness.run(.openTenant())
        #expect(harness.run(.close(1), at: 9)[last: 0].time == Milliseconds(9))
        #expect(harness.kernel.sequence == 3)
    }

    @Test("Time reaches 2^53 and stays there")
    func latest() {
        let latest = Milliseconds.maximum.rawValue
        let limits = KernelLimits.sized(maximumAdvance: latest, retention: latest)
        let harness = KernelHarness(limits: limits, initialTime: latest - 1)
        for body in [CommandBody.openTenant(), .open(1), .fund(1, 1, 9)] { harness.run(body) }
        #expect(harness.answer(.reserve(1, [1], 1, until: latest)) == .accepted)
        #expect(harness.run(.tick, at: latest).count == 2)
        #expect(
            harness.answer(.reserve(2, [1], 1, until: latest))
                == .refused(.expiryNotInFuture, .count(needed: latest, limit: latest)))
        #expect(harness.answer(.settle(1, 1)) == .settled(.settledLate))
        #expect(harness.takeConsequence(until: .max) == nil)
    }

    @Test("No advance at all allowed")
    func noAdvance() {
        let harness = KernelHarness(limits: .sized(maximumAdvance: 0), initialTime: 5)
        #expect(harness.answer(.tick, at: 6) == .refused(.timeJump, .count(needed: 6, limit: 5)))
        #expect(harness.answer(.tick, at: 5) == .accepted)
    }
}
