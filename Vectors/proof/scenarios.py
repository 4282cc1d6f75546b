"""Every operation, in every situation that matters, and what has to be true after it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from admission import Admission
from arithmetic import Condition, Word, oblige
from conservation import NEVER_DECREASE, both, either, invariants, opposite
from entries import RESERVATION_STATES, Decision, Refusal
from primitives import DIMENSIONS, MAXIMUM_AMOUNT, MAXIMUM_BALANCE, Amounts
from world import (
    LEAF, NEW_ACCOUNT, OTHER_TENANT, PARENT, RESERVATION, TENANT, TRANSFER, UNKNOWN_ACCOUNT, Setting, World, build,
    flatten, same, unchanged,
)  # fmt: skip

_CHANGES_NOTHING = ("refused", "duplicate", "notAdmitted", "kept")
# Refusals that say how much was needed and what the limit was.
_STATES_LIMIT = ("overflow", "insufficient", "exposureLimit", "belowUse", "aboveReserved", "full", "tooLarge", "overTable")


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
        return Played(world, before, after, decision, outcome(decision), self._goals(world, before, after, funds, decision))

    def _goals(self, world, before, after, funds, decision) -> list:
        answer = outcome(decision)
        goals = [(f"docs/format.md has \"{answer}\" for this operation", answer in OUTCOMES[self.operation])]
        if decision.kind in _CHANGES_NOTHING:
            return goals + unchanged(before, after) + stated_limits(decision)
        goals += invariants(world.ledger, world.ghosts, world.moment.time.value)
        goals += never_decrease(world, funds)
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


@dataclass
class Funds:
    """What never decreases."""

    funded: object
    withdrawn: object
    spent: object

    @staticmethod
    def of(balance) -> Funds:
        return Funds(*(getattr(balance, name).value for name in NEVER_DECREASE))


def outcome(decision: Decision) -> str:
    if decision.kind == "refused":
        return decision.fields[0].reason
    if decision.kind == "notAdmitted":
        stage, refusal = decision.fields
        dimension = f" ({refusal.detail[2]})" if stage == "budget" and refusal.detail[0] == "budget" else ""
        return f"{stage}: {refusal.reason}{dimension}"
    return decision.kind


# --- Goals ------------------------------------------------------------------------------------


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
        (f"{name} of account {id}, {dimension}", same(getattr(balance, name).value, getattr(funds[id, dimension], name)))
        for id, dimension, balance in world.balances() if (id, dimension) in funds for name in ("funded", "withdrawn")
    ]  # fmt: skip


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


# --- Operations -------------------------------------------------------------------------------


def open_tenant(id: int) -> Callable:
    return lambda world: world.ledger.open_tenant(id, world.ask_quotas(), world.moment)


def set_quotas(world: World) -> Decision:
    return world.ledger.set_quotas(world.ask_quotas(), world.tenant)


def open_account(id: int, parent: int | None) -> Callable:
    return lambda world: world.ledger.open_account(id, parent, world.ask_limit(), world.tenant, world.moment)


def set_exposure_limit(id: int) -> Callable:
    return lambda world: world.ledger.set_exposure_limit(world.ask_limit(), id, world.tenant)


def close_account(id: int) -> Callable:
    return lambda world: world.ledger.close_account(id, world.tenant)


def fund(id: int) -> Callable:
    return lambda world: world.ledger.fund(TRANSFER, id, world.ask_amounts(), world.tenant, world.moment)


def withdraw(id: int) -> Callable:
    return lambda world: world.ledger.withdraw(TRANSFER, id, world.ask_amounts(), world.tenant, world.moment)


def reserve(*ids: int) -> Callable:
    return lambda world: world.ledger.reserve(
        RESERVATION, list(ids), world.ask_amounts(), world.ask_time("expiry"), world.tenant, world.moment)  # fmt: skip


def charge(*ids: int) -> Callable:
    return lambda world: world.ledger.charge(RESERVATION, list(ids), world.ask_amounts(), world.tenant, world.moment)


def draw(world: World) -> Decision:
    return world.ledger.draw(RESERVATION, world.ask_amounts("total"), world.tenant, world.moment)


def settle(world: World) -> Decision:
    return world.ledger.settle(RESERVATION, world.ask_amounts("total"), world.tenant, world.moment)


def extend(world: World) -> Decision:
    return world.ledger.extend(RESERVATION, world.ask_time("expiry"), world.tenant, world.moment)


def release(world: World) -> Decision:
    return world.ledger.release(RESERVATION, world.tenant, world.moment)


def expire(world: World) -> Decision:
    return world.ledger.expire_first(world.moment)


def forget(world: World) -> Decision:
    touched = [] if (TENANT, RESERVATION) not in world.ledger.reservations else world.ledger.touched_by(world.reservation)
    world.forgotten_touched = [account.key for account in touched]
    return Decision("forgotten" if world.ledger.forget_first(world.moment.time) else "kept")


def admit(*ids: int) -> Callable:
    """With any window, any model that the router may choose under the cost limit, and locks that are free or not."""

    def run(world: World) -> Decision:
        output, reasoning, window = (world.ask(name, 0, MAXIMUM_AMOUNT) for name in ("output", "reasoning", "window"))
        # Decoding refuses more: see "Admission" in docs/format.md.
        world.source.assume(window.value + output.value + reasoning.value <= MAXIMUM_AMOUNT)

        def assemble() -> Word:
            if world.ask("required_fits", 0, 1) == 0:
                raise Refusal("requiredDoesNotFit", "room")
            return window

        def route(used: Word, affordable: Word) -> Word:
            cost = world.ask("cost", 0, 2**64 - 1)
            if cost > affordable:
                raise Refusal("rejected", "route")
            return cost

        def check_locks() -> None:
            if world.ask("locks_are_free", 0, 1) == 0:
                raise Refusal("lockHeld", "holder")

        return world.ledger.admit(
            Admission(RESERVATION, list(ids), world.ask_time("expiry"), b"digest", output, reasoning, assemble, route,
                      check_locks), world.tenant, world.moment)  # fmt: skip

    return run


def begin_step(world: World) -> Decision:
    """A step's time: what is due up to the horizon, then the beginning of the step."""
    command_time, clock, earlier = world.ask_time("time"), world.clock, world.clock.time
    horizon = clock.horizon(command_time)
    jump = bool(clock.is_jump(command_time))
    clock.begin(clock.time if jump else command_time)
    oblige("time never goes back", clock.time >= earlier)
    oblige("a step's time is its horizon", clock.time == horizon)
    oblige("time is at most 2^53", clock.time <= 2**53)
    return Decision("jump" if jump else "begun")


# --- Lemmas: no check refuses what it could accept ----------------------------------------------


def fund_lemma(world: World) -> Decision:
    """`allowsFunding` is whether funded + debt stays within its bound, in exact numbers."""
    balance, amount = world.ledger.accounts[TENANT, LEAF].balances.calls, world.ask("amount.calls", 0, MAXIMUM_AMOUNT)
    funded, debt = balance.funded.value + amount.value, balance.debt.value
    stays = either(both(debt <= amount.value, funded <= MAXIMUM_BALANCE),
                   both(debt > amount.value, funded + debt - amount.value <= MAXIMUM_BALANCE))  # fmt: skip
    allowed = bool(balance.allows_funding(amount))
    oblige("exact", Condition(stays if allowed else opposite(stays)))
    return Decision("kept", (allowed,))


def charge_lemma(world: World) -> Decision:
    """A charge of at most `chargeable` keeps funded + debt within its bound, and a greater one does not."""
    balance, amount = world.ledger.accounts[TENANT, LEAF].balances.calls, world.ask("amount.calls", 0, MAXIMUM_AMOUNT)
    credit = world.ask("credit.calls", 0, MAXIMUM_AMOUNT)
    world.source.assume(credit.value <= balance.reserved.value)
    # What may be spent before there is debt, less the debt that there is: credit pays it first.
    position = balance.available.value + credit.value - balance.debt.value
    stays = either(amount.value <= position, balance.funded.value + amount.value - position <= MAXIMUM_BALANCE)
    allowed = bool(amount <= balance.chargeable(credit))
    oblige("exact", Condition(stays if allowed else opposite(stays)))
    return Decision("kept", (allowed,))


def affordable_lemma(world: World) -> Decision:
    """A cost is refused on an account exactly if it is above what is affordable there."""
    leaf = world.ledger.accounts[TENANT, LEAF]
    cost = world.ask("cost", 1, MAXIMUM_AMOUNT)
    affordable = world.ledger.affordable_cost([leaf])
    try:
        for account in world.ledger.touched([leaf]):
            world.ledger.check_room_on(account, Amounts(Word(0), Word(0), cost))
    except Refusal:
        oblige("exact", cost > affordable)
        return Decision("kept", ("refused",))
    oblige("exact", cost <= affordable)
    return Decision("kept", ("accepted",))


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
    yield Scenario("set quotas", "", set_quotas, effects=only("granted", f"tenants.{TENANT}.quotas"))


def account_scenarios():
    new = only("accounts#", f"accounts.({TENANT}, {NEW_ACCOUNT})", "open_child_count", "used.accounts")
    for situation, id, parent in (
        ("a root", NEW_ACCOUNT, None), ("below the leaf", NEW_ACCOUNT, LEAF), ("below another", NEW_ACCOUNT, PARENT),
        ("below an unknown one", NEW_ACCOUNT, UNKNOWN_ACCOUNT), ("known", LEAF, PARENT), ("known, other parent", LEAF, None),
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
