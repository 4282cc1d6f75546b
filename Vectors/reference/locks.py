"""Locks: leases, queues, promotion, deadlock (docs/format.md, Locks)."""

from enum import Enum

from . import bounds
from .commands import AcquireLock, CancelWait, ReleaseLock, RenewLock
from .decisions import (
    Accepted,
    Decision,
    LeaseExpired,
    LockAcquired,
    LockPromoted,
    LockQueued,
    LockReleased,
    WaitExpired,
)
from .due import Due, DueKind
from .refusals import (
    CountDetail,
    DurationDetail,
    HolderDetail,
    Reason,
    Refusal,
    ResourceDetail,
    refuse_above,
    refuse_full,
)
from .state import Lease, State, Tenant, WaitingRequest

SHARED, EXCLUSIVE = 1, 2


class Way(Enum):
    """What an acquisition comes to."""

    TAKE = "a new lease, another hold, or an upgrade at once"
    WAIT_AT_HEAD = "an upgrade that must wait for other holders"
    WAIT_AT_END = "a request behind those that wait"


def conflicts(one: int, other: int) -> bool:
    return EXCLUSIVE in (one, other)


def acquire(state: State, tenant: Tenant, body: AcquireLock) -> Decision:
    way = judge_acquisition(state, tenant, body)
    if way == Way.TAKE:
        lease = take(state, tenant, body.resource, body.agent, body.mode, body.lease)
        return LockAcquired(lease.grant())
    position = 0 if way == Way.WAIT_AT_HEAD else len(tenant.locks.queue_of(body.resource))
    deadline = state.time + body.wait
    request = WaitingRequest(body.resource, body.agent, body.mode, body.lease, deadline, state.sequence)
    tenant.locks.add_waiting(request, position)
    state.due.set(Due(deadline, DueKind.WAIT, state.sequence, 0, tenant.number, (body.agent,)))
    return LockQueued(position)


def judge_acquisition(state: State, tenant: Tenant, body: AcquireLock, taken_before: int = 0) -> Way:
    """The refusals of acquireLock, as if so many new leases had been taken before."""
    refuse_lease_length(state, body.resource, body.lease)
    refuse_long_wait(state, body.resource, body.wait)
    waiting = tenant.locks.waiting.get(body.agent)
    if waiting is not None:
        raise Refusal(Reason.ALREADY_QUEUED, ResourceDetail(waiting.resource))
    refuse_second_upgrade(tenant, body)
    way = way_of(tenant, body)
    if way != Way.TAKE:
        (refuse_deadlock if body.wait > 0 else refuse_held)(tenant, body)
    mine = tenant.locks.leases_of(body.resource).get(body.agent)
    if mine is None or way != Way.TAKE:
        refuse_above(Reason.FULL, tenant.locks.count + taken_before + 1, tenant.quotas.locks)
    if mine is not None:
        refuse_full(mine.hold_count, bounds.U32_MAXIMUM)
    return way


def refuse_lease_length(state: State, resource: int, lease: int) -> None:
    if lease == 0:
        raise Refusal(Reason.ZERO_LEASE, ResourceDetail(resource))
    longest = min(state.limits.maximum_lease, bounds.TIME_MAXIMUM - state.time)
    if lease > longest:
        raise Refusal(Reason.LEASE_TOO_LONG, DurationDetail(resource, lease, longest))


def refuse_long_wait(state: State, resource: int, wait: int) -> None:
    longest = min(state.limits.maximum_wait, bounds.TIME_MAXIMUM - state.time)
    if wait > longest:
        raise Refusal(Reason.WAIT_TOO_LONG, DurationDetail(resource, wait, longest))


def is_upgrade(mine: Lease | None, mode: int) -> bool:
    return mine is not None and mine.mode == SHARED and mode == EXCLUSIVE


def refuse_second_upgrade(tenant: Tenant, body: AcquireLock) -> None:
    """Only the head of a queue can be another holder's upgrade."""
    leases = tenant.locks.leases_of(body.resource)
    queue = tenant.locks.queue_of(body.resource)
    if is_upgrade(leases.get(body.agent), body.mode) and queue and queue[0].agent in leases:
        raise Refusal(Reason.UPGRADE_PENDING, HolderDetail(body.resource, queue[0].agent))


def way_of(tenant: Tenant, body: AcquireLock) -> Way:
    leases = tenant.locks.leases_of(body.resource)
    mine = leases.get(body.agent)
    if is_upgrade(mine, body.mode):
        return Way.TAKE if len(leases) == 1 else Way.WAIT_AT_HEAD
    if mine is not None:
        return Way.TAKE
    is_free = not any(conflicts(lease.mode, body.mode) for lease in leases.values())
    return Way.TAKE if is_free and not tenant.locks.queue_of(body.resource) else Way.WAIT_AT_END


def refuse_held(tenant: Tenant, body: AcquireLock) -> None:
    """A try: refused with the first holder that conflicts, else with the first that waits."""
    for agent, lease in tenant.locks.leases_of(body.resource).items():
        if agent != body.agent and conflicts(lease.mode, body.mode):
            raise Refusal(Reason.LOCK_HELD, HolderDetail(body.resource, agent))
    head = tenant.locks.queue_of(body.resource)[0]
    raise Refusal(Reason.LOCK_HELD, HolderDetail(body.resource, head.agent))


def refuse_deadlock(tenant: Tenant, body: AcquireLock) -> None:
    """Breadth first from the resource: a holder that waits for what the agent holds closes a circle."""
    to_visit = [body.resource]
    seen = {body.resource}
    for resource in to_visit:
        for holder in tenant.locks.leases_of(resource):
            waiting = tenant.locks.waiting.get(holder)
            if waiting is None:
                continue
            if body.agent in tenant.locks.leases_of(waiting.resource):
                raise Refusal(Reason.WOULD_DEADLOCK, HolderDetail(waiting.resource, holder))
            if waiting.resource not in seen:
                seen.add(waiting.resource)
                to_visit.append(waiting.resource)


def take(state: State, tenant: Tenant, resource: int, agent: int, mode: int, length: int, index: int = 0) -> Lease:
    """Another hold, an upgrade or a new lease; the rules have been asked. `index` is the place in an admission."""
    expiry = min(state.time + length, bounds.TIME_MAXIMUM)
    lease = tenant.locks.leases_of(resource).get(agent)
    if lease is None:
        lease = Lease(agent, mode, state.sequence, expiry)
        tenant.locks.add_lease(resource, lease)
        set_lease_expiry(state, tenant, resource, lease, expiry, index)
        return lease
    if is_upgrade(lease, mode):
        lease.old_token, lease.old_hold_count = lease.token, lease.hold_count
        lease.mode, lease.token = EXCLUSIVE, state.sequence
    lease.hold_count += 1
    if expiry >= lease.expiry:
        set_lease_expiry(state, tenant, resource, lease, expiry, index)
    return lease


def set_lease_expiry(state: State, tenant: Tenant, resource: int, lease: Lease, expiry: int, index: int) -> None:
    lease.expiry = expiry
    lease.expiry_sequence, lease.expiry_index = state.sequence, index
    state.due.set(Due(expiry, DueKind.LEASE, state.sequence, index, tenant.number, (resource, lease.agent)))


def known_lease(tenant: Tenant, resource: int, agent: int) -> Lease:
    lease = tenant.locks.leases_of(resource).get(agent)
    if lease is None:
        raise Refusal(Reason.UNKNOWN_LEASE)
    return lease


def renew(state: State, tenant: Tenant, body: RenewLock) -> Decision:
    refuse_lease_length(state, body.resource, body.lease)
    lease = known_lease(tenant, body.resource, body.agent)
    if body.token != lease.token:
        raise Refusal(Reason.STALE_TOKEN, CountDetail(body.token, lease.token))
    set_lease_expiry(state, tenant, body.resource, lease, state.time + body.lease, 0)
    return LockAcquired(lease.grant())


def release(state: State, tenant: Tenant, body: ReleaseLock) -> Decision:
    lease = known_lease(tenant, body.resource, body.agent)
    is_old = body.token == lease.old_token and lease.old_hold_count > 0
    if body.token != lease.token and not is_old:
        raise Refusal(Reason.STALE_TOKEN, CountDetail(body.token, lease.token))
    lease.hold_count -= 1
    if body.token != lease.token:
        lease.old_hold_count -= 1
    lease.old_hold_count = min(lease.old_hold_count, lease.hold_count)
    if lease.hold_count == 0:
        end_lease(state, tenant, body.resource, body.agent)
    return LockReleased(lease.hold_count)


def end_lease(state: State, tenant: Tenant, resource: int, agent: int) -> None:
    tenant.locks.remove_lease(resource, agent)
    state.due.remove(DueKind.LEASE, tenant.number, resource, agent)
    state.freed_queues.add((tenant.number, resource))


def cancel(state: State, tenant: Tenant, body: CancelWait) -> Decision:
    if body.agent not in tenant.locks.waiting:
        raise Refusal(Reason.NOT_WAITING)
    leave_queue(state, tenant, body.agent)
    return Accepted()


def leave_queue(state: State, tenant: Tenant, agent: int) -> WaitingRequest:
    request = tenant.locks.remove_waiting(agent)
    state.due.remove(DueKind.WAIT, tenant.number, agent)
    state.freed_queues.add((tenant.number, request.resource))
    return request


def promotable(tenant: Tenant, resource: int) -> WaitingRequest | None:
    """The head of the queue, if no lease of another agent conflicts with it."""
    queue = tenant.locks.queue_of(resource)
    if not queue:
        return None
    for agent, lease in tenant.locks.leases_of(resource).items():
        if agent != queue[0].agent and conflicts(lease.mode, queue[0].mode):
            return None
    return queue[0]


def promote(state: State, tenant: Tenant, agent: int) -> Decision:
    """The consequence of a head that has become promotable."""
    request = leave_queue(state, tenant, agent)
    lease = take(state, tenant, request.resource, agent, request.mode, request.lease)
    return LockPromoted(tenant.number, request.resource, agent, lease.mode, lease.grant())


def expire_lease(state: State, tenant: Tenant, resource: int, agent: int) -> Decision:
    token = tenant.locks.leases[resource][agent].token
    end_lease(state, tenant, resource, agent)
    return LeaseExpired(tenant.number, resource, agent, token)


def expire_wait(state: State, tenant: Tenant, agent: int) -> Decision:
    request = leave_queue(state, tenant, agent)
    return WaitExpired(tenant.number, request.resource, agent)
