/// What entries of several tenants are found by; sorted, each tenant's stand together.
protocol TenantOwnedKey: TableKey {
    /// `TenantID.none` in the key of an unused entry.
    var tenant: TenantID { get }

    static func < (left: Self, right: Self) -> Bool
}

extension TenantEntry.Key: TenantOwnedKey {
    var tenant: TenantID { id }

    static func < (left: Self, right: Self) -> Bool { left.id < right.id }
}

extension AccountEntry.Key: TenantOwnedKey {
    static func < (left: Self, right: Self) -> Bool {
        left.tenant != right.tenant ? left.tenant < right.tenant : left.id < right.id
    }
}

extension TenantScopedKey: TenantOwnedKey {
    static func < (left: Self, right: Self) -> Bool {
        left.tenant != right.tenant ? left.tenant < right.tenant : left.id < right.id
    }
}

/// Memory to bring the entries of the tables into the order in which a state lists them, so that it
/// does not depend on where they stand.
struct StateOrder: ~Copyable {
    let tenants: SortBuffer<UInt32>
    let accounts: SortBuffer<UInt32>
    let reservations: SortBuffer<UInt32>
    let transfers: SortBuffer<UInt32>
    let resources: SortBuffer<UInt32>

    /// Takes the memory from the region.
    ///
    /// - Returns: nil while measuring.
    init?(limits: KernelLimits, region: inout Region) {
        let tenants = SortBuffer(capacity: limits.tenants, of: UInt32(0), region: &region)
        let accounts = SortBuffer(capacity: limits.accounts, of: UInt32(0), region: &region)
        let reservations = SortBuffer(capacity: limits.reservations, of: UInt32(0), region: &region)
        let transfers = SortBuffer(capacity: limits.transfers, of: UInt32(0), region: &region)
        let resources = SortBuffer(capacity: limits.locks, of: UInt32(0), region: &region)
        guard let tenants, let accounts, let reservations, let transfers, let resources else { return nil }
        self.tenants = tenants
        self.accounts = accounts
        self.reservations = reservations
        self.transfers = transfers
        self.resources = resources
    }
}

extension SortBuffer<UInt32> {
    /// Takes the numbers of the slots of those entries that pass.
    ///
    /// - Returns: how many.
    func collect<Entry: TableEntry>(
        _ table: borrowing Table<Entry>, where passes: (Entry) -> Bool
    ) -> UInt32 where Entry.Key: TenantOwnedKey {
        var count: UInt32 = 0
        for number in 0..<table.usedSlots {
            let slot = Slot(rawValue: number)
            if table[slot].key.tenant == .none || !passes(table[slot]) { continue }
            self[count] = number
            // Bound: no more than the table has slots.
            count &+= 1
        }
        return count
    }

    /// Brings the entries of a table into ascending order of their keys. O(n log n).
    func sort<Entry: TableEntry>(_ table: borrowing Table<Entry>) where Entry.Key: TenantOwnedKey {
        let count = collect(table) { _ in true }
        sort(count: count) { table[Slot(rawValue: $0)].key < table[Slot(rawValue: $1)].key }
    }
}
