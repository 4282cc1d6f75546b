"""Opening and changing tenants and accounts: a translation of `Ledger+Tenants.swift`."""

from __future__ import annotations

from arithmetic import Word, all_hold
from entries import ACCEPTED, CLOSED, MAXIMUM_DEPTH, OPEN, QUOTAS, Account, Decision, Moment, Quotas, Refusal, Tenant
from primitives import DIMENSIONS, PerDimension
from sources import translates

_FILE = "Budgets/Ledger+Tenants.swift"


class TenantOperations:
    @translates(_FILE, "mutating func openTenant(")
    def open_tenant(self, id: int, quotas: Quotas, moment: Moment) -> Decision:
        self.check_size(quotas)
        if id in self.tenants:
            known = self.tenants[id]
            if not all_hold(*(getattr(known.opening_quotas, name) == getattr(quotas, name) for name in QUOTAS)):
                raise Refusal("conflict")
            return Decision("duplicate", (known.opened_by, "tenantOpen"))
        if len(self.tenants) >= self.limits.tenants:
            raise Refusal.full(Word(self.limits.tenants))
        self.grant(quotas, Quotas(*(Word(0, 32) for _ in QUOTAS)), "full")
        self.tenants[id] = Tenant(id, moment.sequence, quotas, quotas)
        return ACCEPTED

    @translates(_FILE, "mutating func setQuotas(")
    def set_quotas(self, quotas: Quotas, tenant: Tenant) -> Decision:
        self.check_size(quotas)
        for name in QUOTAS:
            used, quota = getattr(tenant.used, name), getattr(quotas, name)
            if not used <= quota:
                raise Refusal("belowUse", "count", used, quota)
        self.grant(quotas, tenant.quotas, "overTable")
        tenant.quotas = quotas
        return ACCEPTED

    @translates(_FILE, "mutating func openAccount(")
    def open_account(
        self, id: int, parent_id: int | None, limit: PerDimension, tenant: Tenant, moment: Moment
    ) -> Decision:
        key = (tenant.id, id)
        if key in self.accounts:
            return self.repeated_opening(self.accounts[key], parent_id, limit)
        parent = None if parent_id is None else self.find_open_account(parent_id, tenant)
        depth = Word(0, 8) if parent is None else parent.depth
        if not depth < MAXIMUM_DEPTH:
            raise Refusal("tooDeep", "account", parent.key[1])
        if not tenant.used.accounts < tenant.quotas.accounts:
            raise Refusal.full(tenant.quotas.accounts)
        self.accounts[key] = Account(
            key, moment.sequence, parent and parent.key, depth + 1, opening_exposure_limit=limit, exposure_limit=limit
        )
        tenant.used.accounts += 1
        if parent is not None:
            parent.open_child_count += 1
        return ACCEPTED

    @translates(_FILE, "mutating func setExposureLimit(")
    def set_exposure_limit(self, limit: PerDimension, id: int, tenant: Tenant) -> Decision:
        account = self.find_open_account(id, tenant)
        for dimension in DIMENSIONS:
            reserved = account.balances[dimension].reserved
            if not reserved <= limit[dimension]:
                raise Refusal("belowUse", "budget", id, dimension, reserved, limit[dimension])
        account.exposure_limit = limit
        return ACCEPTED

    @translates(_FILE, "mutating func closeAccount(")
    def close_account(self, id: int, tenant: Tenant) -> Decision:
        account = self.find_open_account(id, tenant)
        self.check_no_reservation(account)
        self.check_no_balance(account)
        if not account.open_child_count == 0:
            raise Refusal("hasOpenChild", "account", id)
        account.state = Word(CLOSED, 8)
        if account.parent is not None:
            self.accounts[account.parent].open_child_count -= 1
        return ACCEPTED

    def check_no_reservation(self, account: Account) -> None:
        """The first half of the checks of `closeAccount`."""
        if not account.hold_count == 0:
            raise Refusal("hasHold", "account", account.key[1])
        if not account.expired_count == 0:
            raise Refusal("hasExpiredReservation", "account", account.key[1])

    def check_no_balance(self, account: Account) -> None:
        """The second half of the checks of `closeAccount`."""
        for dimension in DIMENSIONS:
            if account.balances[dimension].debt > 0:
                raise self.remainder("hasDebt", account, dimension, account.balances[dimension].debt)
        for dimension in DIMENSIONS:
            if account.balances[dimension].available > 0:
                raise self.remainder("hasAvailable", account, dimension, account.balances[dimension].available)

    @staticmethod
    def remainder(reason: str, account: Account, dimension: str, found: Word) -> Refusal:
        return Refusal(reason, "budget", account.key[1], dimension, Word(0), found)

    @translates(_FILE, "private func repeatedOpening(")
    def repeated_opening(self, known: Account, parent_id: int | None, limit: PerDimension) -> Decision:
        same_parent = parent_id is None if known.parent is None else parent_id == known.parent[1]
        same_limit = all_hold(*(known.opening_exposure_limit[each] == limit[each] for each in DIMENSIONS))
        if not same_parent or not same_limit:
            raise Refusal("conflict")
        return Decision("duplicate", (known.opened_by, "accountOpen" if known.state == OPEN else "accountClosed"))

    def check_size(self, quotas: Quotas) -> None:
        for name in QUOTAS:
            quota, limit = getattr(quotas, name), getattr(self.limits, name)
            if not quota <= limit:
                raise Refusal("tooLarge", "count", quota, limit)

    @translates(_FILE, "private mutating func grant(")
    def grant(self, new: Quotas, old: Quotas, reason: str) -> None:
        granted = self.granted
        total = Quotas(
            accounts=granted.accounts.wrapping_subtract(old.accounts).wrapping_add(new.accounts),
            reservations=granted.reservations.wrapping_subtract(old.reservations).wrapping_add(new.reservations),
            transfers=granted.transfers.wrapping_subtract(old.transfers).wrapping_add(new.transfers),
            locks=granted.locks.wrapping_subtract(old.locks).wrapping_add(new.locks),
        )
        for name in QUOTAS:
            if not getattr(total, name) <= getattr(self.limits, name):
                raise Refusal(reason, "count", getattr(total, name), getattr(self.limits, name))
        self.granted = total
