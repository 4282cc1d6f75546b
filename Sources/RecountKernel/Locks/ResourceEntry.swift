/// A resource that someone holds or waits for, in the kernel's memory. It is removed when nobody does.
struct ResourceEntry: TableEntry {
    let key: TenantScopedKey
    /// The leases in the order in which they were given.
    var holders = SlotList()
    /// The waiting requests, the first to be served first.
    var waiters = SlotList()
    /// The last step whose search for a deadlock has met the resource. No part of the state: a later
    /// step has another sequence.
    var visitedBy: UInt64 = 0
    /// What that search visits after this resource.
    var nextToVisit = Slot.none

    var id: LockResource { key.id }

    /// Whether exactly one agent holds the resource.
    var hasSoleHolder: Bool { holders.count == 1 }

    static var unused: ResourceEntry { ResourceEntry(key: TenantScopedKey(tenant: .none, id: .zero)) }
}
