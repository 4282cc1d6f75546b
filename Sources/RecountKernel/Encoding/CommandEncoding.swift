extension Command {
    /// Version of the layout that this build writes and reads.
    public static let layoutVersion: UInt8 = 1

    /// Number of bytes of every command's header, kind and version included.
    public static let headerByteCount = 66

    /// Number of bytes of the largest command but `installPolicy`, `assemble` and `admit`.
    public static let maximumByteCount = 324

    /// How many bytes the canonical form has. O(1).
    public var encodedByteCount: Int { byteCounts.command }

    /// No less than the number of bytes of any decision that answers the command. O(1).
    public var decisionByteCountLimit: Int { byteCounts.decisionLimit }

    /// `encodedByteCount` and `decisionByteCountLimit`. O(1).
    public var byteCounts: (command: Int, decisionLimit: Int) {
        // Bound: lists have at most 8 entries, names 128 bytes; policies have under 2^29 · 182 bytes,
        // assemblies under 2^15 · 101 and the bytes of their sections, windows 2^15 entries of 14 bytes.
        let (body, window) = bodyByteCounts
        return (Self.headerByteCount &+ body, Decision.maximumFixedByteCount &+ window)
    }

    /// How many bytes the body has, and the most that a window in the answer has. One look at the body: each copies it.
    private var bodyByteCounts: (body: Int, window: Int) {
        switch body {
        case .tick, .seal: (0, 0)
        case .describe(let description): (1 &+ 16 &+ 4 &+ description.name.byteCount, 0)
        case .installPolicy(let policy): (policy.bytes.count, 0)
        case .route(let request): (request.byteCount, 0)
        case .openTenant, .setQuotas: (16, 0)
        case .openAccount(let opening):
            (8 &+ (opening.parent == nil ? 1 : 9) &+ 1 &+ opening.exposureLimit.byteCount, 0)
        case .setExposureLimit(_, let limit): (8 &+ 1 &+ limit.byteCount, 0)
        case .fund, .withdraw: (16 &+ 8 &+ 24, 0)
        case .reserve(let reservation): (16 &+ reservation.accounts.byteCount &+ 24 &+ 8, 0)
        case .draw, .settle: (16 &+ 24, 0)
        case .extend: (16 &+ 8, 0)
        case .release: (16, 0)
        case .charge(let charge): (16 &+ charge.accounts.byteCount &+ 24, 0)
        case .closeAccount: (8, 0)
        case .assemble(let request): (request.bytes.count, request.windowByteCount)
        case .acquireLock: (16 &+ 16 &+ 1 &+ 8 &+ 8, 0)
        case .renewLock: (LeaseReference.byteCount &+ 8, 0)
        case .releaseLock: (LeaseReference.byteCount, 0)
        case .cancelWait: (16, 0)
        case .admit(let request):
            (
                request.bytes.count,
                Admission.windowOffset(leases: AdmissionHeader.maximumLockCount.offset)
                    &+ request.assembly.windowByteCount
            )
        }
    }

    /// Writes the canonical form.
    ///
    /// - Returns: the number of bytes written, `encodedByteCount`.
    /// - Throws: if `output` is too small.
    @discardableResult
    public func encode(into output: UnsafeMutableRawBufferPointer) throws(EncodingError) -> Int {
        guard output.count >= encodedByteCount else {
            throw EncodingError(neededByteCount: encodedByteCount, offeredByteCount: output.count)
        }
        var writer = ByteWriter(output)
        writer.command(self)
        return writer.offset
    }
}

extension ExposureLimit {
    /// Number of bytes of the limits that are there.
    var byteCount: Int {
        (self[.calls] == nil ? 0 : 8) &+ (self[.tokens] == nil ? 0 : 8) &+ (self[.cost] == nil ? 0 : 8)
    }
}

extension RouteRequest {
    /// Number of bytes besides the entries of both lists.
    static let fixedByteCount = 130
    static let warmEntryByteCount = 12

    /// Number of bytes with the entries of both lists.
    var byteCount: Int {
        Self.byteCount(warmEntries: warmEntries.count, excludedModels: excludedModels.count)
    }

    /// Number of bytes with so many entries.
    static func byteCount(warmEntries: Int, excludedModels: Int) -> Int {
        // Bound: at most 8 entries each.
        fixedByteCount &+ warmEntries &* warmEntryByteCount &+ excludedModels &* 4
    }
}

extension AccountList {
    /// Number of bytes with the count.
    var byteCount: Int {
        // Bound: at most 4 accounts.
        4 &+ count &* 8
    }
}

extension LeaseReference {
    /// Number of bytes.
    static let byteCount = 40
}

extension ByteWriter {
    mutating func command(_ command: Command) {
        // Known last, so that the body is looked at once: each look copies it.
        let kind = space(1)
        byte(Command.layoutVersion)
        integer(command.header.tenant.rawValue)
        integer(command.header.time.rawValue)
        identifier(command.header.requestID)
        identifier(command.header.actor)
        identifier(command.header.correlation)
        kind.storeBytes(of: body(command.body).rawValue, as: UInt8.self)
    }

    /// - Returns: its kind.
    private mutating func body(_ body: CommandBody) -> CommandKind {
        switch body {
        case .tick: return .tick
        case .seal: return .seal
        case .describe(let value):
            description(value)
            return .describe
        case .installPolicy(let policy):
            raw(policy.bytes)
            return .installPolicy
        case .route(let request):
            routeRequest(request)
            return .route
        case .openTenant(let value):
            quotas(value)
            return .openTenant
        case .setQuotas(let value):
            quotas(value)
            return .setQuotas
        case .openAccount(let opening):
            accountOpening(opening)
            return .openAccount
        case .setExposureLimit(let account, let limit):
            integer(account.rawValue)
            exposureLimit(limit)
            return .setExposureLimit
        case .fund(let value):
            transfer(value)
            return .fund
        case .withdraw(let value):
            transfer(value)
            return .withdraw
        case .reserve(let value):
            reservation(value)
            return .reserve
        case .draw(let value):
            spending(value)
            return .draw
        case .settle(let value):
            spending(value)
            return .settle
        case .extend(let id, let expiry):
            identifier(id)
            integer(expiry.rawValue)
            return .extend
        case .release(let id):
            identifier(id)
            return .release
        case .charge(let value):
            charge(value)
            return .charge
        case .closeAccount(let account):
            integer(account.rawValue)
            return .closeAccount
        case .assemble(let request):
            raw(request.bytes)
            return .assemble
        case .acquireLock(let value):
            lockRequest(value)
            return .acquireLock
        case .renewLock(let reference, let lease):
            leaseReference(reference)
            integer(lease.rawValue)
            return .renewLock
        case .releaseLock(let reference):
            leaseReference(reference)
            return .releaseLock
        case .cancelWait(let agent):
            identifier(agent)
            return .cancelWait
        case .admit(let request):
            raw(request.bytes)
            return .admit
        }
    }

    private mutating func description(_ value: Description) {
        byte(value.subject.rawValue)
        identifier(value.id)
        count(value.name.byteCount)
        for index in 0..<value.name.byteCount { byte(value.name[index]) }
    }

    private mutating func lockRequest(_ value: LockRequest) {
        identifier(value.resource)
        identifier(value.agent)
        byte(value.mode.rawValue)
        integer(value.lease.rawValue)
        integer(value.wait.rawValue)
    }

    mutating func routeRequest(_ request: RouteRequest) {
        let start = space(RouteRequestBytes.listOffset)
        start.setLittleEndian(request.policy.rawValue, at: 0)
        start.setLittleEndian(request.requestedModel.rawValue, at: 4)
        for index in 0..<Component.count { start.setLittleEndian(request.usage[at: index], at: 8 &+ index &* 8) }
        start.setLittleEndian(request.value, at: 72)
        start.setLittleEndian(request.costLimit.rawValue, at: 80)
        start.setLittleEndian(request.risk.rawValue, at: 88)
        start.setLittleEndian(request.confidence.rawValue, at: 90)
        start.setLittleEndian(request.minimumQuality.rawValue, at: 92)
        start.setLittleEndian(request.latencyLimitMilliseconds, at: 94)
        start.setLittleEndian(request.requiredCapabilities, at: 98)
        start.setLittleEndian(request.allowedProviders, at: 106)
        start.setLittleEndian(request.requiredRegions, at: 114)
        count(request.warmEntries.count)
        for index in 0..<request.warmEntries.count {
            integer(request.warmEntries[index].model.rawValue)
            integer(request.warmEntries[index].tokens.rawValue)
        }
        count(request.excludedModels.count)
        for index in 0..<request.excludedModels.count { integer(request.excludedModels[index].rawValue) }
    }

    mutating func quotas(_ value: TenantQuotas) {
        integer(value.accounts)
        integer(value.reservations)
        integer(value.transfers)
        integer(value.locks)
    }

    private mutating func accountOpening(_ opening: AccountOpening) {
        integer(opening.account.rawValue)
        parentAccount(opening.parent)
        exposureLimit(opening.exposureLimit)
    }

    mutating func parentAccount(_ parent: AccountID?) {
        guard let parent else { return byte(0) }
        byte(1)
        integer(parent.rawValue)
    }

    mutating func exposureLimit(_ limit: ExposureLimit) {
        let calls: UInt8 = limit[.calls] == nil ? 0 : 1
        let tokens: UInt8 = limit[.tokens] == nil ? 0 : 2
        let cost: UInt8 = limit[.cost] == nil ? 0 : 4
        byte(calls | tokens | cost)
        if let value = limit[.calls] { integer(value) }
        if let value = limit[.tokens] { integer(value) }
        if let value = limit[.cost] { integer(value) }
    }

    private mutating func transfer(_ value: Transfer) {
        identifier(value.id)
        integer(value.account.rawValue)
        perDimension(value.amounts.values)
    }

    private mutating func reservation(_ value: Reservation) {
        identifier(value.id)
        accounts(value.accounts)
        perDimension(value.amounts.values)
        integer(value.expiry.rawValue)
    }

    private mutating func spending(_ value: Spending) {
        identifier(value.id)
        perDimension(value.total.values)
    }

    private mutating func charge(_ value: Charge) {
        identifier(value.id)
        accounts(value.accounts)
        perDimension(value.amounts.values)
    }

    mutating func accounts(_ list: AccountList) {
        count(list.count)
        for index in 0..<list.count { integer(list[index].rawValue) }
    }
}
