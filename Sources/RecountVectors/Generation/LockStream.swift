import RecountKernel

/// Random commands about locks.
struct LockStream: CommandStream {
    private var random: SeededRandom
    /// Tokens that were given, the latest last.
    private var tokens: [UInt64] = [1]

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func setup() -> [VectorCommand] { [.openTenant(accounts: 1, reservations: 1, transfers: 1, locks: random.small(3...8))] }

    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64) {
        (command(), random.chance(in: 15) ? now + random.number(20...100) : now + random.number(0...4))
    }

    mutating func see(_ result: StepResult) {
        guard case .decision(let step) = result else { return }
        step.decision.withUnsafeBytes { bytes in
            if case .lockAcquired(let grant)? = try? Decision(decoding: bytes) { tokens = tokens.suffix(5) + [grant.token] }
        }
    }

    private mutating func command() -> VectorCommand {
        let mode: VectorLockMode = random.chance(in: 2) ? .shared : .exclusive
        switch random.number(0...99) {
        case 0...24: return .acquire(resource(), by: agent(), mode, lease: lease())
        case 25...59: return .acquire(resource(), by: agent(), mode, lease: lease(), wait: wait())
        case 60...84: return .unlock(resource(), by: agent(), token: random.pick(tokens))
        case 85...90: return .renew(resource(), by: agent(), token: random.pick(tokens), lease: lease())
        case 91...95: return .cancel(agent())
        case 96: return .openTenant(accounts: 1, reservations: 1, transfers: 1, locks: 2)
        case 97: return .setQuotas(accounts: 1, reservations: 1, transfers: 1, locks: random.small(2...9))
        default: return .tick
        }
    }

    private mutating func resource() -> UInt64 { random.number(1...3) }

    private mutating func agent() -> UInt64 { random.number(1...4) }

    private mutating func lease() -> UInt64 { random.chance(in: 25) ? 0 : random.chance(in: 25) ? 501 : random.number(1...60) }

    private mutating func wait() -> UInt64 { random.chance(in: 30) ? 501 : random.number(1...60) }
}
