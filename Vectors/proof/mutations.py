"""Planted mistakes. Each must make the proof fail; one that survives means that the proof says nothing about it."""

from __future__ import annotations

import concurrent.futures
import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from arithmetic import Word, choose, minimum
from entries import ACCEPTED, CLOSED, Account, Decision, Refusal
from exploration import Findings, Prover, explore
from ledger import Ledger
from primitives import DIMENSIONS, MAXIMUM_AMOUNT, MAXIMUM_BALANCE, Balance, WideCounter


@dataclass
class Mutation:
    """A function of the model replaced by a wrong one."""

    name: str
    owner: type
    replaced: str
    replacement: Callable
    # Where it must show.
    operations: tuple[str, ...]
    # It shows only close to 2^63, or in a case that no vector has: only the proof has to find it.
    hidden: bool = False

    @contextlib.contextmanager
    def planted(self):
        original = self.owner.__dict__.get(self.replaced)
        setattr(self.owner, self.replaced, self.replacement)
        try:
            yield
        finally:
            if original is None:
                delattr(self.owner, self.replaced)
            else:
                setattr(self.owner, self.replaced, original)


MUTATIONS: list[Mutation] = []


def mutation(name: str, owner: type, replaced: str, *operations: str, hidden: bool = False):
    def note(function):
        MUTATIONS.append(Mutation(name, owner, replaced, function, operations, hidden))
        return function

    return note


# --- Primitives -------------------------------------------------------------------------------


@mutation("credit forgets debt", Balance, "credit", "fund")
def _(self, amount):
    self.available += amount


@mutation("credit pays debt and gives it to available as well", Balance, "credit", "release")
def _(self, amount):
    self.debt -= minimum(self.debt, amount)
    self.available += amount


@mutation("fund does not count what came in", Balance, "fund", "fund")
def _(self, amount):
    self.credit(amount)


@mutation("withdraw does not count what went out", Balance, "withdraw", "withdraw")
def _(self, amount):
    self.available -= amount


@mutation("hold does not lower available", Balance, "hold", "reserve")
def _(self, amount):
    self.reserved += amount


@mutation("release credits without lowering reserved", Balance, "release_hold", "expire")
def _(self, amount):
    self.credit(amount)


@mutation("a draw lowers the hold but spends nothing", Balance, "spend_hold", "draw")
def _(self, amount):
    self.reserved -= amount
    self.available += amount


@mutation("charge takes more than is available", Balance, "charge", "charge")
def _(self, amount, hold):
    self.available -= amount
    self.spent += amount


@mutation("charge makes debt while budget is available", Balance, "charge", "settle late")
def _(self, amount, hold):
    self.debt += amount
    self.spent += amount


@mutation("the bound of a charge leaves debt out", Balance, "chargeable", "charge", hidden=True)
def _(self, credit):
    return Word(MAXIMUM_BALANCE).wrapping_subtract(self.funded).wrapping_add(self.available).wrapping_add(credit)


@mutation("the bound of a settlement leaves the credit out", Balance, "chargeable", "checks are exact", hidden=True)
def _(self, credit):
    rest = Word(MAXIMUM_BALANCE).wrapping_subtract(self.funded).wrapping_subtract(self.debt)
    return rest.wrapping_add(self.available)


@mutation("funding is bounded by funded alone", Balance, "allows_funding", "fund", hidden=True)
def _(self, amount):
    return self.funded <= MAXIMUM_BALANCE


@mutation("funding is bounded one too high", Balance, "allows_funding", "fund", hidden=True)
def _(self, amount):
    paid = minimum(self.debt, amount)
    return self.funded.wrapping_add(amount).wrapping_add(self.debt.wrapping_subtract(paid)) <= MAXIMUM_BALANCE + 1


@mutation("funding counts the debt that it pays", Balance, "allows_funding", "checks are exact", hidden=True)
def _(self, amount):
    return self.funded.wrapping_add(amount).wrapping_add(self.debt) <= MAXIMUM_BALANCE


@mutation("the tenant's counter loses its carry", WideCounter, "add", "charge", hidden=True)
def _(self, amount):
    self.low, _ = self.low.adding_reporting_overflow(amount)


# --- Checks -----------------------------------------------------------------------------------


@mutation("withdraw may take what is reserved", Ledger, "check_withdrawal", "withdraw", hidden=True)
def _(self, account, amounts):
    for dimension in DIMENSIONS:
        balance = account.balances[dimension]
        if not amounts[dimension] <= balance.available + balance.reserved:
            raise Refusal("insufficient", "budget", account.key[1], dimension, amounts[dimension], balance.available)


@mutation("withdraw looks at calls and tokens only", Ledger, "check_withdrawal", "withdraw", hidden=True)
def _(self, account, amounts):
    for dimension in DIMENSIONS[:2]:
        available = account.balances[dimension].available
        if not amounts[dimension] <= available:
            raise Refusal("insufficient", "budget", account.key[1], dimension, amounts[dimension], available)


@mutation("reserve looks at the named accounts only", Ledger, "check_room", "reserve")
def _(self, amounts, touched, tenant):
    for account in touched[:1]:
        self.check_room_on(account, amounts)
    self.check_reservation_quota(tenant)


@mutation("reserve ignores the quota", Ledger, "check_room", "reserve")
def _(self, amounts, touched, tenant):
    for account in touched:
        self.check_room_on(account, amounts)


@mutation("the exposure limit is tested without what is reserved", Ledger, "check_room_on", "reserve")
def _(self, account, amounts):
    for dimension in DIMENSIONS:
        needed, balance = amounts[dimension], account.balances[dimension]
        if needed == 0:
            continue
        if balance.debt > 0:
            raise Refusal("inDebt", "budget", account.key[1], dimension, needed, balance.debt)
        if needed > balance.available:
            raise Refusal("insufficient", "budget", account.key[1], dimension, needed, balance.available)
        limit = account.exposure_limit[dimension]
        if not needed <= limit:
            raise Refusal("exposureLimit", "budget", account.key[1], dimension, needed, limit)


@mutation("accounts may stand at any depth", Ledger, "open_account", "open account")
def _(self, id, parent_id, limit, tenant, moment):
    key = (tenant.id, id)
    if key in self.accounts:
        return self.repeated_opening(self.accounts[key], parent_id, limit)
    parent = None if parent_id is None else self.find_open_account(parent_id, tenant)
    if not tenant.used.accounts < tenant.quotas.accounts:
        raise Refusal.full(tenant.quotas.accounts)
    depth = Word(0, 8) if parent is None else parent.depth
    self.accounts[key] = Account(key, moment.sequence, parent and parent.key, depth + 1, limit, limit)
    tenant.used.accounts += 1
    if parent is not None:
        parent.open_child_count += 1
    return ACCEPTED


@mutation("a draw may pass what was reserved", Ledger, "check_not_above_reserved", "draw")
def _(self, total, entry):
    pass


@mutation("a settlement may be below what was drawn", Ledger, "check_not_below_drawn", "settle")
def _(self, total, entry):
    pass


@mutation("a charge is not bounded", Ledger, "check_charge", "charge", hidden=True)
def _(self, amounts, credit, touched):
    pass


@mutation("an exposure limit may be set below what is reserved", Ledger, "set_exposure_limit", "set exposure limit")
def _(self, limit, id, tenant):
    self.find_open_account(id, tenant).exposure_limit = limit
    return ACCEPTED


@mutation("an account with holds can be closed", Ledger, "check_no_reservation", "close account")
def _(self, account):
    if not account.expired_count == 0:
        raise Refusal("hasExpiredReservation", "account", account.key[1])


@mutation("an account that may still be charged late can be closed", Ledger, "check_no_reservation", "close account")
def _(self, account):
    if not account.hold_count == 0:
        raise Refusal("hasHold", "account", account.key[1])


@mutation("an account in debt can be closed", Ledger, "check_no_balance", "close account")
def _(self, account):
    for dimension in DIMENSIONS:
        if account.balances[dimension].available > 0:
            raise self.remainder("hasAvailable", account, dimension, account.balances[dimension].available)


@mutation("what is affordable leaves the exposure limit out", Ledger, "affordable_cost", "admit", hidden=True)
def _(self, accounts):
    cost = Word(MAXIMUM_AMOUNT)
    for account in self.touched(accounts):
        cost = minimum(cost, account.balances.cost.available)
    return cost


@mutation("what is affordable leaves the ancestors out", Ledger, "affordable_cost", "checks are exact", hidden=True)
def _(self, accounts):
    cost = Word(MAXIMUM_AMOUNT)
    for account in accounts:
        balance, limit = account.balances.cost, account.exposure_limit.cost
        free = Word(choose(limit.value > balance.reserved.value, limit.value - balance.reserved.value, 0))
        cost = minimum(minimum(cost, balance.available), free)
    return cost


# --- Effects ----------------------------------------------------------------------------------


@mutation("an ancestor gets what the leaf still has", Ledger, "book", "charge", hidden=True)
def _(self, amounts, hold, account):
    for dimension in DIMENSIONS:
        account.balances[dimension].charge(amounts[dimension], hold[dimension])
    if account.parent is not None:
        self.accounts[account.parent].balances.calls.fund(account.balances.calls.available)


@mutation("an account that is named and above another is touched twice", Ledger, "visit", "reserve")
def _(self, touched, account):
    touched.append(account)
    return True


@mutation("ancestors are not touched", Ledger, "touched", "charge")
def _(self, accounts):
    return accounts


@mutation("budget is held while the next account is still to be checked", Ledger, "check_room", "reserve")
def _(self, amounts, touched, tenant):
    for account in touched:
        self.check_room_on(account, amounts)
        self.hold(amounts, account)
    self.check_reservation_quota(tenant)


@mutation("a transfer is remembered before it is checked", Ledger, "fund", "fund")
def _(self, id, account_id, amounts, tenant, moment):
    account = self.find_open_account(account_id, tenant)
    self.remember(id, "fund", account, amounts, tenant, moment)
    for dimension in DIMENSIONS:
        if not account.balances[dimension].allows_funding(amounts[dimension]):
            raise Refusal("overflow", "budget", account_id, dimension, amounts[dimension], Word(0))
        account.balances[dimension].fund(amounts[dimension])
    return ACCEPTED


@mutation("a repeated charge is booked again", Ledger, "repeated_charge", "charge")
def _(self, id, account_ids, amounts, tenant):
    return None


@mutation("a settlement charges again what was drawn", Ledger, "still_to_charge", "settle")
def _(self, total, entry):
    return total


@mutation("a settlement keeps the rest of the hold", Balance, "charge", "settle")
def _(self, amount, hold):
    owed = self.debt + amount
    paid = minimum(owed, self.available)
    self.debt = owed - paid
    self.available -= paid
    self.spent += amount


@mutation("a late settlement credits a hold that is gone", Ledger, "leave_expired", "settle late")
def _(self, entry, touched):
    self.release_hold(entry.hold(), touched)
    del self.finished_reservations[entry.key]


@mutation("a draw is not noted in the reservation", Ledger, "note_spending", "draw")
def _(self, entry, total, moment):
    entry.spent_by = moment.sequence


@mutation("a release credits all that was reserved, drawn or not", Ledger, "release", "release")
def _(self, id, tenant, moment):
    entry = self.find_reservation(id, tenant)
    self.check_open(entry)
    self.release_hold(entry.amounts, self.touched_by(entry))
    del self.expiries[entry.key]
    self.finish(entry, "released", moment)
    return ACCEPTED


@mutation("an expiry is not counted on the accounts", Ledger, "expire_first", "expire")
def _(self, moment):
    entry = self.reservations[self.first_expiry()]
    released = entry.hold()
    del self.expiries[entry.key]
    self.release_hold(released, self.touched_by(entry))
    self.finish(entry, "expired", moment)
    return Decision("reservationExpired", (*entry.key, released))


@mutation("a forgotten expired reservation still counts", Ledger, "forget_reservation", "forget")
def _(self, key):
    self.tenants[key[0]].used.reservations -= 1
    del self.finished_reservations[key]
    del self.reservations[key]


@mutation("something is forgotten before its retention has ended", Ledger, "forget_first", "forget")
def _(self, time):
    for key in list(self.expiries):
        # An open one, whose hold is then nobody's.
        del self.expiries[key]
        del self.reservations[key]
        self.tenants[key[0]].used.reservations -= 1
        return True
    return False


@mutation("what finishes is not looked at in time", Ledger, "expect_forgetting", "settle", hidden=True)
def _(self, finish):
    pass


@mutation("new quotas are granted on top of the old ones", Ledger, "grant", "set quotas")
def _(self, new, old, reason):
    for name in ("accounts", "reservations", "transfers", "locks"):
        setattr(self.granted, name, getattr(self.granted, name).wrapping_add(getattr(new, name)))


@mutation("closing an account leaves it in its parent's count", Ledger, "close_account", "close account")
def _(self, id, tenant):
    account = self.find_open_account(id, tenant)
    self.check_no_reservation(account)
    self.check_no_balance(account)
    if not account.open_child_count == 0:
        raise Refusal("hasOpenChild", "account", id)
    account.state = Word(CLOSED, 8)
    return ACCEPTED


# --- Running them -----------------------------------------------------------------------------


def run_all() -> int:
    """Plants each mistake in turn; the exit status is 1 if one survives."""
    started, survivors = time.monotonic(), []
    with concurrent.futures.ProcessPoolExecutor() as pool:
        for mutation, found in zip(MUTATIONS, pool.map(found_by_proof, range(len(MUTATIONS)))):
            print(f"{'found' if found else 'SURVIVED'}: {mutation.name}")
            print("\n".join(found), flush=True)
            if not found:
                survivors.append(mutation.name)
    print(f"{len(MUTATIONS) - len(survivors)} of {len(MUTATIONS)} mutations found, "
          f"{time.monotonic() - started:.0f} s")  # fmt: skip
    for name in survivors:
        print(f"survived: {name}")
    return 1 if survivors else 0


def found_by_proof(number: int) -> list[str]:
    """What the proof says of a mutation: a counterexample that is wrong when it is run with its numbers, too."""
    from prove import NOTHING_IS_WRONG, describe
    from scenarios import scenarios

    mutation = MUTATIONS[number]
    with mutation.planted():
        for scenario in scenarios():
            if scenario.operation not in mutation.operations:
                continue
            findings = Findings()
            explore(scenario, Prover(), findings, stop_at_first=True)
            for counterexample in findings.counterexamples:
                lines = describe(scenario, counterexample)
                if lines[-1].endswith(f": {NOTHING_IS_WRONG}"):
                    raise AssertionError("\n".join(lines))
                return lines
    return []
