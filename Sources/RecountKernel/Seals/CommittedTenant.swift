// The canonical bytes that a tenant's leaf is of (docs/format.md, "State"), value by value: what a statement shows
// and whoever checks it encodes again.

/// What a tenant's bytes begin with.
public struct CommittedTenant: Equatable, Sendable {
    /// How many bytes it has.
    public static let byteCount = 60

    /// The tenant.
    public var id: TenantID
    /// All it ever spent, each charge once, whatever accounts it touched.
    public var spent: PerDimension<WideCounter>
    /// How many accounts follow.
    public var accountCount: UInt32

    /// Makes a tenant of its parts.
    public init(id: TenantID, spent: PerDimension<WideCounter>, accountCount: UInt32) {
        self.id = id
        self.spent = spent
        self.accountCount = accountCount
    }

    init(_ entry: TenantEntry) {
        self.init(id: entry.key.id, spent: entry.spent, accountCount: entry.used.accounts)
    }

    /// Writes its canonical bytes. O(1).
    ///
    /// - Returns: how many there are.
    /// - Throws: if `output` is smaller than `byteCount`.
    public func encode(into output: UnsafeMutableRawBufferPointer) throws(EncodingError) -> Int {
        guard output.count >= Self.byteCount else {
            throw EncodingError(neededByteCount: Self.byteCount, offeredByteCount: output.count)
        }
        var writer = ByteWriter(output)
        writer.tenantHead(self)
        return writer.offset
    }
}

/// An account in a tenant's bytes.
public struct CommittedAccount: Equatable, Sendable {
    /// The most bytes that one has.
    public static let maximumByteCount = 220

    /// Its id.
    public var id: AccountID
    /// The sequence that opened it, from 1.
    public var openedBy: UInt64
    /// The account above it, or nil for a root.
    public var parent: AccountID?
    /// The exposure limit that it was opened with.
    public var openingExposureLimit: ExposureLimit
    /// Whether it was closed.
    public var isClosed: Bool
    /// Its exposure limit.
    public var exposureLimit: ExposureLimit
    /// Its balances, as they were written: whether they add up is for whoever reads them.
    public var balances: PerDimension<Balance>

    /// Makes an account of its parts.
    public init(
        id: AccountID, openedBy: UInt64, parent: AccountID?, openingExposureLimit: ExposureLimit, isClosed: Bool,
        exposureLimit: ExposureLimit, balances: PerDimension<Balance>
    ) {
        self.id = id
        self.openedBy = openedBy
        self.parent = parent
        self.openingExposureLimit = openingExposureLimit
        self.isClosed = isClosed
        self.exposureLimit = exposureLimit
        self.balances = balances
    }

    init(_ entry: AccountEntry, parent: AccountID?) {
        self.init(
            id: entry.key.id, openedBy: entry.openedBy, parent: parent,
            openingExposureLimit: entry.openingExposureLimit, isClosed: entry.state == .closed,
            exposureLimit: entry.exposureLimit, balances: entry.balances)
    }

    /// Writes its canonical bytes. O(1).
    ///
    /// - Returns: how many there are.
    /// - Throws: if `output` is smaller than `maximumByteCount`.
    public func encode(into output: UnsafeMutableRawBufferPointer) throws(EncodingError) -> Int {
        guard output.count >= Self.maximumByteCount else {
            throw EncodingError(neededByteCount: Self.maximumByteCount, offeredByteCount: output.count)
        }
        var writer = ByteWriter(output)
        writer.account(self)
        return writer.offset
    }
}

/// Reads a tenant's bytes, as `Kernel.writeOpening` writes them.
public struct CommittedTenantReader {
    /// The tenant.
    public let tenant: CommittedTenant
    private var reader: ByteReader
    private var remainingAccounts: UInt32

    /// Reads up to the accounts.
    ///
    /// - Parameter bytes: borrowed while the reader is used.
    /// - Throws: what is wrong with them and where.
    public init(_ bytes: UnsafeRawBufferPointer) throws(DecodingError) {
        var reader = ByteReader(bytes)
        let id = TenantID(try reader.integer(UInt64.self))
        let spent = try reader.tenantSpending()
        tenant = CommittedTenant(id: id, spent: spent, accountCount: try reader.integer(UInt32.self))
        remainingAccounts = tenant.accountCount
        self.reader = reader
    }

    /// The next account; nil behind the last. O(1).
    ///
    /// - Throws: what is wrong with the bytes and where, also if any follow the last account.
    public mutating func nextAccount() throws(DecodingError) -> CommittedAccount? {
        guard remainingAccounts > 0 else {
            try reader.end()
            return nil
        }
        // Bound: above 0.
        remainingAccounts &-= 1
        return try reader.account(try reader.account(), upTo: Moment(sequence: .max, time: .zero))
    }
}

extension ByteWriter {
    mutating func tenantHead(_ tenant: CommittedTenant) {
        integer(tenant.id.rawValue)
        wideCounter(tenant.spent.calls)
        wideCounter(tenant.spent.tokens)
        wideCounter(tenant.spent.cost)
        integer(tenant.accountCount)
    }

    mutating func account(_ account: CommittedAccount) {
        integer(account.id.rawValue)
        integer(account.openedBy)
        parentAccount(account.parent)
        exposureLimit(account.openingExposureLimit)
        let state: AccountEntry.State = account.isClosed ? .closed : .open
        byte(state.rawValue)
        exposureLimit(account.exposureLimit)
        balance(account.balances.calls)
        balance(account.balances.tokens)
        balance(account.balances.cost)
    }

    private mutating func wideCounter(_ value: WideCounter) {
        integer(value.low)
        integer(value.high)
    }

    private mutating func balance(_ value: Balance) {
        integer(value.funded)
        integer(value.withdrawn)
        integer(value.spent)
        integer(value.available)
        integer(value.reserved)
        integer(value.debt)
    }
}

extension ByteReader {
    mutating func tenantSpending() throws(DecodingError) -> PerDimension<WideCounter> {
        let calls = try wideCounter()
        let tokens = try wideCounter()
        return PerDimension(calls: calls, tokens: tokens, cost: try wideCounter())
    }

    /// What follows an account's id.
    mutating func account(_ id: AccountID, upTo moment: Moment) throws(DecodingError) -> CommittedAccount {
        let openedBy = try sequence(upTo: moment)
        let parent = try parentAccount()
        let opening = try exposureLimit()
        let state = try tag(AccountEntry.State.self)
        let limit = try exposureLimit()
        let calls = try balance()
        let tokens = try balance()
        let cost = try balance()
        return CommittedAccount(
            id: id, openedBy: openedBy, parent: parent, openingExposureLimit: opening, isClosed: state == .closed,
            exposureLimit: limit, balances: PerDimension(calls: calls, tokens: tokens, cost: cost))
    }

    private mutating func wideCounter() throws(DecodingError) -> WideCounter {
        let low = try integer(UInt64.self)
        return WideCounter(high: try integer(UInt64.self), low: low)
    }

    private mutating func balance() throws(DecodingError) -> Balance {
        var balance = Balance()
        balance.funded = try integer(upTo: Balance.maximum)
        balance.withdrawn = try integer(upTo: Balance.maximum)
        balance.spent = try integer(upTo: Balance.maximum)
        balance.available = try integer(upTo: Balance.maximum)
        balance.reserved = try integer(upTo: Balance.maximum)
        balance.debt = try integer(upTo: Balance.maximum)
        return balance
    }
}
