import RecountKernel
import RecountTestSupport

/// An endless stream of commands and of what is almost one, the same from the same seed.
struct CommandBytes {
    private var random: SplitMix64
    private var budgets: BudgetCommandStream
    private var contexts: RandomContexts
    private let policy: [UInt8]

    init(seed: UInt64) {
        random = SplitMix64(state: seed)
        budgets = BudgetCommandStream(seed: seed &+ 1, largestAmount: 1_000)
        contexts = RandomContexts(seed: seed &+ 2, size: RandomContexts.Size(fragments: 5, sections: 2, tokens: 20))
        policy = PolicyBuilder(models: [.permissive(1), .permissive(2)]).bytes
    }

    /// The bytes that follow in the stream, for a kernel whose time is `now`.
    mutating func next(now: UInt64) -> [UInt8] {
        switch random.uniform(0...9) {
        case 0: return noise()
        case 1...3: return mutated(valid(now: now))
        default: return valid(now: now)
        }
    }

    private mutating func valid(now: UInt64) -> [UInt8] {
        switch random.uniform(0...19) {
        case 0...11: budgets.next(now: now).bytes
        case 12...14: lock(now: now)
        case 15: header(.installPolicy, tenant: 0, now: now) + policy
        case 16...17: header(.assemble, tenant: 1, now: now) + contexts.next().bytes
        default: header(.admit, tenant: 1, now: now) + admission(now: now)
        }
    }

    /// Layout: docs/format.md, "Commands".
    private func header(_ kind: CommandKind, tenant: UInt64, now: UInt64) -> [UInt8] {
        var bytes = LittleEndianBytes()
        bytes.append(kind.rawValue)
        bytes.append(1 as UInt8)
        bytes.append(tenant)
        bytes.append(now)
        bytes.append(0, count: 48)
        return bytes.bytes
    }

    private mutating func lock(now: UInt64) -> [UInt8] {
        let resource = random.uniform(1...3)
        let agent = random.uniform(1...4)
        let body: CommandBody =
            switch random.uniform(0...4) {
            case 0: .cancel(agent)
            case 1: .releaseLock(.of(resource, agent, token: random.uniform(0...40)))
            default:
                .acquire(
                    resource, by: agent, random.uniform(0...1) == 0 ? .shared : .exclusive,
                    lease: random.uniform(1...40), wait: random.uniform(0...30))
            }
        return body.bytes(at: now)
    }

    private mutating func admission(now: UInt64) -> [UInt8] {
        let admission = AdmissionCase(random.uniform(0...5), until: now + 50)
            .locking((random.uniform(1...3), .shared), lease: 20)
        return contexts.next().sorted.admissionBytes(admission.header)
    }

    private mutating func noise() -> [UInt8] {
        (0..<random.uniform(0...200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    /// With one to three bytes changed, dropped or added.
    private mutating func mutated(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.uniform(1...3) {
            let position = Int(random.uniform(0...UInt64(max(bytes.count, 1) - 1)))
            let byte = UInt8(truncatingIfNeeded: random.next())
            switch random.uniform(0...4) {
            case 0: bytes.insert(byte, at: position)
            case 1 where !bytes.isEmpty: bytes.remove(at: position)
            case 2 where !bytes.isEmpty: bytes[position] = [0, 1, 0x7f, 0x80, 0xff][Int(byte % 5)]
            default: if !bytes.isEmpty { bytes[position] = byte }
            }
        }
        return bytes
    }
}
