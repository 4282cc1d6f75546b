"""Machine words that are numbers or unknowns, and what every operator on them promises.

A `Word` is an unsigned integer of a fixed width, as in the kernel. Its value is a Python integer, or an integer
expression of Z3 that stands for all values at once. The same operations run on both: with unknowns they are proven,
with numbers they are compared to what the kernel gave.

Every operator makes an *obligation*: its result lies within the width. Where all obligations hold, the integers that Z3
calculates with and the 64-bit words of the kernel are the same, so nothing is lost by leaving bit vectors out; and no
`&+` or `&-` wraps and no `+` or `-` traps.
"""

from __future__ import annotations

import contextlib
import sys

import z3


class Trap(Exception):
    """A result outside its width: here the kernel would stop, or a wrapping operator would wrap."""


class Machine:
    """What conditions and obligations mean. This one calculates with numbers."""

    def branch(self, condition: z3.BoolRef) -> bool:
        raise TypeError(f"{condition} is not decided by numbers")

    def oblige(self, label: str, condition: Condition) -> None:
        if not condition.value:
            raise Trap(label)


_machines = [Machine()]


@contextlib.contextmanager
def running_on(machine: Machine):
    """Runs what is in the block on another machine."""
    _machines.append(machine)
    try:
        yield machine
    finally:
        _machines.pop()


class Condition:
    """Something that holds or does not. `if` on an unknown one is up to the machine, which tries both."""

    __slots__ = ("value",)
    __hash__ = None

    def __init__(self, value):
        self.value = value

    def __bool__(self) -> bool:
        return self.value if isinstance(self.value, bool) else _machines[-1].branch(self.value)


class Word:
    """An unsigned integer of `bits` bits."""

    __slots__ = ("value", "bits")
    __hash__ = None

    def __init__(self, value, bits: int = 64):
        self.value = value
        self.bits = bits

    # Checked operators: the kernel traps where they leave the width.
    def __add__(self, other) -> Word:
        return self._within(self.value + _value(other), "+")

    def __sub__(self, other) -> Word:
        return self._within(self.value - _value(other), "-")

    # Wrapping operators: the kernel states a bound in a comment, which is proven here.
    def wrapping_add(self, other) -> Word:
        return self._within(self.value + _value(other), "&+")

    def wrapping_subtract(self, other) -> Word:
        return self._within(self.value - _value(other), "&-")

    def adding_reporting_overflow(self, other) -> tuple[Word, Condition]:
        total = self.value + _value(other)
        overflowed = total >= 2**self.bits
        wrapped = choose(overflowed, total - 2**self.bits, total)
        return Word(wrapped, self.bits), Condition(overflowed)

    def __le__(self, other) -> Condition:
        return Condition(self.value <= _value(other))

    def __lt__(self, other) -> Condition:
        return Condition(self.value < _value(other))

    def __ge__(self, other) -> Condition:
        return Condition(self.value >= _value(other))

    def __gt__(self, other) -> Condition:
        return Condition(self.value > _value(other))

    def __eq__(self, other) -> Condition:
        return Condition(self.value == _value(other))

    def __ne__(self, other) -> Condition:
        return Condition(self.value != _value(other))

    def __repr__(self) -> str:
        return str(self.value)

    def __deepcopy__(self, memo) -> Word:
        return self

    def _within(self, result, sign: str) -> Word:
        caller = sys._getframe(2).f_code.co_qualname
        if isinstance(result, int):
            fits = 0 <= result < 2**self.bits
        else:
            fits = z3.And(result >= 0, result < 2**self.bits)
        _machines[-1].oblige(f"{caller}: {sign} stays within {self.bits} bits", Condition(fits))
        return Word(result, self.bits)


def oblige(label: str, condition: Condition) -> None:
    """States what a caller has to ensure: a precondition of the kernel's code."""
    _machines[-1].oblige(label, condition)


def minimum(left: Word, right: Word) -> Word:
    """The lesser of two words."""
    return Word(choose(left.value <= right.value, left.value, right.value), left.bits)


def maximum(left: Word, right: Word) -> Word:
    """The greater of two words."""
    return Word(choose(left.value >= right.value, left.value, right.value), left.bits)


def choose(condition, first, second):
    """One of two values, by a condition that need not be decided."""
    if isinstance(condition, bool):
        return first if condition else second
    return z3.If(condition, first, second)


def all_hold(*conditions: Condition) -> Condition:
    """Whether all conditions hold, without trying each on its own."""
    values = [condition.value for condition in conditions]
    if all(isinstance(value, bool) for value in values):
        return Condition(all(values))
    return Condition(z3.And(*values))


def _value(other):
    return other.value if isinstance(other, Word) else other
