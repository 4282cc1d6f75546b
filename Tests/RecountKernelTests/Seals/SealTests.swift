import RecountKernel
import RecountTestSupport
import Testing

@Suite("Seals")
struct SealTests {
    @Test("decide the root of the state after their own step", arguments: UInt64(1)...4)
    func root(seed: UInt64) throws {
        var history = try StateHistory(seed: seed)
        for step in 0..<300 {
            try history.advance()
            guard step % 30 == 0 else { continue }
            let harness = history.harness
            let seal = harness.run(.seal, at: harness.now + 3)[last: 0]
            let reference = ReferenceStateRoot(state: harness.stateBytes, secret: .zero)
            #expect(seal.decision == .sealed(stateRoot: harness.kernel.stateRoot()), "seed \(seed), step \(step)")
            #expect(harness.kernel.stateRoot().byteArray == reference.root, "seed \(seed), step \(step)")
            #expect(seal.sequence == harness.kernel.sequence && seal.time == harness.kernel.time)
        }
    }

    @Test("change what a tick would, and nothing else", arguments: UInt64(1)...4)
    func effect(seed: UInt64) throws {
        var history = try StateHistory(seed: seed)
        for step in 0..<300 {
            try history.advance()
            let harness = history.harness
            let time = harness.now + UInt64(step) % 52
            let saved = harness.save()
            let tick = harness.run(.tick, at: time)
            let state = harness.stateBytes
            harness.restore(saved)
            let seal = harness.run(.seal, at: time)
            #expect(harness.stateBytes == state, "seed \(seed), step \(step)")
            #expect(zip(tick, seal).dropLast().allSatisfy { $0.matches($1) }, "seed \(seed), step \(step)")
        }
    }

    @Test("are refused too far ahead only, and then say nothing of the state")
    func timeJump() {
        let harness = KernelHarness(initialTime: 100)
        #expect(harness.answer(.seal, at: 1_101) == .refused(.timeJump, .count(needed: 1_101, limit: 1_100)))
        #expect(harness.answer(.seal, at: 1_100).kind == .sealed)
        #expect(harness.answer(.seal, at: 0).kind == .sealed)
        #expect(harness.now == 1_100)
    }

    /// Expected: computed with `hashlib.blake2b` of Python from the layout in docs/format.md.
    @Test("of a kernel without tenants have the root that Python computes")
    func golden() {
        let limits = KernelLimits.sized(
            tenants: 1, accounts: 2, reservations: 3, transfers: 4, maximumAdvance: 5, retention: 6, locks: 7,
            fragments: 8, maximumLease: 9, maximumWait: 10, policies: 11, models: 12)
        let harness = KernelHarness(limits: limits, initialTime: 13)
        guard case .sealed(let root) = harness.answer(.seal, at: 14) else {
            Issue.record("the seal was refused")
            return
        }
        #expect(root.lowercaseHexadecimal == "7b325748d52771f93e54b8e3423d3cd46dd87c37801173a213fc657f61b3c71e")
    }
}
