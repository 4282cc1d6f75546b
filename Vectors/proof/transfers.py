"""Budget that enters or leaves an account: a translation of `Ledger+Transfers.swift`."""

from __future__ import annotations

from arithmetic import Word
from entries import ACCEPTED, Account, Decision, Moment, Refusal, Tenant, Transfer
from primitives import DIMENSIONS, MAXIMUM_BALANCE, Amounts
from sources import translates

_FILE = "Budgets/Ledger+Transfers.swift"


class TransferOperations:
    @translates(_FILE, "mutating func fund(")
    def fund(self, id: int, account_id: int, amounts: Amounts, tenant: Tenant, moment: Moment) -> Decision:
        if answer := self.repeated_transfer(id, "fund", account_id, amounts, tenant):
            return answer
        account = self.find_open_account(account_id, tenant)
        if amounts.is_zero():
            raise Refusal("zeroAmount")
        for dimension in DIMENSIONS:
            balance = account.balances[dimension]
            if not balance.allows_funding(amounts[dimension]):
                raise Refusal(
                    "overflow", "budget", account_id, dimension, amounts[dimension],
                    Word(MAXIMUM_BALANCE) - balance.funded)  # fmt: skip
        self.remember(id, "fund", account, amounts, tenant, moment)
        for dimension in DIMENSIONS:
            account.balances[dimension].fund(amounts[dimension])
        return ACCEPTED

    @translates(_FILE, "mutating func withdraw(")
    def withdraw(self, id: int, account_id: int, amounts: Amounts, tenant: Tenant, moment: Moment) -> Decision:
        if answer := self.repeated_transfer(id, "withdraw", account_id, amounts, tenant):
            return answer
        account = self.find_open_account(account_id, tenant)
        if amounts.is_zero():
            raise Refusal("zeroAmount")
        self.check_withdrawal(account, amounts)
        self.remember(id, "withdraw", account, amounts, tenant, moment)
        for dimension in DIMENSIONS:
            account.balances[dimension].withdraw(amounts[dimension])
        return ACCEPTED

    def check_withdrawal(self, account: Account, amounts: Amounts) -> None:
        """The loop of `withdraw` over what is available."""
        for dimension in DIMENSIONS:
            available = account.balances[dimension].available
            if not amounts[dimension] <= available:
                raise Refusal("insufficient", "budget", account.key[1], dimension, amounts[dimension], available)

    @translates(_FILE, "private func repeated(")
    def repeated_transfer(
        self, id: int, direction: str, account_id: int, amounts: Amounts, tenant: Tenant
    ) -> Decision | None:
        entry = self.transfers.get((tenant.id, id))
        if entry is None:
            return None
        if entry.direction != direction or entry.account[1] != account_id or not entry.amounts.equals(amounts):
            raise Refusal("conflict")
        return Decision("duplicate", (entry.finished_by, "transferred"))

    @translates(_FILE, "private mutating func remember(")
    def remember(
        self, id: int, direction: str, account: Account, amounts: Amounts, tenant: Tenant, moment: Moment
    ) -> None:
        quota = tenant.quotas.transfers
        if not tenant.used.transfers < quota:
            raise Refusal.full(quota)
        key = (tenant.id, id)
        self.transfers[key] = Transfer(key, direction, account.key, amounts, moment.sequence, moment.time)
        self.finished_transfers[key] = None
        self.expect_forgetting(moment.time)
        tenant.used.transfers += 1
