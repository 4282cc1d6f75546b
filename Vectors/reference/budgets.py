"""Budgets: tenants, accounts, transfers (docs/format.md, Budgets, Refusals).

Each command has a function that judges it. Refusals come in the order of the document's table, before any change.
"""

from . import bounds
from .bounds import DIMENSIONS
from .commands import (
    CloseAccount,
    Fund,
    OpenAccount,
    OpenTenant,
    Quotas,
    SetExposureLimit,
    SetQuotas,
    TransferBody,
)
from .decisions import (
    Accepted,
    AccountClosed,
    AccountOpen,
    Decision,
    Duplicate,
    TenantOpen,
    Transferred,
)
from .refusals import (
    AccountDetail,
    BudgetDetail,
    Reason,
    Refusal,
    refuse_above,
    refuse_full,
    refuse_zero,
)
from .state import (
    Account,
    Finished,
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
    tenant.transfers[body.transfer] = Transfer(is_funding, body.account, body.amounts, state.sequence, state.time)
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
