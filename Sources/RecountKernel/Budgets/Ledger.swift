/// The budgets of all tenants: accounts, reservations and transfers, with everything that falls
/// due or is to be forgotten. Every operation either refuses and changes nothing, or keeps B1–B5.
struct Ledger: ~Copyable {
    let limits: KernelLimits
    var tenants: Table<TenantEntry>
    var accounts: Table<AccountEntry>
    var reservations: Table<ReservationEntry>
    var transfers: Table<TransferEntry>
    /// Open reservations by expiry.
    var expiries: DueHeap
    /// Finished reservations and transfers, in the order in which they finished.
    var finishedReservations: SlotQueue
    var finishedTransfers: SlotQueue
    /// Nothing is to be forgotten before this time. A bound, so that most steps need not look.
    var nextForgetting = Milliseconds.zero
    /// Sum of the quotas of all tenants; at most the limits.
    var granted = TenantQuotas.zero
    /// Room for `TouchedAccounts`.
    private let touchedSlots: UnsafeMutablePointer<Slot>
    /// The tenant and the account that were found last; none of no tenant at first. Both stay where they are.
    private var lastTenant = (id: TenantID.none, slot: Slot.none)
    private var lastAccount = (key: AccountEntry.Key(tenant: .none, id: AccountID(0)), slot: Slot.none)

    /// Takes the ledger's memory from the region.
    ///
    /// - Returns: nil while measuring.
    init?(limits: KernelLimits, seed: HashSeed, region: inout Region) {
        let tenants = Table<TenantEntry>(capacity: limits.tenants, seed: seed, region: &region)
        let accounts = Table<AccountEntry>(capacity: limits.accounts, seed: seed, region: &region)
        let reservations = Table<ReservationEntry>(capacity: limits.reservations, seed: seed, region: &region)
        let transfers = Table<TransferEntry>(capacity: limits.transfers, seed: seed, region: &region)
        let expiries = DueHeap(capacity: limits.reservations, region: &region)
        let finishedReservations = SlotQueue(capacity: limits.reservations, region: &region)
        let finishedTransfers = SlotQueue(capacity: limits.transfers, region: &region)
        let touchedSlots = region.take(TouchedAccounts.maximumCount.widened, of: Slot.none)
        guard let tenants, let accounts, let reservations, let transfers, let expiries, let finishedReservations,
            let finishedTransfers, let touchedSlots
        else { return nil }
        self.limits = limits
        self.tenants = tenants
        self.accounts = accounts
        self.reservations = reservations
        self.transfers = transfers
        self.expiries = expiries
        self.finishedReservations = finishedReservations
        self.finishedTransfers = finishedTransfers
        self.touchedSlots = touchedSlots
    }

    /// The slot of a tenant. Most commands are of the same tenant as the one before, whose slot is at hand.
    @inline(__always)
    mutating func tenant(_ id: TenantID) throws(Refusal) -> Slot {
        let slot = id == lastTenant.id ? lastTenant.slot : find(id)
        guard !slot.isNone else { throw Refusal(.unknownTenant) }
        return slot
    }

    /// Whether it is the tenant that was last found. None is not, which it stands for before any was.
    @inline(__always)
    func isLast(_ id: TenantID) -> Bool { id == lastTenant.id && id != .none }

    // Not inlined: the search is no business of those that need none.
    @inline(never)
    private mutating func find(_ id: TenantID) -> Slot {
        let slot = tenants.find(TenantEntry.Key(id: id))
        if !slot.isNone { lastTenant = (id, slot) }
        return slot
    }

    /// When the first open reservation falls due; nil if there is none.
    var nextExpiry: Milliseconds? { expiries.first.map { Milliseconds($0.key.due) } }

    /// The slot of an account of a tenant: often the one before, whose slot is at hand.
    @inline(__always)
    mutating func account(_ id: AccountID, of tenant: TenantID) throws(Refusal) -> Slot {
        let key = AccountEntry.Key(tenant: tenant, id: id)
        let slot = key == lastAccount.key ? lastAccount.slot : find(key)
        guard !slot.isNone else { throw Refusal(.unknownAccount, .account(id)) }
        return slot
    }

    @inline(never)
    private mutating func find(_ key: AccountEntry.Key) -> Slot {
        let slot = accounts.find(key)
        if !slot.isNone { lastAccount = (key, slot) }
        return slot
    }

    /// The slot of an open account of a tenant.
    mutating func openAccount(_ id: AccountID, of tenant: TenantID) throws(Refusal) -> Slot {
        let slot = try account(id, of: tenant)
        guard accounts[slot].state == .open else { throw Refusal(.closedAccount, .account(id)) }
        return slot
    }

    /// The slots of all accounts of a list: first all must be known, then all open.
    @inline(__always)
    mutating func openAccounts(_ list: AccountList, of tenant: TenantID) throws(Refusal) -> BoundedList<4, Slot> {
        var slots = BoundedList<4, Slot>(filler: .none)
        // A number of turns that is known lets both lists stay in registers.
        for position in 0..<AccountList.maximumCount {
            guard position < list.count else { break }
            slots.append(try account(list[position], of: tenant))
        }
        for position in 0..<list.count where accounts[slots[position]].state != .open {
            throw Refusal(.closedAccount, .account(list[position]))
        }
        return slots
    }

    /// The accounts that a list touches: as listed, each leaf to root, first visit only.
    @inline(__always)
    func touched(by list: BoundedList<4, Slot>) -> TouchedAccounts {
        var touched = TouchedAccounts(in: touchedSlots)
        for position in 0..<list.count {
            var slot = list[position]
            // Bound: at most four levels. An account that was visited has had its ancestors visited.
            while !slot.isNone, touched.visit(slot) { slot = accounts[slot].parent }
        }
        return touched
    }
}
