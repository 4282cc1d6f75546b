import RecountKernel
import RecountTestSupport
import Testing

/// One row of a table of refusals: a state, a command, and the exact answer. Where two reasons
/// apply, the name says which must win.
struct RefusalCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let limits: KernelLimits
    let preparation: [CommandBody]
    let time: UInt64
    let command: CommandBody
    let tenant: UInt64
    let expected: Decision

    /// A case whose preparation happens at time 0, in tenant 1.
    ///
    /// - Parameter time: of the command; consequences due by then come first.
    init(
        _ name: String, limits: KernelLimits = .small, after preparation: [CommandBody], at time: UInt64 = 0,
        _ command: CommandBody, tenant: UInt64 = 1, is reason: Refusal.Reason, _ detail: Refusal.Detail = .none
    ) {
        testDescription = name
        self.limits = limits
        self.preparation = preparation
        self.time = time
        self.command = command
        self.tenant = tenant
        expected = .refused(reason, detail)
    }

    /// Runs the case: the answer is exact, and the refusal changes nothing but the sequence.
    func check() throws {
        let harness = KernelHarness(limits: limits)
        for body in preparation { try Self.expectDone(harness.answer(body), body) }
        // What is due comes first and is not the refusal's doing; so is what is forgotten.
        harness.run(.tick, at: time <= harness.now + limits.maximumAdvance.rawValue ? time : nil)
        let before = harness.snapshot
        let answer = harness.answer(command, tenant: tenant, at: time)
        #expect(answer == expected)
        #expect(harness.snapshot == before)
        #expect(harness.answer(command, tenant: tenant, at: time) == expected, "a refusal consumed the id")
    }

    private static func expectDone(_ decision: Decision, _ body: CommandBody) throws {
        switch decision {
        case .accepted, .settled: break
        default: throw UnpreparedError(body: body, decision: decision)
        }
    }
}

/// A preparation that was not accepted.
struct UnpreparedError: Error {
    let body: CommandBody
    let decision: Decision
}

extension Refusal.Detail {
    /// A dimension of an account.
    static func budget(
        _ account: UInt64, _ dimension: Dimension = .calls, needed: UInt64, limit: UInt64
    ) -> Refusal.Detail {
        .budget(AccountID(account), dimension, needed: needed, limit: limit)
    }

    /// An account.
    static func account(_ account: UInt64) -> Refusal.Detail { .account(AccountID(account)) }
}
