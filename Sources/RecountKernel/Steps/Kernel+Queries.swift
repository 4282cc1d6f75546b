// What a host may read. Nothing here changes the state or enters a decision.

/// A tenant as it stands.
public struct TenantState: Equatable, Sendable {
    /// Its id.
    public let id: TenantID
    /// How much of the tables it may fill.
    public let quotas: TenantQuotas
    /// How much it fills.
    public let used: TenantQuotas
    /// All it ever spent, each charge once, whatever accounts it touched.
    public let spent: PerDimension<WideCounter>
}

/// An account as it stands.
public struct AccountState: Equatable, Sendable {
    /// Its tenant.
    public let tenant: TenantID
    /// Its id.
    public let id: AccountID
    /// The account above it, or nil for a root.
    public let parent: AccountID?
    /// Whether it was closed.
    public let isClosed: Bool
    /// Its exposure limit.
    public let exposureLimit: ExposureLimit
    /// Open reservations that touch it.
    public let holdCount: UInt32
    /// Its balances.
    public let balances: PerDimension<Balance>
}

/// A remembered reservation or charge as it stands.
public struct ReservationStanding: Equatable, Sendable {
    /// Open, or how it finished.
    public let state: ReservationState
    /// The accounts that its command names.
    public let accounts: AccountList
    /// What was reserved or charged.
    public let amounts: Amounts
    /// What it has spent so far.
    public let spent: Amounts
    /// When it falls due or would have; 0 for a charge.
    public let expiry: Milliseconds
}

extension Kernel {
    /// The number of tenants.
    public var tenantCount: Int { ledger.tenants.count.offset }

    /// The number of accounts of all tenants.
    public var accountCount: Int { ledger.accounts.count.offset }

    /// The number of remembered reservations and charges of all tenants.
    public var reservationCount: Int { ledger.reservations.count.offset }

    /// The number of installed policies; requests name them by 1…count.
    public var policyCount: Int { policies.count.offset }

    /// A tenant, or nil if it was not opened. O(1) expected.
    public func tenant(_ id: TenantID) -> TenantState? {
        let slot = ledger.tenants.find(TenantEntry.Key(id: id))
        return slot.isNone ? nil : state(ofTenant: slot)
    }

    /// The tenant at a position below `tenantCount`, in the order in which they were opened. O(1).
    public func tenant(at position: Int) -> TenantState {
        precondition(position >= 0 && position < tenantCount)
        return state(ofTenant: Slot(rawValue: UInt32(truncatingIfNeeded: position)))
    }

    /// An account, or nil if it was not opened. O(1) expected.
    public func account(_ id: AccountID, of tenant: TenantID) -> AccountState? {
        let slot = ledger.accounts.find(AccountEntry.Key(tenant: tenant, id: id))
        return slot.isNone ? nil : state(ofAccount: slot)
    }

    /// The account at a position below `accountCount`, in the order in which they were opened. O(1).
    public func account(at position: Int) -> AccountState {
        precondition(position >= 0 && position < accountCount)
        return state(ofAccount: Slot(rawValue: UInt32(truncatingIfNeeded: position)))
    }

    /// A reservation or charge that is still remembered, or nil. O(1) expected.
    public func reservation(_ id: Identifier128, of tenant: TenantID) -> ReservationStanding? {
        let slot = ledger.reservations.find(TenantScopedKey(tenant: tenant, id: id))
        return slot.isNone ? nil : standing(ofReservation: slot)
    }

    /// Calls `body` with every reservation and charge that is still remembered, in an order that depends on the
    /// commands alone but is otherwise unspecified. O(the most reservations at any time so far).
    public func forEachReservation<Failure: Error>(
        _ body: (TenantID, Identifier128, ReservationStanding) throws(Failure) -> Void
    ) throws(Failure) {
        for number in 0..<ledger.reservations.usedSlots {
            let slot = Slot(rawValue: number)
            let key = ledger.reservations[slot].key
            // Free slots have no tenant.
            if key.tenant != .none { try body(key.tenant, key.id, standing(ofReservation: slot)) }
        }
    }

    /// The ids of the accounts that a reservation names.
    func accounts(_ slots: BoundedList<4, Slot>) -> AccountList {
        // Every reservation names at least one account.
        var list = AccountList(ledger.accounts[slots[0]].key.id)
        for position in 1..<slots.count { list.append(ledger.accounts[slots[position]].key.id) }
        return list
    }

    private func standing(ofReservation slot: Slot) -> ReservationStanding {
        let entry = ledger.reservations[slot]
        return ReservationStanding(
            state: entry.state, accounts: accounts(entry.accounts), amounts: entry.amounts, spent: entry.spent,
            expiry: entry.expiry)
    }

    // Tenants and accounts are never removed, so their slots are the order of opening.

    private func state(ofTenant slot: Slot) -> TenantState {
        let entry = ledger.tenants[slot]
        return TenantState(id: entry.key.id, quotas: entry.quotas, used: entry.used, spent: entry.spent)
    }

    private func state(ofAccount slot: Slot) -> AccountState {
        let entry = ledger.accounts[slot]
        return AccountState(
            tenant: entry.key.tenant, id: entry.key.id,
            parent: entry.parent.isNone ? nil : ledger.accounts[entry.parent].key.id,
            isClosed: entry.state == .closed, exposureLimit: entry.exposureLimit, holdCount: entry.holdCount,
            balances: entry.balances)
    }
}
