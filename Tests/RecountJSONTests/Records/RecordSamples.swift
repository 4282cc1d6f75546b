import RecountJSON
import RecountKernel
import RecountTestSupport

/// Commands and decisions of every kind, each field with a value of its own.
enum RecordSamples {
    static let large: UInt64 = 0x0020_0000_0000_0001
    static let identifier = Identifier128(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)
    static let identifierDigits = "0102030405060708090a0b0c0d0e0f10"
    static let amounts = Amounts.of(calls: 1, tokens: 2, cost: 250_000_001)

    /// The bytes 0, 1, 2 … 31.
    static let digest = Digest(
        words: [0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908, 0x1716_1514_1312_1110, 0x1f1e_1d1c_1b1a_1918])
    static let digestDigits = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    static let request: RouteRequest = {
        var request = RouteRequest(policy: PolicyNumber(2), requestedModel: ModelID(3))
        request.usage = Usage([11, 12, 13, 14, 15, 16, 17, 18]) ?? .zero
        request.value = -Int64(large)
        request.costLimit = Microcents(large)
        request.risk = BasisPoints(21)
        request.confidence = BasisPoints(22)
        request.minimumQuality = BasisPoints(23)
        request.latencyLimitMilliseconds = 24
        request.requiredCapabilities = 25
        request.allowedProviders = .max
        request.requiredRegions = 26
        request.warmEntries.append(WarmEntry(model: ModelID(4), tokens: Tokens(27)))
        request.warmEntries.append(WarmEntry(model: ModelID(5), tokens: Tokens(large)))
        request.excludedModels.append(ModelID(6))
        return request
    }()

    /// A body of every kind, some with and without what may be missing. The policy lives in `bytes`.
    static func bodies(policy: PolicyBytes) -> [CommandBody] {
        let name = Array("a \"name\"\n\u{1F600}".utf8).withUnsafeBytes { Name(utf8: $0) }
        guard let name else { fatalError("the sample's name is one") }
        return [
            .tick, .seal, .describe(Description(subject: .actor, id: identifier, name: name)), .installPolicy(policy),
            .route(request), .openTenant(accounts: 1, reservations: 2, transfers: 3),
            .open(large, under: .max, limit: .of(calls: 4, tokens: 5, cost: 6)), .open(7),
            .setQuotas(accounts: 8, reservations: 9, transfers: 10), .limit(11, .of(tokens: large)),
            .fund(Transfer(id: identifier, account: AccountID(12), amounts: amounts)),
            .withdraw(Transfer(id: identifier, account: AccountID(12), amounts: amounts)),
            .reserve(
                Reservation(
                    id: identifier, accounts: .of([13, 14, large, .max]), amounts: amounts, expiry: Milliseconds(15))),
            .draw(Spending(id: identifier, total: amounts)), .extend(identifier, expiry: .maximum),
            .settle(Spending(id: identifier, total: amounts)), .release(identifier),
            .charge(Charge(id: identifier, accounts: .of([16]), amounts: amounts)), .close(17),
        ] + locks + BorrowedSamples.assemblies.map { .assemble($0) }
            + BorrowedSamples.admissionRequests.map { .admit($0) }
    }

    private static let locks: [CommandBody] = {
        let modes: [LockMode] = [.shared, .exclusive]
        return modes.map {
            .acquireLock(
                LockRequest(
                    resource: identifier, agent: Identifier128(19), mode: $0, lease: Milliseconds(20),
                    wait: Milliseconds(large - 1)))
        } + [.renewLock(lease, lease: Milliseconds(21)), .releaseLock(lease), .cancelWait(identifier)]
    }()

    private static let lease = LeaseReference(resource: identifier, agent: Identifier128(19), token: large)

    static func command(_ body: CommandBody) -> Command {
        Command(
            header: CommandHeader(
                tenant: TenantID(large), time: Milliseconds(18), requestID: identifier,
                actor: Identifier128(high: .max, low: 0), correlation: .zero), body: body)
    }

    /// A decision of every kind, with every reason, detail and state.
    static let decisions: [Decision] =
        plain + lockAnswers + refusals + duplicates + admissionRefusals + borrowed + routes

    private static let plain: [Decision] = [
        .accepted, .policyInstalled(PolicyInstallation(number: PolicyNumber(1), digest: digest)),
        .sealed(stateRoot: digest), .settled(.settled),
        .settled(.settledLate),
        .reservationExpired(ReservationExpiry(tenant: TenantID(2), reservation: identifier, released: amounts)),
    ]

    private static let lockAnswers: [Decision] = [
        .lockAcquired(grant), .lockQueued(position: 22), .lockReleased(holdCount: .max),
        .leaseExpired(LeaseExpiry(tenant: TenantID(23), lease: lease)),
        .waitExpired(WaitExpiry(tenant: TenantID(24), resource: identifier, agent: Identifier128(25))),
        .lockPromoted(
            LockPromotion(
                tenant: TenantID(26), resource: identifier, agent: Identifier128(27), mode: .exclusive, grant: grant)),
    ]

    private static let grant = LeaseGrant(token: large, expiry: .maximum, holdCount: 28)

    private static let borrowed = BorrowedSamples.windows + BorrowedSamples.admissions

    static let stages: [AdmissionStage] = (UInt8.min...UInt8.max).compactMap { AdmissionStage(rawValue: $0) }

    private static let admissionRefusals: [Decision] =
        stages.map { .notAdmitted(.refused($0, Refusal(.conflict))) }
        + BorrowedSamples.routes.map { .notAdmitted(.notRouted($0)) }

    static let reasons: [Refusal.Reason] = (UInt8.min...UInt8.max).compactMap { Refusal.Reason(rawValue: $0) }

    static let states: [ReservationState] = (UInt8.min...UInt8.max).compactMap { ReservationState(rawValue: $0) }

    private static let refusals: [Decision] = {
        let details: [Refusal.Detail] = [
            .none, .account(AccountID(large)), .budget(AccountID(1), .tokens, needed: large, limit: 3),
            .amount(.cost, needed: 4, limit: .max), .count(needed: 5, limit: 6), .policy(PolicyNumber(7)),
            .resource(identifier), .holder(identifier, Identifier128(29)),
            .duration(identifier, needed: large, limit: 30), .room(nil, needed: 31, limit: 32),
            .room(SectionID(33), needed: 34, limit: large),
        ]
        return reasons.map { .refused($0) } + details.map { .refused(.full, $0) }
            + states.map { .refused(.finished, .reservation($0)) }
    }()

    private static let duplicates: [Decision] = {
        let plain: [Duplicate.PresentState] = [.tenantOpen, .accountOpen, .accountClosed, .transferred]
        return plain.map { .duplicate(Duplicate(sequence: large, present: $0)) }
            + states.map { .duplicate(of: 4, $0, expiry: 5, spent: amounts) }
    }()

    private static let routes: [Decision] = {
        var rejections = GateHistogram()
        for gate in Gate.all { rejections[gate] = UInt32(gate.rawValue) + 1 }
        let policy = RouteDecision.PolicyIdentity(digest: digest, policyEpoch: large, catalogEpoch: 8)
        let reasons = (UInt8.min...UInt8.max).compactMap { RouteDecision.Reason(rawValue: $0) }
        let rejected = reasons.dropFirst(2).map { reason in
            Decision.routed(
                RouteDecision(
                    action: .reject, reason: reason, winner: nil, runnerUp: nil, evaluatedCount: 0, eligibleCount: 0,
                    rejections: rejections, policy: policy))
        }
        let winner = RouteDecision.Candidate(model: ModelID(1), cost: Microcents(large), utility: .max)
        let chosen = [RouteDecision.Action.executeRequested, .substitute].map { action in
            Decision.routed(
                RouteDecision(
                    action: action, reason: reasons[Int(action.rawValue) - 1], winner: winner,
                    runnerUp: action == .substitute ? RouteDecision.RunnerUp(model: ModelID(2), utility: 3) : nil,
                    evaluatedCount: 4, eligibleCount: 5, rejections: rejections, policy: policy))
        }
        return rejected + chosen
    }()

    /// Lends a policy of one model.
    static func withPolicy<Result>(_ body: (PolicyBytes) throws -> Result) throws -> Result {
        try PolicyBuilder(models: [.permissive(1)]).withPolicy(body)
    }
}

extension JSONValue {
    /// What a visitor writes between two braces.
    static func rendering(_ visit: (inout JSONFieldWriter) -> Void) throws -> JSONValue {
        try JSONValue(parsing: text(visit))
    }

    /// The same as bytes.
    static func text(_ visit: (inout JSONFieldWriter) -> Void) -> [UInt8] {
        var fields = JSONFieldWriter(JSONWriter(.compact))
        fields.writer.beginObject()
        visit(&fields)
        fields.writer.endObject()
        return fields.writer.bytes
    }

    /// Every value that is no container, by its path, in the order of the text.
    var leaves: [(path: String, value: JSONValue)] { leaves(at: "") }

    private func leaves(at path: String) -> [(path: String, value: JSONValue)] {
        let prefix = path.isEmpty ? "" : path + "."
        switch self {
        case .object(let members): return members.flatMap { $0.value.leaves(at: prefix + $0.key) }
        case .array(let elements): return elements.enumerated().flatMap { $1.leaves(at: prefix + "\($0)") }
        default: return [(path, self)]
        }
    }
}
