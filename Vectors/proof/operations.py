"""The operations, as they are played in a world: with a command of unknowns."""

from __future__ import annotations

from collections.abc import Callable

from admission import Admission
from arithmetic import Condition, Word, oblige
from conservation import both, either, opposite
from entries import Decision, Refusal
from primitives import MAXIMUM_AMOUNT, MAXIMUM_BALANCE, Amounts
from world import LEAF, RESERVATION, TENANT, TRANSFER, World


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
    if (TENANT, RESERVATION) in world.ledger.reservations:
        world.forgotten_touched = [account.key for account in world.ledger.touched_by(world.reservation)]
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
    clock.advance(horizon)
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
