"""Reservations and charges, from reserving to forgetting (docs/format.md, Budgets, Refusals).

Each command has a function that judges it. Refusals come in the order of the document's table, before any change.
"""

from . import bounds
from .bounds import DIMENSIONS, Amounts
from .commands import (
    Charge,
    Draw,
    Extend,
    Release,
    Reserve,
    Settle,
)
from .decisions import (
    Accepted,
    Decision,
    Duplicate,
    ReservationExpired,
    Settled,
)
from .due import Due, DueKind
from .refusals import (
    AccountDetail,
    AmountDetail,
    BudgetDetail,
    CountDetail,
    Reason,
    Refusal,
    ReservationDetail,
    refuse_full,
    refuse_zero,
)
from .state import (
    Account,
    Finished,
    Origin,
    Reservation,
    ReservationState,
    State,
    Tenant,
)


def reserve(state: State, tenant: Tenant, body: Reserve) -> Decision:
    known = tenant.reservations.get(body.reservation)
    if known is not None:
        fields = (known.origin, known.accounts, known.amounts, known.first_expiry)
        if fields != (Origin.RESERVE, body.accounts, body.amounts, body.expiry):
            raise Refusal(Reason.CONFLICT)
        return Duplicate(known.sequence, known.present())
    refuse_unusable_accounts(tenant, body.accounts)
    refuse_zero(body.amounts)
    refuse_past_expiry(state, body.expiry)
    refuse_over_budget(tenant, body.accounts, body.amounts)
    open_reservation(
        state,
        tenant,
        body.reservation,
        Reservation(Origin.RESERVE, body.accounts, body.amounts, state.sequence, expiry=body.expiry),
    )
    return Accepted()


def open_reservation(state: State, tenant: Tenant, number: int, reservation: Reservation) -> None:
    """Takes the amounts from all touched accounts; the rules have been asked."""
    for account in tenant.touched(reservation.accounts):
        for dimension in DIMENSIONS:
            account.available[dimension] -= reservation.amounts[dimension]
            account.reserved[dimension] += reservation.amounts[dimension]
    reservation.first_expiry = reservation.expiry
    reservation.spent_sequence = state.sequence
    tenant.reservations[number] = reservation
    set_expiry(state, tenant, number, reservation, reservation.expiry)


def set_expiry(state: State, tenant: Tenant, number: int, reservation: Reservation, expiry: int) -> None:
    reservation.expiry = expiry
    reservation.expiry_sequence = state.sequence
    state.due.set(Due(expiry, DueKind.RESERVATION, state.sequence, 0, tenant.number, (number,)))


def refuse_unusable_accounts(tenant: Tenant, accounts: tuple[int, ...]) -> None:
    """First each named one that is unknown, then each that is closed."""
    for number in accounts:
        if number not in tenant.accounts:
            raise Refusal(Reason.UNKNOWN_ACCOUNT, AccountDetail(number))
    for number in accounts:
        tenant.open_account(number)


def refuse_past_expiry(state: State, expiry: int) -> None:
    if expiry <= state.time:
        raise Refusal(Reason.EXPIRY_NOT_IN_FUTURE, CountDetail(expiry, state.time))


def refuse_over_budget(tenant: Tenant, accounts: tuple[int, ...], amounts: Amounts) -> None:
    """From inDebt on: each touched account, each dimension of which something is asked; then the quota."""
    for account in tenant.touched(accounts):
        for dimension in DIMENSIONS:
            if amounts[dimension] > 0:
                refuse_hold(account, dimension, amounts[dimension])
    refuse_full(len(tenant.reservations), tenant.quotas.reservations)


def refuse_hold(account: Account, dimension: int, amount: int) -> None:
    def refusal(reason: Reason, needed: int, limit: int) -> Refusal:
        return Refusal(reason, BudgetDetail(account.number, dimension, needed, limit))

    debt, available = account.debt[dimension], account.available[dimension]
    reserved, limit = account.reserved[dimension], account.exposure_limit[dimension]
    if debt > 0:
        raise refusal(Reason.IN_DEBT, amount, debt)
    if amount > available:
        raise refusal(Reason.INSUFFICIENT, amount, available)
    if limit is not None and reserved + amount > limit:
        raise refusal(Reason.EXPOSURE_LIMIT, reserved + amount, limit)


def known_reservation(tenant: Tenant, number: int) -> Reservation:
    reservation = tenant.reservations.get(number)
    if reservation is None:
        raise Refusal(Reason.UNKNOWN_RESERVATION)
    return reservation


def refuse_finished(reservation: Reservation) -> None:
    if not reservation.is_open:
        raise Refusal(Reason.FINISHED, ReservationDetail(reservation.state))


def refuse_below_drawn(reservation: Reservation, total: Amounts) -> None:
    for dimension in DIMENSIONS:
        spent = reservation.spent[dimension]
        if total[dimension] < spent:
            raise Refusal(Reason.BELOW_DRAWN, AmountDetail(dimension, total[dimension], spent))


def draw(state: State, tenant: Tenant, body: Draw) -> Decision:
    reservation = known_reservation(tenant, body.reservation)
    refuse_finished(reservation)
    refuse_below_drawn(reservation, body.total)
    for dimension in DIMENSIONS:
        amount = reservation.amounts[dimension]
        if body.total[dimension] > amount:
            raise Refusal(Reason.ABOVE_RESERVED, AmountDetail(dimension, body.total[dimension], amount))
    if body.total == reservation.spent:
        return Duplicate(reservation.spent_sequence, reservation.present())
    for dimension in DIMENSIONS:
        drawn = body.total[dimension] - reservation.spent[dimension]
        tenant.spent[dimension] += drawn
        for account in tenant.touched(reservation.accounts):
            account.reserved[dimension] -= drawn
            account.spent[dimension] += drawn
    reservation.spent = body.total
    reservation.spent_sequence = state.sequence
    return Accepted()


def extend(state: State, tenant: Tenant, body: Extend) -> Decision:
    reservation = known_reservation(tenant, body.reservation)
    refuse_finished(reservation)
    refuse_past_expiry(state, body.expiry)
    set_expiry(state, tenant, body.reservation, reservation, body.expiry)
    return Accepted()


def settle(state: State, tenant: Tenant, body: Settle) -> Decision:
    reservation = known_reservation(tenant, body.reservation)
    if reservation.state in (ReservationState.SETTLED, ReservationState.SETTLED_LATE):
        if reservation.spent == body.total:
            return Duplicate(reservation.finished_sequence, reservation.present())
        refuse_finished(reservation)
    if reservation.state in (ReservationState.RELEASED, ReservationState.CHARGED):
        refuse_finished(reservation)
    refuse_below_drawn(reservation, body.total)
    calls, tokens, cost = [body.total[dimension] - reservation.spent[dimension] for dimension in DIMENSIONS]
    hold = reservation.hold() if reservation.is_open else bounds.NO_AMOUNTS
    refuse_overflow(tenant, reservation.accounts, (calls, tokens, cost), hold)
    was_open = reservation.is_open
    if was_open:
        release_hold(state, tenant, body.reservation, reservation)
    charge_touched(tenant, reservation.accounts, (calls, tokens, cost))
    reservation.spent = body.total
    reservation.spent_sequence = state.sequence
    finish_reservation(
        state,
        tenant,
        body.reservation,
        reservation,
        ReservationState.SETTLED if was_open else ReservationState.SETTLED_LATE,
    )
    return Settled(reservation.state)


def refuse_overflow(tenant: Tenant, accounts: tuple[int, ...], amounts: Amounts, hold: Amounts) -> None:
    """The hold is credited first; then funded + debt must not pass the bound after the charge."""
    for account in tenant.touched(accounts):
        for dimension in DIMENSIONS:
            funded, amount = account.funded[dimension], amounts[dimension]
            paid = min(account.debt[dimension], hold[dimension])
            debt = account.debt[dimension] - paid
            available = account.available[dimension] + hold[dimension] - paid
            if funded + debt + max(0, amount - available) > bounds.BALANCE_MAXIMUM:
                limit = bounds.BALANCE_MAXIMUM - funded - debt + available
                raise Refusal(Reason.OVERFLOW, BudgetDetail(account.number, dimension, amount, limit))


def release_hold(state: State, tenant: Tenant, number: int, reservation: Reservation) -> None:
    hold = reservation.hold()
    for account in tenant.touched(reservation.accounts):
        for dimension in DIMENSIONS:
            account.reserved[dimension] -= hold[dimension]
            account.credit(dimension, hold[dimension])
    state.due.remove(DueKind.RESERVATION, tenant.number, number)


def charge_touched(tenant: Tenant, accounts: tuple[int, ...], amounts: Amounts) -> None:
    for dimension in DIMENSIONS:
        tenant.spent[dimension] += amounts[dimension]
        for account in tenant.touched(accounts):
            account.charge(dimension, amounts[dimension])


def finish_reservation(
    state: State, tenant: Tenant, number: int, reservation: Reservation, how: ReservationState
) -> None:
    reservation.state = how
    reservation.finished_sequence = state.sequence
    reservation.finished_time = state.time
    state.finish(Finished(tenant.number, is_transfer=False, number=number))


def release(state: State, tenant: Tenant, body: Release) -> Decision:
    reservation = known_reservation(tenant, body.reservation)
    refuse_finished(reservation)
    release_hold(state, tenant, body.reservation, reservation)
    finish_reservation(state, tenant, body.reservation, reservation, ReservationState.RELEASED)
    return Accepted()


def expire(state: State, tenant: Tenant, number: int) -> Decision:
    """The consequence of an expiry that has come."""
    reservation = tenant.reservations[number]
    hold = reservation.hold()
    release_hold(state, tenant, number, reservation)
    finish_reservation(state, tenant, number, reservation, ReservationState.EXPIRED)
    return ReservationExpired(tenant.number, number, hold)


def charge(state: State, tenant: Tenant, body: Charge) -> Decision:
    known = tenant.reservations.get(body.reservation)
    if known is not None:
        if (known.origin, known.accounts, known.amounts) != (Origin.CHARGE, body.accounts, body.amounts):
            raise Refusal(Reason.CONFLICT)
        return Duplicate(known.sequence, known.present())
    refuse_unusable_accounts(tenant, body.accounts)
    refuse_zero(body.amounts)
    refuse_overflow(tenant, body.accounts, body.amounts, bounds.NO_AMOUNTS)
    refuse_full(len(tenant.reservations), tenant.quotas.reservations)
    charge_touched(tenant, body.accounts, body.amounts)
    reservation = Reservation(Origin.CHARGE, body.accounts, body.amounts, state.sequence)
    reservation.spent = body.amounts
    reservation.spent_sequence = state.sequence
    tenant.reservations[body.reservation] = reservation
    finish_reservation(state, tenant, body.reservation, reservation, ReservationState.CHARGED)
    return Accepted()
