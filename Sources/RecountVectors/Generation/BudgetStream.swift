/// Random commands about budgets.
struct BudgetStream: CommandStream {
    private var random: SeededRandom
    private var recent: [VectorCommand] = []

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func setup() -> [VectorCommand] {
        [
            .openTenant(reservations: random.small(4...8), transfers: random.small(4...8), locks: 4), .open(1),
            .open(2, under: 1),
            .open(3, under: 2), .open(4, under: 3, limit: limit()), .open(5),
            .fund(0, 1, .of(calls: 40, tokens: 40, cost: 40)), .fund(1, 2, .of(calls: 30, tokens: 30, cost: 30)),
            .fund(2, 3, .of(calls: 20, tokens: 20, cost: 20)), .fund(3, 5, .of(calls: 9, tokens: 9, cost: 9)),
        ]
    }

    mutating func next(now: UInt64) -> (command: VectorCommand, time: UInt64) {
        let command = random.chance(in: 9) && !recent.isEmpty ? random.pick(recent) : command(now: now)
        recent = recent.suffix(11) + [command]
        let time =
            random.chance(in: 40)
            ? now + random.number(500...1_200) : random.chance(in: 12) ? now - min(now, 5) : now + random.number(0...6)
        return (command, time)
    }

    private mutating func command(now: UInt64) -> VectorCommand {
        switch random.number(0...99) {
        case 0...2: .openTenant(accounts: random.small(6...9), reservations: 8, transfers: 8, locks: 4)
        case 3...5:
            .setQuotas(
                accounts: random.small(0...9), reservations: random.small(0...9), transfers: random.small(0...9),
                locks: 4)
        case 6...14: opening()
        case 15...17: .limit(account(), limit())
        case 18...30: .fund(id(), account(), amounts(24))
        case 31...34: .withdraw(id(), account(), amounts(6))
        case 35...54: .reserve(id(), accounts(), amounts(6), until: expiry(now))
        case 55...67: .draw(id(), amounts(3))
        case 68...72: .extend(id(), until: expiry(now))
        case 73...82: .settle(id(), amounts(6))
        case 83...87: .release(id())
        case 88...93: .charge(id(), accounts(), amounts(6))
        case 94...95: .close(account())
        case 96...97: .describe(random.pick([1, 2, 3, 4, 16, 17, 18]), id: 0, name: "drawn")
        default: .tick
        }
    }

    private mutating func id() -> UInt64 { random.number(0...5) }

    private mutating func account() -> UInt64 { random.number(1...6) }

    private mutating func expiry(_ now: UInt64) -> UInt64 { now + random.number(0...20) }

    private mutating func amount(_ largest: UInt64) -> UInt64 {
        if random.chance(in: 60) { return VectorAmounts.maximum }
        return random.chance(in: 3) ? 0 : random.number(0...largest)
    }

    private mutating func amounts(_ largest: UInt64) -> VectorAmounts {
        .of(calls: amount(largest), tokens: amount(largest), cost: random.chance(in: 2) ? 0 : amount(largest))
    }

    private mutating func accounts() -> [UInt64] {
        var accounts: [UInt64] = []
        for _ in 0..<random.number(1...3) {
            let account = account()
            if !accounts.contains(account) { accounts.append(account) }
        }
        return accounts
    }

    private mutating func opening() -> VectorCommand {
        let account = account()
        let parent: UInt64? = random.chance(in: 6) ? self.account() : account == 1 ? nil : account - 1
        return .open(account, under: parent, limit: random.chance(in: 3) ? limit() : .none)
    }

    private mutating func limit() -> VectorLimit {
        .of(
            calls: random.chance(in: 2) ? random.number(0...12) : nil,
            tokens: random.chance(in: 2) ? random.number(0...12) : nil,
            cost: random.chance(in: 3) ? random.number(0...12) : nil)
    }
}
