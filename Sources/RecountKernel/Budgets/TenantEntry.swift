/// A tenant in the kernel's memory.
struct TenantEntry: TableEntry {
    struct Key: TableKey {
        let id: TenantID

        @inline(__always)
        func hash(into hasher: inout KeyedHasher) {
            hasher.combine(id.rawValue)
        }
    }

    let key: Key
    let openedBy: UInt64
    /// As opened, to tell a repeated opening from another one.
    let openingQuotas: TenantQuotas
    var quotas: TenantQuotas
    var used = TenantQuotas.zero
    /// Every charge once, whatever it touches. Each raises an account's `spent`, which is below
    /// 2^63, and there are fewer than 2^29 accounts, so 128 bits suffice.
    var spent = PerDimension(repeating: WideCounter())

    init(id: TenantID, openedBy: UInt64, quotas: TenantQuotas) {
        key = Key(id: id)
        self.openedBy = openedBy
        openingQuotas = quotas
        self.quotas = quotas
    }

    static var unused: TenantEntry {
        TenantEntry(id: .none, openedBy: 0, quotas: TenantQuotas.zero)
    }

    /// Counts a charge.
    @inline(__always)
    mutating func spend(_ amounts: Amounts) {
        spent.calls.add(amounts.values.calls)
        spent.tokens.add(amounts.values.tokens)
        spent.cost.add(amounts.values.cost)
    }
}
