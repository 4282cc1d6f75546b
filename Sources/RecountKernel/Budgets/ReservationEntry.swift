/// What reservations and transfers are found by.
struct TenantScopedKey: TableKey {
    let tenant: TenantID
    let id: Identifier128

    @inline(__always)
    func hash(into hasher: inout KeyedHasher) {
        hasher.combine(tenant.rawValue)
        hasher.combine(id.low)
        hasher.combine(id.high)
    }
}

/// A reservation or charge in the kernel's memory, with the fields of the command that made it.
struct ReservationEntry: TableEntry {
    /// Which command made it.
    enum Origin: UInt8, BitwiseCopyable {
        case reserve = 1
        case charge = 2
        case admit = 3
    }

    // What every step needs stands together in the first cache lines, what only a repeated command needs last.

    let key: TenantScopedKey
    /// Slots of the accounts that the command names, in its order.
    let accounts: BoundedList<4, Slot>
    let tenant: Slot
    var state: ReservationState
    let origin: Origin
    let amounts: Amounts
    /// Total so far: draws, then the settlement or charge.
    var spent = Amounts.zero
    /// The last step that changed `spent`, at first the one that opened it.
    var spentBy: UInt64
    var finishedBy: UInt64 = 0
    var finishedAt = Milliseconds.zero
    var expiry: Milliseconds
    /// As the command states it; 0 for a charge.
    let openingExpiry: Milliseconds
    let openedBy: UInt64
    /// Digest of the admission that made it, by which a repeated one is known; zero for the others,
    /// which are known by their fields.
    let admissionDigest: Digest

    /// - Parameter admissionDigest: of the admission that it is part of; nil for a reservation alone.
    init(
        reserving reservation: Reservation, admissionDigest: Digest?, key: TenantScopedKey, tenant: Slot,
        slots: BoundedList<4, Slot>, by sequence: UInt64
    ) {
        self.key = key
        self.tenant = tenant
        accounts = slots
        amounts = reservation.amounts
        openingExpiry = reservation.expiry
        openedBy = sequence
        origin = admissionDigest == nil ? .reserve : .admit
        self.admissionDigest = admissionDigest ?? .zero
        state = .open
        expiry = reservation.expiry
        spentBy = sequence
    }

    init(charging charge: Charge, key: TenantScopedKey, tenant: Slot, slots: BoundedList<4, Slot>, by sequence: UInt64)
    {
        self.key = key
        self.tenant = tenant
        accounts = slots
        amounts = charge.amounts
        openingExpiry = .zero
        openedBy = sequence
        origin = .charge
        admissionDigest = .zero
        state = .charged
        expiry = .zero
        spent = charge.amounts
        spentBy = sequence
    }

    @inline(__always)
    private init() {
        key = TenantScopedKey(tenant: .none, id: .zero)
        tenant = .none
        accounts = BoundedList(filler: .none)
        amounts = .zero
        openingExpiry = .zero
        openedBy = 0
        origin = .reserve
        admissionDigest = .zero
        state = .open
        expiry = .zero
        spentBy = 0
    }

    static var unused: ReservationEntry { @inline(__always) get { ReservationEntry() } }

    /// What it still keeps aside while open, or would have given back when it expired.
    @inline(__always)
    var hold: Amounts { amounts.subtracting(spent) }

    /// The answer to a command that repeats the one of `sequence`.
    func duplicate(of sequence: UInt64) -> Duplicate {
        Duplicate(sequence: sequence, present: .reservation(state, expiry: expiry, spent: spent))
    }
}

/// A transfer in the kernel's memory, with the fields of the command that made it.
struct TransferEntry: TableEntry {
    enum Direction: UInt8, BitwiseCopyable {
        case fund = 1
        case withdraw = 2
    }

    let key: TenantScopedKey
    let tenant: Slot
    let direction: Direction
    let account: Slot
    let amounts: Amounts
    let finishedBy: UInt64
    let finishedAt: Milliseconds

    static var unused: TransferEntry {
        TransferEntry(
            key: TenantScopedKey(tenant: .none, id: .zero), tenant: .none, direction: .fund, account: .none,
            amounts: .zero, finishedBy: 0, finishedAt: .zero)
    }
}
