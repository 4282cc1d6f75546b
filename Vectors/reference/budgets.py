"""Budgets: tenants, accounts, transfers, reservations, charges (docs/format.md, Budgets, Refusals).

Each function here judges one command of a tenant. Refusals come in the order of the document's table, before any change.
"""

from . import bounds
from .bounds import DIMENSIONS, Amounts
from .commands import (
    Charge,
    CloseAccount,
    Draw,
    Extend,
    Fund,
    OpenAccount,
    OpenTenant,
    Quotas,
    Release,
    Reserve,
    SetExposureLimit,
    SetQuotas,
    Settle,
    TransferBody,
)
from .decisions import (
    AccountClosed,
    AccountOpen,
    Accepted,
    Decision,
    Duplicate,
    ReservationExpired,
    Settled,
    TenantOpen,
    Transferred,
)
from .refusals import (
    AccountDetail,
    AmountDetail,
    BudgetDetail,
    CountDetail,
    Reason,
    Refusal,
    ReservationDetail,
    refuse_above,
    refuse_full,
    refuse_zero,
)
from .state import (
    Account,
    Due,
    DueKind,
    Finished,
    Origin,
    Reservation,
    ReservationState,
    State,
    Tenant,
    Transfer,
)

# Tenants and accounts


def open_tenant(state: State, number: int, body: OpenTenant) -> Decision:
    for quota, table in zip(body.quotas.each(), state.limits.tables(), strict=True):
        refuse_above(Reason.TOO_LARGE, quota, table)
    tenant = state.tenants.get(number)
    if tenant is not None:
        if tenant.opened_with != body.quotas:
            raise Refusal(Reason.CONFLICT)
        return Duplicate(tenant.opened_sequence, TenantOpen())
    refuse_full(len(state.tenants), state.limits.tenants)
    refuse_quotas_over_tables(state, list(state.tenants.values()), body.quotas, Reason.FULL)
    state.tenants[number] = Tenant(number, body.quotas, body.quotas, state.sequence)
    return Accepted()


def refuse_quotas_over_tables(state: State, others: list[Tenant], quotas: Quotas, reason: Reason) -> None:
    """The quotas of all tenants together must not pass the tables."""
    for index, table in enumerate(state.limits.tables()):
        together = quotas.each()[index] + sum(other.quotas.each()[index] for other in others)
        refuse_above(reason, together, table)


def set_quotas(state: State, tenant: Tenant, body: SetQuotas) -> Decision:
    for quota, table in zip(body.quotas.each(), state.limits.tables(), strict=True):
        refuse_above(Reason.TOO_LARGE, quota, table)
    for quota, in_use in zip(body.quotas.each(), tenant.in_use(), strict=True):
        refuse_above(Reason.BELOW_USE, in_use, quota)
    others = [other for other in state.tenants.values() if other is not tenant]
    refuse_quotas_over_tables(state, others, body.quotas, Reason.OVER_TABLE)
    tenant.quotas = body.quotas
    return Accepted()


def open_account(state: State, tenant: Tenant, body: OpenAccount) -> Decision:
    known = tenant.accounts.get(body.account)
    if known is not None:
        if (known.parent, known.opened_with) != (body.parent, body.exposure_limit):
            raise Refusal(Reason.CONFLICT)
        return Duplicate(known.opened_sequence, AccountClosed() if known.is_closed else AccountOpen())
    depth = 1
    if body.parent is not None:
        parent = tenant.open_account(body.parent)
        if parent.depth >= bounds.DEPTH_MAXIMUM:
            raise Refusal(Reason.TOO_DEEP, AccountDetail(body.parent))
        depth = parent.depth + 1
    refuse_full(len(tenant.accounts), tenant.quotas.accounts)
    tenant.accounts[body.account] = Account(
        body.account, body.parent, depth, body.exposure_limit, body.exposure_limit, state.sequence
    )
    return Accepted()


def set_exposure_limit(state: State, tenant: Tenant, body: SetExposureLimit) -> Decision:
    account = tenant.open_account(body.account)
    for dimension in DIMENSIONS:
        limit = body.exposure_limit[dimension]
        reserved = account.reserved[dimension]
        if limit is not None and limit < reserved:
            raise Refusal(Reason.BELOW_USE, BudgetDetail(account.number, dimension, reserved, limit))
    account.exposure_limit = body.exposure_limit
    return Accepted()


def close_account(state: State, tenant: Tenant, body: CloseAccount) -> Decision:
    account = tenant.open_account(body.account)
    refuse_if_touched(tenant, account, ReservationState.OPEN, Reason.HAS_HOLD)
    refuse_if_touched(tenant, account, ReservationState.EXPIRED, Reason.HAS_EXPIRED_RESERVATION)
    refuse_balance(account, account.debt, Reason.HAS_DEBT)
    refuse_balance(account, account.available, Reason.HAS_AVAILABLE)
    if any(other.parent == account.number and not other.is_closed for other in tenant.accounts.values()):
        raise Refusal(Reason.HAS_OPEN_CHILD, AccountDetail(account.number))
    account.is_closed = True
    return Accepted()


def refuse_if_touched(tenant: Tenant, account: Account, state: ReservationState, reason: Reason) -> None:
    for reservation in tenant.reservations.values():
        if reservation.state == state and account in tenant.touched(reservation.accounts):
            raise Refusal(reason, AccountDetail(account.number))


def refuse_balance(account: Account, balances: list[int], reason: Reason) -> None:
    for dimension in DIMENSIONS:
        if balances[dimension] != 0:
            raise Refusal(reason, BudgetDetail(account.number, dimension, 0, balances[dimension]))


# Transfers


def transfer(state: State, tenant: Tenant, body: TransferBody) -> Decision:
    """Fund and withdraw, which share their ids."""
    is_funding = isinstance(body, Fund)
    known = tenant.transfers.get(body.transfer)
    if known is not None:
        if (known.is_funding, known.account, known.amounts) != (is_funding, body.account, body.amounts):
            raise Refusal(Reason.CONFLICT)
        return Duplicate(known.sequence, Transferred())
    account = tenant.open_account(body.account)
    refuse_zero(body.amounts)
    for dimension in DIMENSIONS:
        (refuse_funding if is_funding else refuse_withdrawal)(account, dimension, body.amounts[dimension])
    refuse_full(len(tenant.transfers), tenant.quotas.transfers)
    for dimension in DIMENSIONS:
        amount = body.amounts[dimension]
        if is_funding:
            account.funded[dimension] += amount
            account.credit(dimension, amount)
        else:
            account.available[dimension] -= amount
            account.withdrawn[dimension] += amount
    tenant.transfers[body.transfer] = Transfer(
        is_funding, body.account, body.amounts, state.sequence, state.time
    )
    state.finish(Finished(tenant.number, is_transfer=True, number=body.transfer))
    return Accepted()


def refuse_funding(account: Account, dimension: int, amount: int) -> None:
    funded, debt = account.funded[dimension], account.debt[dimension]
    if funded + amount + debt - min(debt, amount) > bounds.BALANCE_MAXIMUM:
        raise Refusal(
            Reason.OVERFLOW,
            BudgetDetail(account.number, dimension, amount, bounds.BALANCE_MAXIMUM - funded),
        )


def refuse_withdrawal(account: Account, dimension: int, amount: int) -> None:
    available = account.available[dimension]
    if amount > available:
        raise Refusal(Reason.INSUFFICIENT, BudgetDetail(account.number, dimension, amount, available))


# Reservations


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
