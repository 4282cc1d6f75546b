"""Why a command is refused, and with which numbers (docs/format.md, Refusals, Details)."""

from dataclasses import dataclass
from enum import IntEnum

from . import bounds
from .bounds import Amounts
from .layouts import DIMENSION, ID128, RESERVATION_STATE, U32, U64, PaddedOptional, Union, of


class Reason(IntEnum):
    TIME_JUMP = 1
    UNKNOWN_TENANT = 2
    TOO_LARGE = 3
    UNKNOWN_POLICY = 8
    ALREADY_INSTALLED = 9
    CONFLICT = 16
    UNKNOWN_ACCOUNT = 17
    CLOSED_ACCOUNT = 18
    TOO_DEEP = 19
    ZERO_AMOUNT = 20
    OVERFLOW = 21
    INSUFFICIENT = 22
    IN_DEBT = 23
    EXPOSURE_LIMIT = 24
    FULL = 25
    BELOW_USE = 26
    OVER_TABLE = 27
    EXPIRY_NOT_IN_FUTURE = 32
    UNKNOWN_RESERVATION = 33
    FINISHED = 34
    BELOW_DRAWN = 35
    ABOVE_RESERVED = 36
    HAS_HOLD = 40
    HAS_EXPIRED_RESERVATION = 41
    HAS_DEBT = 42
    HAS_AVAILABLE = 43
    HAS_OPEN_CHILD = 44
    REQUIRED_DOES_NOT_FIT = 48
    ZERO_LEASE = 56
    LEASE_TOO_LONG = 57
    WAIT_TOO_LONG = 58
    ALREADY_QUEUED = 59
    UPGRADE_PENDING = 60
    WOULD_DEADLOCK = 61
    LOCK_HELD = 62
    UNKNOWN_LEASE = 63
    STALE_TOKEN = 64
    NOT_WAITING = 65


@dataclass(slots=True)
class NoDetail:
    pass


@dataclass(slots=True)
class AccountDetail:
    account: int = of(U64)


@dataclass(slots=True)
class BudgetDetail:
    account: int = of(U64)
    dimension: int = of(DIMENSION)
    needed: int = of(U64)
    limit: int = of(U64)


@dataclass(slots=True)
class AmountDetail:
    dimension: int = of(DIMENSION)
    needed: int = of(U64)
    limit: int = of(U64)


@dataclass(slots=True)
class CountDetail:
    needed: int = of(U64)
    limit: int = of(U64)


@dataclass(slots=True)
class ReservationDetail:
    state: int = of(RESERVATION_STATE)


@dataclass(slots=True)
class PolicyDetail:
    policy: int = of(U32)


@dataclass(slots=True)
class ResourceDetail:
    resource: int = of(ID128)


@dataclass(slots=True)
class HolderDetail:
    resource: int = of(ID128)
    agent: int = of(ID128)


@dataclass(slots=True)
class DurationDetail:
    resource: int = of(ID128)
    needed: int = of(U64)
    limit: int = of(U64)


@dataclass(slots=True)
class RoomDetail:
    """Tokens needed and there to be had, in a section or in the whole window."""

    section: int | None = of(PaddedOptional(U32, 4))
    needed: int = of(U64)
    limit: int = of(U64)


Detail = (
    NoDetail
    | AccountDetail
    | BudgetDetail
    | AmountDetail
    | CountDetail
    | ReservationDetail
    | PolicyDetail
    | ResourceDetail
    | HolderDetail
    | DurationDetail
    | RoomDetail
)

DETAIL = Union(
    {
        0: NoDetail,
        1: AccountDetail,
        2: BudgetDetail,
        3: AmountDetail,
        4: CountDetail,
        5: ReservationDetail,
        6: PolicyDetail,
        7: ResourceDetail,
        8: HolderDetail,
        9: DurationDetail,
        10: RoomDetail,
    }
)


class Refusal(Exception):
    """Raised by the first rule that forbids a command; nothing has been changed by then."""

    def __init__(self, reason: Reason, detail: Detail | None = None) -> None:
        super().__init__(reason.name, detail)
        self.reason = reason
        self.detail: Detail = NoDetail() if detail is None else detail


def refuse_above(reason: Reason, needed: int, limit: int) -> None:
    """Refuses with a count if `needed` is above `limit`."""
    if needed > limit:
        raise Refusal(reason, CountDetail(needed, limit))


def refuse_full(in_use: int, limit: int) -> None:
    """One more must have room."""
    refuse_above(Reason.FULL, in_use + 1, limit)


def refuse_zero(amounts: Amounts) -> None:
    if amounts == bounds.NO_AMOUNTS:
        raise Refusal(Reason.ZERO_AMOUNT)
