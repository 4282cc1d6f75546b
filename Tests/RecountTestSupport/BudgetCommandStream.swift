import RecountKernel

/// Random commands about budgets, biased to few ids, small amounts and close times, so that they
/// meet each other.
package struct BudgetCommandStream {
    private var random: SplitMix64
    private let largestAmount: UInt64
    private var recent: [CommandBody] = []

    /// The stream of a seed.
    ///
    /// - Parameter largestAmount: of most amounts; rarely one is 2^48 - 1.
    package init(seed: UInt64, largestAmount: UInt64 = 6) {
        random = SplitMix64(state: seed)
        self.largestAmount = largestAmount
    }

    /// The next command for a kernel whose time is `now`.
    package mutating func next(now: UInt64) -> Command {
        let body =
            chance(1, in: 10) && !recent.isEmpty ? recent[Int(number(0...UInt64(recent.count) - 1))] : body(now: now)
        recent = recent.suffix(11) + [body]
        let tenant = body.concernsTenant ? TenantID(chance(1, in: 60) ? 9 : chance(1, in: 5) ? 2 : 1) : .none
        return Command(header: CommandHeader(tenant: tenant, time: Milliseconds(time(now: now))), body: body)
    }

    private mutating func body(now: UInt64) -> CommandBody {
        switch number(0...99) {
        case 0...1: .openTenant(quotas())
        case 2...3: .setQuotas(quotas())
        case 4...11: opening()
        case 12...14: .limit(account(), limit())
        case 15...26: .fund(id(), account(), amounts(upTo: largestAmount * 4))
        case 27...30: .withdraw(id(), account(), amounts())
        case 31...52: .reserve(id(), accounts(), amounts(), until: expiry(now: now))
        case 53...67: .draw(id(), amounts(upTo: largestAmount / 2))
        case 68...72: .extend(id(), until: expiry(now: now))
        case 73...82: .settle(id(), amounts())
        case 83...87: .release(id())
        case 88...93: .charge(id(), accounts(), amounts())
        // Rare: an account never opens again.
        case 94: .close(account())
        case 95: .route(RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1)))
        default: .tick
        }
    }

    private mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 { random.uniform(range) }

    private mutating func chance(_ hits: UInt64, in draws: UInt64) -> Bool { number(1...draws) <= hits }

    private mutating func id() -> UInt64 { number(0...5) }

    private mutating func account() -> UInt64 { number(1...7) }

    private mutating func amount(upTo largest: UInt64) -> UInt64 {
        if chance(1, in: 400) { return Amounts.maximum }
        return chance(1, in: 3) ? 0 : number(0...largest)
    }

    private mutating func amounts() -> Amounts { amounts(upTo: largestAmount) }

    private mutating func amounts(upTo largest: UInt64) -> Amounts {
        .of(
            calls: amount(upTo: largest), tokens: chance(1, in: 3) ? 0 : amount(upTo: largest),
            cost: chance(1, in: 2) ? 0 : amount(upTo: largest))
    }

    private mutating func accounts() -> [UInt64] {
        var accounts: [UInt64] = []
        let count: UInt64 = chance(1, in: 2) ? 1 : 4
        for _ in 0..<number(1...count) {
            let account = account()
            if !accounts.contains(account) { accounts.append(account) }
        }
        return accounts
    }

    private mutating func opening() -> CommandBody {
        let account = account()
        // Mostly the tree in which each account stands under the one before; two roots.
        let usual = account == 1 || account == 6 ? nil : account - 1
        let parent = chance(1, in: 8) ? self.account() : usual
        return .open(account, under: parent, limit: chance(1, in: 3) ? limit() : .none)
    }

    private mutating func limit() -> ExposureLimit {
        .of(
            calls: chance(1, in: 2) ? number(0...largestAmount * 2) : nil,
            tokens: chance(1, in: 2) ? number(0...largestAmount * 2) : nil,
            cost: chance(1, in: 3) ? number(0...largestAmount * 2) : nil)
    }

    private mutating func quotas() -> TenantQuotas {
        if chance(1, in: 6) {
            return TenantQuotas(
                accounts: UInt32(number(0...14)), reservations: UInt32(number(0...22)),
                transfers: UInt32(number(0...22)))
        }
        return TenantQuotas(accounts: 8, reservations: UInt32(number(5...10)), transfers: 8)
    }

    private mutating func expiry(now: UInt64) -> UInt64 {
        // Often the same for several, so that the order of what falls due at once shows.
        chance(1, in: 12) ? number(0...now) : (now + number(0...60)) / 5 * 5
    }

    private mutating func time(now: UInt64) -> UInt64 {
        switch number(0...79) {
        case 0: now + number(51...200)
        case 1: now + number(20...50)
        case 2...3: number(0...now)
        case 4...55: now
        default: now + number(0...4)
        }
    }
}
