"""Decisions and consequences (docs/format.md, Decisions). Decoding judges the bytes alone."""

from dataclasses import dataclass
from typing import Any

from .assemblies import WINDOW, Window
from .bounds import Amounts
from .layouts import (
    AMOUNTS,
    DIGEST,
    ID128,
    LOCK_MODE,
    RESERVATION_STATE,
    TIME,
    U32,
    U64,
    Counted,
    Table,
    Tag,
    Union,
    encoded,
    of,
)
from .reading import ErrorCode, Reader
from .refusals import DETAIL, Detail, Reason, Refusal
from .routes import ROUTE_DECISION, RouteDecision

LOCKS_OF_ADMISSION_MAXIMUM = 8


@dataclass(slots=True)
class Accepted:
    pass


@dataclass(slots=True)
class Refused:
    reason: int = of(Tag(list(Reason)))
    detail: Detail = of(DETAIL)


REFUSED = Table(Refused)


@dataclass(slots=True)
class TenantOpen:
    pass


@dataclass(slots=True)
class AccountOpen:
    pass


@dataclass(slots=True)
class AccountClosed:
    pass


@dataclass(slots=True)
class Transferred:
    pass


@dataclass(slots=True)
class ReservationPresent:
    state: int = of(RESERVATION_STATE)
    expiry: int = of(TIME)
    spent: Amounts = of(AMOUNTS)


PresentState = TenantOpen | AccountOpen | AccountClosed | Transferred | ReservationPresent

PRESENT_STATE = Union({1: TenantOpen, 2: AccountOpen, 3: AccountClosed, 4: Transferred, 5: ReservationPresent})


@dataclass(slots=True)
class Duplicate:
    sequence: int = of(U64)
    present: PresentState = of(PRESENT_STATE)


@dataclass(slots=True)
class PolicyInstalled:
    policy: int = of(U32)
    digest: bytes = of(DIGEST)


@dataclass(slots=True)
class Sealed:
    state_root: bytes = of(DIGEST)


@dataclass(slots=True)
class Routed:
    route: RouteDecision = of(ROUTE_DECISION)


SETTLED, SETTLED_LATE = 2, 3


@dataclass(slots=True)
class Settled:
    state: int = of(Tag((SETTLED, SETTLED_LATE)))


@dataclass(slots=True)
class Assembled:
    window: Window = of(WINDOW)


@dataclass(slots=True)
class LeaseGrant:
    token: int = of(U64)
    expiry: int = of(TIME)
    hold_count: int = of(U32)


LEASE_GRANT = Table(LeaseGrant)


@dataclass(slots=True)
class LockAcquired:
    grant: LeaseGrant = of(LEASE_GRANT)


@dataclass(slots=True)
class LockQueued:
    position: int = of(U32)


@dataclass(slots=True)
class LockReleased:
    hold_count: int = of(U32)


@dataclass(slots=True)
class AdmittedLease:
    resource: int = of(ID128)
    grant: LeaseGrant = of(LEASE_GRANT)


@dataclass(slots=True)
class Admitted:
    amounts: Amounts = of(AMOUNTS)
    route: RouteDecision = of(ROUTE_DECISION)
    leases: tuple[AdmittedLease, ...] = of(Counted(Table(AdmittedLease), LOCKS_OF_ADMISSION_MAXIMUM))
    window: Window = of(WINDOW)


ROUTER_REJECTED, RESERVATION, ASSEMBLY, ROUTING, BUDGET, LOCKS = range(6)
"""The stages of an admission that can refuse it."""

STAGE = Tag(range(6))


class RefusedStageCodec:
    """A stage; then for the router's rejection its decision, for every other a refusal."""

    def read(self, reader: Reader) -> "tuple[int, RouteDecision | Refused]":
        stage = STAGE.read(reader)
        return stage, (ROUTE_DECISION if stage == ROUTER_REJECTED else REFUSED).read(reader)

    def write(self, value: "tuple[int, RouteDecision | Refused]", out: bytearray) -> None:
        stage, why = value
        STAGE.write(stage, out)
        (ROUTE_DECISION if stage == ROUTER_REJECTED else REFUSED).write(why, out)


@dataclass(slots=True)
class NotAdmitted:
    stage_and_why: "tuple[int, RouteDecision | Refused]" = of(RefusedStageCodec())


@dataclass(slots=True)
class ReservationExpired:
    tenant: int = of(U64)
    reservation: int = of(ID128)
    released: Amounts = of(AMOUNTS)


@dataclass(slots=True)
class LeaseExpired:
    tenant: int = of(U64)
    resource: int = of(ID128)
    agent: int = of(ID128)
    token: int = of(U64)


@dataclass(slots=True)
class WaitExpired:
    tenant: int = of(U64)
    resource: int = of(ID128)
    agent: int = of(ID128)


@dataclass(slots=True)
class LockPromoted:
    tenant: int = of(U64)
    resource: int = of(ID128)
    agent: int = of(ID128)
    mode: int = of(LOCK_MODE)
    grant: LeaseGrant = of(LEASE_GRANT)


Decision = Any
"""One of the kinds below."""

DECISION = Union(
    {
        1: Accepted,
        2: Refused,
        3: Duplicate,
        4: PolicyInstalled,
        5: Sealed,
        16: Routed,
        41: Settled,
        64: Assembled,
        80: LockAcquired,
        81: LockQueued,
        82: LockReleased,
        96: Admitted,
        97: NotAdmitted,
        129: ReservationExpired,
        130: LeaseExpired,
        131: WaitExpired,
        132: LockPromoted,
    },
    unknown=ErrorCode.UNKNOWN_KIND,
)


def decode_decision(data: bytes) -> Decision:
    reader = Reader(data)
    decision = DECISION.read(reader)
    reader.finish()
    return decision


def encode_decision(decision: Decision) -> bytes:
    return encoded(DECISION, decision)


def refused(refusal: Refusal) -> Refused:
    return Refused(refusal.reason, refusal.detail)
