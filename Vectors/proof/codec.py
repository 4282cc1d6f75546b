"""The bytes of commands and decisions, as far as budgets need them: docs/format.md, "Commands" and "Decisions"."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

from arithmetic import Word
from entries import RESERVATION_STATES, Decision, Quotas, Refusal
from primitives import DIMENSIONS, NO_LIMIT, Amounts, PerDimension

COMMANDS = {
    32: "openTenant", 33: "openAccount", 34: "setQuotas", 35: "setExposureLimit", 36: "fund", 37: "withdraw",
    38: "reserve", 39: "draw", 40: "extend", 41: "settle", 42: "release", 43: "charge", 44: "closeAccount", 96: "admit",
}  # fmt: skip
REASONS = {
    "timeJump": 1, "unknownTenant": 2, "tooLarge": 3, "conflict": 16, "unknownAccount": 17, "closedAccount": 18,
    "tooDeep": 19, "zeroAmount": 20, "overflow": 21, "insufficient": 22, "inDebt": 23, "exposureLimit": 24, "full": 25,
    "belowUse": 26, "overTable": 27, "expiryNotInFuture": 32, "unknownReservation": 33, "finished": 34,
    "belowDrawn": 35, "aboveReserved": 36, "hasHold": 40, "hasExpiredReservation": 41, "hasDebt": 42,
    "hasAvailable": 43, "hasOpenChild": 44,
}  # fmt: skip
STAGES = ("notRouted", "reservation", "assembly", "routing", "budget", "locks")
RESERVATION_EXPIRED = 129


class Reader:
    """Takes fields off the front of bytes that the kernel has accepted."""

    def __init__(self, data: bytes, position: int = 0):
        self.data = data
        self.position = position

    def take(self, count: int) -> bytes:
        self.position = self.position + count
        return self.data[self.position - count : self.position]

    def integer(self, width: int) -> int:
        return int.from_bytes(self.take(width), "little")

    def word(self, width: int = 8) -> Word:
        return Word(self.integer(width), 8 * width)

    def amounts(self) -> Amounts:
        return Amounts(self.word(), self.word(), self.word())

    def quotas(self) -> Quotas:
        return Quotas(self.word(4), self.word(4), self.word(4), self.word(4))

    def exposure_limit(self) -> PerDimension:
        mask = self.integer(1)
        return PerDimension(*(self.word() if mask >> place & 1 else Word(NO_LIMIT) for place in range(3)))

    def accounts(self) -> list[int]:
        return [self.integer(8) for _ in range(self.integer(4))]


@dataclass
class Command:
    """A command: name is None if it is none of budgets."""

    name: str | None
    tenant: int
    time: Word
    fields: tuple


def decode_command(data: bytes) -> Command:
    reader = Reader(data)
    kind = reader.integer(1)
    reader.take(1)
    tenant, time = reader.integer(8), reader.word()
    reader.take(48)
    name = COMMANDS.get(kind)
    return Command(name, tenant, time, () if name is None else _fields(name, reader))


def _fields(name: str, reader: Reader) -> tuple:
    if name in ("openTenant", "setQuotas"):
        return (reader.quotas(),)
    if name == "openAccount":
        account = reader.integer(8)
        parent = reader.integer(8) if reader.integer(1) == 1 else None
        return (account, parent, reader.exposure_limit())
    if name == "setExposureLimit":
        return (reader.integer(8), reader.exposure_limit())
    if name == "closeAccount":
        return (reader.integer(8),)
    if name == "admit":
        return _admission(reader)
    id = reader.integer(16)
    if name in ("fund", "withdraw"):
        return (id, reader.integer(8), reader.amounts())
    if name == "reserve":
        return (id, reader.accounts(), reader.amounts(), reader.word())
    if name == "charge":
        return (id, reader.accounts(), reader.amounts())
    if name in ("draw", "settle"):
        return (id, reader.amounts())
    return (id, reader.word()) if name == "extend" else (id,)


def _admission(reader: Reader) -> tuple:
    """Id, accounts, expiry, digest, output, reasoning, cost limit, number of fragments."""
    digest = hashlib.blake2b(reader.data[reader.position :], digest_size=32, person=b"recount.admit").digest()
    id, accounts, expiry = reader.integer(16), reader.accounts(), reader.word()
    reader.take(16)
    reader.take(25 * reader.integer(4))
    reader.take(8)
    usage = [reader.word() for _ in range(8)]
    reader.take(8)
    cost_limit = reader.word()
    reader.take(2 + 2 + 2 + 4 + 8 + 8 + 8)
    reader.take(12 * reader.integer(4))
    reader.take(4 * reader.integer(4))
    reader.take(8 + 8 + 4 + 1)
    reader.take(21 * reader.integer(4))
    return (id, accounts, expiry, digest, usage[3], usage[4], cost_limit, reader.integer(4))


def encode_decision(decision: Decision) -> bytes:
    """The bytes of an answer of the model."""
    match decision.kind:
        case "accepted":
            return b"\x01"
        case "refused":
            return b"\x02" + encode_refusal(decision.fields[0])
        case "duplicate":
            return b"\x03" + _duplicate(*decision.fields)
        case "settled":
            return bytes((41, RESERVATION_STATES.index(decision.fields[0]) + 1))
        case "reservationExpired":
            tenant, id, released = decision.fields
            return bytes((RESERVATION_EXPIRED,)) + tenant.to_bytes(8, "little") + _id(id) + _amounts(released)
    raise ValueError(decision.kind)


def encode_refusal(refusal: Refusal) -> bytes:
    """Reason, detail tag and detail."""
    return bytes((REASONS[refusal.reason],)) + _detail(*refusal.detail)


def _detail(tag: str = "none", *values) -> bytes:
    match tag:
        case "none":
            return b"\x00"
        case "account":
            return b"\x01" + struct.pack("<Q", values[0])
        case "budget":
            account, dimension, needed, limit = values
            place = DIMENSIONS.index(dimension)
            return b"\x02" + struct.pack("<QBQQ", account, place, needed.value, limit.value)
        case "amount":
            dimension, needed, limit = values
            return b"\x03" + struct.pack("<BQQ", DIMENSIONS.index(dimension), needed.value, limit.value)
        case "count":
            return b"\x04" + struct.pack("<QQ", values[0].value, values[1].value)
        case "reservation":
            return bytes((5, RESERVATION_STATES.index(values[0]) + 1))
    raise ValueError(tag)


def _duplicate(sequence: int, present: str, *standing) -> bytes:
    head = struct.pack("<Q", sequence)
    if present != "reservation":
        return head + bytes((("tenantOpen", "accountOpen", "accountClosed", "transferred").index(present) + 1,))
    state, expiry, spent = standing
    return head + struct.pack("<BBQ", 5, RESERVATION_STATES.index(state) + 1, expiry.value) + _amounts(spent)


def _amounts(amounts: Amounts) -> bytes:
    return struct.pack("<QQQ", *(amounts[dimension].value for dimension in DIMENSIONS))


def _id(id: int) -> bytes:
    return id.to_bytes(16, "little")
