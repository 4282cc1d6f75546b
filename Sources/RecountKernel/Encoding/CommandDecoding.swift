extension Command {
    /// Reads exactly one command. Depends on the bytes alone.
    ///
    /// - Parameter bytes: the command and nothing else. A policy in it stays borrowed: use the
    ///   command only while the bytes live unchanged.
    /// - Throws: what is wrong and the offset of the first byte of the offending field.
    public init(decoding bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        let start = try reader.commandStart()
        header = start.header
        body = try reader.commandBody(start.kind)
        try reader.end()
        try start.checkTenant(tenantRule(start.kind))
    }

    /// - Parameter kind: the body's, which tells the frequent kinds without a look at the body.
    private func tenantRule(_ kind: CommandKind) -> TenantRule {
        switch kind {
        case .tick, .installPolicy, .seal: return .forbidden
        case .describe:
            guard case .describe(let description) = body else { preconditionFailure() }
            return description.subject.tenantRule
        default: return .required
        }
    }
}

/// What every command begins with.
struct CommandStart {
    /// Where the tenant stands.
    static let tenantOffset: UInt32 = 2
    /// Where the time stands.
    static let timeOffset: UInt32 = 10

    let kind: CommandKind
    let header: CommandHeader

    func checkTenant(_ rule: TenantRule) throws(DecodingError) {
        if let code = rule.malformation(of: header.tenant) { throw DecodingError(code, at: Self.tenantOffset) }
    }
}

extension ByteReader {
    fileprivate mutating func commandStart() throws(DecodingError) -> CommandStart {
        guard let kind = CommandKind(rawValue: try byte()) else { throw DecodingError(.unknownKind, at: 0) }
        let versionOffset = position
        guard try byte() == Command.layoutVersion else {
            throw DecodingError(.unsupportedVersion, at: versionOffset)
        }
        let tenant = TenantID(try integer(UInt64.self))
        let time = try time()
        let requestID = try identifier()
        let actor = try identifier()
        return CommandStart(
            kind: kind,
            header: CommandHeader(
                tenant: tenant, time: time, requestID: requestID, actor: actor, correlation: try identifier()))
    }

    fileprivate mutating func commandBody(_ kind: CommandKind) throws(DecodingError) -> CommandBody {
        switch kind {
        case .tick: return .tick
        case .seal: return .seal
        case .describe: return .describe(try description())
        case .installPolicy: return .installPolicy(try policy())
        case .route: return .route(try routeRequest())
        case .openTenant: return .openTenant(try quotas())
        case .openAccount: return .openAccount(try accountOpening())
        case .setQuotas: return .setQuotas(try quotas())
        case .setExposureLimit:
            let account = try account()
            return .setExposureLimit(account, try exposureLimit())
        case .fund: return .fund(try transfer())
        case .withdraw: return .withdraw(try transfer())
        case .reserve: return .reserve(try reservation())
        case .draw: return .draw(try spending())
        case .extend:
            let id = try identifier()
            return .extend(id, expiry: try time())
        case .settle: return .settle(try spending())
        case .release: return .release(try identifier())
        case .charge: return .charge(try charge())
        case .closeAccount: return .closeAccount(try account())
        case .assemble: return .assemble(try assembly())
        case .acquireLock: return .acquireLock(try lockRequest())
        case .renewLock:
            let lease = try leaseReference()
            return .renewLock(lease, lease: try time())
        case .releaseLock: return .releaseLock(try leaseReference())
        case .cancelWait: return .cancelWait(try identifier())
        case .admit: return .admit(try admission())
        }
    }

    @inline(__always)
    mutating func account() throws(DecodingError) -> AccountID {
        AccountID(try integer(UInt64.self))
    }

    private mutating func description() throws(DecodingError) -> Description {
        let subjectOffset = position
        guard let subject = Description.Subject(rawValue: try byte()) else {
            throw DecodingError(.unknownTag, at: subjectOffset)
        }
        let idOffset = position
        let id = try identifier()
        // The header names the tenant, so that there is one encoding only.
        guard subject != .tenant || id == .zero else { throw DecodingError(.nonZeroReserved, at: idOffset) }
        let nameOffset = position
        let byteCount = try integer(UInt32.self)
        guard byteCount <= 128 else { throw DecodingError(.invalidName, at: nameOffset) }
        guard let name = Name(utf8: try raw(byteCount.offset)) else {
            throw DecodingError(.invalidName, at: nameOffset)
        }
        return Description(subject: subject, id: id, name: name)
    }

    private mutating func policy() throws(DecodingError) -> PolicyBytes {
        try rest { bytes throws(DecodingError) in try PolicyBytes(validating: bytes) }
    }

    private mutating func assembly() throws(DecodingError) -> AssemblyRequest {
        try rest { bytes throws(DecodingError) in try AssemblyRequest(validating: bytes) }
    }

    private mutating func admission() throws(DecodingError) -> AdmissionRequest {
        try rest { bytes throws(DecodingError) in try AdmissionRequest(validating: bytes) }
    }

    @inline(__always)
    mutating func lockRequest() throws(DecodingError) -> LockRequest {
        let resource = try identifier()
        let agent = try identifier()
        let mode = try lockMode()
        let lease = try time()
        return LockRequest(resource: resource, agent: agent, mode: mode, lease: lease, wait: try time())
    }

    @inline(__always)
    mutating func leaseReference() throws(DecodingError) -> LeaseReference {
        let resource = try identifier()
        let agent = try identifier()
        return LeaseReference(resource: resource, agent: agent, token: try integer(UInt64.self))
    }

    mutating func routeRequest() throws(DecodingError) -> RouteRequest {
        let policy = PolicyNumber(try integer(UInt32.self))
        var request = RouteRequest(policy: policy, requestedModel: ModelID(try integer(UInt32.self)))
        request.usage = try usage()
        request.value = Int64(bitPattern: try integer(UInt64.self))
        request.costLimit = Microcents(try integer(UInt64.self))
        request.risk = try basisPoints()
        request.confidence = try basisPoints()
        request.minimumQuality = try basisPoints()
        request.latencyLimitMilliseconds = try integer(UInt32.self)
        request.requiredCapabilities = try integer(UInt64.self)
        request.allowedProviders = try integer(UInt64.self)
        request.requiredRegions = try integer(UInt64.self)
        for _ in 0..<(try count(upTo: 8)) {
            let entryOffset = position
            let model = ModelID(try integer(UInt32.self))
            let entry = WarmEntry(model: model, tokens: Tokens(try integer(UInt64.self)))
            guard request.warmEntries.append(entry) else { throw DecodingError(.unsorted, at: entryOffset) }
        }
        for _ in 0..<(try count(upTo: 8)) {
            let entryOffset = position
            let model = ModelID(try integer(UInt32.self))
            guard request.excludedModels.append(model) else { throw DecodingError(.unsorted, at: entryOffset) }
        }
        return request
    }

    private mutating func usage() throws(DecodingError) -> Usage {
        var quantities = InlineArray<8, UInt64>(repeating: 0)
        for index in 0..<Component.count { quantities[index] = try integer(upTo: Tokens.maximum.rawValue) }
        return Usage(unchecked: quantities)
    }

    mutating func quotas() throws(DecodingError) -> TenantQuotas {
        let accounts = try integer(UInt32.self)
        let reservations = try integer(UInt32.self)
        let transfers = try integer(UInt32.self)
        return TenantQuotas(
            accounts: accounts, reservations: reservations, transfers: transfers, locks: try integer(UInt32.self))
    }

    private mutating func accountOpening() throws(DecodingError) -> AccountOpening {
        let id = try account()
        let parent = try parentAccount()
        return AccountOpening(account: id, parent: parent, exposureLimit: try exposureLimit())
    }

    mutating func parentAccount() throws(DecodingError) -> AccountID? {
        let tagOffset = position
        switch try byte() {
        case 0: return nil
        case 1: return try account()
        default: throw DecodingError(.unknownTag, at: tagOffset)
        }
    }

    mutating func exposureLimit() throws(DecodingError) -> ExposureLimit {
        let maskOffset = position
        let mask = try byte()
        guard mask < 8 else { throw DecodingError(.unknownTag, at: maskOffset) }
        let calls = mask & 1 == 0 ? nil : try integer(upTo: Balance.maximum)
        let tokens = mask & 2 == 0 ? nil : try integer(upTo: Balance.maximum)
        let cost = mask & 4 == 0 ? nil : try integer(upTo: Balance.maximum)
        guard let limit = ExposureLimit(calls: calls, tokens: tokens, cost: cost) else {
            throw DecodingError(.outOfRange, at: maskOffset)
        }
        return limit
    }

    private mutating func transfer() throws(DecodingError) -> Transfer {
        let id = try identifier()
        let account = try account()
        return Transfer(id: id, account: account, amounts: try amounts())
    }

    mutating func reservation() throws(DecodingError) -> Reservation {
        let id = try identifier()
        let accounts = try accounts()
        let amounts = try amounts()
        return Reservation(id: id, accounts: accounts, amounts: amounts, expiry: try time())
    }

    mutating func spending() throws(DecodingError) -> Spending {
        let id = try identifier()
        return Spending(id: id, total: try amounts())
    }

    private mutating func charge() throws(DecodingError) -> Charge {
        let id = try identifier()
        let accounts = try accounts()
        return Charge(id: id, accounts: accounts, amounts: try amounts())
    }

    @inline(__always)
    mutating func accounts() throws(DecodingError) -> AccountList {
        let countOffset = position
        let count = try count(upTo: 4)
        guard count > 0 else { throw DecodingError(.badCount, at: countOffset) }
        var list = AccountList(try account())
        for _ in 1..<count {
            let entryOffset = position
            guard list.append(try account()) else { throw DecodingError(.duplicateEntry, at: entryOffset) }
        }
        return list
    }
}
