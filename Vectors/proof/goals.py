"""What has to be true after an operation, besides the invariants."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from conservation import NEVER_DECREASE
from entries import Decision, Refusal
from primitives import DIMENSIONS
from world import LEAF, PARENT, RESERVATION, TENANT, World, flatten, same, unchanged

# Refusals that say how much was needed and what the limit was.
_STATES_LIMIT = (
    "overflow", "insufficient", "exposureLimit", "belowUse", "aboveReserved", "full", "tooLarge", "overTable",
)  # fmt: skip


@dataclass
class Funds:
    """What never decreases."""

    funded: object
    withdrawn: object
    spent: object

    @staticmethod
    def of(balance) -> Funds:
        return Funds(*(getattr(balance, name).value for name in NEVER_DECREASE))


def stated_limits(decision: Decision) -> list:
    """A refusal for a limit states a need above it."""
    refusal = decision.fields[-1] if decision.fields else None
    if not isinstance(refusal, Refusal) or refusal.reason not in _STATES_LIMIT:
        return []
    needed, limit = refusal.detail[-2:]
    return [("the need stated is above the limit stated", needed.value > limit.value)]


def never_decrease(world: World, funds: dict) -> list:
    return [
        (f"B5 {name} of account {id} never decreases, {dimension}",
         getattr(balance, name).value >= getattr(funds[id, dimension], name))
        for id, dimension, balance in world.balances() if (id, dimension) in funds for name in NEVER_DECREASE
    ]  # fmt: skip


def no_transfer(world: World, funds: dict) -> list:
    """Only fund changes funded, and only withdraw changes withdrawn."""
    return [
        (f"{name} of account {id}, {dimension}",
         same(getattr(balance, name).value, getattr(funds[id, dimension], name)))
        for id, dimension, balance in world.balances() if (id, dimension) in funds for name in ("funded", "withdrawn")
    ]  # fmt: skip


def on_their_own(world: World) -> list:
    """No number of an account after a step is made of a number of another account: so two of them stand for all."""
    goals = []
    for name, other, id in (("leaf", "parent", LEAF), ("parent", "leaf", PARENT)):
        account = world.ledger.accounts[TENANT, id]
        numbers = {"hold_count": account.hold_count, "expired_count": account.expired_count}
        for dimension in DIMENSIONS:
            numbers |= {f"{dimension}.{each}": word for each, word in vars(account.balances[dimension]).items()}
        goals += [
            (f"{place} of {name} is made of nothing of {other}", not mentions(number.value, f"{other}."))
            for place, number in numbers.items()
        ]
    return goals


def mentions(value, prefix: str) -> bool:
    """Whether an unknown of this name is in an expression."""
    if isinstance(value, int):
        return False
    if value.num_args() == 0:
        return str(value).startswith(prefix)
    return any(mentions(child, prefix) for child in value.children())


def transferred(name: str) -> Callable:
    """What a transfer adds to `funded` or `withdrawn` of the leaf."""

    def effects(world: World, before: dict, decision: Decision) -> list:
        place = f"accounts.({TENANT}, {LEAF}).balances"
        return [
            (f"{name} of account {LEAF}, {dimension}",
             getattr(world.ledger.accounts[TENANT, LEAF].balances[dimension], name).value
             == before[f"{place}.{dimension}.{name}"] + world.command[f"amount.{dimension}"].value)
            for dimension in DIMENSIONS
        ]  # fmt: skip

    return effects


def only(*places: str) -> Callable:
    """Nothing changes but what is at these places."""

    def effects(world: World, before: dict, decision: Decision) -> list:
        after = flatten(world.ledger)
        return [
            (goal, holds) for goal, holds in unchanged(before, after) if not any(place in goal for place in places)
        ]

    return effects


def reservation_is(state: str, spent: str | None = None, released: bool = False) -> Callable:
    """What the reservation has become: its state, what it has spent, and what its expiry said that it released."""

    def effects(world: World, before: dict, decision: Decision) -> list:
        goals = [(f"the reservation is {state}", world.reservation.state == state)]
        for dimension in DIMENSIONS:
            place = f"reservations.({TENANT}, {RESERVATION})"
            if spent is not None:
                stated = 0 if spent == "nothing" else world.command[f"{spent}.{dimension}"].value
                goals.append((f"spent is what was stated, {dimension}",
                              same(world.reservation.spent[dimension].value, stated)))  # fmt: skip
            if released:
                hold = before[f"{place}.amounts.{dimension}"] - before[f"{place}.spent.{dimension}"]
                goals.append((f"released is the hold, {dimension}", decision.fields[2][dimension].value == hold))
        return goals

    return effects


def move_forgotten_to_others(world: World, earlier: dict) -> None:
    """What a forgotten reservation has spent stays spent: it belongs to the others from here on."""
    for key, spent in earlier.items():
        if key in world.ledger.reservations:
            continue
        for dimension in DIMENSIONS:
            world.ghosts.tenants[TENANT].spent[dimension] += spent[dimension].value
            for account_key in world.forgotten_touched:
                world.ghosts.accounts[account_key].spent[dimension] += spent[dimension].value
