"""B1 to B5, added up from what the kernel remembers (docs/format.md, Conservation)."""

from collections import defaultdict

from . import bounds
from .bounds import DIMENSIONS
from .kernel import Kernel
from .state import Account, Reservation, State, Tenant, three_zeros

AccountKey = tuple[int, int]
"""Tenant and account."""


class ConservationError(Exception):
    """A rule that does not hold of an account and dimension."""

    def __init__(self, rule: str, tenant: int, account: int, dimension: int) -> None:
        names = ("calls", "tokens", "cost")
        super().__init__(f"{rule} does not hold: tenant {tenant}, account {account}, {names[dimension]}")


class Auditor:
    """Watches a kernel from its first step on: it must see every step, and may add up when it likes."""

    def __init__(self, kernel: Kernel) -> None:
        self.kernel = kernel
        self.forgotten_spent: dict[AccountKey, list[int]] = defaultdict(three_zeros)
        """What forgotten reservations and charges had spent, by every account that they touched."""
        self.before: dict[AccountKey, tuple[list[int], ...]] = {}
        """Funded, withdrawn and spent when they were last added up."""

    @property
    def state(self) -> State:
        return self.kernel.state

    def saw_step(self) -> None:
        """Keeps what a step forgot."""
        for finished, what in self.kernel.forgotten:
            if isinstance(what, Reservation):
                tenant = self.state.tenants[finished.tenant]
                add_to_touched(self.forgotten_spent, tenant, what, what.spent)

    def add_up(self) -> None:
        for tenant in self.state.tenants.values():
            holds: dict[AccountKey, list[int]] = defaultdict(three_zeros)
            spent: dict[AccountKey, list[int]] = defaultdict(three_zeros)
            for reservation in tenant.reservations.values():
                add_to_touched(spent, tenant, reservation, reservation.spent)
                if reservation.is_open:
                    add_to_touched(holds, tenant, reservation, reservation.hold())
            for account in tenant.accounts.values():
                key = (tenant.number, account.number)
                self.check_balances(tenant, account)
                self.check_sums(tenant, account, holds[key], spent[key])
                self.check_growth(tenant, account)

    def check_balances(self, tenant: Tenant, account: Account) -> None:
        for dimension in DIMENSIONS:
            funded, debt = account.funded[dimension], account.debt[dimension]
            withdrawn, spent = account.withdrawn[dimension], account.spent[dimension]
            available, reserved = account.available[dimension], account.reserved[dimension]
            place = (tenant.number, account.number, dimension)
            if funded + debt != withdrawn + available + reserved + spent:
                raise ConservationError("B1", *place)
            if min(funded, debt, withdrawn, available, reserved, spent) < 0:
                raise ConservationError("B2", *place)
            if funded + debt > bounds.BALANCE_MAXIMUM:
                raise ConservationError("B2", *place)
            if debt > 0 and available != 0:
                raise ConservationError("B3", *place)

    def check_sums(self, tenant: Tenant, account: Account, holds: list[int], spent: list[int]) -> None:
        forgotten = self.forgotten_spent[(tenant.number, account.number)]
        for dimension in DIMENSIONS:
            if account.reserved[dimension] != holds[dimension]:
                raise ConservationError("B4", tenant.number, account.number, dimension)
            if account.spent[dimension] != spent[dimension] + forgotten[dimension]:
                raise ConservationError("B5", tenant.number, account.number, dimension)

    def check_growth(self, tenant: Tenant, account: Account) -> None:
        key = (tenant.number, account.number)
        now = (list(account.funded), list(account.withdrawn), list(account.spent))
        for old, new in zip(self.before.get(key, now), now, strict=True):
            for dimension in DIMENSIONS:
                if new[dimension] < old[dimension]:
                    raise ConservationError("B5", tenant.number, account.number, dimension)
        self.before[key] = now


def add_to_touched(
    sums: dict[AccountKey, list[int]], tenant: Tenant, reservation: Reservation, amounts: bounds.Amounts
) -> None:
    for account in tenant.touched(reservation.accounts):
        for dimension in DIMENSIONS:
            sums[(tenant.number, account.number)][dimension] += amounts[dimension]
