import RecountJournal
import RecountKernel
import RecountTestSupport

/// A policy whose bytes live as long as the process.
enum PolicyFixture {
    static func policy(models: Int) -> PolicyBytes {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
            byteCount: PolicyBytes.byteCount(models: models), alignment: 8)
        let header = PolicyHeader(
            policyEpoch: 1, catalogEpoch: 2, hardRiskLimit: BasisPoints(9_000), minimumConfidence: BasisPoints(100),
            riskMultiplier: BasisPoints(500), latencyPenalty: Microcents(3))
        do {
            var encoder = try PolicyEncoder(header: header, modelCount: models, into: bytes)
            for id in 1...models {
                var model = Model(id: ModelID(UInt32(id)))
                model.availability = .enabled
                model.quality = BasisPoints(UInt16(4_000 + id % 6_000))
                model.riskCeiling = .whole
                model.latencyMilliseconds = UInt32(100 + id % 1_000)
                model.prices.prices[0] = UInt64(1_000 * id)
                encoder.append(model)
            }
            return try PolicyBytes(validating: UnsafeRawBufferPointer(bytes))
        } catch {
            fatalError("the fixture's policy is valid: \(error)")
        }
    }

    static let small = policy(models: 2)
}

extension JournalSettings {
    static func small(
        maximumAdvance: UInt64 = 1_000_000, retention: UInt64 = 5_000, fragments: UInt32 = 24
    ) -> JournalSettings {
        guard
            let limits = KernelLimits(
                tenants: 4, accounts: 16, reservations: 32, transfers: 32, policies: 2, models: 16,
                maximumAdvance: Milliseconds(maximumAdvance), retention: Milliseconds(retention), locks: 48,
                fragments: fragments, maximumLease: Milliseconds(60_000), maximumWait: Milliseconds(30_000))
        else { fatalError("the limits are in range") }
        return JournalSettings(limits: limits, initialTime: Milliseconds(1_000))
    }
}

extension JournalIdentity {
    /// The same in every run.
    static let fixed = JournalIdentity(
        journalID: Identifier128(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10),
        hashSeed: HashSeed(first: 0x1112_1314_1516_1718, second: 0x191a_1b1c_1d1e_1f20),
        saltSecret: SaltSecret(bytes: InlineArray<32, UInt8>(repeating: 0x5a)))
}

/// Commands that a host could send: first those that set up a policy, a tenant and accounts, then a
/// seeded mixture with refusals, duplicates and reservations that expire.
struct Workload {
    private var generator: SplitMix64
    private(set) var time: UInt64 = 1_000
    private var count = 0

    init(seed: UInt64) {
        generator = SplitMix64(state: seed)
    }

    mutating func next() -> Command {
        count += 1
        switch count {
        case 1: return command(.installPolicy(PolicyFixture.small), tenant: .none)
        case 2: return command(.openTenant(TenantQuotas(accounts: 8, reservations: 16, transfers: 16)))
        case 3: return command(.openAccount(AccountOpening(account: AccountID(1))))
        case 4: return command(.openAccount(AccountOpening(account: AccountID(2), parent: AccountID(1))))
        case 5, 6: return command(.fund(transfer(account: UInt64(count - 4), amount: 100_000)))
        default: return mixed()
        }
    }

    mutating func next(_ count: Int) -> [Command] { (0..<count).map { _ in next() } }

    private mutating func mixed() -> Command {
        time += generator.uniform(0...40)
        switch generator.uniform(0...9) {
        case 0...2: return route()
        case 3...5: return command(.reserve(reservation()))
        case 6: return command(.settle(Spending(id: id(), total: amounts(generator.uniform(1...300)))))
        case 7: return command(.release(id()))
        case 8: return command(.fund(transfer(account: 2, amount: generator.uniform(0...500))))
        default: return command(.tick, tenant: .none)
        }
    }

    /// A routing command; its record has 390 bytes.
    mutating func route() -> Command {
        var request = RouteRequest(policy: PolicyNumber(1), requestedModel: ModelID(2))
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        quantities[0] = generator.uniform(0...10_000)
        request.usage = Usage(quantities) ?? .zero
        request.value = Int64(generator.uniform(0...1_000_000))
        return command(.route(request))
    }

    func command(_ body: CommandBody, tenant: TenantID = TenantID(7)) -> Command {
        Command(header: CommandHeader(tenant: tenant, time: Milliseconds(time)), body: body)
    }

    private mutating func reservation() -> Reservation {
        Reservation(
            id: id(), accounts: AccountList(AccountID(2)), amounts: amounts(generator.uniform(1...300)),
            expiry: Milliseconds(time + generator.uniform(1...200)))
    }

    private mutating func transfer(account: UInt64, amount: UInt64) -> Transfer {
        Transfer(id: Identifier128(generator.next() % 1_000), account: AccountID(account), amounts: amounts(amount))
    }

    private mutating func id() -> Identifier128 { Identifier128(generator.uniform(1...24)) }

    private func amounts(_ amount: UInt64) -> Amounts {
        Amounts(calls: 1, tokens: amount, cost: amount) ?? .zero
    }
}
