"""Commands: the header and the bodies (docs/format.md, Commands)."""

from dataclasses import dataclass, field
from typing import Any

from . import bounds
from .assemblies import ASSEMBLY, Assembly
from .bounds import Amounts
from .command_fields import EXPOSURE_LIMIT, NAME, SUBJECT, SUBJECTS_OF_NO_TENANT, ExposureLimit
from .layouts import (
    AMOUNTS,
    ID128,
    LOCK_MODE,
    TIME,
    U32,
    U64,
    AscendingKeyed,
    Distinct,
    LayoutVersion,
    Optional,
    Table,
    encoded,
    of,
)
from .policies import POLICY, Policy
from .reading import DecodingError, ErrorCode, Reader
from .routes import (
    CACHE_CREATION,
    CACHE_READ,
    INPUT,
    OUTPUT,
    REASONING,
    ROUTE_REQUEST,
    USAGE_OFFSET,
    RouteRequest,
)

HEADER_BYTE_COUNT = 66
TENANT_OFFSET = 2
ACCOUNTS_OF_RESERVATION_MAXIMUM = 4
LOCKS_OF_ADMISSION_MAXIMUM = 8

ACCOUNTS = Distinct(U64, ACCOUNTS_OF_RESERVATION_MAXIMUM, minimum=1)


@dataclass(slots=True)
class Tick:
    pass


@dataclass(slots=True)
class Describe:
    subject: tuple[int, int] = of(SUBJECT)
    name: str = of(NAME)

    @property
    def is_of_no_tenant(self) -> bool:
        return self.subject[0] in SUBJECTS_OF_NO_TENANT


@dataclass(slots=True)
class InstallPolicy:
    policy: Policy = of(POLICY)


@dataclass(slots=True)
class Seal:
    pass


@dataclass(slots=True)
class Route:
    request: RouteRequest = of(ROUTE_REQUEST)


@dataclass(slots=True)
class Quotas:
    accounts: int = of(U32)
    reservations: int = of(U32)
    transfers: int = of(U32)
    locks: int = of(U32)

    def each(self) -> tuple[int, int, int, int]:
        return self.accounts, self.reservations, self.transfers, self.locks


QUOTAS = Table(Quotas)


@dataclass(slots=True)
class OpenTenant:
    quotas: Quotas = of(QUOTAS)


@dataclass(slots=True)
class OpenAccount:
    account: int = of(U64)
    parent: int | None = of(Optional(U64))
    exposure_limit: ExposureLimit = of(EXPOSURE_LIMIT)


@dataclass(slots=True)
class SetQuotas:
    quotas: Quotas = of(QUOTAS)


@dataclass(slots=True)
class SetExposureLimit:
    account: int = of(U64)
    exposure_limit: ExposureLimit = of(EXPOSURE_LIMIT)


@dataclass(slots=True)
class TransferBody:
    transfer: int = of(ID128)
    account: int = of(U64)
    amounts: Amounts = of(AMOUNTS)


@dataclass(slots=True)
class Fund(TransferBody):
    pass


@dataclass(slots=True)
class Withdraw(TransferBody):
    pass


@dataclass(slots=True)
class Reserve:
    reservation: int = of(ID128)
    accounts: tuple[int, ...] = of(ACCOUNTS)
    amounts: Amounts = of(AMOUNTS)
    expiry: int = of(TIME)


@dataclass(slots=True)
class SpendingBody:
    """`total` is what was spent so far or in the end, earlier draws included."""

    reservation: int = of(ID128)
    total: Amounts = of(AMOUNTS)


@dataclass(slots=True)
class Draw(SpendingBody):
    pass


@dataclass(slots=True)
class Extend:
    reservation: int = of(ID128)
    expiry: int = of(TIME)


@dataclass(slots=True)
class Settle(SpendingBody):
    pass


@dataclass(slots=True)
class Release:
    reservation: int = of(ID128)


@dataclass(slots=True)
class Charge:
    reservation: int = of(ID128)
    accounts: tuple[int, ...] = of(ACCOUNTS)
    amounts: Amounts = of(AMOUNTS)


@dataclass(slots=True)
class CloseAccount:
    account: int = of(U64)


@dataclass(slots=True)
class Assemble:
    assembly: Assembly = of(ASSEMBLY)


@dataclass(slots=True)
class AcquireLock:
    resource: int = of(ID128)
    agent: int = of(ID128)
    mode: int = of(LOCK_MODE)
    lease: int = of(TIME)
    wait: int = of(TIME)


@dataclass(slots=True)
class RenewLock:
    resource: int = of(ID128)
    agent: int = of(ID128)
    token: int = of(U64)
    lease: int = of(TIME)


@dataclass(slots=True)
class ReleaseLock:
    resource: int = of(ID128)
    agent: int = of(ID128)
    token: int = of(U64)


@dataclass(slots=True)
class CancelWait:
    agent: int = of(ID128)


@dataclass(slots=True)
class AdmissionLock:
    resource: int = of(ID128)
    mode: int = of(LOCK_MODE)
    lease: int = of(TIME)


class WindowRouteCodec:
    """A route request whose input is the window: it states none itself."""

    def read(self, reader: Reader) -> RouteRequest:
        start = reader.position
        request: RouteRequest = ROUTE_REQUEST.read(reader)
        for quantity in (INPUT, CACHE_READ, CACHE_CREATION):
            if request.usage[quantity] != 0:
                raise DecodingError(ErrorCode.NON_ZERO_RESERVED, start + USAGE_OFFSET + 8 * quantity)
        return request

    def write(self, value: RouteRequest, out: bytearray) -> None:
        ROUTE_REQUEST.write(value, out)


@dataclass(slots=True)
class Admit:
    reservation: int = of(ID128)
    accounts: tuple[int, ...] = of(ACCOUNTS)
    expiry: int = of(TIME)
    agent: int = of(ID128)
    locks: tuple[AdmissionLock, ...] = of(AscendingKeyed(Table(AdmissionLock), LOCKS_OF_ADMISSION_MAXIMUM))
    request: RouteRequest = of(WindowRouteCodec())
    assembly: Assembly = of(ASSEMBLY)


Body = Any
"""One of the kinds below."""

BODIES: dict[int, type] = {
    1: Tick,
    2: Describe,
    3: InstallPolicy,
    4: Seal,
    16: Route,
    32: OpenTenant,
    33: OpenAccount,
    34: SetQuotas,
    35: SetExposureLimit,
    36: Fund,
    37: Withdraw,
    38: Reserve,
    39: Draw,
    40: Extend,
    41: Settle,
    42: Release,
    43: Charge,
    44: CloseAccount,
    64: Assemble,
    80: AcquireLock,
    81: RenewLock,
    82: ReleaseLock,
    83: CancelWait,
    96: Admit,
}
BODY_TABLES = {kind: Table(body) for kind, body in BODIES.items()}
KINDS = {body: kind for kind, body in BODIES.items()}


@dataclass(slots=True)
class Header:
    version: int = of(LayoutVersion(1))
    tenant: int = of(U64)
    time: int = of(TIME)
    request: int = of(ID128)
    actor: int = of(ID128)
    correlation: int = of(ID128)


HEADER = Table(Header)


@dataclass(slots=True)
class Command:
    header: Header
    body: Body
    body_bytes: bytes = field(default=b"", compare=False)
    """As they were read: the digest of an admission is of them."""

    @property
    def tenant(self) -> int:
        return self.header.tenant

    @property
    def time(self) -> int:
        return self.header.time


def decode_command(data: bytes) -> Command:
    """In the document's order: kind, version, header, body, trailing bytes, what judges the body whole, tenant."""
    reader = Reader(data)
    kind = reader.unsigned(1)
    if kind not in BODIES:
        raise DecodingError(ErrorCode.UNKNOWN_KIND, 0)
    header = HEADER.read(reader)
    body = BODY_TABLES[kind].read(reader)
    reader.finish()
    if isinstance(body, Admit):
        judge_token_limit(body)
    judge_tenant(header, body)
    return Command(header, body, data[HEADER_BYTE_COUNT:])


def encode_command(command: Command) -> bytes:
    kind = KINDS[type(command.body)]
    return bytes((kind,)) + encoded(HEADER, command.header) + encoded(BODY_TABLES[kind], command.body)


def judge_token_limit(body: Admit) -> None:
    """What an admission may reserve is an amount."""
    most = body.assembly.token_limit + body.request.usage[OUTPUT] + body.request.usage[REASONING]
    if most > bounds.AMOUNT_MAXIMUM:
        raise DecodingError(ErrorCode.OUT_OF_RANGE, body.assembly.offset)


def judge_tenant(header: Header, body: Body) -> None:
    has_none = isinstance(body, (Tick, InstallPolicy, Seal)) or (isinstance(body, Describe) and body.is_of_no_tenant)
    if has_none and header.tenant != 0:
        raise DecodingError(ErrorCode.TENANT_NOT_ALLOWED, TENANT_OFFSET)
    if not has_none and header.tenant == 0:
        raise DecodingError(ErrorCode.TENANT_REQUIRED, TENANT_OFFSET)
