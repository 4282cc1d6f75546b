"""The life of a reservation up to its end, and charges: a translation of `Ledger+Reservations.swift`."""

from __future__ import annotations

from arithmetic import Word
from entries import ACCEPTED, Account, Decision, Moment, Refusal, Reservation, Tenant
from primitives import DIMENSIONS, Amounts
from sources import translates

_FILE = "Budgets/Ledger+Reservations.swift"


class ReservationOperations:
    @translates(_FILE, "mutating func reserve(")
    def reserve(
        self, id: int, account_ids: list[int], amounts: Amounts, expiry: Word, tenant: Tenant, moment: Moment
    ) -> Decision:
        if answer := self.repeated_reservation(id, account_ids, amounts, expiry, tenant):
            return answer
        accounts = self.find_open_accounts(account_ids, tenant)
        if amounts.is_zero():
            raise Refusal("zeroAmount")
        self.check_expiry(expiry, moment)
        touched = self.touched(accounts)
        self.check_room(amounts, touched, tenant)
        self.open(
            Reservation(
                (tenant.id, id), [account.key for account in accounts], amounts, expiry, moment.sequence, "reserve",
                "open", expiry, Amounts.zero(), moment.sequence),
            touched)  # fmt: skip
        return ACCEPTED

    @translates(_FILE, "func checkExpiry(")
    def check_expiry(self, expiry: Word, moment: Moment) -> None:
        if not expiry > moment.time:
            raise Refusal("expiryNotInFuture", "count", expiry, moment.time)

    @translates(_FILE, "mutating func checkRoom(for amounts: Amounts, on touched")
    def check_room(self, amounts: Amounts, touched: list[Account], tenant: Tenant) -> None:
        for account in touched:
            self.check_room_on(account, amounts)
        self.check_reservation_quota(tenant)

    @translates(_FILE, "mutating func open(_ entry: ReservationEntry")
    def open(self, entry: Reservation, touched: list[Account]) -> None:
        self.insert(entry)
        self.expiries[entry.key] = (entry.expiry, entry.opened_by)
        for account in touched:
            self.hold(entry.amounts, account)

    @translates(_FILE, "mutating func draw(")
    def draw(self, id: int, total: Amounts, tenant: Tenant, moment: Moment) -> Decision:
        entry = self.find_reservation(id, tenant)
        self.check_open(entry)
        self.check_not_below_drawn(total, entry)
        self.check_not_above_reserved(total, entry)
        drawn = total.subtracting(entry.spent)
        if drawn.is_zero():
            return entry.duplicate(entry.spent_by)
        for account in self.touched_by(entry):
            for dimension in DIMENSIONS:
                account.balances[dimension].spend_hold(drawn[dimension])
        tenant.spend(drawn)
        self.note_spending(entry, total, moment)
        return ACCEPTED

    def check_not_above_reserved(self, total: Amounts, entry: Reservation) -> None:
        """The loop of `draw` over what was reserved."""
        for dimension in DIMENSIONS:
            if not total[dimension] <= entry.amounts[dimension]:
                raise Refusal("aboveReserved", "amount", dimension, total[dimension], entry.amounts[dimension])

    def note_spending(self, entry: Reservation, total: Amounts, moment: Moment) -> None:
        """The last lines of `draw`, and two of `settle`."""
        entry.spent = total
        entry.spent_by = moment.sequence

    @translates(_FILE, "mutating func extend(")
    def extend(self, id: int, expiry: Word, tenant: Tenant, moment: Moment) -> Decision:
        entry = self.find_reservation(id, tenant)
        self.check_open(entry)
        self.check_expiry(expiry, moment)
        entry.expiry = expiry
        self.expiries[entry.key] = (expiry, moment.sequence)
        return ACCEPTED

    @translates(_FILE, "mutating func release(")
    def release(self, id: int, tenant: Tenant, moment: Moment) -> Decision:
        entry = self.find_reservation(id, tenant)
        self.check_open(entry)
        self.release_hold(entry.hold(), self.touched_by(entry))
        del self.expiries[entry.key]
        self.finish(entry, "released", moment)
        return ACCEPTED

    @translates(_FILE, "mutating func charge(")
    def charge(self, id: int, account_ids: list[int], amounts: Amounts, tenant: Tenant, moment: Moment) -> Decision:
        if answer := self.repeated_charge(id, account_ids, amounts, tenant):
            return answer
        accounts = self.find_open_accounts(account_ids, tenant)
        if amounts.is_zero():
            raise Refusal("zeroAmount")
        touched = self.touched(accounts)
        self.check_charge(amounts, Amounts.zero(), touched)
        self.check_reservation_quota(tenant)
        entry = Reservation(
            (tenant.id, id), [account.key for account in accounts], amounts, Word(0), moment.sequence, "charge",
            "charged", Word(0), amounts, moment.sequence)  # fmt: skip
        self.insert(entry)
        for account in touched:
            self.book(amounts, Amounts.zero(), account)
        tenant.spend(amounts)
        self.finish(entry, "charged", moment)
        return ACCEPTED

    @translates(_FILE, "func reservation(_ id: Identifier128")
    def find_reservation(self, id: int, tenant: Tenant) -> Reservation:
        if (tenant.id, id) not in self.reservations:
            raise Refusal("unknownReservation")
        return self.reservations[tenant.id, id]

    @translates(_FILE, "func checkOpen(")
    def check_open(self, entry: Reservation) -> None:
        if entry.state != "open":
            raise Refusal("finished", "reservation", entry.state)

    @translates(_FILE, "func checkNotBelow(")
    def check_not_below_drawn(self, total: Amounts, entry: Reservation) -> None:
        for dimension in DIMENSIONS:
            if total[dimension] < entry.spent[dimension]:
                raise Refusal("belowDrawn", "amount", dimension, total[dimension], entry.spent[dimension])

    @translates(_FILE, "private func checkReservationQuota(")
    def check_reservation_quota(self, tenant: Tenant) -> None:
        quota = tenant.quotas.reservations
        if not tenant.used.reservations < quota:
            raise Refusal.full(quota)

    @translates(_FILE, "private func checkRoom(for amounts: Amounts, on slot: Slot)")
    def check_room_on(self, account: Account, amounts: Amounts) -> None:
        for dimension in DIMENSIONS:
            needed = amounts[dimension]
            if needed == 0:
                continue
            balance = account.balances[dimension]
            if balance.debt > 0:
                raise Refusal("inDebt", "budget", account.key[1], dimension, needed, balance.debt)
            if needed > balance.available:
                raise Refusal("insufficient", "budget", account.key[1], dimension, needed, balance.available)
            exposure = balance.reserved.wrapping_add(needed)
            limit = account.exposure_limit[dimension]
            if not exposure <= limit:
                raise Refusal("exposureLimit", "budget", account.key[1], dimension, exposure, limit)

    @translates(_FILE, "private func hold(")
    def hold(self, amounts: Amounts, account: Account) -> None:
        for dimension in DIMENSIONS:
            account.balances[dimension].hold(amounts[dimension])
        account.hold_count += 1

    @translates(_FILE, "private func repeated(_ reservation: Reservation")
    def repeated_reservation(
        self, id: int, account_ids: list[int], amounts: Amounts, expiry: Word, tenant: Tenant
    ) -> Decision | None:
        entry = self.reservations.get((tenant.id, id))
        if entry is None:
            return None
        same_fields = entry.origin == "reserve" and entry.amounts.equals(amounts) and entry.opening_expiry == expiry
        if not same_fields or not self.names(entry, account_ids):
            raise Refusal("conflict")
        return entry.duplicate(entry.opened_by)

    @translates(_FILE, "private func repeated(_ charge: Charge")
    def repeated_charge(self, id: int, account_ids: list[int], amounts: Amounts, tenant: Tenant) -> Decision | None:
        entry = self.reservations.get((tenant.id, id))
        if entry is None:
            return None
        if entry.origin != "charge" or not entry.amounts.equals(amounts) or not self.names(entry, account_ids):
            raise Refusal("conflict")
        return entry.duplicate(entry.opened_by)

    @staticmethod
    def names(entry: Reservation, account_ids: list[int]) -> bool:
        return [key[1] for key in entry.accounts] == account_ids

    @translates(_FILE, "private mutating func insert(")
    def insert(self, entry: Reservation) -> None:
        self.tenants[entry.key[0]].used.reservations += 1
        self.reservations[entry.key] = entry
