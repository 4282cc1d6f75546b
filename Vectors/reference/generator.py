"""Random commands about few things, so that they meet: for tests and the fuzzer."""

from collections.abc import Callable
from dataclasses import fields
from random import Random
from typing import Any

from . import bounds
from .assemblies import Assembly, Fragment, Section
from .command_fields import ExposureLimit
from .commands import (
    KINDS,
    AcquireLock,
    AdmissionLock,
    Admit,
    Assemble,
    Body,
    CancelWait,
    Charge,
    Command,
    Draw,
    Extend,
    Fund,
    Header,
    InstallPolicy,
    OpenAccount,
    OpenTenant,
    Quotas,
    Release,
    ReleaseLock,
    RenewLock,
    Reserve,
    Route,
    Seal,
    Settle,
    Tick,
    Withdraw,
)
from .kernel import NO_SECRET, Kernel
from .policies import NO_PRICES, Model, Policy
from .routes import RouteRequest, WarmEntry
from .state import Limits, Tenant

TENANTS = (1, 2, 3)
UNKNOWN_TENANT = 9
ACCOUNTS = range(8)
MODEL_NUMBERS = range(1, 30)
BATCH_RECORDS = 100
COMMON = [Admit] * 6 + [AcquireLock] * 6 + [ReleaseLock] * 3 + [RenewLock, CancelWait, Assemble, Route] + [Fund] * 3
COMMON += [Seal] + [Reserve] * 5 + [Draw] * 3 + [Settle] * 4 + [Extend, Release, Charge, Charge, Withdraw]


class Generator:
    """Random commands about few things, so that they meet. What a field holds follows from its name."""

    def __init__(self, seed: int, salt_secret: bytes = NO_SECRET) -> None:
        self.random = Random(seed)
        initial_times = (0, 1000, bounds.TIME_MAXIMUM - 100_000)
        self.kernel = Kernel(self.limits(), self.pick(*initial_times), salt_secret)
        self.fields: dict[str, Callable[[], Any]] = {
            "account": lambda: self.pick(*ACCOUNTS),
            "accounts": lambda: tuple(self.random.sample(ACCOUNTS, self.pick(1, 1, 2, 4))),
            "agent": lambda: self.random.randrange(1, 6),
            "amounts": self.amounts,
            "assembly": self.assembly,
            "expiry": lambda: self.near_time(*[5, 10, 30, 100] * 5, -1, 0, 1),
            "exposure_limit": self.exposure_limit,
            "lease": lambda: self.pick(*[5, 10, 15, 20] * 8, 0, 101, bounds.TIME_MAXIMUM),
            "locks": self.locks,
            "mode": lambda: self.pick(1, 1, 2),
            "name": lambda: self.pick("name", "é漢", "x" * 128),
            "parent": lambda: self.pick(None, *ACCOUNTS),
            "policy": self.policy,
            "quotas": lambda: Quotas(*[self.random.randrange(12) for _ in range(4)]),
            "request": lambda: self.route_request(is_admission=False),
            "reservation": lambda: self.pick(*range(100), 1 << 64),
            "resource": lambda: self.pick(1, 2, 3, 1 << 64),
            "subject": lambda: self.pick((1, 0), (2, 5), (3, 7), (16, 1)),
            "token": lambda: self.random.randrange(100),
            "total": self.amounts,
            "transfer": lambda: self.random.randrange(2000),
            "wait": lambda: self.pick(*[0, 5, 12, 20] * 8, bounds.TIME_MAXIMUM),
        }

    def pick(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def limits(self) -> Limits:
        return Limits(
            maximum_advance=self.pick(50, 1000, bounds.TIME_MAXIMUM),
            retention=self.pick(0, 40, 300, 5000),
            tenants=3,
            accounts=24,
            reservations=self.pick(12, 60),
            transfers=self.pick(30, 300),
            policies=3,
            models=self.pick(8, 20),
            locks=self.pick(9, 40),
            fragments=self.pick(9, 30),
            maximum_lease=self.pick(20, 100),
            maximum_wait=self.pick(20, 100),
        )

    # Values

    def near_time(self, *distances: int) -> int:
        distance: int = self.pick(*distances)
        return min(bounds.TIME_MAXIMUM, max(0, self.kernel.state.time + distance))

    def amounts(self) -> bounds.Amounts:
        most = self.pick(*[1, 20, 50] * 10, bounds.AMOUNT_MAXIMUM)
        return self.random.randint(0, most), self.random.randint(0, most), self.random.randint(0, most)

    def exposure_limit(self) -> ExposureLimit:
        calls, tokens, cost = [self.pick(*[None] * 8, 0, 60, 10**6, bounds.BALANCE_MAXIMUM) for _ in range(3)]
        return calls, tokens, cost

    def locks(self) -> tuple[AdmissionLock, ...]:
        resources = sorted(self.random.sample((1, 2, 3, 1 << 64), self.pick(0, 1, 2, 3)))
        return tuple(AdmissionLock(resource, self.pick(1, 2), self.pick(5, 10, 10)) for resource in resources)

    def prices(self) -> tuple[int, ...]:
        return tuple(self.pick(0, 5, 5, 10**3, 10**6, 10**9) for _ in NO_PRICES[:-1]) + (5,)

    def policy(self) -> Policy:
        numbers = sorted(self.random.sample(MODEL_NUMBERS, self.pick(1, 3, 5, 9)))
        models = tuple(self.model(number) for number in numbers)
        models[0].enabled = 1
        limits = (self.pick(9000, 10_000), self.pick(0, 5000), self.pick(0, 50_000), self.pick(0, 7, 10**9))
        return Policy(1, self.random.getrandbits(64), 3, *limits, models)

    def model(self, number: int) -> Model:
        threshold = self.pick(0, 50)
        return Model(
            number,
            provider=self.pick(0, 1, 63),
            enabled=self.pick(0, 1, 1, 1),
            quality=self.random.randrange(5000, 10_001),
            risk_ceiling=self.pick(5000, 10_000),
            latency=self.pick(0, 90, 300),
            capabilities=self.pick(3, 7),
            regions=self.pick(0, 1, 3),
            context_window=self.pick(0, 100, 1000),
            maximum_output=self.pick(0, 50, 400),
            long_context_threshold=threshold,
            first_prices=self.prices(),
            second_prices=self.prices() if threshold else NO_PRICES,
        )

    def route_request(self, *, is_admission: bool) -> RouteRequest:
        usage = [self.pick(0, self.random.randrange(200), self.random.randrange(50)) for _ in range(8)]
        if is_admission:
            usage[:3] = [0, 0, 0]
        warm = sorted(self.random.sample(MODEL_NUMBERS, self.pick(0, 1, 8)))
        return RouteRequest(
            policy=self.pick(0, 1, 1, 1, 1, 2),
            requested_model=self.pick(*MODEL_NUMBERS),
            usage=tuple(usage),
            value=self.pick(-5, 10**9, 10**12, 10**14, 10**14, bounds.I64_MAXIMUM),
            cost_limit=self.pick(10**6, 10**9, bounds.U64_MAXIMUM),
            risk=self.pick(*[0] * 6, 100, 9500),
            confidence=self.pick(4000, 8000, 10_000, 10_000),
            minimum_quality=self.pick(0, 0, 7000),
            latency_limit=self.pick(0, 0, 100),
            required_capabilities=self.pick(0, 0, 4),
            allowed_providers=self.pick(bounds.U64_MAXIMUM, bounds.U64_MAXIMUM, 3),
            required_regions=self.pick(0, 0, 2),
            warm=tuple(WarmEntry(model, self.pick(0, 5, bounds.U64_MAXIMUM)) for model in warm),
            excluded=tuple(sorted(self.random.sample(MODEL_NUMBERS, self.pick(0, 0, 8)))),
        )

    def assembly(self) -> Assembly:
        sections = sorted(self.random.sample(range(10), self.pick(1, 2, 4)))
        numbers = sorted(self.random.sample(range(60), self.random.randrange(12)))
        return Assembly(
            token_limit=self.pick(20, 100, 200, 400, 400),
            output_tokens=self.pick(0, 0, 10, 50),
            separator_tokens=self.pick(0, 1, 5),
            mode=self.pick(1, 2),
            sections=tuple(self.section(number) for number in sections),
            fragments=tuple(self.fragment(number, self.pick(*sections)) for number in numbers),
        )

    def section(self, number: int) -> Section:
        return Section(number, self.pick(0, 1, 2), self.pick(0, 1), self.pick(None, None, 0, 10, 50, 200))

    def fragment(self, number: int, section: int) -> Fragment:
        tokens = self.pick(0, 1, 5, 10, 40, 90)
        inner = range(1, tokens)
        cuts = sorted(self.random.sample(inner, min(self.pick(0, 1, 3, 8), len(inner))))
        flags = self.pick(0, 0, 0, 2, 2, 2, 4, 4, 6, 6, 1, 7)
        content = self.random.randbytes(32)
        return Fragment(
            number,
            section,
            self.pick(0, 1),
            self.pick(0, 1, bounds.U64_MAXIMUM),
            tokens,
            flags,
            self.pick(0, 0, 1, 2),
            content,
            tuple(cuts),
        )

    # Commands

    def command(self) -> Command:
        kind = self.pick(*COMMON) if self.random.random() < 0.9 else self.pick(*KINDS)
        tenant = self.pick(*TENANTS) if self.random.random() < 0.99 else UNKNOWN_TENANT
        body = self.body(kind, self.kernel.state.tenants.get(tenant))
        is_of_no_tenant = kind in (Tick, InstallPolicy, Seal) or getattr(body, "is_of_no_tenant", False)
        time = self.near_time(*[0] * 16, 1, 1, 2, 5, -5)
        if self.random.random() < 0.01:
            advance = self.kernel.state.limits.maximum_advance
            time = self.near_time(60, advance, advance, advance + 1)
        return self.under_header(0 if is_of_no_tenant else tenant, body, time)

    def under_header(self, tenant: int, body: Body, time: int) -> Command:
        return Command(Header(1, tenant, time, self.random.getrandbits(128), 7, 0), body)

    def body(self, kind: type, tenant: Tenant | None) -> Body:
        values = {column.name: self.fields[column.name]() for column in fields(kind)}
        body = kind(**values)
        if kind is Admit:
            body.request = self.route_request(is_admission=True)
        if tenant is not None and self.random.random() < 0.9:
            self.aim(body, tenant)
        return body

    def aim(self, body: Body, tenant: Tenant) -> None:
        """At something that is there."""
        if isinstance(body, (ReleaseLock, RenewLock)) and tenant.locks.leases:
            body.resource = self.pick(*tenant.locks.leases)
            lease = self.pick(*tenant.locks.leases[body.resource].values())
            body.agent, body.token = lease.agent, self.pick(lease.token, lease.token, lease.old_token)
        if isinstance(body, (Draw, Settle, Extend, Release)) and tenant.reservations:
            body.reservation = self.pick(*tenant.reservations)
        if isinstance(body, CancelWait) and tenant.locks.waiting:
            body.agent = self.pick(*tenant.locks.waiting)
        if isinstance(body, (Draw, Settle)) and tenant.reservations:
            known = tenant.reservations[body.reservation]
            more = [min(each + self.random.randrange(4), bounds.AMOUNT_MAXIMUM) for each in known.spent]
            body.total = self.pick(known.spent, known.amounts, (more[0], more[1], more[2]))

    def setup(self) -> list[Command]:
        """Tenants with trees of accounts that have something."""
        time = self.kernel.state.time
        commands = [self.under_header(0, InstallPolicy(self.policy()), time)]
        limits = self.kernel.state.limits
        for tenant in TENANTS:
            quotas = Quotas(*[table // len(TENANTS) for table in limits.tables()])
            bodies: list[Body] = [OpenTenant(quotas)]
            for account in ACCOUNTS:
                parent = self.pick(None, *range(account))
                bodies.append(OpenAccount(account, parent, self.exposure_limit()))
                bodies.append(Fund(10_000 + account, account, (1000, 20_000, self.pick(10**6, 10**12))))
            commands += [self.under_header(tenant, body, time) for body in bodies]
        return commands
