"""How reservations end: a translation of `Ledger+Settlement.swift` and `Ledger+Forgetting.swift`."""

from __future__ import annotations

from arithmetic import Word, minimum
from entries import Account, Decision, Moment, Refusal, Reservation, Tenant
from primitives import DIMENSIONS, MAXIMUM_TIME, Amounts
from sources import translates

_FILE = "Budgets/Ledger+Settlement.swift"
_FORGETTING = "Budgets/Ledger+Forgetting.swift"
FORGETTING_LIMIT = 64


class SettlementOperations:
    @translates(_FILE, "mutating func settle(")
    def settle(self, id: int, total: Amounts, tenant: Tenant, moment: Moment) -> Decision:
        entry = self.find_reservation(id, tenant)
        if entry.state in ("settled", "settledLate") and total.equals(entry.spent):
            return entry.duplicate(entry.spent_by)
        if entry.state not in ("open", "expired"):
            raise Refusal("finished", "reservation", entry.state)
        self.check_not_below_drawn(total, entry)
        late = entry.state == "expired"
        hold = Amounts.zero() if late else entry.hold()
        touched = self.touched_by(entry)
        charged = self.still_to_charge(total, entry)
        self.check_charge(charged, hold, touched)
        if late:
            self.leave_expired(entry, touched)
        else:
            self.leave_open(entry, touched)
        for account in touched:
            self.book(charged, hold, account)
        tenant.spend(charged)
        self.note_spending(entry, total, moment)
        self.finish(entry, "settledLate" if late else "settled", moment)
        return Decision("settled", ("settledLate" if late else "settled",))

    def still_to_charge(self, total: Amounts, entry: Reservation) -> Amounts:
        """What `settle` charges: what was not yet drawn."""
        return total.subtracting(entry.spent)

    def first_expiry(self) -> tuple[int, int] | None:
        """The open reservation that falls due first; among equals the one whose expiry was set first."""
        first = None
        for key, (due, set_by) in self.expiries.items():
            if first is not None:
                first_due, first_set_by = self.expiries[first]
                if due > first_due or due == first_due and set_by > first_set_by:
                    continue
            first = key
        return first

    @translates(_FILE, "mutating func expireFirst(")
    def expire_first(self, moment: Moment) -> Decision:
        entry = self.reservations[self.first_expiry()]
        released = entry.hold()
        del self.expiries[entry.key]
        touched = self.touched_by(entry)
        self.release_hold(released, touched)
        for account in touched:
            account.expired_count += 1
        self.finish(entry, "expired", moment)
        return Decision("reservationExpired", (*entry.key, released))

    @translates(_FILE, "func releaseHold(")
    def release_hold(self, hold: Amounts, touched: list[Account]) -> None:
        for account in touched:
            for dimension in DIMENSIONS:
                account.balances[dimension].release_hold(hold[dimension])
            account.hold_count -= 1

    @translates(_FILE, "func book(")
    def book(self, amounts: Amounts, hold: Amounts, account: Account) -> None:
        for dimension in DIMENSIONS:
            account.balances[dimension].charge(amounts[dimension], hold[dimension])

    @translates(_FILE, "func checkCharge(")
    def check_charge(self, amounts: Amounts, credit: Amounts, touched: list[Account]) -> None:
        for account in touched:
            for dimension in DIMENSIONS:
                chargeable = account.balances[dimension].chargeable(credit[dimension])
                if not amounts[dimension] <= chargeable:
                    raise Refusal("overflow", "budget", account.key[1], dimension, amounts[dimension], chargeable)

    @translates(_FILE, "mutating func finish(")
    def finish(self, entry: Reservation, state: str, moment: Moment) -> None:
        entry.state = state
        entry.finished_by = moment.sequence
        entry.finished_at = moment.time
        self.finished_reservations[entry.key] = None
        self.expect_forgetting(moment.time)

    @translates(_FILE, "private mutating func leaveOpen(")
    def leave_open(self, entry: Reservation, touched: list[Account]) -> None:
        for account in touched:
            account.hold_count -= 1
        del self.expiries[entry.key]

    @translates(_FILE, "private mutating func leaveExpired(")
    def leave_expired(self, entry: Reservation, touched: list[Account]) -> None:
        for account in touched:
            account.expired_count -= 1
        del self.finished_reservations[entry.key]


class Forgetting:
    @translates(_FORGETTING, "mutating func forget(at time: Milliseconds)")
    def forget(self, time: Word) -> None:
        if not time >= self.next_forgetting:
            return
        self.forget_due(time)

    @translates(_FORGETTING, "private mutating func forgetDue(")
    def forget_due(self, time: Word) -> None:
        self.next_forgetting = Word(MAXIMUM_TIME)
        for _ in range(FORGETTING_LIMIT):
            if not self.forget_first(time):
                return
        self.next_forgetting = time

    @translates(_FORGETTING, "mutating func expectForgetting(")
    def expect_forgetting(self, finish: Word) -> None:
        self.next_forgetting = minimum(self.next_forgetting, finish.wrapping_add(self.limits.retention))

    @translates(_FORGETTING, "private mutating func forgetFirst(")
    def forget_first(self, time: Word) -> bool:
        reservation = self.reservations.get(next(iter(self.finished_reservations), None))
        transfer = self.transfers.get(next(iter(self.finished_transfers), None))
        if reservation is None and transfer is None:
            return False
        transfer_is_first = reservation is None or (
            transfer is not None and transfer.finished_by < reservation.finished_by
        )
        finished_at = transfer.finished_at if transfer_is_first else reservation.finished_at
        if not finished_at.wrapping_add(self.limits.retention) <= time:
            self.expect_forgetting(finished_at)
            return False
        if transfer_is_first:
            self.forget_transfer(transfer.key)
        else:
            self.forget_reservation(reservation.key)
        return True

    @translates(_FORGETTING, "private mutating func forgetTransfer(")
    def forget_transfer(self, key: tuple[int, int]) -> None:
        self.tenants[key[0]].used.transfers -= 1
        del self.finished_transfers[key]
        del self.transfers[key]

    @translates(_FORGETTING, "private mutating func forgetReservation(")
    def forget_reservation(self, key: tuple[int, int]) -> None:
        entry = self.reservations[key]
        if entry.state == "expired":
            for account in self.touched_by(entry):
                account.expired_count -= 1
        self.tenants[key[0]].used.reservations -= 1
        del self.finished_reservations[key]
        del self.reservations[key]
