"""What is proven: B1 to B5 of docs/format.md, and what else they rest on.

*Ghosts* stand for all that is not there by name: other reservations, accounts and tenants. The kernel does not have
them; they only say how much of a number belongs to others. Numbers here are exact: sums have no width.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import z3

from arithmetic import choose
from entries import CLOSED, MAXIMUM_DEPTH, OPEN, QUOTAS, Account, Reservation, Tenant
from ledger import Ledger
from primitives import DIMENSIONS, MAXIMUM_AMOUNT, MAXIMUM_BALANCE, Balance

BALANCE_FIELDS = ("funded", "withdrawn", "spent", "available", "reserved", "debt")
NEVER_DECREASE = ("funded", "withdrawn", "spent")


def _nothing() -> dict:
    return dict.fromkeys(DIMENSIONS, 0)


@dataclass
class AccountGhosts:
    """What others have to do with an account: by default nothing, as when it is new."""

    open_reservations: object = 0
    expired_reservations: object = 0
    open_children: object = 0
    held: dict = field(default_factory=_nothing)
    spent: dict = field(default_factory=_nothing)


@dataclass
class TenantGhosts:
    """What else a tenant has: by default nothing, as when it is new."""

    other_accounts: object = 0
    other_reservations: object = 0
    other_transfers: object = 0
    # By other reservations and charges; and on other accounts, added up.
    spent: dict = field(default_factory=_nothing)
    spent_elsewhere: dict = field(default_factory=_nothing)


@dataclass
class Ghosts:
    """All ghosts."""

    accounts: dict[tuple[int, int], AccountGhosts]
    tenants: dict[int, TenantGhosts]
    # Quotas of other tenants.
    granted: dict

    def copy(self) -> Ghosts:
        """Ghosts of their own, which a step that forgets may change."""
        accounts = {
            key: replace(each, held={**each.held}, spent={**each.spent}) for key, each in self.accounts.items()
        }
        tenants = {key: replace(each, spent={**each.spent}) for key, each in self.tenants.items()}
        return Ghosts(accounts, tenants, self.granted)


def both(*conditions):
    return all(conditions) if all(isinstance(each, bool) for each in conditions) else z3.And(*conditions)


def either(*conditions):
    if any(each is True for each in conditions):
        return True
    unknown = [each for each in conditions if each is not False]
    return z3.Or(*unknown) if unknown else False


def opposite(condition):
    return not condition if isinstance(condition, bool) else z3.Not(condition)


def invariants(ledger: Ledger, ghosts: Ghosts, time) -> list[tuple[str, object]]:
    """All that holds after every step, by name."""
    found = []
    for account in ledger.accounts.values():
        found += of_account(ledger, account, ghosts.accounts.get(account.key, AccountGhosts()))
    for entry in ledger.reservations.values():
        found += of_reservation(entry, time)
    for entry in ledger.transfers.values():
        found.append(("a transfer is not finished in the future", entry.finished_at.value <= time))
    for tenant in ledger.tenants.values():
        found += of_tenant(ledger, tenant, ghosts.tenants.get(tenant.id, TenantGhosts()))
    return found + of_tables(ledger, ghosts.granted) + of_forgetting(ledger, time)


def of_forgetting(ledger: Ledger, time) -> list[tuple[str, object]]:
    """Nothing is kept for longer because nobody looked: whatever is finished is looked at when its retention ends."""
    finished = [ledger.reservations[key] for key in ledger.finished_reservations]
    finished += [ledger.transfers[key] for key in ledger.finished_transfers]
    looked_at, retention = ledger.next_forgetting.value, ledger.limits.retention.value
    return [
        (
            "what is finished is looked at in time",
            either(looked_at <= entry.finished_at.value + retention, looked_at <= time),
        )
        for entry in finished
    ]


def of_account(ledger: Ledger, account: Account, ghosts: AccountGhosts) -> list[tuple[str, object]]:
    name = {2: "leaf", 1: "parent"}.get(account.key[1], "new account")
    touching = [entry for entry in ledger.reservations.values() if touches(ledger, entry, account)]
    found = []
    for dimension in DIMENSIONS:
        balance = account.balances[dimension]
        place = f"{name}, {dimension}"
        found += [(f"{rule} {place}", holds) for rule, holds in of_balance(balance)]
        held = sum((hold(entry, dimension) for entry in touching if entry.state == "open"), start=0)
        spent = sum((entry.spent[dimension].value for entry in touching), start=0)
        found += [
            (f"B4 {place}", balance.reserved.value == held + ghosts.held[dimension]),
            (f"B5 {place}", balance.spent.value == spent + ghosts.spent[dimension]),
            (f"exposure limit {place}", balance.reserved.value <= account.exposure_limit[dimension].value),
            (
                f"closed means empty {place}",
                either(
                    opposite(account.state.value == CLOSED),
                    both(balance.available.value == 0, balance.reserved.value == 0, balance.debt.value == 0),
                ),
            ),
        ]
    return found + counts_of_account(ledger, account, ghosts, touching, name)


def of_balance(balance: Balance) -> list[tuple[str, object]]:
    funded, withdrawn, spent, available, reserved, debt = (
        getattr(balance, field).value for field in BALANCE_FIELDS
    )  # fmt: skip
    terms = (funded, withdrawn, spent, available, reserved, debt)
    return [
        ("B1", funded + debt == withdrawn + available + reserved + spent),
        ("B2", both(*(term >= 0 for term in terms), funded + debt <= MAXIMUM_BALANCE)),
        ("B3", either(debt == 0, available == 0)),
    ]


def counts_of_account(ledger, account, ghosts, touching, name) -> list[tuple[str, object]]:
    opened = sum(1 for entry in touching if entry.state == "open")
    expired = sum(1 for entry in touching if entry.state == "expired")
    children = [other for other in ledger.accounts.values() if other.parent == account.key]
    open_children = sum((choose(child.state.value == OPEN, 1, 0) for child in children), start=0)
    depth = account.depth.value
    # What stands above the parent is not there, so it may stand at any depth itself.
    stands_below = account.parent is None or depth == ledger.accounts[account.parent].depth.value + 1
    counts = (account.hold_count.value, account.expired_count.value, account.open_child_count.value)
    return [
        (f"depth, {name}", both(stands_below, depth >= 1, depth <= MAXIMUM_DEPTH)),
        (f"count of holds, {name}", counts[0] == opened + ghosts.open_reservations),
        (f"count of expired reservations, {name}", counts[1] == expired + ghosts.expired_reservations),
        (f"count of open children, {name}", counts[2] == open_children + ghosts.open_children),
        (
            f"nothing touches a closed account, {name}",
            either(opposite(account.state.value == CLOSED), both(*(count == 0 for count in counts))),
        ),
    ]


def of_reservation(entry: Reservation, time) -> list[tuple[str, object]]:
    found = []
    for dimension in DIMENSIONS:
        amount, spent = entry.amounts[dimension].value, entry.spent[dimension].value
        found.append(
            (f"amounts are in range, {dimension}", both(amount >= 0, amount <= MAXIMUM_AMOUNT, spent >= 0,
                                                        spent <= MAXIMUM_AMOUNT)))  # fmt: skip
        if entry.state in ("open", "expired"):
            found.append((f"a hold is not negative, {dimension}", spent <= amount))
    if entry.state != "open":
        found.append(("a reservation is not finished in the future", entry.finished_at.value <= time))
    return found


def of_tenant(ledger: Ledger, tenant: Tenant, ghosts: TenantGhosts) -> list[tuple[str, object]]:
    def own(entries):
        return [entry for key, entry in entries.items() if key[0] == tenant.id]

    used = tenant.used
    found = [
        ("use of accounts", used.accounts.value == len(own(ledger.accounts)) + ghosts.other_accounts),
        ("use of reservations", used.reservations.value == len(own(ledger.reservations)) + ghosts.other_reservations),
        ("use of transfers", used.transfers.value == len(own(ledger.transfers)) + ghosts.other_transfers),
    ]
    for name in QUOTAS:
        found.append((f"use within quota, {name}", getattr(used, name).value <= getattr(tenant.quotas, name).value))
    for dimension in DIMENSIONS:
        counter = tenant.spent[dimension]
        total = counter.high.value * 2**64 + counter.low.value
        spent = sum((entry.spent[dimension].value for entry in own(ledger.reservations)), start=0)
        on_accounts = sum((each.balances[dimension].spent.value for each in own(ledger.accounts)), start=0)
        found += [
            (f"tenant's spending, each charge once, {dimension}", total == spent + ghosts.spent[dimension]),
            (
                f"tenant's spending is on accounts, {dimension}",
                total <= on_accounts + ghosts.spent_elsewhere[dimension],
            ),
        ]
    return found


def of_tables(ledger: Ledger, granted_to_others: dict) -> list[tuple[str, object]]:
    found = []
    for name in QUOTAS:
        quotas = sum((getattr(tenant.quotas, name).value for tenant in ledger.tenants.values()), start=0)
        granted = getattr(ledger.granted, name).value
        found += [
            (f"quotas add up, {name}", granted == quotas + granted_to_others[name]),
            (f"quotas within the table, {name}", granted <= getattr(ledger.limits, name).value),
        ]
    return found


def hold(entry: Reservation, dimension: str):
    return entry.amounts[dimension].value - entry.spent[dimension].value


def touches(ledger: Ledger, entry: Reservation, account: Account) -> bool:
    """Stated on its own, not by the model's walk: the account is named, or above one that is."""
    for key in entry.accounts:
        while key is not None:
            if key == account.key:
                return True
            key = ledger.accounts[key].parent
    return False
