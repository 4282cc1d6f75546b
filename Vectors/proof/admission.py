"""What an admission does with budgets: a translation of `Ledger+Admission.swift` and of the budget stages of
`Kernel+Admission.swift`. Window, model and locks come from outside: unknown in the proof, from the record in the tie.
"""

from __future__ import annotations

from arithmetic import Word, minimum
from entries import Account, Decision, Moment, Refusal, Reservation, Tenant
from primitives import MAXIMUM_AMOUNT, NO_LIMIT, Amounts
from sources import translates

_FILE = "Budgets/Ledger+Admission.swift"
_KERNEL = "Steps/Kernel+Admission.swift"


class AdmissionOperations:
    @translates(_FILE, "func repeated(admission digest: Digest")
    def repeated_admission(self, digest: bytes, id: int, tenant: Tenant) -> Decision | None:
        entry = self.reservations.get((tenant.id, id))
        if entry is None:
            return None
        if entry.origin != "admit" or entry.admission_digest != digest:
            raise Refusal("conflict")
        return entry.duplicate(entry.opened_by)

    @translates(_FILE, "func affordableCost(")
    def affordable_cost(self, accounts: list[Account]) -> Word:
        cost = Word(MAXIMUM_AMOUNT)
        for account in self.touched(accounts):
            balance = account.balances.cost
            cost = minimum(cost, balance.available)
            limit = account.exposure_limit.cost
            if limit == NO_LIMIT:
                continue
            cost = minimum(cost, limit - balance.reserved if limit > balance.reserved else Word(0))
        return cost

    @translates(_FILE, "mutating func open(")
    def open_admission(
        self, id: int, digest: bytes, accounts: list[Account], amounts: Amounts, expiry: Word, tenant: Tenant,
        moment: Moment,
    ) -> None:  # fmt: skip
        self.open(
            Reservation(
                (tenant.id, id), [account.key for account in accounts], amounts, expiry, moment.sequence, "admit",
                "open", expiry, Amounts.zero(), moment.sequence, digest),
            self.touched(accounts))  # fmt: skip

    @translates(_KERNEL, "private mutating func admit(")
    def admit(self, admission: Admission, tenant: Tenant, moment: Moment) -> Decision:
        """The answer is `admitted` with the amounts, or `notAdmitted` with a stage and a refusal."""
        stage = "reservation"
        try:
            if answer := self.repeated_admission(admission.digest, admission.id, tenant):
                return answer
            accounts = self.find_open_accounts(admission.account_ids, tenant)
            self.check_expiry(admission.expiry, moment)
            stage = "assembly"
            window = admission.assemble()
            stage = "routing"
            cost = admission.route(window, self.affordable_cost(accounts))
            stage = "budget"
            amounts = reserved_amounts(window, admission.output, admission.reasoning, cost)
            self.check_room(amounts, self.touched(accounts), tenant)
            stage = "locks"
            admission.check_locks()
            self.open_admission(
                admission.id, admission.digest, accounts, amounts, admission.expiry, tenant, moment)  # fmt: skip
            return Decision("admitted", (amounts,))
        except Refusal as refusal:
            return Decision("notAdmitted", (stage, refusal))


@translates(_KERNEL, "fileprivate func reserved(_ window: Window")
def reserved_amounts(window: Word, output: Word, reasoning: Word, cost: Word) -> Amounts:
    """What an admission reserves: one call, the tokens of window, output and reasoning, the cost."""
    tokens = window.wrapping_add(output).wrapping_add(reasoning)
    return Amounts(Word(1), tokens, cost)


class Admission:
    """An admission, and what happens to it outside the budgets. The three functions may raise a refusal."""

    def __init__(self, id, account_ids, expiry, digest, output, reasoning, assemble, route, check_locks):
        self.id = id
        self.account_ids = account_ids
        self.expiry = expiry
        self.digest = digest
        self.output = output
        self.reasoning = reasoning
        self.assemble = assemble
        self.route = route
        self.check_locks = check_locks
