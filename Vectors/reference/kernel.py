"""The step: consequences first, then the command (docs/format.md, The step)."""

from collections.abc import Callable, Iterator
from typing import Any

from . import budgets, context, locks, reservations, routing
from .admission import Admission
from .commands import (
    AcquireLock,
    Admit,
    Assemble,
    CancelWait,
    Charge,
    CloseAccount,
    Command,
    Describe,
    Draw,
    Extend,
    Fund,
    InstallPolicy,
    OpenAccount,
    OpenTenant,
    Release,
    ReleaseLock,
    RenewLock,
    Reserve,
    Route,
    Seal,
    SetExposureLimit,
    SetQuotas,
    Settle,
    Tick,
    Withdraw,
    encode_command,
)
from .decisions import Accepted, Assembled, Decision, PolicyInstalled, Routed, Sealed, encode_decision, refused
from .due import Due, DueKind
from .policies import Policy
from .records import COMMAND, CONSEQUENCE, Record
from .refusals import PolicyDetail, Reason, Refusal, refuse_above, refuse_full
from .snapshot import state_root
from .state import Finished, Limits, Reservation, State, Tenant, Transfer

JUDGES: dict[type, Callable[[State, Tenant, Any], Decision]] = {
    OpenAccount: budgets.open_account,
    SetQuotas: budgets.set_quotas,
    SetExposureLimit: budgets.set_exposure_limit,
    Fund: budgets.transfer,
    Withdraw: budgets.transfer,
    Reserve: reservations.reserve,
    Draw: reservations.draw,
    Extend: reservations.extend,
    Settle: reservations.settle,
    Release: reservations.release,
    Charge: reservations.charge,
    CloseAccount: budgets.close_account,
    AcquireLock: locks.acquire,
    RenewLock: locks.renew,
    ReleaseLock: locks.release,
    CancelWait: locks.cancel,
}
"""Commands of a tenant that need nothing but their body."""


NO_SECRET = bytes(32)
"""The salt secret of vectors and of the conformance protocol."""


class ConsequencesDue(Exception):
    """A command was given while something was due before it."""


class Kernel:
    """The pure step over a state."""

    def __init__(self, limits: Limits, initial_time: int, salt_secret: bytes = NO_SECRET) -> None:
        self.state = State(limits, initial_time)
        self.salt_secret = salt_secret
        self.forgotten: list[tuple[Finished, Reservation | Transfer]] = []
        """What the last step forgot."""

    def steps(self, command: Command, encoded: bytes | None = None) -> Iterator[Record]:
        """The consequences that come before a command, then the command."""
        while (consequence := self.next_consequence(command.time)) is not None:
            yield consequence
        yield self.step(command, encoded)

    def horizon(self, time: int) -> int:
        """Up to when things fall due: a jump does not advance time."""
        return self.state.time if self.is_jump(time) else max(self.state.time, time)

    def is_jump(self, time: int) -> bool:
        return time > self.state.time + self.state.limits.maximum_advance

    def next_consequence(self, until: int) -> Record | None:
        """The next thing that is due, promotions first."""
        promotion = self.next_promotion()
        if promotion is not None:
            tenant, agent = promotion
            self.begin(self.state.time)
            return self.record(CONSEQUENCE, b"", locks.promote(self.state, tenant, agent))
        due = self.state.due.first()
        if due is None or due.time > self.horizon(until):
            return None
        self.begin(due.time)
        return self.record(CONSEQUENCE, b"", self.fall_due(due))

    def next_promotion(self) -> tuple[Tenant, int] | None:
        """Only a queue that lost a lease or a request can have a promotable head."""
        for number, resource in sorted(self.state.freed_queues):
            tenant = self.state.tenants[number]
            request = locks.promotable(tenant, resource)
            if request is not None:
                return tenant, request.agent
            self.state.freed_queues.discard((number, resource))
        return None

    def is_due(self, until: int) -> bool:
        due = self.state.due.first()
        return self.next_promotion() is not None or (due is not None and due.time <= self.horizon(until))

    def fall_due(self, due: Due) -> Decision:
        tenant = self.state.tenants[due.tenant]
        if due.kind == DueKind.LEASE:
            return locks.expire_lease(self.state, tenant, *due.subject)
        if due.kind == DueKind.WAIT:
            return locks.expire_wait(self.state, tenant, *due.subject)
        return reservations.expire(self.state, tenant, *due.subject)

    def step(self, command: Command, encoded: bytes | None = None) -> Record:
        """The step of a command. `encoded` is its bytes, where they are at hand."""
        if self.is_due(command.time):
            raise ConsequencesDue
        latest = self.state.time + self.state.limits.maximum_advance
        self.begin(self.horizon(command.time))
        try:
            refuse_above(Reason.TIME_JUMP, command.time, latest)
            decision = self.judge(command)
        except Refusal as refusal:
            decision = refused(refusal)
        return self.record(COMMAND, encode_command(command) if encoded is None else encoded, decision)

    def begin(self, time: int) -> None:
        """How every step begins, whatever comes of it."""
        self.state.sequence += 1
        self.state.time = max(self.state.time, time)
        self.forgotten = self.state.forget()

    def record(self, origin: int, command: bytes, decision: Decision) -> Record:
        return Record(self.state.sequence, self.state.time, origin, command, encode_decision(decision))

    def judge(self, command: Command) -> Decision:
        match command.body:
            case Tick():
                return Accepted()
            case InstallPolicy(policy):
                return self.install(policy)
            case Seal():
                return Sealed(state_root(self.state, self.salt_secret))
            case OpenTenant():
                return budgets.open_tenant(self.state, command.tenant, command.body)
            case Describe() if command.body.is_of_no_tenant:
                return Accepted()
        tenant = self.state.tenants.get(command.tenant)
        if tenant is None:
            raise Refusal(Reason.UNKNOWN_TENANT)
        return self.judge_of_tenant(tenant, command)

    def judge_of_tenant(self, tenant: Tenant, command: Command) -> Decision:
        match command.body:
            case Describe():
                return Accepted()
            case Route(request):
                policy = routing.installed_policy(self.state, request.policy)
                return Routed(routing.decide(policy, request))
            case Assemble(assembly):
                refuse_above(Reason.TOO_LARGE, len(assembly.fragments), self.state.limits.fragments)
                return Assembled(context.assemble(assembly))
            case Admit():
                fragments = command.body.assembly.fragments
                refuse_above(Reason.TOO_LARGE, len(fragments), self.state.limits.fragments)
                return Admission(self.state, tenant, command).decide()
        return JUDGES[type(command.body)](self.state, tenant, command.body)

    def install(self, policy: Policy) -> Decision:
        policies, limits = self.state.policies, self.state.limits
        refuse_above(Reason.TOO_LARGE, len(policy.models), limits.models)
        for number, installed in enumerate(policies, start=1):
            if installed.digest == policy.digest:
                raise Refusal(Reason.ALREADY_INSTALLED, PolicyDetail(number))
        refuse_full(len(policies), limits.policies)
        models = len(policy.models) + sum(len(installed.models) for installed in policies)
        refuse_above(Reason.FULL, models, limits.models)
        policies.append(policy)
        return PolicyInstalled(len(policies), policy.digest)
