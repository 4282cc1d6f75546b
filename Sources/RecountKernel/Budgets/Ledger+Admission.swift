extension Ledger {
    /// The answer to an admission whose id is remembered, or nil.
    func repeated(admission digest: Digest, id: Identifier128, of tenant: Slot) throws(Refusal) -> Decision? {
        let known = reservations.find(TenantScopedKey(tenant: tenants[tenant].key.id, id: id))
        guard !known.isNone else { return nil }
        let entry = reservations[known]
        guard entry.origin == .admit, entry.admissionDigest == digest else { throw Refusal(.conflict) }
        return .duplicate(entry.duplicate(of: entry.openedBy))
    }

    /// The most that a reservation on the accounts of a list may cost: on every touched account within
    /// what is available and what the exposure limit leaves, and at most `Amounts.maximum`.
    func affordableCost(on slots: BoundedList<4, Slot>) -> Microcents {
        let touched = touched(by: slots)
        var cost = Amounts.maximum
        for position in 0..<touched.count {
            let balance = accounts[touched[position]].balances.cost
            cost = min(cost, balance.available)
            guard let limit = accounts[touched[position]].exposureLimit[.cost] else { continue }
            cost = min(cost, limit > balance.reserved ? limit - balance.reserved : 0)
        }
        return Microcents(cost)
    }

    /// Opens the reservation of an admission, which `checkRoom` has accepted.
    mutating func open(
        _ reservation: Reservation, admission digest: Digest, slots: BoundedList<4, Slot>, of tenant: Slot,
        at moment: Moment
    ) {
        let key = TenantScopedKey(tenant: tenants[tenant].key.id, id: reservation.id)
        open(
            ReservationEntry(
                reserving: reservation, admissionDigest: digest, key: key, tenant: tenant, slots: slots,
                by: moment.sequence),
            hash: reservations.search(key).hash, on: touched(by: slots))
    }
}
