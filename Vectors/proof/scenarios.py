"""Every operation, in every situation that matters, and what has to be true after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from conservation import invariants, of_forgetting
from entries import RESERVATION_STATES, Decision, Refusal
from goals import (
    Funds, move_forgotten_to_others, never_decrease, no_transfer, on_their_own, only, reservation_is, stated_limits,
    transferred,
)  # fmt: skip
from operations import (
    admit, affordable_lemma, begin_step, charge, charge_lemma, close_account, draw, expire, extend, forget, fund,
    fund_lemma, open_account, open_tenant, release, reserve, set_exposure_limit, set_quotas, settle, withdraw,
)  # fmt: skip
from world import (
    LEAF, NEW_ACCOUNT, OTHER_TENANT, PARENT, RESERVATION, TENANT, UNKNOWN_ACCOUNT, Setting, World, build, flatten,
    unchanged,
)  # fmt: skip

_CHANGES_NOTHING = ("refused", "duplicate", "notAdmitted", "kept")


@dataclass
class Scenario:
    """An operation in a situation: a world is prepared, of unknowns or of numbers, and the operation played in it."""

    operation: str
    situation: str
    run: Callable[[World], Decision]
    setting: Setting = field(default_factory=Setting)
    # What an accepted command has to have done besides keeping the rules.
    effects: Callable[[World, dict, Decision], list] | None = None

    def prepare(self, source) -> World:
        return build(self.setting, source)

    def play(self, world: World) -> Played:
        before = flatten(world.ledger)
        earlier = {id: entry.spent for id, entry in world.ledger.reservations.items()}
        funds = {(id, dimension): Funds.of(balance) for id, dimension, balance in world.balances()}
        try:
            decision = self.run(world)
        except Refusal as refusal:
            decision = Decision("refused", (refusal,))
        move_forgotten_to_others(world, earlier)
        after = flatten(world.ledger)
        goals = self._goals(world, before, after, funds, decision)
        return Played(world, before, after, decision, outcome(decision), goals)

    def _goals(self, world, before, after, funds, decision) -> list:
        answer = outcome(decision)
        goals = [(f"docs/format.md has \"{answer}\" for this operation", answer in OUTCOMES[self.operation])]
        if decision.kind in _CHANGES_NOTHING:
            in_time = of_forgetting(world.ledger, world.moment.time.value)
            return goals + unchanged(before, after) + in_time + stated_limits(decision)
        goals += invariants(world.ledger, world.ghosts, world.moment.time.value)
        goals += never_decrease(world, funds) + on_their_own(world)
        effects = [] if self.effects is None else self.effects(world, before, decision)
        moved = {name for name, _ in effects}
        return goals + effects + [goal for goal in no_transfer(world, funds) if goal[0] not in moved]


@dataclass
class Played:
    """What became of a scenario."""

    world: World
    before: dict
    after: dict
    decision: Decision
    outcome: str
    goals: list


def outcome(decision: Decision) -> str:
    if decision.kind == "refused":
        return decision.fields[0].reason
    if decision.kind == "notAdmitted":
        stage, refusal = decision.fields
        dimension = f" ({refusal.detail[2]})" if stage == "budget" and refusal.detail[0] == "budget" else ""
        return f"{stage}: {refusal.reason}{dimension}"
    return decision.kind


# --- The list -----------------------------------------------------------------------------------


def scenarios() -> list[Scenario]:
    found = [*tenant_scenarios(), *account_scenarios(), *transfer_scenarios()]
    found += [*reserve_scenarios(), *charge_scenarios(), *reservation_scenarios()]
    found += [*admission_scenarios(), *ending_scenarios()]
    found += [
        Scenario("step", "time", begin_step, effects=only()),
        Scenario("checks are exact", "allowsFunding", fund_lemma),
        Scenario("checks are exact", "chargeable", charge_lemma),
        Scenario("checks are exact", "affordableCost", affordable_lemma),
    ]
    return found


def tenant_scenarios():
    new = only("tenants#", f"tenants.{OTHER_TENANT}", "granted")
    yield Scenario("open tenant", "new", open_tenant(OTHER_TENANT), effects=new)
    yield Scenario("open tenant", "the table is full", open_tenant(OTHER_TENANT), Setting(tenants_limit=1), new)
    yield Scenario("open tenant", "known", open_tenant(TENANT), effects=new)
    yield Scenario("set quotas", "known tenant", set_quotas, effects=only("granted", f"tenants.{TENANT}.quotas"))


def account_scenarios():
    new = only("accounts#", f"accounts.({TENANT}, {NEW_ACCOUNT})", "open_child_count", "used.accounts")
    for situation, id, parent in (
        ("a root", NEW_ACCOUNT, None), ("below the leaf", NEW_ACCOUNT, LEAF), ("below another", NEW_ACCOUNT, PARENT),
        ("below an unknown one", NEW_ACCOUNT, UNKNOWN_ACCOUNT), ("known", LEAF, PARENT),
        ("known, other parent", LEAF, None),
    ):  # fmt: skip
        yield Scenario("open account", situation, open_account(id, parent), effects=new)
    for id in (LEAF, PARENT, UNKNOWN_ACCOUNT):
        limit = only(f"accounts.({TENANT}, {id}).exposure_limit")
        yield Scenario("set exposure limit", f"account {id}", set_exposure_limit(id), effects=limit)
    closed = only(".state", "open_child_count")
    for id in (LEAF, PARENT, UNKNOWN_ACCOUNT):
        yield Scenario("close account", f"account {id}", close_account(id), effects=closed)
        for state in RESERVATION_STATES:
            setting = Setting(reservation=(state, "reserve"))
            yield Scenario("close account", f"account {id}, {state}", close_account(id), setting, closed)


def transfer_scenarios():
    for name, run, changes in (("fund", fund, "funded"), ("withdraw", withdraw, "withdrawn")):
        yield Scenario(name, "new", run(LEAF), effects=transferred(changes))
        yield Scenario(name, "unknown account", run(UNKNOWN_ACCOUNT))
        for direction in ("fund", "withdraw"):
            yield Scenario(name, f"known {direction}", run(LEAF), Setting(transfer=direction))
        yield Scenario(name, "known, other account", run(PARENT), Setting(transfer=name))


# Which accounts a command names: the ancestor comes with the leaf, and is touched once if it is named too.
_NAMED = ((LEAF,), (PARENT,), (PARENT, LEAF))


def reserve_scenarios():
    for ids in _NAMED:
        yield Scenario("reserve", f"accounts {ids}", reserve(*ids), effects=reservation_is("open", "nothing"))
    yield Scenario("reserve", "unknown account", reserve(LEAF, UNKNOWN_ACCOUNT))
    for state, origin in (("open", "reserve"), ("settled", "reserve"), ("charged", "charge"), ("open", "admit")):
        yield Scenario("reserve", f"known, {state} by {origin}", reserve(LEAF), Setting((state, origin)))
    yield Scenario("reserve", "known, other accounts", reserve(PARENT), Setting(("open", "reserve")))


def charge_scenarios():
    for ids in _NAMED:
        yield Scenario("charge", f"accounts {ids}", charge(*ids), effects=reservation_is("charged", "amount"))
    yield Scenario("charge", "unknown account", charge(LEAF, UNKNOWN_ACCOUNT))
    for state, origin in (("open", "reserve"), ("charged", "charge")):
        yield Scenario("charge", f"known, {state} by {origin}", charge(LEAF), Setting((state, origin)))


def reservation_scenarios():
    drawn = reservation_is("open", "total")
    extended = only(f"reservations.({TENANT}, {RESERVATION}).expiry", "expiries")
    for name, run, effects in (
        ("draw", draw, drawn), ("extend", extend, extended), ("release", release, reservation_is("released")),
        ("settle", settle, reservation_is("settled", "total")),
    ):  # fmt: skip
        yield Scenario(name, "unknown", run)
        for ids in _NAMED:
            yield Scenario(name, f"open, accounts {ids}", run, Setting(("open", "reserve"), ids), effects)
        for state in RESERVATION_STATES[1:]:
            if name == "settle" and state == "expired":
                continue
            yield Scenario(name, state, run, Setting((state, "charge" if state == "charged" else "reserve")))
    late = reservation_is("settledLate", "total")
    for ids in _NAMED:
        yield Scenario("settle late", f"accounts {ids}", settle, Setting(("expired", "reserve"), ids), late)


def ending_scenarios():
    for ids in _NAMED:
        expired = reservation_is("expired", released=True)
        yield Scenario("expire", f"accounts {ids}", expire, Setting(("open", "reserve"), ids), expired)
    yield Scenario("forget", "nothing", forget)
    yield Scenario("forget", "a transfer", forget, Setting(transfer="fund"))
    for state in RESERVATION_STATES[1:]:
        origin = "charge" if state == "charged" else "reserve"
        yield Scenario("forget", state, forget, Setting((state, origin)))
    yield Scenario("forget", "settled, accounts of both", forget, Setting(("settled", "reserve"), (PARENT, LEAF)))
    yield Scenario("forget", "an open one is kept", forget, Setting(("open", "reserve")))


def admission_scenarios():
    admitted = reservation_is("open", "nothing")
    for ids in _NAMED[:2]:
        yield Scenario("admit", f"accounts {ids}", admit(*ids), effects=admitted)
    yield Scenario("admit", "unknown account", admit(LEAF, UNKNOWN_ACCOUNT))
    for state, origin in (("open", "reserve"), ("open", "admit"), ("charged", "charge")):
        yield Scenario("admit", f"known, {state} by {origin}", admit(LEAF), Setting((state, origin)))


# What docs/format.md says that each operation may answer, after what is common to all. Each of these must be possible,
# and nothing else: so no proof holds because nothing ever gets there.
_ACCOUNTS = {"unknownAccount", "closedAccount"}
_ROOM = {"inDebt", "insufficient", "exposureLimit", "full"}
OUTCOMES = {
    "open tenant": {"accepted", "duplicate", "conflict", "tooLarge", "full"},
    "set quotas": {"accepted", "tooLarge", "belowUse", "overTable"},
    "open account": _ACCOUNTS | {"accepted", "duplicate", "conflict", "tooDeep", "full"},
    "set exposure limit": _ACCOUNTS | {"accepted", "belowUse"},
    "close account": _ACCOUNTS
    | {"accepted", "hasHold", "hasExpiredReservation", "hasDebt", "hasAvailable", "hasOpenChild"},
    "fund": _ACCOUNTS | {"accepted", "duplicate", "conflict", "zeroAmount", "overflow", "full"},
    "withdraw": _ACCOUNTS | {"accepted", "duplicate", "conflict", "zeroAmount", "insufficient", "full"},
    "reserve": _ACCOUNTS | _ROOM | {"accepted", "duplicate", "conflict", "zeroAmount", "expiryNotInFuture"},
    "charge": _ACCOUNTS | {"accepted", "duplicate", "conflict", "zeroAmount", "overflow", "full"},
    "draw": {"accepted", "duplicate", "unknownReservation", "finished", "belowDrawn", "aboveReserved"},
    "extend": {"accepted", "unknownReservation", "finished", "expiryNotInFuture"},
    "release": {"accepted", "unknownReservation", "finished"},
    "settle": {"settled", "duplicate", "unknownReservation", "finished", "belowDrawn", "overflow"},
    "settle late": {"settled", "belowDrawn", "overflow"},
    "expire": {"reservationExpired"},
    "forget": {"forgotten", "kept"},
    # Never one of cost: what the router chose was affordable.
    "admit": {"admitted", "duplicate", "assembly: requiredDoesNotFit", "routing: rejected", "locks: lockHeld",
              "budget: full"}
    | {f"reservation: {reason}" for reason in _ACCOUNTS | {"conflict", "expiryNotInFuture"}}
    | {f"budget: {reason} ({each})" for reason in _ROOM - {"full"} for each in ("calls", "tokens")},
    "step": {"begun", "jump"},
    "checks are exact": {"kept"},
}  # fmt: skip
