extension Ledger {
    /// Reads the reservations and charges of a tenant.
    mutating func restoreReservations(
        _ reader: inout ByteReader, of tenant: Slot, at moment: Moment
    ) throws(DecodingError) {
        var previous: Identifier128?
        for _ in 0..<(try reader.count(upTo: tenants[tenant].quotas.reservations)) {
            let start = reader.position
            let id = try reader.ascending(after: previous) { reader throws(DecodingError) in try reader.identifier() }
            let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: id)
            let record = try reader.reservationRecord(at: moment)
            guard record.isConsistent, let slots = slots(of: record, tenant: key.tenant) else {
                throw DecodingError(.inconsistent, at: start)
            }
            let slot = reservations.insert(ReservationEntry(record, key: key, tenant: tenant, slots: slots))
            tenants[tenant].used.reservations += 1
            guard touchAgain(slot, expirySetBy: record.expirySetBy) else {
                throw DecodingError(.inconsistent, at: start)
            }
            previous = id
        }
    }

    /// The accounts that a reservation names, if all are known.
    private func slots(of record: ReservationRecord, tenant: TenantID) -> BoundedList<4, Slot>? {
        var slots = BoundedList<4, Slot>(filler: .none)
        for position in 0..<record.accounts.count {
            let slot = accounts.find(AccountEntry.Key(tenant: tenant, id: record.accounts[position]))
            if slot.isNone { return nil }
            slots.append(slot)
        }
        return slots
    }

    /// Counts a reservation where it is open or can still be settled.
    ///
    /// - Returns: false if an account cannot have so much reserved.
    private mutating func touchAgain(_ slot: Slot, expirySetBy: UInt64) -> Bool {
        let entry = reservations[slot]
        guard entry.state == .open || entry.state == .expired else { return true }
        let touched = touched(by: entry.accounts)
        if entry.state == .open {
            expiries.insert(slot, key: DueKey(due: entry.expiry.rawValue, setBy: expirySetBy))
            for position in 0..<touched.count where !accounts[touched[position]].holdAgain(entry.hold) { return false }
        } else {
            // Bound: under 2^29 reservations.
            for position in 0..<touched.count { accounts[touched[position]].expiredCount &+= 1 }
        }
        return true
    }

    /// Reads the remembered transfers of a tenant.
    mutating func restoreTransfers(_ reader: inout ByteReader, of tenant: Slot, at moment: Moment) throws(DecodingError)
    {
        var previous: Identifier128?
        for _ in 0..<(try reader.count(upTo: tenants[tenant].quotas.transfers)) {
            let start = reader.position
            let id = try reader.ascending(after: previous) { reader throws(DecodingError) in try reader.identifier() }
            let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: id)
            let direction = try reader.tag(TransferEntry.Direction.self)
            let account = accounts.find(AccountEntry.Key(tenant: key.tenant, id: try reader.account()))
            let amounts = try reader.amounts()
            let finishedBy = try reader.sequence(upTo: moment)
            let finishedAt = try reader.integer(upTo: moment.time.rawValue)
            guard !account.isNone else { throw DecodingError(.inconsistent, at: start) }
            _ = transfers.insert(
                TransferEntry(
                    key: key, tenant: tenant, direction: direction, account: account, amounts: amounts,
                    finishedBy: finishedBy, finishedAt: Milliseconds(finishedAt)))
            tenants[tenant].used.transfers += 1
            previous = id
        }
    }
}

extension AccountEntry {
    /// Counts the hold of an open reservation.
    ///
    /// - Returns: false if more would be reserved than an account can have.
    fileprivate mutating func holdAgain(_ amounts: Amounts) -> Bool {
        let calls = balances.calls.reserved &+ amounts.values.calls
        let tokens = balances.tokens.reserved &+ amounts.values.tokens
        // Bound: what is reserved is at most 2^63 − 1, as checked each time, and an amount below 2^48.
        let cost = balances.cost.reserved &+ amounts.values.cost
        guard calls <= Balance.maximum, tokens <= Balance.maximum, cost <= Balance.maximum else { return false }
        balances.calls.reserved = calls
        balances.tokens.reserved = tokens
        balances.cost.reserved = cost
        // Bound: under 2^29 reservations.
        holdCount &+= 1
        return true
    }
}

/// A reservation or charge as a state has it.
struct ReservationRecord {
    let origin: ReservationEntry.Origin
    let state: ReservationState
    let accounts: AccountList
    let amounts: Amounts
    let openingExpiry: Milliseconds
    let openedBy: UInt64
    let expiry: Milliseconds
    let expirySetBy: UInt64
    let spent: Amounts
    let spentBy: UInt64
    let finishedBy: UInt64
    let finishedAt: Milliseconds
    let admissionDigest: Digest

    /// Whether the fields can stand together.
    var isConsistent: Bool {
        let isOpen = state == .open
        guard (origin == .charge) == (state == .charged), isOpen == (finishedBy == 0), isOpen == (expirySetBy != 0),
            !isOpen || finishedAt == .zero
        else { return false }
        if state == .charged, spent != amounts || expiry != .zero || openingExpiry != .zero { return false }
        return state == .settled || state == .settledLate || spent.isWithin(amounts)
    }
}

extension ByteReader {
    fileprivate mutating func reservationRecord(at moment: Moment) throws(DecodingError) -> ReservationRecord {
        let origin = try tag(ReservationEntry.Origin.self)
        let state = try tag(ReservationState.self)
        let accounts = try accounts()
        let amounts = try amounts()
        let openingExpiry = try time()
        let openedBy = try sequence(upTo: moment)
        let expiry = try time()
        let expirySetBy = try integer(upTo: moment.sequence)
        let spent = try self.amounts()
        let spentBy = try sequence(upTo: moment)
        let finishedBy = try integer(upTo: moment.sequence)
        let finishedAt = Milliseconds(try integer(upTo: moment.time.rawValue))
        return ReservationRecord(
            origin: origin, state: state, accounts: accounts, amounts: amounts, openingExpiry: openingExpiry,
            openedBy: openedBy, expiry: expiry, expirySetBy: expirySetBy, spent: spent, spentBy: spentBy,
            finishedBy: finishedBy, finishedAt: finishedAt,
            admissionDigest: origin == .admit ? try digest() : .zero)
    }
}

extension ReservationEntry {
    /// A reservation or charge of a state.
    fileprivate init(_ record: ReservationRecord, key: TenantScopedKey, tenant: Slot, slots: BoundedList<4, Slot>) {
        self.key = key
        self.tenant = tenant
        accounts = slots
        amounts = record.amounts
        openingExpiry = record.openingExpiry
        openedBy = record.openedBy
        origin = record.origin
        admissionDigest = record.admissionDigest
        state = record.state
        expiry = record.expiry
        spent = record.spent
        spentBy = record.spentBy
        finishedBy = record.finishedBy
        finishedAt = record.finishedAt
    }
}
