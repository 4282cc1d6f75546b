"""The canonical bytes of a state, and their digest (docs/format.md, State)."""

from .command_fields import EXPOSURE_LIMIT
from .commands import QUOTAS
from .digests import state_digest
from .layouts import AMOUNTS, ID128, U8, U16, U32, U64, Counted, encoded
from .policies import POLICY
from .state import (
    LIMITS,
    Account,
    Lease,
    Origin,
    Reservation,
    State,
    Tenant,
    Transfer,
    WaitingRequest,
)

LAYOUT_VERSION = 1
ACCOUNT_LIST = Counted(U64, maximum=4)
OPEN, CLOSED = 1, 2
FUND, WITHDRAW = 1, 2


def digest_of_state(state: State) -> bytes:
    return state_digest(encode_state(state))


def encode_state(state: State) -> bytes:
    out = bytearray()
    U16.write(LAYOUT_VERSION, out)
    U64.write(state.sequence, out)
    U64.write(state.time, out)
    LIMITS.write(state.limits, out)
    U32.write(len(state.policies), out)
    for policy in state.policies:
        data = encoded(POLICY, policy)
        U32.write(len(data), out)
        out += data
    U32.write(len(state.tenants), out)
    for number in sorted(state.tenants):
        write_tenant(state.tenants[number], out)
    return bytes(out)


def write_tenant(tenant: Tenant, out: bytearray) -> None:
    U64.write(tenant.number, out)
    for spent in tenant.spent:
        ID128.write(spent, out)
    U32.write(len(tenant.accounts), out)
    for number in sorted(tenant.accounts):
        write_account(tenant.accounts[number], out)
    U64.write(tenant.opened_sequence, out)
    QUOTAS.write(tenant.opened_with, out)
    QUOTAS.write(tenant.quotas, out)
    U32.write(len(tenant.reservations), out)
    for number in sorted(tenant.reservations):
        ID128.write(number, out)
        write_reservation(tenant.reservations[number], out)
    U32.write(len(tenant.transfers), out)
    for number in sorted(tenant.transfers):
        ID128.write(number, out)
        write_transfer(tenant.transfers[number], out)
    write_resources(tenant, out)


def write_account(account: Account, out: bytearray) -> None:
    U64.write(account.number, out)
    U64.write(account.opened_sequence, out)
    U8.write(account.parent is not None, out)
    if account.parent is not None:
        U64.write(account.parent, out)
    EXPOSURE_LIMIT.write(account.opened_with, out)
    U8.write(CLOSED if account.is_closed else OPEN, out)
    EXPOSURE_LIMIT.write(account.exposure_limit, out)
    figures = (
        account.funded,
        account.withdrawn,
        account.spent,
        account.available,
        account.reserved,
        account.debt,
    )
    for dimension in range(3):
        for figure in figures:
            U64.write(figure[dimension], out)


def write_reservation(reservation: Reservation, out: bytearray) -> None:
    U8.write(reservation.origin, out)
    U8.write(reservation.state, out)
    ACCOUNT_LIST.write(reservation.accounts, out)
    AMOUNTS.write(reservation.amounts, out)
    U64.write(reservation.first_expiry, out)
    U64.write(reservation.sequence, out)
    U64.write(reservation.expiry, out)
    U64.write(reservation.expiry_sequence if reservation.is_open else 0, out)
    AMOUNTS.write(reservation.spent, out)
    U64.write(reservation.spent_sequence, out)
    U64.write(reservation.finished_sequence, out)
    U64.write(reservation.finished_time, out)
    if reservation.origin == Origin.ADMIT:
        out += reservation.admission


def write_transfer(transfer: Transfer, out: bytearray) -> None:
    U8.write(FUND if transfer.is_funding else WITHDRAW, out)
    U64.write(transfer.account, out)
    AMOUNTS.write(transfer.amounts, out)
    U64.write(transfer.sequence, out)
    U64.write(transfer.time, out)


def write_resources(tenant: Tenant, out: bytearray) -> None:
    resources = sorted(tenant.locks.leases.keys() | tenant.locks.queues.keys())
    U32.write(len(resources), out)
    for resource in resources:
        ID128.write(resource, out)
        leases = sorted(tenant.locks.leases_of(resource).values(), key=lambda lease: lease.token)
        U32.write(len(leases), out)
        for lease in leases:
            write_lease(lease, out)
        queue = tenant.locks.queue_of(resource)
        U32.write(len(queue), out)
        for request in queue:
            write_waiting(request, out)


def write_lease(lease: Lease, out: bytearray) -> None:
    ID128.write(lease.agent, out)
    U8.write(lease.mode, out)
    U64.write(lease.token, out)
    U32.write(lease.hold_count, out)
    U64.write(lease.expiry, out)
    U64.write(lease.expiry_sequence, out)
    U32.write(lease.expiry_index, out)
    U8.write(lease.old_hold_count > 0, out)
    if lease.old_hold_count > 0:
        U64.write(lease.old_token, out)
        U32.write(lease.old_hold_count, out)


def write_waiting(request: WaitingRequest, out: bytearray) -> None:
    ID128.write(request.agent, out)
    U8.write(request.mode, out)
    U64.write(request.lease, out)
    U64.write(request.deadline, out)
    U64.write(request.sequence, out)
