import RecountKernel
import RecountTestSupport
import Testing

@Suite("Refusals of admissions, in order")
struct AdmissionRefusalTests {
    /// One row: an admission after some commands, the exact refusal; the name says what must win.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let preparation: [CommandBody]
        let admission: AdmissionCase
        let time: UInt64
        let expected: AdmissionScene.Outcome

        init(
            _ name: String, after preparation: [CommandBody] = [], _ admission: AdmissionCase, at time: UInt64 = 0,
            is stage: AdmissionStage, _ reason: Refusal.Reason, _ detail: Refusal.Detail = .none
        ) {
            testDescription = name
            self.preparation = preparation
            self.admission = admission
            self.time = time
            expected = .refused(.refused(stage, Refusal(reason, detail)))
        }
    }

    /// Does not fit, names no policy, wants more than the budget and a lock that another agent holds: what
    /// comes first is what is tested.
    private static let hopeless = AdmissionCase().with { admission in
        admission.context.fragments[0].tokens = 101
        admission.header.route.policy = PolicyNumber(9)
    }.locking((4, .exclusive))
    private static let held: [CommandBody] = [
        .acquireLock(
            LockRequest(
                resource: Identifier128(4), agent: Identifier128(5), mode: .shared, lease: Milliseconds(500)))
    ]

    private static func naming(_ accounts: [UInt64], _ admission: AdmissionCase = hopeless) -> AdmissionCase {
        admission.with { $0.header.accounts = .of(accounts) }
    }

    static let cases: [Case] = [
        Case(
            "conflict before unknown account", after: [.charge(1, [1], 1)], naming([8]), is: .reservation, .conflict),
        Case(
            "unknown account before closed", naming([4, 8]), is: .reservation, .unknownAccount,
            .account(AccountID(8))),
        Case(
            "closed account before expiry", naming([4], hopeless.with { $0.header.expiry = .zero }),
            is: .reservation, .closedAccount, .account(AccountID(4))),
        Case(
            "expiry before assembly", hopeless.with { $0.header.expiry = Milliseconds(7) }, at: 7, is: .reservation,
            .expiryNotInFuture, .count(needed: 7, limit: 7)),
        Case(
            "assembly before unknown policy", hopeless, is: .assembly, .requiredDoesNotFit,
            .room(nil, needed: 101, limit: 100)),
        Case(
            "a section's cap before the total", hopeless.with { $0.context.sections[0].cap = Tokens(90) },
            is: .assembly, .requiredDoesNotFit, .room(SectionID(1), needed: 101, limit: 90)),
        Case(
            "unknown policy before the budget", hopeless.with { $0.context.fragments[0].tokens = 100 },
            is: .routing, .unknownPolicy),
        Case(
            "debt before locks", after: held + [.charge(9, [1], .of(tokens: 1_001))],
            AdmissionCase().locking((4, .exclusive)), is: .budget, .inDebt,
            .budget(1, .tokens, needed: 15, limit: 1)),
        Case(
            "insufficient tokens of the account", after: held + [.withdraw(9, 1, .of(tokens: 986))],
            AdmissionCase().locking((4, .exclusive)), is: .budget, .insufficient,
            .budget(1, .tokens, needed: 15, limit: 14)),
        Case(
            "insufficient calls of the team", after: held + [.withdraw(9, 2, .of(calls: 100))],
            AdmissionCase().locking((4, .exclusive)), is: .budget, .insufficient,
            .budget(2, needed: 1, limit: 0)),
        Case(
            "an ancestor's exposure limit", after: held + [.limit(2, .of(tokens: 14))],
            AdmissionCase().locking((4, .exclusive)), is: .budget, .exposureLimit,
            .budget(2, .tokens, needed: 15, limit: 14)),
        Case(
            "full before locks", after: held + (10..<18).map { .charge($0, [3], 1) },
            AdmissionCase().locking((4, .exclusive)), is: .budget, .full, .count(needed: 9, limit: 8)),
        Case(
            "a lock that is held", after: held, AdmissionCase().locking((4, .exclusive)), is: .locks, .lockHeld,
            .holder(Identifier128(4), Identifier128(5))),
        Case(
            "the first lock in the order of resources", after: held,
            AdmissionCase().locking((4, .exclusive)).locking((5, .shared), lease: 0), is: .locks, .lockHeld,
            .holder(Identifier128(4), Identifier128(5))),
        Case(
            "a lease of nothing", after: held, AdmissionCase().locking((3, .shared), lease: 0), is: .locks,
            .zeroLease, .resource(Identifier128(3))),
        Case(
            "too long a lease", after: held, AdmissionCase().locking((3, .shared), lease: 501), is: .locks,
            .leaseTooLong, .duration(Identifier128(3), needed: 501, limit: 500)),
        Case(
            "an agent that waits asks for nothing else",
            after: held + [
                .acquireLock(
                    LockRequest(
                        resource: Identifier128(4), agent: Identifier128(77), mode: .exclusive,
                        lease: Milliseconds(9), wait: Milliseconds(9)))
            ], AdmissionCase().locking((3, .shared)), is: .locks, .alreadyQueued, .resource(Identifier128(4))),
        Case(
            "the last lock finds no room",
            AdmissionCase().locking((1, .shared), (2, .shared), (3, .shared), (4, .shared), (5, .shared)),
            is: .locks, .full, .count(needed: 5, limit: 4)),
    ]

    @Test("the first reason is given, and nothing but the sequence changes", arguments: cases)
    func refuses(_ row: Case) throws {
        let scene = try AdmissionScene()
        for body in row.preparation {
            let answer = scene.harness.answer(body)
            if case .refused(let refusal) = answer { Issue.record("\(body): \(refusal)") }
        }
        scene.harness.run(.tick, at: row.time)
        let before = scene.harness.snapshot
        let outcome = try scene.admit(row.admission, at: row.time)
        #expect(outcome == row.expected)
        #expect(scene.harness.snapshot == before)
        #expect(try scene.admit(row.admission, at: row.time) == row.expected, "a refusal consumed the id")
    }

    @Test("the router's rejection is the routing stage's refusal, with its histogram")
    func passesOnTheRejection() throws {
        let scene = try AdmissionScene()
        let before = scene.harness.snapshot
        let outcome = try scene.admit(AdmissionCase().with { $0.header.route.allowedProviders = 0 })
        guard case .refused(.notRouted(let route)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(route.action == .reject)
        #expect(route.reason == .provider)
        #expect(route.rejections[.provider] == 2)
        #expect(scene.harness.snapshot == before)
    }

    @Test("common refusals come before the stages: a time jump, an unknown tenant, too many fragments")
    func commonRefusals() throws {
        let scene = try AdmissionScene()
        let tooMany = AdmissionCase().with { admission in
            admission.context.fragments = (1...9).map { .of($0, tokens: 1) }
        }
        let tooLarge = Refusal.Detail.count(needed: 9, limit: 8)
        #expect(try scene.admit(tooMany) == .other(.refused(.tooLarge, tooLarge)))
        #expect(
            try scene.admit(tooMany, at: 1_001)
                == .other(.refused(.timeJump, .count(needed: 1_001, limit: 1_000))))
        let stranger = try scene.harness.admit(tooMany, tenant: 2) { $0 }
        #expect(stranger == .refused(.unknownTenant))
    }
}
