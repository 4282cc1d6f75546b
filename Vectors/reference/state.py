"""What the kernel remembers (docs/format.md, The step, Budgets, Locks), and what changes it whole."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from . import bounds
from .bounds import DIMENSIONS, Amounts
from .command_fields import ExposureLimit
from .commands import Quotas
from .decisions import LeaseGrant, ReservationPresent
from .due import DueTimes
from .layouts import Table, Unsigned, of
from .policies import Policy
from .refusals import AccountDetail, Reason, Refusal

COUNT_LIMIT = Unsigned(4)
MILLISECONDS = Unsigned(8)


@dataclass(slots=True)
class Limits:
    """What a kernel holds at most. The order is that of a segment's header; times are in milliseconds."""

    maximum_advance: int = of(MILLISECONDS)
    retention: int = of(MILLISECONDS)
    tenants: int = of(COUNT_LIMIT)
    accounts: int = of(COUNT_LIMIT)
    reservations: int = of(COUNT_LIMIT)
    transfers: int = of(COUNT_LIMIT)
    policies: int = of(COUNT_LIMIT)
    models: int = of(COUNT_LIMIT)
    locks: int = of(COUNT_LIMIT)
    fragments: int = of(COUNT_LIMIT)
    maximum_lease: int = of(MILLISECONDS)
    maximum_wait: int = of(MILLISECONDS)

    def are_valid(self) -> bool:
        times = (self.maximum_advance, self.retention, self.maximum_lease, self.maximum_wait)
        counts = (
            self.tenants,
            self.accounts,
            self.reservations,
            self.transfers,
            self.policies,
            self.models,
            self.locks,
        )
        return (
            all(time <= bounds.TIME_MAXIMUM for time in times)
            and all(1 <= count <= bounds.TABLE_MAXIMUM for count in counts)
            and 1 <= self.fragments <= 32_768
        )

    def tables(self) -> tuple[int, int, int, int]:
        """The tables that quotas share out, in the order of the quotas."""
        return self.accounts, self.reservations, self.transfers, self.locks


LIMITS = Table(Limits)


def three_zeros() -> list[int]:
    return [0, 0, 0]


@dataclass(slots=True)
class Account:
    number: int
    parent: int | None
    depth: int
    exposure_limit: ExposureLimit
    opened_with: ExposureLimit
    opened_sequence: int
    is_closed: bool = False
    funded: list[int] = field(default_factory=three_zeros)
    withdrawn: list[int] = field(default_factory=three_zeros)
    spent: list[int] = field(default_factory=three_zeros)
    available: list[int] = field(default_factory=three_zeros)
    reserved: list[int] = field(default_factory=three_zeros)
    debt: list[int] = field(default_factory=three_zeros)

    def credit(self, dimension: int, amount: int) -> None:
        """Pays debt first."""
        paid = min(self.debt[dimension], amount)
        self.debt[dimension] -= paid
        self.available[dimension] += amount - paid

    def charge(self, dimension: int, amount: int) -> None:
        """Takes what is available; the rest becomes debt."""
        paid = min(self.available[dimension], amount)
        self.available[dimension] -= paid
        self.debt[dimension] += amount - paid
        self.spent[dimension] += amount


class Origin(IntEnum):
    """What made a reservation."""

    RESERVE = 1
    CHARGE = 2
    ADMIT = 3


class ReservationState(IntEnum):
    OPEN = 1
    SETTLED = 2
    SETTLED_LATE = 3
    RELEASED = 4
    EXPIRED = 5
    CHARGED = 6


@dataclass(slots=True)
class Reservation:
    """A reservation or a charge, under the id of either."""

    origin: Origin
    accounts: tuple[int, ...]
    amounts: Amounts
    sequence: int
    state: ReservationState = ReservationState.OPEN
    expiry: int = 0
    first_expiry: int = 0
    spent: Amounts = bounds.NO_AMOUNTS
    spent_sequence: int = 0
    """The step that last changed `spent`, at first the one that opened it."""
    expiry_sequence: int = 0
    """The step that set the expiry."""
    finished_sequence: int = 0
    finished_time: int = 0
    admission: bytes = b""
    """For an admission the digest of its bytes."""

    @property
    def is_open(self) -> bool:
        return self.state == ReservationState.OPEN

    def hold(self) -> Amounts:
        calls, tokens, cost = [self.amounts[dimension] - self.spent[dimension] for dimension in DIMENSIONS]
        return calls, tokens, cost

    def present(self) -> ReservationPresent:
        return ReservationPresent(self.state, self.expiry, self.spent)


@dataclass(slots=True)
class Transfer:
    is_funding: bool
    account: int
    amounts: Amounts
    sequence: int
    time: int


@dataclass(slots=True)
class Lease:
    agent: int
    mode: int
    token: int
    expiry: int
    hold_count: int = 1
    old_token: int = 0
    old_hold_count: int = 0
    """How many holds the old token can still release."""
    expiry_sequence: int = 0
    expiry_index: int = 0
    """The step that set the expiry, and the lock's place in it if it was an admission."""

    def grant(self) -> LeaseGrant:
        return LeaseGrant(self.token, self.expiry, self.hold_count)


@dataclass(slots=True)
class WaitingRequest:
    resource: int
    agent: int
    mode: int
    lease: int
    deadline: int
    sequence: int


@dataclass(slots=True)
class LockTable:
    """A tenant's leases, by resource and agent in the order in which they were given, and its queues."""

    leases: dict[int, dict[int, Lease]] = field(default_factory=dict)
    queues: dict[int, list[WaitingRequest]] = field(default_factory=dict)
    waiting: dict[int, WaitingRequest] = field(default_factory=dict)
    count: int = 0

    def leases_of(self, resource: int) -> dict[int, Lease]:
        return self.leases.get(resource, {})

    def queue_of(self, resource: int) -> list[WaitingRequest]:
        return self.queues.get(resource, [])

    def add_lease(self, resource: int, lease: Lease) -> None:
        self.leases.setdefault(resource, {})[lease.agent] = lease
        self.count += 1

    def remove_lease(self, resource: int, agent: int) -> None:
        del self.leases[resource][agent]
        if not self.leases[resource]:
            del self.leases[resource]
        self.count -= 1

    def add_waiting(self, request: WaitingRequest, position: int) -> None:
        self.queues.setdefault(request.resource, []).insert(position, request)
        self.waiting[request.agent] = request
        self.count += 1

    def remove_waiting(self, agent: int) -> WaitingRequest:
        request = self.waiting.pop(agent)
        queue = self.queues[request.resource]
        queue.remove(request)
        if not queue:
            del self.queues[request.resource]
        self.count -= 1
        return request


@dataclass(slots=True)
class Tenant:
    number: int
    quotas: Quotas
    opened_with: Quotas
    opened_sequence: int
    spent: list[int] = field(default_factory=three_zeros)
    accounts: dict[int, Account] = field(default_factory=dict)
    reservations: dict[int, Reservation] = field(default_factory=dict)
    transfers: dict[int, Transfer] = field(default_factory=dict)
    locks: LockTable = field(default_factory=LockTable)

    def in_use(self) -> tuple[int, int, int, int]:
        """In the order of the quotas."""
        return len(self.accounts), len(self.reservations), len(self.transfers), self.locks.count

    def open_account(self, number: int) -> Account:
        """The account, refused if it is unknown or closed."""
        account = self.accounts.get(number)
        if account is None:
            raise Refusal(Reason.UNKNOWN_ACCOUNT, AccountDetail(number))
        if account.is_closed:
            raise Refusal(Reason.CLOSED_ACCOUNT, AccountDetail(number))
        return account

    def touched(self, named: tuple[int, ...]) -> Iterator[Account]:
        """Each named account in order, and its ancestors up to the root; every account on its first visit only."""
        seen: set[int] = set()
        for first in named:
            number: int | None = first
            while number is not None and number not in seen:
                seen.add(number)
                yield self.accounts[number]
                number = self.accounts[number].parent


@dataclass(slots=True, frozen=True)
class Finished:
    """What finished: a transfer, or else a reservation or charge."""

    tenant: int
    is_transfer: bool
    number: int


@dataclass(slots=True)
class State:
    limits: Limits
    time: int
    sequence: int = 0
    policies: list[Policy] = field(default_factory=list)
    tenants: dict[int, Tenant] = field(default_factory=dict)
    due: DueTimes = field(default_factory=DueTimes)
    finished: "OrderedDict[Finished, int]" = field(default_factory=OrderedDict)
    """What finished, with its time, in the order of the steps that finished it."""
    freed_queues: set[tuple[int, int]] = field(default_factory=set)
    """Tenants and resources whose queues lost a lease or a request: their heads may be promotable."""

    def finish(self, finished: Finished) -> None:
        """Puts it at the end of the line, whether or not it stood in it."""
        self.finished[finished] = self.time
        self.finished.move_to_end(finished)

    def forget(self) -> list[tuple[Finished, "Reservation | Transfer"]]:
        """What a step forgets (docs/format.md, Forgetting)."""
        forgotten: list[tuple[Finished, Reservation | Transfer]] = []
        while self.finished and len(forgotten) < bounds.FORGOTTEN_PER_STEP_MAXIMUM:
            first, time = next(iter(self.finished.items()))
            if time + self.limits.retention > self.time:
                break
            del self.finished[first]
            tenant = self.tenants[first.tenant]
            if first.is_transfer:
                forgotten.append((first, tenant.transfers.pop(first.number)))
            else:
                forgotten.append((first, tenant.reservations.pop(first.number)))
        return forgotten
