"""What every operation on a budget is made of: a translation of `Balance` and of the values that it works on."""

from __future__ import annotations

from dataclasses import dataclass

from arithmetic import Condition, Word, all_hold, choose, minimum
from sources import translates

DIMENSIONS = ("calls", "tokens", "cost")
MAXIMUM_BALANCE = 2**63 - 1
MAXIMUM_AMOUNT = 2**48 - 1
MAXIMUM_TIME = 2**53
MAXIMUM_COUNT = 2**28
NO_LIMIT = 2**64 - 1

_PRIMITIVES = "Budgets/Balance+Primitives.swift"
_AMOUNTS = "Values/Amounts.swift"


@dataclass
class PerDimension:
    """One value for each dimension."""

    calls: object
    tokens: object
    cost: object

    def __getitem__(self, dimension: str):
        return getattr(self, dimension)


class Amounts(PerDimension):
    """Calls, tokens and microcents, each at most 2^48 − 1."""

    @staticmethod
    def zero() -> Amounts:
        return Amounts(Word(0), Word(0), Word(0))

    @translates(_AMOUNTS, "public var isZero: Bool")
    def is_zero(self) -> Condition:
        return all_hold(self.calls == 0, self.tokens == 0, self.cost == 0)

    @translates(_AMOUNTS, "func subtracting(_ other: Amounts)")
    def subtracting(self, other: Amounts) -> Amounts:
        return Amounts(self.calls - other.calls, self.tokens - other.tokens, self.cost - other.cost)

    def equals(self, other: Amounts) -> Condition:
        return all_hold(*(self[dimension] == other[dimension] for dimension in DIMENSIONS))


@dataclass
class WideCounter:
    """128 bits as two words."""

    high: Word
    low: Word

    @staticmethod
    def zero() -> WideCounter:
        return WideCounter(Word(0), Word(0))

    @translates(_AMOUNTS, "public mutating func add(_ amount: UInt64)")
    def add(self, amount: Word) -> None:
        total, carried = self.low.adding_reporting_overflow(amount)
        self.low = total
        self.high = self.high.wrapping_add(choose(carried.value, 1, 0))


@dataclass
class Balance:
    """One dimension of an account's budget."""

    funded: Word
    withdrawn: Word
    spent: Word
    available: Word
    reserved: Word
    debt: Word

    @staticmethod
    def empty() -> Balance:
        return Balance(*(Word(0) for _ in range(6)))

    @translates(_PRIMITIVES, "func chargeable(afterCredit credit: UInt64)")
    def chargeable(self, credit: Word) -> Word:
        rest = Word(MAXIMUM_BALANCE).wrapping_subtract(self.funded).wrapping_subtract(self.debt)
        return rest.wrapping_add(self.available).wrapping_add(credit)

    @translates(_PRIMITIVES, "func allowsFunding(_ amount: UInt64)")
    def allows_funding(self, amount: Word) -> Condition:
        paid = minimum(self.debt, amount)
        return self.funded.wrapping_add(amount).wrapping_add(self.debt.wrapping_subtract(paid)) <= MAXIMUM_BALANCE

    @translates(_PRIMITIVES, "mutating func fund(_ amount: UInt64)")
    def fund(self, amount: Word) -> None:
        self.funded += amount
        self.credit(amount)

    @translates(_PRIMITIVES, "mutating func withdraw(_ amount: UInt64)")
    def withdraw(self, amount: Word) -> None:
        self.available -= amount
        self.withdrawn += amount

    @translates(_PRIMITIVES, "mutating func hold(_ amount: UInt64)")
    def hold(self, amount: Word) -> None:
        self.available -= amount
        self.reserved += amount

    @translates(_PRIMITIVES, "mutating func releaseHold(_ amount: UInt64)")
    def release_hold(self, amount: Word) -> None:
        self.reserved -= amount
        self.credit(amount)

    @translates(_PRIMITIVES, "mutating func spendHold(_ amount: UInt64)")
    def spend_hold(self, amount: Word) -> None:
        self.reserved -= amount
        self.spent += amount

    @translates(_PRIMITIVES, "mutating func charge(_ amount: UInt64, releasing hold: UInt64)")
    def charge(self, amount: Word, hold: Word) -> None:
        self.reserved -= hold
        owed = self.debt + amount
        owned = self.available + hold
        paid = minimum(owed, owned)
        self.debt = owed.wrapping_subtract(paid)
        self.available = owned.wrapping_subtract(paid)
        self.spent += amount

    @translates(_PRIMITIVES, "private mutating func credit(_ amount: UInt64)")
    def credit(self, amount: Word) -> None:
        paid = minimum(self.debt, amount)
        self.debt = self.debt.wrapping_subtract(paid)
        self.available += amount.wrapping_subtract(paid)
