import RecountKernel
import RecountTestSupport

/// Random commands of every kind, the same from the same seed.
struct RandomCommands {
    static let kinds: [CommandKind] = (UInt8.min...UInt8.max).compactMap { CommandKind(rawValue: $0) }

    private var generator: SplitMix64

    init(seed: UInt64) {
        generator = SplitMix64(state: seed)
    }

    /// A command of a kind; an installation is of this policy.
    mutating func next(_ kind: CommandKind, policy: PolicyBytes) -> Command {
        let body = body(kind, policy: policy)
        var tenant = TenantID(max(1, bits()))
        switch body {
        case .tick, .installPolicy, .seal: tenant = .none
        case .describe(let description) where !description.subject.belongsToTenant: tenant = .none
        default: break
        }
        let header = CommandHeader(
            tenant: tenant, time: time(), requestID: identifier(), actor: identifier(), correlation: identifier())
        return Command(header: header, body: body)
    }

    private mutating func body(_ kind: CommandKind, policy: PolicyBytes) -> CommandBody {
        switch kind {
        case .tick: .tick
        case .seal: .seal
        case .describe: .describe(description())
        case .installPolicy: .installPolicy(policy)
        case .route: .route(request())
        case .openTenant: .openTenant(quotas())
        case .openAccount:
            .openAccount(
                AccountOpening(
                    account: AccountID(bits()), parent: draw(0...1) == 0 ? nil : AccountID(bits()),
                    exposureLimit: exposureLimit()))
        case .setQuotas: .setQuotas(quotas())
        case .setExposureLimit: .setExposureLimit(AccountID(bits()), exposureLimit())
        case .fund: .fund(Transfer(id: identifier(), account: AccountID(bits()), amounts: amounts()))
        case .withdraw: .withdraw(Transfer(id: identifier(), account: AccountID(bits()), amounts: amounts()))
        case .reserve:
            .reserve(Reservation(id: identifier(), accounts: accounts(), amounts: amounts(), expiry: time()))
        case .draw: .draw(Spending(id: identifier(), total: amounts()))
        case .extend: .extend(identifier(), expiry: time())
        case .settle: .settle(Spending(id: identifier(), total: amounts()))
        case .release: .release(identifier())
        case .charge: .charge(Charge(id: identifier(), accounts: accounts(), amounts: amounts()))
        case .closeAccount: .closeAccount(AccountID(bits()))
        case .assemble: .assemble(BorrowedSamples.assemblies[Int(draw(0...8))])
        case .acquireLock:
            .acquireLock(
                LockRequest(resource: identifier(), agent: identifier(), mode: mode(), lease: time(), wait: time()))
        case .renewLock: .renewLock(reference(), lease: time())
        case .releaseLock: .releaseLock(reference())
        case .cancelWait: .cancelWait(identifier())
        case .admit: .admit(BorrowedSamples.admissionRequests[Int(draw(0...8))])
        }
    }

    private mutating func description() -> Description {
        let subjects: [Description.Subject] = [.tenant, .account, .actor, .resource, .policy, .model, .provider]
        let subject = subjects[Int(draw(0...6))]
        // One to four bytes a scalar.
        let text = String((0..<draw(1...32)).map { _ in ["a", "é", "€", "𝄞"][Int(draw(0...3))] as Character })
        let name = Array(text.utf8).withUnsafeBytes { Name(utf8: $0) }
        guard let name else { fatalError("a name of at most 128 bytes: \(text)") }
        return Description(subject: subject, id: subject == .tenant ? .zero : identifier(), name: name)
    }

    private mutating func request() -> RouteRequest {
        var request = RouteRequest(
            policy: PolicyNumber(UInt32(truncatingIfNeeded: bits())),
            requestedModel: ModelID(UInt32(truncatingIfNeeded: bits())))
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        for index in 0..<8 { quantities[index] = bits() & Tokens.maximum.rawValue }
        request.usage = Usage(quantities) ?? .zero
        request.value = Int64(bitPattern: bits())
        request.costLimit = Microcents(bits())
        request.risk = BasisPoints(UInt16(truncatingIfNeeded: bits()))
        request.confidence = BasisPoints(UInt16(truncatingIfNeeded: bits()))
        request.minimumQuality = BasisPoints(UInt16(truncatingIfNeeded: bits()))
        request.latencyLimitMilliseconds = UInt32(truncatingIfNeeded: bits())
        request.requiredCapabilities = bits()
        request.allowedProviders = bits()
        request.requiredRegions = bits()
        for _ in 0..<draw(0...12) {
            let model = ModelID(UInt32(truncatingIfNeeded: bits()))
            request.warmEntries.append(WarmEntry(model: model, tokens: Tokens(bits())))
            request.excludedModels.append(ModelID(UInt32(truncatingIfNeeded: bits())))
        }
        return request
    }

    private mutating func quotas() -> TenantQuotas {
        TenantQuotas(
            accounts: UInt32(truncatingIfNeeded: bits()), reservations: UInt32(truncatingIfNeeded: bits()),
            transfers: UInt32(truncatingIfNeeded: bits()), locks: UInt32(truncatingIfNeeded: bits()))
    }

    mutating func mode() -> LockMode { draw(0...1) == 0 ? .shared : .exclusive }

    mutating func reference() -> LeaseReference {
        LeaseReference(resource: identifier(), agent: identifier(), token: bits())
    }

    mutating func grant() -> LeaseGrant {
        LeaseGrant(token: bits(), expiry: time(), holdCount: UInt32(truncatingIfNeeded: bits()))
    }

    private mutating func exposureLimit() -> ExposureLimit {
        let values = (0..<3).map { _ in draw(0...1) == 0 ? nil : bits() >> 1 }
        guard let limit = ExposureLimit(calls: values[0], tokens: values[1], cost: values[2]) else {
            fatalError("limits below 2^63: \(values)")
        }
        return limit
    }

    private mutating func accounts() -> AccountList {
        var list = AccountList(AccountID(bits()))
        for _ in 0..<draw(0...3) { list.append(AccountID(bits())) }
        return list
    }

    mutating func amounts() -> Amounts {
        let most = Amounts.maximum
        return Amounts(calls: bits() & most, tokens: bits() & most, cost: bits() & most) ?? .zero
    }

    mutating func time() -> Milliseconds {
        Milliseconds(min(bits() & 0x3f_ffff_ffff_ffff, Milliseconds.maximum.rawValue))
    }

    mutating func identifier() -> Identifier128 { Identifier128(high: bits(), low: bits()) }

    /// A number of any width, all ones now and then.
    mutating func bits() -> UInt64 {
        draw(0...15) == 0 ? .max : generator.next() >> draw(0...63)
    }

    mutating func draw(_ range: ClosedRange<UInt64>) -> UInt64 { generator.uniform(range) }
}
