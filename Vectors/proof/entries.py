"""What the kernel remembers: tenants, accounts, reservations and transfers, and the answers it gives."""

from __future__ import annotations

from dataclasses import dataclass, field

from arithmetic import Word
from primitives import Amounts, Balance, PerDimension, WideCounter

OPEN, CLOSED = 1, 2
MAXIMUM_DEPTH = 4
RESERVATION_STATES = ("open", "settled", "settledLate", "released", "expired", "charged")


class Refusal(Exception):
    """A typed refusal: its reason, and a detail as in docs/format.md."""

    def __init__(self, reason: str, *detail):
        super().__init__(reason)
        self.reason = reason
        self.detail = detail

    @staticmethod
    def full(limit: Word) -> Refusal:
        # The limit is at most 2^28.
        return Refusal("full", "count", Word(limit.value + 1), limit)


@dataclass
class Decision:
    """An answer: its kind, and what follows it."""

    kind: str
    fields: tuple = ()


ACCEPTED = Decision("accepted")


@dataclass
class Quotas:
    """How much of the tables a tenant may fill."""

    accounts: Word
    reservations: Word
    transfers: Word
    locks: Word


QUOTAS = ("accounts", "reservations", "transfers", "locks")


@dataclass
class Tenant:
    id: int
    opened_by: int
    opening_quotas: Quotas
    quotas: Quotas
    used: Quotas = field(default_factory=lambda: Quotas(*(Word(0, 32) for _ in range(4))))
    spent: PerDimension = field(default_factory=lambda: PerDimension(*(WideCounter.zero() for _ in range(3))))

    def spend(self, amounts: Amounts) -> None:
        """Counts a charge."""
        self.spent.calls.add(amounts.calls)
        self.spent.tokens.add(amounts.tokens)
        self.spent.cost.add(amounts.cost)


@dataclass
class Account:
    key: tuple[int, int]
    opened_by: int
    parent: tuple[int, int] | None
    depth: Word
    opening_exposure_limit: PerDimension
    exposure_limit: PerDimension
    state: Word = field(default_factory=lambda: Word(OPEN, 8))
    open_child_count: Word = field(default_factory=lambda: Word(0, 32))
    hold_count: Word = field(default_factory=lambda: Word(0, 32))
    expired_count: Word = field(default_factory=lambda: Word(0, 32))
    balances: PerDimension = field(default_factory=lambda: PerDimension(*(Balance.empty() for _ in range(3))))


@dataclass
class Reservation:
    """A reservation or charge. Its state is always a number: each is proven on its own."""

    key: tuple[int, int]
    accounts: list[tuple[int, int]]
    amounts: Amounts
    opening_expiry: Word
    opened_by: int
    origin: str
    state: str
    expiry: Word
    spent: Amounts
    spent_by: int
    admission_digest: bytes = b""
    finished_by: int = 0
    finished_at: Word = field(default_factory=lambda: Word(0))

    def hold(self) -> Amounts:
        """What it still keeps aside while open, or would have given back when it expired."""
        return self.amounts.subtracting(self.spent)

    def duplicate(self, sequence: int) -> Decision:
        """The answer to a command that repeats the one of a sequence."""
        return Decision("duplicate", (sequence, "reservation", self.state, self.expiry, self.spent))


@dataclass
class Transfer:
    key: tuple[int, int]
    direction: str
    account: tuple[int, int]
    amounts: Amounts
    finished_by: int
    finished_at: Word


@dataclass
class Moment:
    """When a step happens."""

    sequence: int
    time: Word


@dataclass
class Limits:
    """The limits that budgets know."""

    tenants: int
    accounts: Word
    reservations: Word
    transfers: Word
    locks: Word
    retention: Word
    maximum_advance: Word
