"""The canonical bytes of a state, and their digests (docs/format.md, State, State root)."""

from .command_fields import EXPOSURE_LIMIT
from .commands import QUOTAS
from .digests import (
    branch_digest,
    global_digest,
    leaf_digest,
    rest_digest,
    root_digest,
    state_digest,
    tenant_salt,
)
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


def state_root(state: State, salt_secret: bytes) -> bytes:
    leaves = [leaf(state.tenants[number], salt_secret) for number in sorted(state.tenants)]
    out = bytearray()
    write_global(state, out)
    return root_digest(global_digest(bytes(out)) + tree(leaves))


def leaf(tenant: Tenant, salt_secret: bytes) -> bytes:
    accounts, rest = bytearray(), bytearray()
    write_accounts(tenant, accounts)
    write_rest(tenant, rest)
    return leaf_digest(tenant_salt(encoded(U64, tenant.number), salt_secret) + accounts + rest_digest(bytes(rest)))


def tree(leaves: list[bytes]) -> bytes:
    if len(leaves) < 2:
        return leaves[0] if leaves else branch_digest(b"")
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return branch_digest(tree(leaves[:split]) + tree(leaves[split:]))


def encode_state(state: State) -> bytes:
    out = bytearray()
    write_global(state, out)
    U32.write(len(state.tenants), out)
    for number in sorted(state.tenants):
        write_accounts(state.tenants[number], out)
        write_rest(state.tenants[number], out)
    return bytes(out)


def write_global(state: State, out: bytearray) -> None:
    """What comes before the number of tenants."""
    U16.write(LAYOUT_VERSION, out)
    U64.write(state.sequence, out)
    U64.write(state.time, out)
    LIMITS.write(state.limits, out)
    U32.write(len(state.policies), out)
    for policy in state.policies:
        data = encoded(POLICY, policy)
        U32.write(len(data), out)
        out += data


def write_accounts(tenant: Tenant, out: bytearray) -> None:
    """A tenant up to its last account."""
    U64.write(tenant.number, out)
    for spent in tenant.spent:
        ID128.write(spent, out)
    U32.write(len(tenant.accounts), out)
    for number in sorted(tenant.accounts):
        write_account(tenant.accounts[number], out)


def write_rest(tenant: Tenant, out: bytearray) -> None:
    """A tenant from the sequence that opened it on."""
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
