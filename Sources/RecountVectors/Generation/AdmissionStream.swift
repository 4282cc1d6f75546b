/// Random admissions, among commands that make room for them or take it.
struct AdmissionStream: CommandStream {
    private var random: SeededRandom
    private var last: VectorCommand?

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func setup() -> [VectorCommand] {
        let models = (1...3 as ClosedRange<UInt32>).map { id in
            VectorModel(id) { model in
                model.quality = UInt16(random.number(5...10) * 1_000)
                model.prices = (0..<8).map { _ in random.number(0...2_000_000) }
                model.window = random.chance(in: 2) ? 0 : random.number(60...200)
            }
        }
        return [
            .openTenant(accounts: 4, reservations: random.small(4...8), transfers: 8, locks: random.small(4...8)),
            .install(VectorPolicy(models)), .open(1), .open(2, under: 1, limit: .of(cost: 300)), .open(3),
            .fund(1, 1, .of(calls: 12, tokens: 900, cost: 900)), .fund(2, 2, .of(calls: 9, tokens: 500, cost: 500)),
            .fund(3, 3, .of(calls: 9, tokens: 400, cost: 400)),
        ]
    }

    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64) {
        let command = random.chance(in: 12) ? last ?? .tick : command(now)
        last = command
        return (command, random.chance(in: 12) ? now + random.number(20...60) : now + random.number(0...4))
    }

    private mutating func command(_ now: UInt64) -> VectorCommand {
        switch random.number(0...99) {
        case 0...59: admission(now)
        case 60...71: .settle(id(), .of(calls: 1, tokens: random.number(0...60), cost: random.number(0...90)))
        case 72...77: .release(id())
        case 78...81: .draw(id(), .of(tokens: random.number(0...9)))
        case 82...87: .acquire(random.number(1...4), by: random.number(1...3), lease: 40, wait: random.number(0...30))
        case 88...91: .cancel(random.number(1...3))
        case 92...95: .fund(random.number(4...9), random.number(1...3), .of(calls: 2, tokens: 60, cost: 60))
        default: .tick
        }
    }

    private mutating func id() -> UInt64 { random.number(0...7) }

    private mutating func admission(_ now: UInt64) -> VectorCommand {
        .admit(id()) { admission in
            admission.accounts = random.pick([[1], [2], [3], [2, 3], [1, 3], [2, 9]])
            admission.expiry = now + random.number(0...80)
            admission.agent = random.number(1...3)
            for resource in 1...4 as ClosedRange<UInt64> where random.chance(in: 4) {
                let mode: VectorLockMode = random.chance(in: 2) ? .shared : .exclusive
                admission.locks.append((resource, mode, random.chance(in: 20) ? 0 : random.number(1...50)))
            }
            RandomRequests.limits(&admission.route, &random)
            admission.route.policy = random.chance(in: 25) ? 2 : 1
            admission.route.output %= 30
            admission.route.capabilities = 0
            admission.route.minimumQuality = 0
            admission.route.providers = .max
            admission.context = RandomContexts.context(&random, fragments: random.number(0...4))
        }
    }
}
