import RecountKernel
import RecountTestSupport
import Testing

@Suite("Admissions")
struct AdmissionTests {
    @Test("reserves a call, the tokens of window, output and reasoning, and the cost of the chosen model")
    func reserves() throws {
        let scene = try AdmissionScene()
        let admitted = try scene.expectAdmitted(
            AdmissionCase().with { $0.header.route.usage = .of(output: 5, reasoning: 7) })
        #expect(admitted.reserved == .of(calls: 1, tokens: 10 + 5 + 7, cost: 200))
        #expect(admitted.route.action == .executeRequested)
        #expect(admitted.route.winner?.cost == Microcents(200))
        #expect(admitted.used == 10)
        for account: UInt64 in [1, 2] {
            #expect(scene.harness.balance(account, .calls).reserved == 1)
            #expect(scene.harness.balance(account, .tokens).reserved == 22)
            #expect(scene.harness.balance(account, .cost).reserved == 200)
        }
        let standing = try #require(scene.harness.reservation(1))
        #expect(standing.state == .open)
        #expect(standing.amounts == admitted.reserved)
        #expect(standing.expiry == Milliseconds(900))
        #expect(standing.accounts.numbers == [1])
    }

    @Test("routes with the window as input, for prices, warm caches and context windows alike")
    func routesWithTheWindow() throws {
        let scene = try AdmissionScene()
        let warm = AdmissionCase().with { admission in
            admission.header.route.warmEntries.append(WarmEntry(model: ModelID(1), tokens: Tokens(4)))
        }
        // Cached input is free in this policy.
        #expect(try scene.expectAdmitted(warm).route.winner?.cost == Microcents(6 * 10 + 5 * 20))
        let cut = AdmissionCase(2).with { admission in
            admission.context = ContextCase(
                limit: 7, [.of(1, tokens: 10, .required, .truncatable, cuts: [3, 6, 9])])
        }
        let admitted = try scene.expectAdmitted(cut)
        #expect(admitted.used == 6)
        #expect(admitted.reserved == .of(calls: 1, tokens: 11, cost: 6 * 10 + 5 * 20))
        #expect(admitted.window.map(\.outcome) == [.truncated])
    }

    @Test(
        "chooses the best model that every touched account can pay for",
        arguments: [
            (UInt64(200), UInt32(1)), (199, 2), (20, 2),
        ])
    func choosesTheBestAffordable(cost: UInt64, model: UInt32) throws {
        let scene = try AdmissionScene(funds: .of(calls: 10, tokens: 1_000, cost: cost))
        #expect(try scene.expectAdmitted(AdmissionCase()).route.winner?.model == ModelID(model))
    }

    @Test("counts what an ancestor has available, and what exposure limits leave")
    func countsAncestorsAndExposure() throws {
        let scene = try AdmissionScene()
        #expect(scene.harness.answer(.limit(2, .of(cost: 220))) == .accepted)
        #expect(try scene.expectAdmitted(AdmissionCase(1)).route.winner?.model == ModelID(1))
        #expect(try scene.expectAdmitted(AdmissionCase(2)).route.winner?.model == ModelID(2))
        let outcome = try scene.admit(AdmissionCase(3))
        guard case .refused(.notRouted(let route)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(route.reason == .cost)
        #expect(route.rejections[.cost] == 2)
    }

    @Test("an account in debt pays for free models only")
    func debtLeavesFreeModels() throws {
        let scene = try AdmissionScene()
        #expect(scene.harness.answer(.charge(90, [1], .of(cost: 10_001))) == .accepted)
        let outcome = try scene.admit(AdmissionCase())
        guard case .refused(.notRouted(let route)) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(route.rejections[.cost] == 2)
        let free = AdmissionCase().with { admission in
            admission.header.route.usage = .zero
            admission.context.fragments = []
        }
        // No tokens, no cost: a call alone is reserved, in a dimension without debt.
        #expect(try scene.expectAdmitted(free).reserved == .of(calls: 1))
    }

    @Test("its own cost limit holds where it is lower than the budget")
    func ownLimitHolds() throws {
        let scene = try AdmissionScene()
        let admitted = try scene.expectAdmitted(
            AdmissionCase().with { $0.header.route.costLimit = Microcents(199) })
        #expect(admitted.route.winner?.model == ModelID(2))
    }

    @Test("leases are given in the order of resources, under the admission's sequence")
    func givesLeases() throws {
        let scene = try AdmissionScene()
        let admitted = try scene.expectAdmitted(AdmissionCase().locking((9, .shared), (4, .exclusive)), at: 30)
        #expect(admitted.resources == [4, 9])
        let token = scene.harness.kernel.sequence
        #expect(
            admitted.leases == [
                LeaseGrant(token: token, expiry: Milliseconds(130), holdCount: 1),
                LeaseGrant(token: token, expiry: Milliseconds(130), holdCount: 1),
            ])
        #expect(scene.harness.tenant()?.used.locks == 2)
        let ends = scene.harness.takeConsequences(until: 130).compactMap { step -> UInt64? in
            guard case .leaseExpired(let expiry) = step.decision else { return nil }
            return expiry.lease.resource.low
        }
        #expect(ends == [4, 9], "leases of one command fall due by their index in it")
    }

    @Test("a lock that the agent holds is held once more, under the token that it has")
    func holdsAgain() throws {
        let scene = try AdmissionScene()
        let first = try scene.expectAdmitted(AdmissionCase(1).locking((4, .exclusive)))
        let second = try scene.expectAdmitted(AdmissionCase(2).locking((4, .shared)), at: 50)
        #expect(second.leases[0].token == first.leases[0].token)
        #expect(second.leases[0].holdCount == 2)
        #expect(second.leases[0].expiry == Milliseconds(150))
        #expect(scene.harness.tenant()?.used.locks == 1)
    }

    @Test("a sole shared holder is upgraded under a new token")
    func upgrades() throws {
        let scene = try AdmissionScene()
        let first = try scene.expectAdmitted(AdmissionCase(1).locking((4, .shared)))
        let second = try scene.expectAdmitted(AdmissionCase(2).locking((4, .exclusive)))
        #expect(second.leases[0].token > first.leases[0].token)
        #expect(second.leases[0].holdCount == 2)
    }

    @Test("settles, expires and is remembered like any reservation")
    func livesLikeAReservation() throws {
        let scene = try AdmissionScene()
        _ = try scene.expectAdmitted(AdmissionCase(1))
        _ = try scene.expectAdmitted(AdmissionCase(2, until: 50))
        #expect(scene.harness.answer(.settle(1, .of(calls: 1, tokens: 20, cost: 300))) == .settled(.settled))
        #expect(scene.harness.balance(1, .cost).spent == 300)
        let steps = scene.harness.takeConsequences(until: 50)
        #expect(
            steps.map(\.decision) == [
                .reservationExpired(
                    ReservationExpiry(
                        tenant: TenantID(1), reservation: Identifier128(2),
                        released: .of(calls: 1, tokens: 15, cost: 200)))
            ])
        #expect(scene.harness.balance(1, .cost).reserved == 0)
    }

    @Test("the same admission again is a duplicate; with one byte changed it is a conflict")
    func knowsItsID() throws {
        let scene = try AdmissionScene()
        let admission = AdmissionCase().locking((4, .exclusive))
        _ = try scene.expectAdmitted(admission)
        let sequence = scene.harness.kernel.sequence
        let before = scene.harness.snapshot
        let duplicate = Decision.duplicate(of: sequence, .open, expiry: 900, spent: 0)
        #expect(try scene.admit(admission) == .other(duplicate))
        #expect(scene.harness.snapshot == before)
        let conflict = AdmissionScene.Outcome.refused(.refused(.reservation, Refusal(.conflict)))
        let others: [AdmissionCase] = [
            admission.with { $0.context.fragments[0].priority = 1 },
            admission.with { $0.context.header.tokenLimit = Tokens(101) },
            admission.with { $0.header.expiry = Milliseconds(901) },
            admission.with { $0.header.route.value += 1 },
            admission.with { $0.header.agent = Identifier128(78) },
            AdmissionCase(),
        ]
        for other in others { #expect(try scene.admit(other) == conflict) }
        #expect(
            scene.harness.answer(.reserve(1, [1], .of(calls: 1, tokens: 15, cost: 200), until: 900))
                == .refused(.conflict))
        #expect(scene.harness.answer(.charge(1, [1], 1)) == .refused(.conflict))
        #expect(scene.harness.answer(.release(1)) == .accepted)
        let released = Decision.duplicate(of: sequence, .released, expiry: 900, spent: 0)
        #expect(try scene.admit(admission) == .other(released))
    }

    @Test("an id that a reservation or a charge has used is a conflict")
    func knowsOtherIDs() throws {
        let scene = try AdmissionScene()
        #expect(scene.harness.answer(.reserve(1, [1], 1, until: 900)) == .accepted)
        #expect(scene.harness.answer(.charge(2, [1], 1)) == .accepted)
        for id: UInt64 in [1, 2] {
            let outcome = try scene.admit(AdmissionCase(id))
            #expect(outcome == .refused(.refused(.reservation, Refusal(.conflict))))
        }
    }

    @Test("a refused admission does not consume its id, and a forgotten one may come again")
    func consumesNoID() throws {
        let scene = try AdmissionScene(funds: .of(calls: 1, tokens: 15, cost: 200))
        let tooLarge = AdmissionCase().with { $0.context.fragments[0].tokens = 11 }
        #expect(try scene.admit(tooLarge) != .refused(.refused(.reservation, Refusal(.conflict))))
        _ = try scene.expectAdmitted(AdmissionCase())
        #expect(scene.harness.answer(.release(1), at: 10) == .accepted)
        // Retention is 100 ms.
        scene.harness.run(.tick, at: 110)
        _ = try scene.expectAdmitted(AdmissionCase(), at: 111)
    }
}
