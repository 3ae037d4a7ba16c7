"""Value classes by revenue (domain §6.4, S1): the first class holds the largest customers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import cast

from kamsheets.core.money import Fen
from kamsheets.policy.view import PolicyView


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class beside what is expected of it."""

    code: str
    accounts: int
    revenue: Fen
    share: Fraction | None
    """Of all revenue; None where there is none."""
    expected: Fraction


@dataclass(frozen=True, slots=True)
class Classes:
    """Every customer's class, and the lines of all classes in order."""

    of: Mapping[str, str]
    lines: tuple[ClassLine, ...]


def value_classes(revenue: Mapping[str, Fen], view: PolicyView) -> Classes:
    """The classes of customers by twelve months' revenue in fen, largest first; equal revenues stay together.

    By count, a class ends at its share of the customers rounded up; by revenue, where the customers above it hold
    the cut of the total. The policy key ``value_class_method`` says which.
    """
    codes = [choice.code for choice in view.choices["value_class"]]
    expected = cast("tuple[Fraction, ...]", view.items("value_class_revenue"))
    ranked = sorted(revenue, key=lambda name: (-revenue[name], name))
    place = _by_count if view.text("value_class_method") == "count" else _by_revenue
    rank_of = place(ranked, revenue, view)
    of = {name: codes[rank] for name, rank in rank_of.items()}
    total = sum(revenue.values())
    return Classes(of, tuple(_line(c, e, of, revenue, total) for c, e in zip(codes, expected, strict=True)))


def _line(code: str, expected: Fraction, of: Mapping[str, str], revenue: Mapping[str, Fen], total: Fen) -> ClassLine:
    own = [revenue[name] for name, held in of.items() if held == code]
    return ClassLine(code, len(own), sum(own), Fraction(sum(own), total) if total > 0 else None, expected)


def _by_count(ranked: Sequence[str], revenue: Mapping[str, Fen], view: PolicyView) -> dict[str, int]:
    shares = cast("tuple[Fraction, ...]", view.items("value_class_shares"))
    ends = [ceil(sum(shares[: k + 1], Fraction()) * len(ranked)) for k in range(len(shares) - 1)]
    return _tied(ranked, revenue, lambda k, before: sum(k >= end for end in ends))


def _by_revenue(ranked: Sequence[str], revenue: Mapping[str, Fen], view: PolicyView) -> dict[str, int]:
    cuts = cast("tuple[Fraction, ...]", view.items("value_class_cuts"))
    total = sum(revenue.values())
    return _tied(ranked, revenue, lambda k, before: sum(before >= cut * total for cut in cuts))


def _tied(ranked: Sequence[str], revenue: Mapping[str, Fen], rank: Callable[[int, Fen], int]) -> dict[str, int]:
    """Ranks in order; a customer with the revenue of the one before it shares its rank."""
    found: dict[str, int] = {}
    before = 0
    for k, name in enumerate(ranked):
        tied = k > 0 and revenue[name] == revenue[ranked[k - 1]]
        found[name] = found[ranked[k - 1]] if tied else rank(k, before)
        before += revenue[name]
    return found
