/// An account in the kernel's memory. Accounts are never removed, so slots may be kept.
struct AccountEntry: TableEntry {
    struct Key: TableKey {
        let tenant: TenantID
        let id: AccountID

        @inline(__always)
        func hash(into hasher: inout KeyedHasher) {
            hasher.combine(tenant.rawValue)
            hasher.combine(id.rawValue)
        }
    }

    enum State: UInt8, BitwiseCopyable {
        case open = 1
        case closed = 2
    }

    /// The deepest that an account may stand; a root stands at 1.
    static let maximumDepth: UInt8 = 4

    // What reservations need stands together, what only a repeated opening needs last.

    let key: Key
    let parent: Slot
    let depth: UInt8
    var state = State.open
    var openChildCount: UInt32 = 0
    /// Open reservations that touch the account.
    var holdCount: UInt32 = 0
    /// Remembered expired reservations that touch the account and may still be settled.
    var expiredCount: UInt32 = 0
    var exposureLimit: ExposureLimit
    var balances = PerDimension(repeating: Balance())
    let openedBy: UInt64
    /// As opened, to tell a repeated opening from another one.
    let openingExposureLimit: ExposureLimit

    init(key: Key, openedBy: UInt64, parent: Slot, depth: UInt8, exposureLimit: ExposureLimit) {
        self.key = key
        self.openedBy = openedBy
        self.parent = parent
        self.depth = depth
        openingExposureLimit = exposureLimit
        self.exposureLimit = exposureLimit
    }

    static var unused: AccountEntry {
        AccountEntry(
            key: Key(tenant: .none, id: AccountID(0)), openedBy: 0, parent: .none, depth: 0, exposureLimit: .none)
    }
}
