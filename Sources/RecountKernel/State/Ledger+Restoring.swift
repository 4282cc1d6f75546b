extension Ledger {
    /// Reads a tenant with its accounts, up to its reservations.
    mutating func restoreTenant(
        _ reader: inout ByteReader, after previous: TenantID, at moment: Moment
    ) throws(DecodingError) -> Slot {
        let start = reader.position
        let id = try reader.ascending(after: previous) { reader throws(DecodingError) in
            TenantID(try reader.integer(UInt64.self))
        }
        let spent = try reader.tenantSpending()
        let accountCount = try restoreAccounts(&reader, of: id, at: moment)
        let openedBy = try reader.sequence(upTo: moment)
        var entry = TenantEntry(id: id, openedBy: openedBy, quotas: try reader.quotas())
        entry.quotas = try reader.quotas()
        entry.spent = spent
        entry.used.accounts = accountCount
        guard accountCount <= entry.quotas.accounts, restoreGrant(of: entry.quotas) else {
            throw DecodingError(.inconsistent, at: start)
        }
        return tenants.insert(entry)
    }

    /// Reads the accounts of a tenant level by level: a parent may come after its children.
    private mutating func restoreAccounts(
        _ reader: inout ByteReader, of tenant: TenantID, at moment: Moment
    ) throws(DecodingError) -> UInt32 {
        let start = reader.position
        // Bound: the tables' counts are below 2^29.
        let count = try reader.count(upTo: limits.accounts &- accounts.count)
        let first = accounts.count
        let list = reader
        for depth in 1...AccountEntry.maximumDepth {
            reader = list
            var previous: AccountID?
            for _ in 0..<count {
                previous = try restoreAccount(&reader, after: previous, depth: depth, of: tenant, at: moment)
            }
        }
        // Bound: as above. Some are left if their parents are unknown, too deep, or each other's.
        guard (accounts.count &- first).offset == count else { throw DecodingError(.inconsistent, at: start) }
        return accounts.count &- first
    }

    /// Reads an account, and keeps it if it stands at a depth.
    private mutating func restoreAccount(
        _ reader: inout ByteReader, after previous: AccountID?, depth: UInt8, of tenant: TenantID, at moment: Moment
    ) throws(DecodingError) -> AccountID {
        let id = try reader.ascending(after: previous) { reader throws(DecodingError) in try reader.account() }
        let account = try reader.account(id, upTo: moment)
        let parent = account.parent.map { accounts.find(AccountEntry.Key(tenant: tenant, id: $0)) }
        let parentDepth = parent.map { $0.isNone ? AccountEntry.maximumDepth : accounts[$0].depth } ?? 0
        // Bound: depths are at most 4.
        guard parentDepth &+ 1 == depth else { return id }
        var entry = AccountEntry(
            key: AccountEntry.Key(tenant: tenant, id: id), openedBy: account.openedBy, parent: parent ?? .none,
            depth: depth, exposureLimit: account.openingExposureLimit)
        entry.state = account.isClosed ? .closed : .open
        entry.exposureLimit = account.exposureLimit
        entry.balances = account.balances
        // Added up again from the reservations.
        entry.balances.calls.reserved = 0
        entry.balances.tokens.reserved = 0
        entry.balances.cost.reserved = 0
        _ = accounts.insert(entry)
        if let parent, !account.isClosed { accounts[parent].openChildCount += 1 }
        return id
    }

    /// Grants quotas if all tables can hold the sum.
    private mutating func restoreGrant(of quotas: TenantQuotas) -> Bool {
        guard quotas.accounts <= limits.accounts &- granted.accounts,
            quotas.reservations <= limits.reservations &- granted.reservations,
            quotas.transfers <= limits.transfers &- granted.transfers, quotas.locks <= limits.locks &- granted.locks
        else { return false }
        granted = TenantQuotas(
            // Bound: at most the limits, as just checked.
            accounts: granted.accounts &+ quotas.accounts, reservations: granted.reservations &+ quotas.reservations,
            transfers: granted.transfers &+ quotas.transfers, locks: granted.locks &+ quotas.locks)
        return true
    }

    /// Whether the budgets of the tenant that was restored last can come from any history.
    func accountsAreConsistent(ofLast tenant: Slot) -> Bool {
        // Bound: its accounts stand last, and none has ever been removed.
        for number in (accounts.count &- tenants[tenant].used.accounts)..<accounts.count
        where !accounts[Slot(rawValue: number)].isConsistent {
            return false
        }
        return true
    }

    /// Puts what is finished in the order in which it finished.
    ///
    /// - Returns: false if two things were finished by one step, or time went back between two.
    mutating func queueFinished(by order: borrowing StateOrder) -> Bool {
        let reservationCount = order.reservations.collect(reservations) { $0.state != .open }
        order.reservations.sort(count: reservationCount) {
            reservations[Slot(rawValue: $0)].finishedBy < reservations[Slot(rawValue: $1)].finishedBy
        }
        var last = Moment(sequence: 0, time: .zero)
        for position in 0..<reservationCount {
            let slot = Slot(rawValue: order.reservations[position])
            let finish = Moment(sequence: reservations[slot].finishedBy, time: reservations[slot].finishedAt)
            guard finish.follows(last) else { return false }
            finishedReservations.append(slot)
            last = finish
        }
        return queueTransfers(by: order)
    }

    private mutating func queueTransfers(by order: borrowing StateOrder) -> Bool {
        let count = order.transfers.collect(transfers) { _ in true }
        order.transfers.sort(count: count) {
            transfers[Slot(rawValue: $0)].finishedBy < transfers[Slot(rawValue: $1)].finishedBy
        }
        var last = Moment(sequence: 0, time: .zero)
        for position in 0..<count {
            let slot = Slot(rawValue: order.transfers[position])
            let finish = Moment(sequence: transfers[slot].finishedBy, time: transfers[slot].finishedAt)
            guard finish.follows(last) else { return false }
            finishedTransfers.append(slot)
            last = finish
        }
        return true
    }
}

extension Moment {
    fileprivate func follows(_ earlier: Moment) -> Bool {
        sequence > earlier.sequence && time >= earlier.time
    }
}

extension AccountEntry {
    /// Whether B1 to B3 hold, the exposure limit is kept, and a closed account is done with.
    fileprivate var isConsistent: Bool {
        let dimensions = Dimension.all
        for index in 0..<3 {
            let balance = balances[dimensions[index]]
            guard balance.isConserved, exposureLimit.allows(balance.reserved, in: dimensions[index]) else {
                return false
            }
            if state == .closed, balance.debt > 0 || balance.available > 0 { return false }
        }
        return state == .open || holdCount == 0 && expiredCount == 0 && openChildCount == 0
    }
}
