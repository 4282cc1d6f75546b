extension Ledger {
    /// The most that one step forgets.
    private static var forgettingLimit: Int { 64 }

    /// Forgets at most 64 finished reservations and transfers, in the order in which they finished,
    /// whose retention has ended.
    mutating func forget(at time: Milliseconds) {
        for _ in 0..<Self.forgettingLimit {
            guard forgetFirst(at: time) else { return }
        }
    }

    /// Forgets the one that finished first, if its retention has ended.
    private mutating func forgetFirst(at time: Milliseconds) -> Bool {
        let reservation = finishedReservations.first
        let transfer = finishedTransfers.first
        if reservation.isNone, transfer.isNone { return false }
        let transferIsFirst =
            reservation.isNone
            || !transfer.isNone && transfers[transfer].finishedBy < reservations[reservation].finishedBy
        let finishedAt = transferIsFirst ? transfers[transfer].finishedAt : reservations[reservation].finishedAt
        // Bound: both are at most 2^53.
        guard finishedAt.rawValue &+ limits.retention.rawValue <= time.rawValue else { return false }
        if transferIsFirst {
            forgetTransfer(transfer)
        } else {
            forgetReservation(reservation)
        }
        return true
    }

    private mutating func forgetTransfer(_ slot: Slot) {
        tenants[transfers[slot].tenant].used.transfers -= 1
        finishedTransfers.remove(slot)
        transfers.remove(slot)
    }

    private mutating func forgetReservation(_ slot: Slot) {
        let entry = reservations[slot]
        if entry.state == .expired {
            let touched = touched(by: entry.accounts)
            for position in 0..<touched.count { accounts[touched[position]].expiredCount -= 1 }
        }
        tenants[entry.tenant].used.reservations -= 1
        finishedReservations.remove(slot)
        reservations.remove(slot)
    }
}
