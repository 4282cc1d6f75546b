"""The budgets of all tenants, with every operation: a translation of `Ledger`."""

from __future__ import annotations

from admission import AdmissionOperations
from arithmetic import Word
from entries import OPEN, Account, Limits, Quotas, Refusal, Reservation, Tenant
from reservations import ReservationOperations
from settlement import Forgetting, SettlementOperations
from sources import translates
from tenants import TenantOperations
from transfers import TransferOperations

_FILE = "Budgets/Ledger.swift"


class Ledger(
    TenantOperations, TransferOperations, ReservationOperations, SettlementOperations, Forgetting, AdmissionOperations
):
    """Accounts, reservations and transfers are found by (tenant, id)."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.tenants: dict[int, Tenant] = {}
        self.accounts: dict[tuple[int, int], Account] = {}
        self.reservations: dict[tuple[int, int], Reservation] = {}
        self.transfers = {}
        self.expiries: dict[tuple[int, int], tuple[Word, int]] = {}
        # In the order in which they finished.
        self.finished_reservations: dict[tuple[int, int], None] = {}
        self.finished_transfers: dict[tuple[int, int], None] = {}
        # Nothing is to be forgotten before this time.
        self.next_forgetting = Word(0)
        self.granted = Quotas(*(Word(0, 32) for _ in range(4)))

    @translates(_FILE, "func account(_ id: AccountID")
    def find_account(self, id: int, tenant: Tenant) -> Account:
        if (tenant.id, id) not in self.accounts:
            raise Refusal("unknownAccount", "account", id)
        return self.accounts[tenant.id, id]

    @translates(_FILE, "func openAccount(_ id: AccountID")
    def find_open_account(self, id: int, tenant: Tenant) -> Account:
        account = self.find_account(id, tenant)
        if not account.state == OPEN:
            raise Refusal("closedAccount", "account", id)
        return account

    @translates(_FILE, "func openAccounts(")
    def find_open_accounts(self, ids: list[int], tenant: Tenant) -> list[Account]:
        accounts = [self.find_account(id, tenant) for id in ids]
        for account in accounts:
            if not account.state == OPEN:
                raise Refusal("closedAccount", "account", account.key[1])
        return accounts

    @translates(_FILE, "func touched(by list: BoundedList<4, Slot>)")
    def touched(self, accounts: list[Account]) -> list[Account]:
        touched: list[Account] = []
        for account in accounts:
            while account is not None and self.visit(touched, account):
                account = self.accounts.get(account.parent)
        return touched

    @translates("Budgets/TouchedAccounts.swift", "mutating func visit(")
    def visit(self, touched: list[Account], account: Account) -> bool:
        if any(visited is account for visited in touched):
            return False
        touched.append(account)
        return True

    def touched_by(self, entry: Reservation) -> list[Account]:
        """The accounts that a reservation touches."""
        return self.touched([self.accounts[key] for key in entry.accounts])
