"""Admitting: reserve, assemble, route and lock in one step, or nothing of it (docs/format.md, Admitting)."""

from dataclasses import replace

from . import bounds, context, locks, reservations, routing
from .bounds import COST, Amounts
from .commands import AcquireLock, Admit, Command
from .decisions import (
    ASSEMBLY,
    BUDGET,
    LOCKS,
    RESERVATION,
    ROUTER_REJECTED,
    ROUTING,
    Admitted,
    AdmittedLease,
    Decision,
    Duplicate,
    NotAdmitted,
    refused,
)
from .digests import admission_digest
from .refusals import Reason, Refusal
from .routes import INPUT, OUTPUT, REASONING, RouteRequest, Winner
from .state import Origin, Reservation, State, Tenant


class Admission:
    """One admission on its way through the stages. `stage` is the one that a refusal comes from."""

    def __init__(self, state: State, tenant: Tenant, command: Command) -> None:
        self.state = state
        self.tenant = tenant
        self.body: Admit = command.body
        self.digest = admission_digest(command.body_bytes)
        self.stage = RESERVATION

    def decide(self) -> Decision:
        try:
            return self.known() or self.admit()
        except Refusal as refusal:
            return NotAdmitted((self.stage, refused(refusal)))

    def known(self) -> Decision | None:
        known = self.tenant.reservations.get(self.body.reservation)
        if known is None:
            return None
        if known.origin != Origin.ADMIT or known.admission != self.digest:
            raise Refusal(Reason.CONFLICT)
        return Duplicate(known.sequence, known.present())

    def admit(self) -> Decision:
        reservations.refuse_unusable_accounts(self.tenant, self.body.accounts)
        reservations.refuse_past_expiry(self.state, self.body.expiry)
        self.stage = ASSEMBLY
        window = context.assemble(self.body.assembly)
        self.stage = ROUTING
        policy = routing.installed_policy(self.state, self.body.request.policy)
        route = routing.decide(policy, self.affordable_request(window.used_tokens))
        if route.winner is None:
            return NotAdmitted((ROUTER_REJECTED, route))
        self.stage = BUDGET
        amounts = self.amounts(window.used_tokens, route.winner)
        reservations.refuse_over_budget(self.tenant, self.body.accounts, amounts)
        self.stage = LOCKS
        self.judge_locks()
        self.open_reservation(amounts)
        return Admitted(amounts, route, self.take_locks(), window)

    def affordable_request(self, used_tokens: int) -> RouteRequest:
        """The window as input, and no more than the touched accounts can pay."""
        limit = min(self.body.request.cost_limit, bounds.AMOUNT_MAXIMUM)
        for account in self.tenant.touched(self.body.accounts):
            limit = min(limit, account.available[COST])
            exposure_limit = account.exposure_limit[COST]
            if exposure_limit is not None:
                limit = min(limit, max(0, exposure_limit - account.reserved[COST]))
        usage = list(self.body.request.usage)
        usage[INPUT] = used_tokens
        return replace(self.body.request, usage=tuple(usage), cost_limit=limit)

    def amounts(self, used_tokens: int, winner: Winner) -> Amounts:
        usage = self.body.request.usage
        return 1, used_tokens + usage[OUTPUT] + usage[REASONING], winner.cost

    def acquisitions(self) -> list[AcquireLock]:
        return [AcquireLock(lock.resource, self.body.agent, lock.mode, lock.lease, 0) for lock in self.body.locks]

    def judge_locks(self) -> None:
        taken = 0
        for acquisition in self.acquisitions():
            locks.judge_acquisition(self.state, self.tenant, acquisition, taken)
            if self.body.agent not in self.tenant.locks.leases_of(acquisition.resource):
                taken += 1

    def take_locks(self) -> tuple[AdmittedLease, ...]:
        taken: list[AdmittedLease] = []
        for index, each in enumerate(self.acquisitions()):
            lease = locks.take(self.state, self.tenant, each.resource, each.agent, each.mode, each.lease, index)
            taken.append(AdmittedLease(each.resource, lease.grant()))
        return tuple(taken)

    def open_reservation(self, amounts: Amounts) -> None:
        reservation = Reservation(
            Origin.ADMIT,
            self.body.accounts,
            amounts,
            self.state.sequence,
            expiry=self.body.expiry,
            admission=self.digest,
        )
        reservations.open_reservation(self.state, self.tenant, self.body.reservation, reservation)
