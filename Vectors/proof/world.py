"""A ledger of unknowns: one tenant, an account below another, and the reservation or transfer at hand."""

from __future__ import annotations

import copy
import dataclasses
from dataclasses import dataclass, field

from arithmetic import Word
from clock import Clock
from conservation import AccountGhosts, Ghosts, TenantGhosts, either, invariants
from entries import CLOSED, OPEN, QUOTAS, Account, Limits, Moment, Quotas, Reservation, Tenant, Transfer
from ledger import Ledger
from primitives import (
    DIMENSIONS, MAXIMUM_AMOUNT, MAXIMUM_BALANCE, MAXIMUM_COUNT, MAXIMUM_TIME, NO_LIMIT, Amounts, Balance, PerDimension,
    WideCounter,
)  # fmt: skip

TENANT, OTHER_TENANT = 1, 2
PARENT, LEAF, UNKNOWN_ACCOUNT, NEW_ACCOUNT = 1, 2, 8, 9
RESERVATION, TRANSFER = 7, 5
# Sequences decide no amount, so they are numbers: before the step, and the step's own.
EARLIER, NOW = 10, 100


@dataclass
class Setting:
    """What of the world is there, besides tenant and accounts."""

    # The state and origin of the reservation with the id at hand, and the accounts that it names; None: it is unknown.
    reservation: tuple[str, str] | None = None
    named: tuple[int, ...] = (LEAF,)
    # The direction of the transfer with the id at hand; None: it is unknown.
    transfer: str | None = None
    tenants_limit: int = 2


@dataclass
class World:
    ledger: Ledger
    ghosts: Ghosts
    moment: Moment
    clock: Clock
    source: object
    command: dict[str, Word] = field(default_factory=dict)
    # The accounts that a reservation touched which the step may forget.
    forgotten_touched: list[tuple[int, int]] = field(default_factory=list)

    def fork(self, source) -> World:
        """A world of its own that begins as this one."""
        ledger, clock = copy.deepcopy((self.ledger, self.clock))
        return World(ledger, self.ghosts.copy(), self.moment, clock, source)

    @property
    def tenant(self) -> Tenant:
        return self.ledger.tenants[TENANT]

    @property
    def reservation(self) -> Reservation:
        return self.ledger.reservations[TENANT, RESERVATION]

    def balances(self):
        """Every balance, with account and dimension."""
        for key, account in self.ledger.accounts.items():
            for dimension in DIMENSIONS:
                yield key[1], dimension, account.balances[dimension]

    def ask(self, name: str, low: int, high: int, bits: int = 64) -> Word:
        """A number in the command."""
        self.command[name] = self.source.word(f"command.{name}", low, high, bits)
        return self.command[name]

    def ask_amounts(self, name: str = "amount") -> Amounts:
        return Amounts(*(self.ask(f"{name}.{dimension}", 0, MAXIMUM_AMOUNT) for dimension in DIMENSIONS))

    def ask_time(self, name: str) -> Word:
        return self.ask(name, 0, MAXIMUM_TIME)

    def ask_quotas(self) -> Quotas:
        return Quotas(*(self.ask(f"quota.{name}", 0, 2**32 - 1, 32) for name in QUOTAS))

    def ask_limit(self) -> PerDimension:
        return exposure_limit(self.source, "command.limit", self.command)


def build(setting: Setting, source) -> World:
    """A world of unknowns of which everything holds that has to hold before a step."""
    time = source.word("time", 0, MAXIMUM_TIME)
    limits = Limits(
        setting.tenants_limit,
        *(source.word(f"limits.{name}", 1, MAXIMUM_COUNT, 32) for name in QUOTAS),
        retention=source.word("limits.retention", 0, MAXIMUM_TIME),
        maximum_advance=source.word("limits.maximum_advance", 0, MAXIMUM_TIME),
    )
    ledger = Ledger(limits)
    ledger.tenants[TENANT] = tenant(source)
    ledger.next_forgetting = source.word("next_forgetting", 0, MAXIMUM_TIME)
    ledger.granted = Quotas(*(source.word(f"granted.{name}", 0, MAXIMUM_COUNT, 32) for name in QUOTAS))
    parent_depth = source.word("parent.depth", 1, 3, 8)
    ledger.accounts[TENANT, PARENT] = account(source, "parent", PARENT, None, parent_depth)
    leaf_depth = Word(parent_depth.value + 1, 8)
    ledger.accounts[TENANT, LEAF] = account(source, "leaf", LEAF, (TENANT, PARENT), leaf_depth)
    if setting.reservation is not None:
        add_reservation(source, ledger, setting)
    if setting.transfer is not None:
        key = (TENANT, TRANSFER)
        finished_at = source.word("transfer.finished_at", 0, MAXIMUM_TIME)
        ledger.transfers[key] = Transfer(
            key, setting.transfer, (TENANT, LEAF), amounts(source, "transfer.amount"), EARLIER, finished_at
        )
        ledger.finished_transfers[key] = None
    ghosts = make_ghosts(source)
    for _, holds in invariants(ledger, ghosts, time.value):
        source.assume(holds)
    # Five centuries of a step each nanosecond: the one bound that is assumed.
    clock = Clock(source.word("sequence", 0, 2**64 - 2), time, limits.maximum_advance)
    return World(ledger, ghosts, Moment(NOW, time), clock, source)


def tenant(source) -> Tenant:
    quotas = (
        Quotas(*(source.word(f"tenant.{kind}.{name}", 0, MAXIMUM_COUNT, 32) for name in QUOTAS))
        for kind in ("opening_quota", "quota", "used")
    )
    words = ("high", "low")
    spent = (WideCounter(*(source.word(f"tenant.{each}.spent_{word}", 0, 2**64 - 1) for word in words))
             for each in DIMENSIONS)  # fmt: skip
    return Tenant(TENANT, EARLIER, *quotas, PerDimension(*spent))


def account(source, name: str, id: int, parent, depth: Word) -> Account:
    def balance(dimension):
        return Balance(
            *(
                source.word(f"{name}.{dimension}.{term.name}", 0, MAXIMUM_BALANCE)
                for term in dataclasses.fields(Balance)
            )
        )

    return Account(
        (TENANT, id), EARLIER, parent, depth,
        opening_exposure_limit=exposure_limit(source, f"{name}.opening_limit"),
        exposure_limit=exposure_limit(source, f"{name}.limit"),
        state=source.word(f"{name}.state", OPEN, CLOSED, 8),
        open_child_count=source.word(f"{name}.open_child_count", 0, 2**32 - 1, 32),
        hold_count=source.word(f"{name}.hold_count", 0, 2**32 - 1, 32),
        expired_count=source.word(f"{name}.expired_count", 0, 2**32 - 1, 32),
        balances=PerDimension(*(balance(dimension) for dimension in DIMENSIONS)),
    )  # fmt: skip


def exposure_limit(source, name: str, command: dict | None = None) -> PerDimension:
    limits = []
    for dimension in DIMENSIONS:
        limit = source.word(f"{name}.{dimension}", 0, NO_LIMIT)
        source.assume(either(limit.value <= MAXIMUM_BALANCE, limit.value == NO_LIMIT))
        if command is not None:
            command[f"limit.{dimension}"] = limit
        limits.append(limit)
    return PerDimension(*limits)


def amounts(source, name: str) -> Amounts:
    return Amounts(*(source.word(f"{name}.{dimension}", 0, MAXIMUM_AMOUNT) for dimension in DIMENSIONS))


def add_reservation(source, ledger: Ledger, setting: Setting) -> None:
    key = (TENANT, RESERVATION)
    state, origin = setting.reservation
    expiry = source.word("reservation.expiry", 0, MAXIMUM_TIME)
    ledger.reservations[key] = Reservation(
        key, [(TENANT, id) for id in setting.named], amounts(source, "reservation.amount"),
        source.word("reservation.opening_expiry", 0, MAXIMUM_TIME), EARLIER, origin, state, expiry,
        amounts(source, "reservation.spent"), EARLIER,
        admission_digest=b"digest" if origin == "admit" else b"",
        finished_at=source.word("reservation.finished_at", 0, MAXIMUM_TIME))  # fmt: skip
    if state == "open":
        ledger.expiries[key] = (expiry, EARLIER)
    else:
        ledger.finished_reservations[key] = None


def make_ghosts(source) -> Ghosts:
    """What others have. They keep the rules too: what is assumed here is what is proven of the one at hand."""
    tables = ("accounts", "reservations", "transfers")
    others = {name: source.word(f"others.{name}", 0, MAXIMUM_COUNT).value for name in tables}
    accounts = {}
    for name, id in (("parent", PARENT), ("leaf", LEAF)):
        counts = [
            source.word(f"{name}.others.{count}", 0, MAXIMUM_COUNT).value for count in ("open", "expired", "children")
        ]
        held = {each: source.word(f"{name}.{each}.held_by_others", 0, MAXIMUM_BALANCE).value for each in DIMENSIONS}
        spent = {each: source.word(f"{name}.{each}.spent_by_others", 0, MAXIMUM_BALANCE).value for each in DIMENSIONS}
        accounts[TENANT, id] = AccountGhosts(*counts, held, spent)
        source.assume(counts[0] + counts[1] <= others["reservations"])
        source.assume(counts[2] <= others["accounts"])
        for dimension in DIMENSIONS:
            source.assume(either(counts[0] > 0, held[dimension] == 0))
    spent = {each: source.word(f"tenant.{each}.spent_by_others", 0, 2**128 - 1).value for each in DIMENSIONS}
    most = MAXIMUM_COUNT * MAXIMUM_BALANCE
    elsewhere = {each: source.word(f"tenant.{each}.spent_on_other_accounts", 0, most).value for each in DIMENSIONS}
    granted = {name: source.word(f"others.quota.{name}", 0, MAXIMUM_COUNT).value for name in QUOTAS}
    ghosts = TenantGhosts(others["accounts"], others["reservations"], others["transfers"], spent, elsewhere)
    return Ghosts(accounts, {TENANT: ghosts}, granted)


def flatten(value, name: str = "") -> dict[str, object]:
    """All values in a state, by their place."""
    if isinstance(value, Word):
        return {name: value.value}
    if dataclasses.is_dataclass(value):
        value = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
    elif isinstance(value, Ledger):
        value = vars(value)
    elif isinstance(value, (list, tuple)):
        value = dict(enumerate(value))
    elif not isinstance(value, dict):
        return {name: value}
    found = {f"{name}#": tuple(map(str, value))}
    for place, part in value.items():
        found |= flatten(part, f"{name}.{place}" if name else str(place))
    return found


def same(first, second):
    """Whether two values of a state are equal."""
    if hasattr(first, "eq") and hasattr(second, "eq"):
        return True if first.eq(second) else first == second
    return first == second


def unchanged(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, object]]:
    """One goal for each place of a state: it has the value that it had.

    When to look again for what is forgotten is no part of it: it only spares looking, and what it has to be is an
    invariant of its own (conservation.of_forgetting).
    """
    return [
        (f"nothing changes, {place}", place in before and place in after and same(before[place], after[place]))
        for place in before | after
        if place != "next_forgetting"
    ]
