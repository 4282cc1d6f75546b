import RecountKernel

/// Random commands about locks.
struct LockStream: CommandStream {
    private var random: SeededRandom
    /// A lease that was given to somebody.
    private struct Given {
        var resource: UInt64
        var agent: UInt64
        var token: UInt64
    }

    /// Leases that were given, the latest last.
    private var given = [Given(resource: 1, agent: 1, token: 1)]
    /// Who asked last, and for what.
    private var asked = Given(resource: 1, agent: 1, token: 1)

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func setup() -> [VectorCommand] {
        [.openTenant(accounts: 1, reservations: 1, transfers: 1, locks: random.small(3...8))]
    }

    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64) {
        (command(), random.chance(in: 15) ? now + random.number(20...100) : now + random.number(0...2))
    }

    mutating func see(_ result: StepResult) {
        guard case .decision(let step) = result else { return }
        step.decision.withUnsafeBytes { bytes in
            guard case .lockAcquired(let grant)? = try? Decision(decoding: bytes) else { return }
            asked.token = grant.token
            given = given.suffix(5) + [asked]
        }
    }

    private mutating func command() -> VectorCommand {
        let mode: VectorLockMode = random.chance(in: 2) ? .shared : .exclusive
        switch random.number(0...99) {
        case 0...19: return .acquire(asking(), by: asked.agent, mode, lease: lease())
        case 20...64: return .acquire(asking(), by: asked.agent, mode, lease: lease(), wait: wait())
        case 65...84:
            let lease = reference()
            return .unlock(lease.resource, by: lease.agent, token: lease.token)
        case 85...90:
            let reference = reference()
            return .renew(reference.resource, by: reference.agent, token: reference.token, lease: lease())
        case 91...95: return .cancel(agent())
        case 96: return .openTenant(accounts: 1, reservations: 1, transfers: 1, locks: 2)
        case 97: return .setQuotas(accounts: 1, reservations: 1, transfers: 1, locks: random.small(2...9))
        default: return .tick
        }
    }

    /// Draws who asks, and for what.
    ///
    /// - Returns: the resource.
    private mutating func asking() -> UInt64 {
        asked = Given(resource: random.number(1...3), agent: agent(), token: 0)
        return asked.resource
    }

    /// Mostly a lease that was given; now and then of another agent or with another token.
    private mutating func reference() -> Given {
        var reference = random.pick(given)
        if random.chance(in: 8) { reference.agent = agent() }
        if random.chance(in: 8) { reference.token = random.pick(given).token }
        return reference
    }

    private mutating func agent() -> UInt64 { random.number(1...4) }

    private mutating func lease() -> UInt64 {
        random.chance(in: 40) ? 0 : random.chance(in: 40) ? 501 : random.number(10...90)
    }

    private mutating func wait() -> UInt64 { random.chance(in: 40) ? 501 : random.number(5...90) }
}
