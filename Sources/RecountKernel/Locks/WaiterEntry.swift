/// A waiting request in the kernel's memory. It stands in its resource's queue. An agent waits for
/// one thing at most, so tenant and agent find it.
struct WaiterEntry: LinkedEntry {
    let key: TenantScopedKey
    let tenant: Slot
    let resource: Slot
    var links = SlotLinks()
    let mode: LockMode
    /// How long the lease will last from when it is given.
    let lease: Milliseconds
    /// When the request gives up, and the step that queued it.
    let due: DueKey

    var agent: LockAgent { key.id }

    static var unused: WaiterEntry {
        WaiterEntry(
            key: TenantScopedKey(tenant: .none, id: .zero), tenant: .none, resource: .none, mode: .shared,
            lease: .zero, due: DueKey(due: 0, setBy: 0))
    }
}
