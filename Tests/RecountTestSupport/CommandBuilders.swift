import RecountKernel

// Commands in as few words as a test can read them.

extension Amounts {
    /// Amounts, 0 where not stated.
    package static func of(calls: UInt64 = 0, tokens: UInt64 = 0, cost: UInt64 = 0) -> Amounts {
        guard let amounts = Amounts(calls: calls, tokens: tokens, cost: cost) else {
            fatalError("a test asks for an amount above 2^48 - 1")
        }
        return amounts
    }

    /// The largest amount in every dimension.
    package static var largest: Amounts { of(calls: maximum, tokens: maximum, cost: maximum) }
}

extension Amounts: ExpressibleByIntegerLiteral {
    /// A number of calls and nothing else.
    public init(integerLiteral calls: UInt64) {
        self = .of(calls: calls)
    }
}

extension ExposureLimit {
    /// Limits; none where not stated.
    package static func of(calls: UInt64? = nil, tokens: UInt64? = nil, cost: UInt64? = nil) -> ExposureLimit {
        guard let limit = ExposureLimit(calls: calls, tokens: tokens, cost: cost) else {
            fatalError("a test asks for an exposure limit above 2^63 - 1")
        }
        return limit
    }
}

extension AccountList {
    /// One to four accounts.
    package static func of(_ accounts: [UInt64]) -> AccountList {
        var list = AccountList(AccountID(accounts[0]))
        for account in accounts.dropFirst() where !list.append(AccountID(account)) {
            fatalError("a test names an account twice, or more than four")
        }
        return list
    }

    /// The accounts' numbers.
    package var numbers: [UInt64] { (0..<count).map { self[$0].rawValue } }
}

extension CommandBody {
    package static func openTenant(
        accounts: UInt32 = 8, reservations: UInt32 = 64, transfers: UInt32 = 64, locks: UInt32 = 16
    ) -> Self {
        .openTenant(
            TenantQuotas(accounts: accounts, reservations: reservations, transfers: transfers, locks: locks))
    }

    package static func setQuotas(
        accounts: UInt32 = 8, reservations: UInt32 = 64, transfers: UInt32 = 64, locks: UInt32 = 16
    ) -> Self {
        .setQuotas(
            TenantQuotas(accounts: accounts, reservations: reservations, transfers: transfers, locks: locks))
    }

    package static func open(_ account: UInt64, under parent: UInt64? = nil, limit: ExposureLimit = .none) -> Self {
        .openAccount(
            AccountOpening(account: AccountID(account), parent: parent.map { AccountID($0) }, exposureLimit: limit))
    }

    package static func limit(_ account: UInt64, _ limit: ExposureLimit) -> Self {
        .setExposureLimit(AccountID(account), limit)
    }

    package static func close(_ account: UInt64) -> Self {
        .closeAccount(AccountID(account))
    }

    package static func fund(_ id: UInt64, _ account: UInt64, _ amounts: Amounts) -> Self {
        .fund(Transfer(id: Identifier128(id), account: AccountID(account), amounts: amounts))
    }

    package static func withdraw(_ id: UInt64, _ account: UInt64, _ amounts: Amounts) -> Self {
        .withdraw(Transfer(id: Identifier128(id), account: AccountID(account), amounts: amounts))
    }

    package static func reserve(_ id: UInt64, _ accounts: [UInt64], _ amounts: Amounts, until expiry: UInt64) -> Self {
        .reserve(
            Reservation(
                id: Identifier128(id), accounts: .of(accounts), amounts: amounts, expiry: Milliseconds(expiry)))
    }

    package static func draw(_ id: UInt64, _ total: Amounts) -> Self {
        .draw(Spending(id: Identifier128(id), total: total))
    }

    package static func extend(_ id: UInt64, until expiry: UInt64) -> Self {
        .extend(Identifier128(id), expiry: Milliseconds(expiry))
    }

    package static func settle(_ id: UInt64, _ total: Amounts) -> Self {
        .settle(Spending(id: Identifier128(id), total: total))
    }

    package static func release(_ id: UInt64) -> Self {
        .release(Identifier128(id))
    }

    package static func charge(_ id: UInt64, _ accounts: [UInt64], _ amounts: Amounts) -> Self {
        .charge(Charge(id: Identifier128(id), accounts: .of(accounts), amounts: amounts))
    }
}

extension Decision {
    /// A refusal with a detail.
    package static func refused(_ reason: Refusal.Reason, _ detail: Refusal.Detail = .none) -> Decision {
        .refused(Refusal(reason, detail))
    }

    /// A duplicate of a reservation's or charge's command.
    package static func duplicate(
        of sequence: UInt64, _ state: ReservationState, expiry: UInt64, spent: Amounts
    ) -> Decision {
        .duplicate(
            Duplicate(
                sequence: sequence,
                present: .reservation(state, expiry: Milliseconds(expiry), spent: spent)))
    }
}
