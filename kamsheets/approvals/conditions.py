"""Unary tests with their policy keys filled in: whether a value hits, and at which ends the answer changes.

A value that is not known (None) neither hits nor misses, except where any value does: three-valued logic as in FEEL.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from kamsheets.policy.unary import Operand, UnaryTest

Value: TypeAlias = int | Fraction | date | str
"""What an input can be; a yes/no is an int, as in Python."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Values between two ends; a missing end is open. One value: both ends equal and included."""

    low: Value | None = None
    high: Value | None = None
    low_included: bool = True
    high_included: bool = True

    def contains(self, value: Value) -> bool:
        """Whether ``value``, of the same kind as the ends, lies inside."""
        low, high = self.low, self.high
        if low is not None and (value < low or (value == low and not self.low_included)):  # type: ignore[operator]
            return False
        return high is None or value < high or (value == high and self.high_included)  # type: ignore[operator]


@dataclass(frozen=True, slots=True)
class Condition:
    """One of ``intervals`` holds the value; ``negated``: none does; ``any``: whatever the value is, known or not."""

    intervals: tuple[Interval, ...] = ()
    negated: bool = False
    any: bool = False

    def hits(self, value: Value | None) -> bool | None:
        """True or False; None when it depends on a value that is not known."""
        if self.any or self.off:
            return self.any
        if value is None:
            return None
        for interval in self.intervals:
            if interval.contains(value):
                return not self.negated
        return self.negated

    @property
    def off(self) -> bool:
        """It compares only with policy keys that the company left unset: such a row is switched off."""
        return not self.any and not self.intervals

    def ends(self) -> Iterable[Value]:
        """The values at which the answer can change."""
        return (end for part in self.intervals for end in (part.low, part.high) if end is not None)


ANY = Condition(any=True)


def fill(test: UnaryTest, value_of: Callable[[str], object]) -> Condition:
    """A parsed test with ``value_of(key)`` for every policy key it names; nothing compares with a key that is unset."""

    def end(operand: Operand | None) -> Value | None:
        if operand is None:
            return None
        return value_of(operand.key) if operand.key else operand.value  # type: ignore[return-value]

    if not test.ranges:
        return ANY
    ends = ((part, end(part.low), end(part.high)) for part in test.ranges)
    intervals = (
        Interval(low, high, part.low_included, part.high_included)
        for part, low, high in ends
        if (part.low is None or low is not None) and (part.high is None or high is not None)
    )
    return Condition(tuple(intervals), test.negated)
