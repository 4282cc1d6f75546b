extension Ledger {
    /// The most that one step forgets.
    private static var forgettingLimit: Int { 64 }

    /// Forgets at most 64 finished reservations and transfers, in the order in which they finished,
    /// whose retention has ended. O(1) while none has.
    @inline(__always)
    mutating func forget(at time: Milliseconds) {
        guard time >= nextForgetting else { return }
        forgetDue(at: time)
    }

    // Not inlined: a step that has nothing to forget is no larger for it.
    @inline(never)
    private mutating func forgetDue(at time: Milliseconds) {
        nextForgetting = .maximum
        for _ in 0..<Self.forgettingLimit {
            guard forgetFirst(at: time) else { return }
        }
        nextForgetting = time
    }

    /// Notes that something finishes, or is the first to be forgotten of what has.
    @inline(__always)
    mutating func expectForgetting(of finish: Milliseconds) {
        // Bound: both are at most 2^53.
        nextForgetting = min(nextForgetting, Milliseconds(finish.rawValue &+ limits.retention.rawValue))
    }

    /// Forgets the one that finished first, if its retention has ended.
    @inline(__always)
    private mutating func forgetFirst(at time: Milliseconds) -> Bool {
        let reservation = finishedReservations.first
        let transfer = finishedTransfers.first
        if reservation.isNone, transfer.isNone { return false }
        let transferIsFirst =
            reservation.isNone
            || !transfer.isNone && transfers[transfer].finishedBy < reservations[reservation].finishedBy
        let finishedAt = transferIsFirst ? transfers[transfer].finishedAt : reservations[reservation].finishedAt
        // Bound: both are at most 2^53.
        guard finishedAt.rawValue &+ limits.retention.rawValue <= time.rawValue else {
            expectForgetting(of: finishedAt)
            return false
        }
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

    @inline(__always)
    private mutating func forgetReservation(_ slot: Slot) {
        if reservations[slot].state == .expired {
            let touched = touched(by: reservations[slot].accounts)
            for position in 0..<touched.count { accounts[touched[position]].expiredCount -= 1 }
        }
        tenants[reservations[slot].tenant].used.reservations -= 1
        finishedReservations.remove(slot)
        reservations.remove(slot)
    }
}
