/// How much of the kernel's tables a tenant may fill.
public struct TenantQuotas: Equatable, Sendable, BitwiseCopyable {
    /// Accounts, closed ones included.
    public var accounts: UInt32
    /// Reservations, finished ones included until they are forgotten.
    public var reservations: UInt32
    /// Remembered ids of transfers (fund and withdraw).
    public var transfers: UInt32
    /// Leases and waiting requests together, so that a promotion always finds room.
    public var locks: UInt32

    /// Nothing at all.
    public static var zero: TenantQuotas { TenantQuotas(accounts: 0, reservations: 0, transfers: 0) }

    /// Makes quotas.
    public init(accounts: UInt32, reservations: UInt32, transfers: UInt32, locks: UInt32 = 0) {
        self.accounts = accounts
        self.reservations = reservations
        self.transfers = transfers
        self.locks = locks
    }
}

/// The most that may be reserved on an account at once, per dimension; nil for no limit.
public struct ExposureLimit: Equatable, Sendable, BitwiseCopyable {
    /// No limit in any dimension.
    public static var none: ExposureLimit { ExposureLimit(limits: PerDimension(repeating: .max)) }

    /// A limit of 2^64 − 1 stands for none: nothing reserved can reach it.
    private var limits: PerDimension<UInt64>

    private init(limits: PerDimension<UInt64>) {
        self.limits = limits
    }

    /// Makes a limit; nil for a dimension without one.
    ///
    /// - Returns: nil if a limit is above 2^63 − 1.
    public init?(calls: UInt64?, tokens: UInt64?, cost: UInt64?) {
        limits = PerDimension(calls: calls ?? .max, tokens: tokens ?? .max, cost: cost ?? .max)
        let all = Dimension.all
        for index in 0..<3 {
            let limit = limits[all[index]]
            guard limit <= Balance.maximum || limit == .max else { return nil }
        }
        if calls == .max || tokens == .max || cost == .max { return nil }
    }

    /// The limit of one dimension, or nil.
    public subscript(dimension: Dimension) -> UInt64? {
        let limit = limits[dimension]
        return limit == .max ? nil : limit
    }

    /// Whether so much may be reserved in a dimension.
    func allows(_ reserved: UInt64, in dimension: Dimension) -> Bool {
        reserved <= limits[dimension]
    }
}

/// A new account.
public struct AccountOpening: Equatable, Sendable {
    /// Its id, new in the tenant.
    public var account: AccountID
    /// The account above it, or nil for a root.
    public var parent: AccountID?
    /// Its exposure limit.
    public var exposureLimit: ExposureLimit

    /// Makes an opening.
    public init(account: AccountID, parent: AccountID? = nil, exposureLimit: ExposureLimit = .none) {
        self.account = account
        self.parent = parent
        self.exposureLimit = exposureLimit
    }
}

/// Budget that enters or leaves one account.
public struct Transfer: Equatable, Sendable {
    /// Unique among the tenant's transfers that are still remembered.
    public var id: Identifier128
    /// The account.
    public var account: AccountID
    /// How much.
    public var amounts: Amounts

    /// Makes a transfer.
    public init(id: Identifier128, account: AccountID, amounts: Amounts) {
        self.id = id
        self.account = account
        self.amounts = amounts
    }
}

/// The 1…4 distinct accounts that a reservation or charge names, in the order in which their
/// limits are tested. Their ancestors are touched too.
public struct AccountList: Equatable, Sendable {
    /// The most accounts that one reservation names.
    public static let maximumCount = 4

    private var accounts: BoundedList<4, AccountID>

    /// Makes a list of one account.
    public init(_ account: AccountID) {
        accounts = BoundedList(filler: AccountID(0))
        accounts.append(account)
    }

    /// How many accounts, 1…4.
    public var count: Int { accounts.count }

    /// The account at a position below `count`.
    public subscript(position: Int) -> AccountID { accounts[position] }

    /// Names another account.
    ///
    /// - Returns: false, and the list is unchanged, if it has four or names this one already.
    @discardableResult
    public mutating func append(_ account: AccountID) -> Bool {
        for position in 0..<accounts.count where accounts[position] == account { return false }
        return accounts.append(account)
    }
}

/// Budget to be kept aside.
public struct Reservation: Equatable, Sendable {
    /// Unique among the tenant's reservations and charges that are still remembered.
    public var id: Identifier128
    /// Where it is kept aside; every ancestor too.
    public var accounts: AccountList
    /// How much, on each account that is touched.
    public var amounts: Amounts
    /// When it falls due, if it is still open then.
    public var expiry: Milliseconds

    /// Makes a reservation.
    public init(id: Identifier128, accounts: AccountList, amounts: Amounts, expiry: Milliseconds) {
        self.id = id
        self.accounts = accounts
        self.amounts = amounts
        self.expiry = expiry
    }
}

/// What a reservation has spent in total.
public struct Spending: Equatable, Sendable {
    /// The reservation.
    public var id: Identifier128
    /// Its spending so far (draw) or in the end (settle), earlier draws included.
    public var total: Amounts

    /// Makes a spending.
    public init(id: Identifier128, total: Amounts) {
        self.id = id
        self.total = total
    }
}

/// Spending that was not reserved.
public struct Charge: Equatable, Sendable {
    /// Unique among the tenant's reservations and charges that are still remembered.
    public var id: Identifier128
    /// Where it is charged; every ancestor too.
    public var accounts: AccountList
    /// How much, on each account that is touched.
    public var amounts: Amounts

    /// Makes a charge.
    public init(id: Identifier128, accounts: AccountList, amounts: Amounts) {
        self.id = id
        self.accounts = accounts
        self.amounts = amounts
    }
}
