import RecountKernel
import RecountTestSupport
import Testing

/// An admission against the commands that it joins: on a twin kernel they are given one after another, by
/// the rules of the specification, and must lead to the same answer and the same budgets and locks.
@Suite("An admission is the sum of its parts")
struct AdmissionCompositionTests {
    @Test("on random histories")
    func equalsItsParts() throws {
        var stages: Set<String> = []
        for seed: UInt64 in 1...8 {
            var history = try History(seed: seed)
            for step in 0..<50 { stages.insert(try history.advance("seed \(seed), step \(step)")) }
        }
        let all: Set = ["command", "reservation", "assembly", "routing", "notRouted", "budget", "locks", "admitted"]
        #expect(stages == all)
    }
}

/// What was done to a kernel, so that a twin can be led to the same state.
private struct History {
    private enum Deed {
        case command(CommandBody, time: UInt64)
        case admission(AdmissionCase, time: UInt64)
    }

    private var deeds: [Deed] = []
    private var random: SplitMix64
    private let original: AdmissionScene
    private var nextID: UInt64 = 100

    init(seed: UInt64) throws {
        random = SplitMix64(state: seed)
        original = try Self.scene()
    }

    private static func scene() throws -> AdmissionScene {
        try AdmissionScene(funds: .of(calls: 60, tokens: 250, cost: 9_000), reservations: 60, locks: 6)
    }

    /// Does something random, and returns what it was or how far an admission came.
    mutating func advance(_ place: String) throws -> String {
        let time = original.harness.now + draw(0...12)
        if draw(0...3) == 0 {
            let body = command()
            original.harness.answer(body, at: time)
            deeds.append(.command(body, time: time))
            return "command"
        }
        let admission = admission(at: time)
        let expected = try Parts(try twin(), admission, time).outcome()
        original.harness.run(.tick, at: time)
        let before = AdmissionPicture(original.harness)
        let outcome = try original.admit(admission, at: time)
        deeds.append(.command(.tick, time: time))
        deeds.append(.admission(admission, time: time))
        #expect(outcome.ignoringTokens == expected.outcome.ignoringTokens, "\(place)")
        #expect(AdmissionPicture(original.harness) == (expected.picture ?? before), "\(place)")
        return outcome.stage
    }

    /// A kernel in the same state.
    private func twin() throws -> AdmissionScene {
        let twin = try Self.scene()
        for deed in deeds {
            switch deed {
            case .command(let body, let time): twin.harness.run(body, at: time)
            case .admission(let admission, let time): _ = try twin.admit(admission, at: time)
            }
        }
        return twin
    }

    private mutating func command() -> CommandBody {
        switch draw(0...5) {
        case 0: .settle(draw(100...max(100, nextID)), .of(calls: 1, tokens: draw(0...60), cost: draw(0...600)))
        case 1: .release(draw(100...max(100, nextID)))
        case 2: .withdraw(nextID, draw(1...3), .of(tokens: draw(1...50), cost: draw(1...300)))
        case 3: .limit(draw(1...2), .of(tokens: draw(60...400), cost: draw(300...2_000)))
        case 4: .fund(nextID, draw(1...3), .of(calls: 2, tokens: draw(1...90), cost: draw(1...900)))
        default:
            .acquireLock(
                LockRequest(
                    resource: Identifier128(draw(1...4)), agent: Identifier128(draw(1...3)),
                    mode: draw(0...1) == 0 ? .shared : .exclusive, lease: Milliseconds(draw(1...60)),
                    wait: Milliseconds(draw(0...1) * 30)))
        }
    }

    private mutating func admission(at time: UInt64) -> AdmissionCase {
        nextID += 1
        var admission = AdmissionCase(nextID, accounts: [[1], [2], [1, 3], [3, 2]][Int(draw(0...3))])
        admission.header.expiry = Milliseconds(time + draw(0...40))
        admission.header.agent = Identifier128(draw(1...3))
        admission.header.route.usage = .of(output: draw(0...20), reasoning: draw(0...9))
        admission.header.route.costLimit = Microcents(draw(0...3) == 0 ? draw(0...300) : .max)
        admission.header.route.policy = PolicyNumber(draw(0...30) == 0 ? 2 : 1)
        admission.context = ContextCase(
            limit: draw(10...60), output: draw(0...6), separator: UInt32(draw(0...2)),
            mode: draw(0...1) == 0 ? .cutoff : .greedy,
            (1...draw(1...5)).map { id in
                .of(
                    id, tokens: UInt32(draw(1...20)), priority: UInt32(draw(0...2)),
                    draw(0...3) == 0 ? .required : .optional)
            })
        for resource in 1...4 where draw(0...3) == 0 {
            admission = admission.locking(
                (UInt64(resource), draw(0...2) == 0 ? .exclusive : .shared), lease: draw(0...40))
        }
        return admission
    }

    private mutating func draw(_ range: ClosedRange<UInt64>) -> UInt64 {
        random.uniform(range)
    }
}

/// An admission as separate commands to a kernel of its own.
private struct Parts {
    private let scene: AdmissionScene
    private let admission: AdmissionCase
    private let time: UInt64

    init(_ scene: AdmissionScene, _ admission: AdmissionCase, _ time: UInt64) {
        self.scene = scene
        self.admission = admission
        self.time = time
    }

    /// How it ends, and the state if everything was done.
    func outcome() throws -> (outcome: AdmissionScene.Outcome, picture: AdmissionPicture?) {
        scene.harness.run(.tick, at: time)
        if let refusal = earlyRefusal() { return (.refused(.refused(.reservation, refusal)), nil) }
        let harness = scene.harness
        return try harness.assemble(admission.context, at: time) { decision in
            if case .refused(let refusal) = decision { return (.refused(.refused(.assembly, refusal)), nil) }
            guard case .assembled(let window) = decision else { throw Unexpected(decision: decision) }
            let entries = (0..<window.entryCount).map { window[$0] }
            return try outcome(
                AdmissionScene.Admitted(
                    reserved: 0, route: try route(window.usedTokens).get(), leases: [], resources: [],
                    window: entries, used: window.usedTokens.rawValue, windowDigest: window.digest))
        } refusedRouting: { refusal in
            (.refused(.refused(.routing, refusal)), nil)
        }
    }

    private func outcome(
        _ parts: AdmissionScene.Admitted
    ) throws -> (outcome: AdmissionScene.Outcome, picture: AdmissionPicture?) {
        guard let winner = parts.route.winner else { return (.refused(.notRouted(parts.route)), nil) }
        var admitted = parts
        let usage = admission.header.route.usage
        admitted.reserved = .of(
            calls: 1, tokens: parts.used + usage[.output] + usage[.reasoning], cost: winner.cost.rawValue)
        let reservation = Reservation(
            id: admission.header.reservation, accounts: admission.header.accounts, amounts: admitted.reserved,
            expiry: admission.header.expiry)
        let reserved = scene.harness.answer(.reserve(reservation), at: time)
        if case .refused(let refusal) = reserved { return (.refused(.refused(.budget, refusal)), nil) }
        for position in 0..<admission.header.locks.count {
            let lock = admission.header.locks[position]
            let request = LockRequest(
                resource: lock.resource, agent: admission.header.agent, mode: lock.mode, lease: lock.lease)
            switch scene.harness.answer(.acquireLock(request), at: time) {
            case .lockAcquired(let grant):
                admitted.leases.append(grant)
                admitted.resources.append(lock.resource.low)
            case .refused(let refusal): return (.refused(.refused(.locks, refusal)), nil)
            case let other: throw Unexpected(decision: other)
            }
        }
        return (.admitted(admitted), AdmissionPicture(scene.harness))
    }

    /// What a reservation of one call is refused for before its amounts are looked at.
    private func earlyRefusal() -> Refusal? {
        let header = admission.header
        guard header.expiry.rawValue <= time else { return nil }
        return Refusal(.expiryNotInFuture, .count(needed: header.expiry.rawValue, limit: time))
    }

    private func route(_ input: Tokens) -> Result<RouteDecision, RefusedRouting> {
        var request = admission.header.route
        let usage = request.usage
        request.usage = .of(input: input.rawValue, output: usage[.output], reasoning: usage[.reasoning])
        request.costLimit = min(request.costLimit, affordableCost())
        switch scene.harness.answer(.route(request), at: time) {
        case .routed(let route): return .success(route)
        case .refused(let refusal): return .failure(RefusedRouting(refusal: refusal))
        case let other: fatalError("\(other)")
        }
    }

    private func affordableCost() -> Microcents {
        var named = Set(admission.header.accounts.numbers)
        if named.contains(1) { named.insert(2) }
        return named.reduce(Microcents(Amounts.maximum)) { least, account in
            guard let state = scene.harness.kernel.account(AccountID(account), of: TenantID(1)) else { return least }
            let balance = state.balances.cost
            let exposure = state.exposureLimit[.cost].map { $0 > balance.reserved ? $0 - balance.reserved : 0 }
            return min(least, Microcents(min(balance.available, exposure ?? .max)))
        }
    }
}

/// Budgets and locks without tokens, which are sequences and so differ between one command and several.
private struct AdmissionPicture: Equatable {
    private let budgets: BudgetSnapshot
    private var locks: LockPicture

    init(_ harness: KernelHarness) {
        budgets = harness.budgets
        locks = LockPicture(harness.kernel)
        for resource in locks.resources.indices {
            for holder in locks.resources[resource].holders.indices {
                locks.resources[resource].holders[holder].grant.token = 0
                locks.resources[resource].holders[holder].superseded?.token = 0
            }
            for request in locks.resources[resource].queue.indices {
                locks.resources[resource].queue[request].queuedBy = 0
            }
        }
    }
}

private struct RefusedRouting: Error {
    let refusal: Refusal
}

private struct Unexpected: Error {
    let decision: Decision
}

extension KernelHarness {
    fileprivate func assemble<Result>(
        _ context: ContextCase, at time: UInt64, _ body: (Decision) throws -> Result,
        refusedRouting: (Refusal) -> Result
    ) throws -> Result {
        do {
            return try assemble(context, at: time, body)
        } catch let error as RefusedRouting {
            return refusedRouting(error.refusal)
        }
    }
}

extension AdmissionScene.Outcome {
    /// The same without fencing tokens, which are sequences and so differ between one command and several.
    fileprivate var ignoringTokens: Self {
        guard case .admitted(var admitted) = self else { return self }
        admitted.leases = admitted.leases.map { LeaseGrant(token: 0, expiry: $0.expiry, holdCount: $0.holdCount) }
        return .admitted(admitted)
    }

    /// How far it came.
    fileprivate var stage: String {
        switch self {
        case .admitted: "admitted"
        case .refused(.refused(let stage, _)): "\(stage)"
        case .refused(.notRouted): "notRouted"
        case .other: "other"
        }
    }
}
