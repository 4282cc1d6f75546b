import RecountKernel

/// Random commands about budgets, biased to few ids, small amounts and close times, so that they
/// meet each other.
package struct BudgetCommandStream {
    private var random: SplitMix64
    private let largestAmount: UInt64

    /// The stream of a seed.
    ///
    /// - Parameter largestAmount: of most amounts; rarely one is 2^48 - 1.
    package init(seed: UInt64, largestAmount: UInt64 = 6) {
        random = SplitMix64(state: seed)
        self.largestAmount = largestAmount
    }

    /// The next command for a kernel whose time is `now`.
    package mutating func next(now: UInt64) -> Command {
        let body = body(now: now)
        let tenant = body.concernsTenant ? TenantID(chance(1, in: 60) ? 9 : number(1...3) == 1 ? 2 : 1) : .none
        return Command(header: CommandHeader(tenant: tenant, time: Milliseconds(time(now: now))), body: body)
    }

    private mutating func body(now: UInt64) -> CommandBody {
        switch number(0...99) {
        case 0...2: .openTenant(quotas())
        case 3...4: .setQuotas(quotas())
        case 5...13: opening()
        case 14...16: .limit(account(), limit())
        case 17...28: .fund(id(), account(), amounts(upTo: largestAmount * 4))
        case 29...33: .withdraw(id(), account(), amounts())
        case 34...52: .reserve(id(), accounts(), amounts(), until: expiry(now: now))
        case 53...60: .draw(id(), amounts(upTo: largestAmount / 2))
        case 61...65: .extend(id(), until: expiry(now: now))
        case 66...76: .settle(id(), amounts())
        case 77...81: .release(id())
        case 82...87: .charge(id(), accounts(), amounts())
        case 88...95: .close(account())
        case 96: .route(RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(1)))
        default: .tick
        }
    }

    private mutating func number(_ range: ClosedRange<UInt64>) -> UInt64 { random.uniform(range) }

    private mutating func chance(_ hits: UInt64, in draws: UInt64) -> Bool { number(1...draws) <= hits }

    private mutating func id() -> UInt64 { number(0...11) }

    private mutating func account() -> UInt64 { number(1...9) }

    private mutating func amount(upTo largest: UInt64) -> UInt64 {
        if chance(1, in: 40) { return Amounts.maximum }
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
        chance(1, in: 12) ? number(0...now) : now + number(0...20)
    }

    private mutating func time(now: UInt64) -> UInt64 {
        switch number(0...39) {
        case 0: now + number(51...200)
        case 1: now + number(20...50)
        case 2...3: number(0...now)
        case 4...24: now
        default: now + number(0...6)
        }
    }
}
